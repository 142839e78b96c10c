"""Command line of `make access`: every right tried through the whole bot, and a search for clear text.

Prints one JSON line a figure; exit 1 where a goal does not hold. `ONLY=name` one figure; those of the keys, which
take a quarter of an hour, only so.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from bot.storage import migrate
from bot.storage.database import open_database
from bot.storage.encryption import Keyring, install_keyring
from tests.access.abuse_cases import MISCHIEF
from tests.access.environments import OnSqlite, on_postgresql
from tests.access.expected_matrix import cells
from tests.access.key_rotation_under_load import move
from tests.access.matrix_runner import MESSENGERS, Findings, town, try_mischief, walk
from tests.access.pii_canaries import all_files, patterns, scan_files
from tests.access.trace_capture import leave_traces

Line: TypeAlias = dict[str, Any]
KEY = bytes(range(32))
ENTRIES = 1_000_000
SLOWER = 1.5  # times the answers' p95, in the same run


def _line(figure: str, value: float, unit: str, goal: float, *, holds: bool) -> Line:
    return {"figure": figure, "value": value, "unit": unit, "goal": goal, "holds": holds}


def _told(wrong: Sequence[str]) -> str:
    return "; ".join(wrong) or "none"


async def _walked(folder: Path) -> tuple[Findings, Findings]:
    url = f"sqlite:///{folder / 'hamyar.db'}"
    await migrate.upgrade(url)
    database = open_database(url)
    try:
        async with town(database, folder / "files") as where:
            return await walk(where, cells()), await try_mischief(where, MISCHIEF)
    finally:
        await database.close()


async def walked(folder: Path) -> Iterator[Line]:
    """Try the whole matrix in both messengers."""
    (found, mischief), all_of_them = await _walked(folder), len(cells()) * len(MESSENGERS)
    leaks = (*found.leaks, *mischief.leaks)
    right = found.walked - len(found.leaks) - len(found.refused)
    wrong = f"cells walked as agreed; refused where they should not be: {_told(found.refused)}"
    given = f"cells, and {mischief.walked} old, forged and forbidden ways, that gave too much: {_told(leaks)}"
    return iter(
        (
            _line("access.cells", right, wrong, all_of_them, holds=right == all_of_them),
            _line("access.leaks", len(leaks), given, 0, holds=not leaks),
        )
    )


async def clear(folder: Path) -> Iterator[Line]:
    """Search all that a day of the bot leaves on either database: files, logs, copies, pictures, output."""
    hits: list[str] = []
    words, size, looked = 0, 0, True
    async with on_postgresql() as server:
        for name, ground in (("sqlite", OnSqlite), ("postgresql", lambda _: server)):
            (there := folder / name).mkdir()
            traces = await leave_traces(there, ground(there))
            files = all_files(there)
            words, size = words + len(traces.words), size + sum(path.stat().st_size for path in files)
            looked &= any(scan_files(there, files, {traces.public.encode(): ("public", "utf-8")}))
            hits += [f"{name}: {hit}" for hit in scan_files(there, files, patterns(traces.words))]
    told = (
        f"places in {size >> 20} MB where one of {words} names, numbers, papers and words lies in clear: {_told(hits)}"
    )
    return iter((_line("privacy.clear_hits", len(hits), told, 0, holds=looked and not hits),))


async def moved(folder: Path) -> Iterator[Line]:
    """Re-encrypt a million audit entries and verify them while people are answered."""
    found = await move(folder, ENTRIES)
    worst = max(found.moving, found.verifying) / found.before
    whole = found.whole and found.old_key_free and found.answers_without_it
    told = (
        f"rows a second moved, killed with {found.killed_at} done and gone on; {found.verified_a_second:.0f} verified a "
        "second; whole, and answered without the old key"
    )
    slower = (
        f"times the p95 of {found.before:.1f} ms before ({found.moving:.1f} moving, {found.verifying:.1f} verifying)"
    )
    return iter(
        (
            _line("keys.rows_a_second", round(found.rows_a_second), told, 0, holds=whole and found.rows >= ENTRIES),
            _line("keys.slower", round(worst, 2), slower, SLOWER, holds=worst <= SLOWER),
        )
    )


FIGURES: dict[Callable[[Path], Coroutine[Any, Any, Iterator[Line]]], tuple[str, ...]] = {
    walked: ("access.cells", "access.leaks"),
    clear: ("privacy.clear_hits",),
    moved: ("keys.rows_a_second", "keys.slower"),
}


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    install_keyring(Keyring({1: KEY}, 1))
    only, good = os.environ.get("ONLY", ""), True
    for figure, names in FIGURES.items():
        if only not in (names if only or figure is moved else ("",)):
            continue
        with tempfile.TemporaryDirectory(prefix="access-") as folder:
            for line in asyncio.run(figure(Path(folder))):
                if only in {"", line["figure"]}:
                    good &= line["holds"]
                    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
