"""Processes of a run: emulator, fork server, bots. Each is ended by its pid, and only here."""

import asyncio
import json
import os
import signal
import socket
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0  # seconds for a process to come up on a busy machine
GRACE = 10.0  # seconds for one to end when it is asked to


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _started(*module: str, env: Mapping[str, str], log: Path, **pipes: Any) -> Process:
    """Start a process without the settings of the environment: those are for another bot."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", *module, env=around | dict(env), cwd=ROOT, stderr=errors, **pipes
        )


async def end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


@asynccontextmanager
async def sandbox(people: list[dict[str, Any]], folder: Path) -> AsyncIterator[str]:
    """Start the emulator; yields its address."""
    port, list_of_people = free_port(), folder / "people.json"
    list_of_people.write_text(json.dumps(people, ensure_ascii=False))
    command = ("bot.sandbox", "--port", str(port), "--people", str(list_of_people))
    process = await _started(*command, env={}, log=folder / "sandbox.log", stdin=DEVNULL, stdout=DEVNULL)
    try:
        await _answering(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        await end(process)


async def _answering(address: str, process: Process) -> None:
    async with asyncio.timeout(PATIENCE), ClientSession(address) as http:
        while process.returncode is None:
            with suppress(ClientError):
                async with http.get("/people") as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(0.05)
    raise RuntimeError("the sandbox did not come up")


@dataclass(slots=True, kw_only=True)
class Bot:
    """One process of the bot.

    `ended` is set when it is gone for any reason; `code` is then its exit status, `struck` whether we killed it.
    """

    pid: int
    generation: int
    whole: bool
    began: float
    struck: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    code: int | None = None

    async def kill(self) -> None:
        """Kill it at this instant, without cleanup."""
        self.strike()
        await asyncio.wait_for(self.ended.wait(), GRACE)

    def strike(self) -> None:
        if not self.ended.is_set():
            self.struck = True
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def stop(self) -> None:
        """Stop it as an operator does; the bot finishes what it has in hand."""
        if not self.ended.is_set():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(self.ended.wait(), GRACE)
        except TimeoutError:
            await self.kill()


@dataclass(slots=True, kw_only=True)
class Fleet:
    """Starts bots, one at a time. `run` must be running for news of forks."""

    launcher: Process
    folder: Path
    clock: Path
    forked: dict[int, Bot] = field(default_factory=dict)
    _answers: asyncio.Queue[int] = field(default_factory=asyncio.Queue)

    def log(self, generation: int) -> Path:
        return self.folder / f"bot-{generation:03d}.log"

    async def fork(self, generation: int, env: Mapping[str, str]) -> Bot:
        order = {"env": dict(env), "log": str(self.log(generation)), "clock": str(self.clock)}
        began = asyncio.get_running_loop().time()
        assert self.launcher.stdin is not None
        self.launcher.stdin.write(json.dumps(order).encode() + b"\n")
        await self.launcher.stdin.drain()
        pid = await asyncio.wait_for(self._answers.get(), PATIENCE)
        bot = self._child(pid)
        bot.generation, bot.began = generation, began
        return bot

    def _child(self, pid: int) -> Bot:
        """Return the child, which may have ended before its start was recorded."""
        return self.forked.setdefault(pid, Bot(pid=pid, generation=0, whole=False, began=0.0))

    async def whole(self, generation: int, env: Mapping[str, str], group: asyncio.TaskGroup) -> Bot:
        """Start `python -m bot run` from nothing, its imports included."""
        began = asyncio.get_running_loop().time()
        process = await _started("bot", "run", env=env, log=self.log(generation), stdin=DEVNULL, stdout=DEVNULL)
        bot = Bot(pid=process.pid, generation=generation, whole=True, began=began)

        async def watch() -> None:
            bot.code = await process.wait()
            bot.ended.set()

        group.create_task(watch())
        return bot

    def set_clock(self, ahead: float) -> None:
        """Replace the clock's file atomically: a reader sees the old or the new offset."""
        with self.clock.open("r+b", buffering=0) as file:
            file.write(struct.pack("d", ahead))

    async def run(self) -> None:
        assert self.launcher.stdout is not None
        async for line in self.launcher.stdout:
            said = json.loads(line)
            if "started" in said:
                self._answers.put_nowait(said["started"])
                continue
            bot = self._child(said["ended"])
            bot.code = said["status"]
            bot.ended.set()


@asynccontextmanager
async def fleet(folder: Path) -> AsyncIterator[Fleet]:
    """Start the fork server; its end also ends every bot that it started."""
    clock = folder / "clock"
    clock.write_bytes(bytes(8))
    launcher = await _started(
        "tests.faults.harness.fork_server", env={}, log=folder / "launcher.log", stdin=PIPE, stdout=PIPE
    )
    ships = Fleet(launcher=launcher, folder=folder, clock=clock)
    try:
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(ships.run())
            yield ships
            listening.cancel()
    finally:
        await end(launcher)
