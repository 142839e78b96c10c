"""The sandbox as a program: it keeps chats across restarts, serves its page and stops at once."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.sandbox.core.files import picture_size, sample_picture
from bot.sandbox.options import Messenger, load_sample_people

from .conftest import MARYAM, Bot, Client, Phone, Serve

KEYS = {"inline_keyboard": [[{"text": "بله", "callback_data": "yes"}]]}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_chats_outlive_a_restart(serve: Serve, tmp_path: Path) -> None:
    first: Client = await serve(data_folder=tmp_path)
    bot, phone = Bot(client=first, messenger="bale"), Phone(client=first, place=f"/chat/bale/{MARYAM}")
    await bot.send("*سلام* مریم", reply_markup=KEYS)
    await phone.say(album=2, caption="عکس \ud83c", name="مریم \udf39")
    await phone.press(button="بله")
    await bot.send("صفحه‌کلید", reply_markup={"keyboard": [["گزارش"]]})
    before = await phone.screen()
    await first.close()
    assert names_in(tmp_path) == {"state.json", "files"}

    second: Client = await serve(data_folder=tmp_path)
    bot, phone = Bot(client=second, messenger="bale"), Phone(client=second, place=f"/chat/bale/{MARYAM}")
    assert await phone.screen() == before
    updates = await bot.take()
    assert [sorted(u.keys() - {"update_id"}) for u in updates] == [["message"]] * 2 + [["callback_query"]]
    await bot.ok("answerCallbackQuery", callback_query_id=updates[-1]["callback_query"]["id"], text="هنوز")
    photo = next(m["photo"] for m in before["messages"] if "photo" in m)
    async with second.get(photo["url"]) as response:
        assert picture_size(await response.read()) == (photo["width"], photo["height"])
    ids = {message["id"] for message in before["messages"]}
    assert await bot.send("تازه") not in ids


async def test_a_broken_state_is_not_overwritten(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"telegram": 1}')
    with pytest.raises(ValueError, match="telegram"):
        await serve(data_folder=tmp_path)
    assert (tmp_path / "state.json").read_text() == '{"telegram": 1}'


async def test_the_page_is_served_and_nothing_around_it(client: Client) -> None:
    async with client.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert response.headers["Cache-Control"] == "no-cache"
    for path in ("/page/..%2fserver.py", "/page/%2e%2e/server.py", "/page/nothing.js", "/page/"):
        async with client.get(path) as response:
            assert response.status == 404


async def test_the_program_serves_its_people_and_stops_while_a_poll_hangs(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    person = {"messenger": "bale", "account": 7, "name": "زهرا", "role": "ناظر", "start": "join-2"}
    people.write_text(json.dumps([person]))
    port = unused_port()
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox"),
        *("--port", str(port), "--people", str(people), "--data", str(tmp_path / "kept")),
        stderr=asyncio.subprocess.PIPE,
    )
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        shown = await _people(session, url)
        assert [(p["account"], p["start"]) for p in shown] == [(7, "join-2")]
        poll = session.get(f"{url}/bale/bot1:secret/getUpdates", params={"timeout": "50"})
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(_status(poll))
            async with session.get(f"{url}/chat/bale/7/events") as stream:
                await stream.content.readline()
                program.send_signal(signal.SIGTERM)
                _, errors = await asyncio.wait_for(program.communicate(), 30)
        assert polling.result() in {200, 0}
    assert program.returncode == 0
    assert b"secret" not in errors
    assert b"Traceback" not in errors
    assert (tmp_path / "kept" / "state.json").exists()


async def _people(session: aiohttp.ClientSession, url: str) -> list[dict[str, Any]]:
    for _ in range(600):
        try:
            async with session.get(f"{url}/people") as response:
                answer: list[dict[str, Any]] = await response.json()
                return answer
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.05)
    raise AssertionError("the program did not start")


async def _status(poll: "aiohttp.client._RequestContextManager") -> int:
    """0 where the connection was closed first."""
    try:
        async with poll as response:
            return response.status
    except aiohttp.ClientConnectionError:
        return 0


def test_people_are_read_and_mistakes_named(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text('[{"messenger": "telegram", "account": 1, "name": "الف", "phone": "0917"}]')
    [person] = load_sample_people(path)
    assert (person.messenger, person.phone, person.language) == (Messenger.TELEGRAM, "0917", "fa")
    path.write_text('[{"messenger": "eitaa", "account": 1, "name": "الف"}]')
    with pytest.raises(ValueError, match="messenger"):
        load_sample_people(path)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (sample_picture(3), (64, 64)),
        (b"GIF89a\x10\x00\x20\x00rest", (16, 32)),
        (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x0f\0\0\x1f\0\0", (16, 32)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x00\x10\x03", (16, 32)),
        (b"\xff\xd8\xff\xe0\x00\x04", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_picture_sizes(head: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(head) == size
