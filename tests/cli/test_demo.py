"""The demo as its visitor meets it: one command, two processes, sample people who can be written for."""

import asyncio
import os
import re
import shlex
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

ROOT = Path(__file__).parents[2]
PATIENT = 120  # seconds that a busy machine may take for anything here
MARYAM, NARGES, STRANGER = "telegram/1001", "bale/2001", "telegram/1010"
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
pytestmark = pytest.mark.xdist_group("demo")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def bot(*words: str, settings: Mapping[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=ROOT, env=CLEAN | dict(settings), stdout=PIPE, stderr=STDOUT
    )


async def said_by(*words: str, settings: Mapping[str, str]) -> str:
    process = await bot(*words, settings=settings)
    said, _ = await asyncio.wait_for(process.communicate(), PATIENT)
    assert process.returncode == 0, said.decode()
    return said.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    process: Process
    http: ClientSession
    url: str
    said: str

    @property
    def settings(self) -> dict[str, str]:
        exports = (shlex.split(line)[1] for line in self.said.splitlines() if line.startswith("export "))
        return dict(export.split("=", 1) for export in exports)

    def pid(self, name: str) -> int:
        found = re.search(rf"^{name}: pid (\d+)$", self.said, re.MULTILINE)
        assert found, self.said
        return int(found[1])

    async def answer(self, account: str, text: str) -> str:
        """Return the text of the last message of the bot after it."""
        async with self.http.post(f"{self.url}/chat/{account}/say", json={"text": text}) as done:
            after = (await done.json())["event"]
        async with asyncio.timeout(PATIENT):
            while not (said := [m["text"] for m in await self.changed(account, after) if m["from"] == "bot"]):
                pass
        return str(said[-1])

    async def changed(self, account: str, after: int) -> list[dict[str, Any]]:
        question = {"after": str(after), "wait": "5"}
        async with self.http.get(f"{self.url}/chat/{account}/screen", params=question) as answer:
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
            return messages


@asynccontextmanager
async def demo(folder: Path, port: int) -> AsyncIterator[Demo]:
    """Run the demo until it is ready; end it as by Ctrl-C, by which it must end well."""
    lured = {"HAMYAR_TELEGRAM_TOKEN": "1:another-bot", "HAMYAR_DATABASE_URL": "postgresql://127.0.0.1:1/another"}
    process = await bot("demo", "--port", str(port), "--data", str(folder), "--no-open", settings=lured)
    assert process.stdout
    try:
        said = ""
        async with asyncio.timeout(PATIENT):
            while "Ctrl-C ends both." not in said:
                line = await process.stdout.readline()
                assert line, f"the demo ended: {said}"
                said += line.decode()
        async with ClientSession() as http:
            yield Demo(process=process, http=http, url=f"http://127.0.0.1:{port}", said=said)
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), PATIENT)
        assert process.returncode == 0
    finally:
        if process.returncode is None:
            process.terminate()
            await process.communicate()


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_visit(tmp_path: Path) -> None:
    """Two messengers answer, the command line serves the same bot, a killed bot is started by hand, a restart goes on."""
    port = free_port()
    async with demo(tmp_path / "demo", port) as first:
        assert f"Ready: {first.url}" in first.said
        await the_page_offers_the_people(first)
        assert "مریم احمدی" in await first.answer(MARYAM, "/start")
        assert "نرگس موسوی" in await first.answer(NARGES, "/start")
        await the_command_line_serves_the_same_bot(first)
        await the_bot_dies_and_is_started_by_hand(first)
        pids = first.pid("bot"), first.pid("messenger on this machine")
    assert not any(runs(pid) for pid in pids)
    async with demo(tmp_path / "demo", port) as second:
        assert second.settings == first.settings
        assert len(await second.changed(MARYAM, 0)) >= 4
        assert "مریم احمدی" in await second.answer(MARYAM, "/menu")


async def the_page_offers_the_people(visit: Demo) -> None:
    async with visit.http.get(visit.url) as page:
        assert page.status == 200
    async with visit.http.get(f"{visit.url}/people") as answer:
        people = {f"{person['messenger']}/{person['account']}": person for person in await answer.json()}
    assert people[MARYAM]["role"] == "volunteer"
    assert people[MARYAM]["start"] is None
    assert people[STRANGER]["start"].startswith("j-")


async def the_command_line_serves_the_same_bot(visit: Demo) -> None:
    assert "MEND" not in await said_by("doctor", settings=visit.settings)
    invited = await said_by("invite", settings=visit.settings)
    assert re.search(r"telegram: https://t\.me/\w+\?start=j-\w{10}", invited)
    assert re.search(r"bale: https://ble\.ir/\w+\?start=j-\w{10}", invited)
    assert "Replayed: 0" in await said_by("replay", settings=visit.settings)


async def the_bot_dies_and_is_started_by_hand(visit: Demo) -> None:
    os.kill(visit.pid("bot"), signal.SIGKILL)
    assert visit.process.stdout
    ended = await asyncio.wait_for(visit.process.stdout.readline(), PATIENT)
    assert "The bot has ended (-9)" in ended.decode()
    by_hand = await bot("run", settings=visit.settings)
    try:
        assert "مریم احمدی" in await visit.answer(MARYAM, "/menu")
    finally:
        by_hand.terminate()
        said, _ = await asyncio.wait_for(by_hand.communicate(), PATIENT)
    assert by_hand.returncode == 0, said.decode()
    assert said == b""


async def test_a_port_that_is_taken_is_said_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = await bot("demo", "--port", str(port), "--data", str(tmp_path), "--no-open", settings={})
        said, _ = await asyncio.wait_for(process.communicate(), PATIENT)
    assert process.returncode == 1
    assert f"Port {port} is taken" in said.decode()


async def test_the_bot_refuses_an_old_schema(tmp_path: Path) -> None:
    settings = {"HAMYAR_DATA": str(tmp_path), "HAMYAR_SECRET_KEY": "01" * 32, "HAMYAR_BALE_TOKEN": "1:token"}
    process = await bot("run", settings=settings)
    said, _ = await asyncio.wait_for(process.communicate(), PATIENT)
    assert process.returncode == 1
    assert "python -m bot migrate" in said.decode()
