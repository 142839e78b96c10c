"""Nothing that names a person lies in clear in what the bot leaves behind, while it runs or after."""

from pathlib import Path

from tests.access.environments import OnSqlite
from tests.access.pii_canaries import all_files, patterns, scan, scan_files
from tests.access.sample_traffic import TYPED
from tests.access.trace_capture import leave_traces

NOT_LEFT = {"notices"}  # those that were delivered are gone


def test_a_word_is_found_in_every_shape() -> None:
    wanted = patterns({"a name": "نوبر آزمون‌نژاد", "a phone": "+989170007654"})
    lying = (
        "نوبر آزمون‌نژاد".encode("utf-16-le"),
        b'{"t": "\\u0646\\u0648\\u0628\\u0631 \\u0622\\u0632\\u0645\\u0648\\u0646\\u200c\\u0646\\u0698\\u0627\\u062f"}',
    )
    for content in (*lying, "شماره: ۰۹۱۷۰۰۰۷۶۵۴".encode(), b"tel:+989170007654"):
        assert list(scan("a file", b"\0\1" + content + b"\2", wanted)), content
    assert not list(scan("a file", "نوبر آزمایشی 09170007655".encode(), wanted))


async def test_nothing_is_left_in_clear(tmp_path: Path) -> None:
    left = await leave_traces(tmp_path, OnSqlite(tmp_path))
    assert all(count for name, count in left.left.items()), left.left
    files = all_files(tmp_path)
    assert {"hamyar.db", "copy-while-running.db", "wal-while-running", "bot.log"} <= {path.name for path in files}
    assert set(TYPED) <= set(left.words)
    assert list(scan_files(tmp_path, files, {left.public.encode(): ("public", "utf-8")}))
    hits = [str(hit) for hit in scan_files(tmp_path, files, patterns(left.words))]
    assert hits == []
