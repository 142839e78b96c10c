"""The demo: the messenger on this machine and the bot as two processes, with keys and sample data of their own.

It talks to both as anybody would, by their command lines and by HTTP; it restarts nothing, and ends only what it started.
"""

import asyncio
import json
import os
import secrets
import shlex
import signal
import socket
import sys
import webbrowser
from asyncio.subprocess import Process
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.cli.invite import PAYLOAD
from bot.clock import SystemClock
from bot.relief.seed.sample import load_sample
from bot.relief.seed.sample_people import SampleInvitation
from bot.relief.seed.starter_data import sample_people
from bot.settings import PREFIX
from bot.storage.database import open_database
from bot.storage.encryption import Keyring, fresh_key, install
from bot.storage.migrate import upgrade

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for the page to answer
GRACE = 10.0  # seconds for a process to end when it is asked to


class DemoError(Exception):
    """Why the demo cannot start, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    port: int
    data: Path
    opens: bool
    say: Callable[[str], None]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


async def play(stage: Stage) -> int:
    """Until Ctrl-C or SIGTERM (0), or until the messenger ends by itself (1). The bot may die and be started by hand."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    _hold_free(stage.port)
    folder = stage.data.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(stage, folder)
    guests = await _prepare(settings)
    people = folder / "people.json"
    people.write_text(json.dumps(_people(guests), ensure_ascii=False, indent=1), encoding="utf-8")
    started: list[Process] = []
    try:
        sandbox = await _start(
            "bot.sandbox", "--host", HOST, "--port", str(stage.port), "--people", str(people),
            "--data", str(folder / "messenger"), settings={},
        )  # fmt: skip
        started.append(sandbox)
        await _answers(stage, sandbox)
        bot = await _start("bot", "run", settings=settings)
        started.append(bot)
        _announce(stage, settings, sandbox, bot)
        return await _watch(stage, sandbox, bot, stop)
    finally:
        await _end(started)


def _hold_free(port: int) -> None:
    """Another server there would be taken for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise DemoError(f"Port {port} is taken on this machine: name another with --port.") from None


def _settings(stage: Stage, folder: Path) -> dict[str, str]:
    keys = _keys(folder / "keys.json")
    return {
        f"{PREFIX}DATA": str(folder),
        f"{PREFIX}SECRET_KEY": keys["secret_key"],
        f"{PREFIX}TELEGRAM_TOKEN": keys["telegram_token"],
        f"{PREFIX}TELEGRAM_API": f"{stage.url}/telegram",
        f"{PREFIX}BALE_TOKEN": keys["bale_token"],
        f"{PREFIX}BALE_API": f"{stage.url}/bale",
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder / 'hamyar.db'}",
        f"{PREFIX}LOG_LEVEL": "WARNING",
    }


def _keys(path: Path) -> dict[str, str]:
    """Made once, readable by their owner alone; a restart goes on with them."""
    if not path.exists():
        made = {"secret_key": fresh_key(), "telegram_token": _token(), "bale_token": _token()}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(made, file, indent=1)
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _token() -> str:
    return f"{secrets.randbelow(900_000_000) + 100_000_000}:{secrets.token_urlsafe(26)}"


async def _prepare(settings: dict[str, str]) -> tuple[SampleInvitation, ...]:
    url = settings[f"{PREFIX}DATABASE_URL"]
    install(Keyring.from_setting(settings[f"{PREFIX}SECRET_KEY"]))
    await upgrade(url)
    database = open_database(url)
    try:
        return await load_sample(database, SystemClock())
    finally:
        await database.close()


def _people(guests: Iterable[SampleInvitation]) -> list[dict[str, str | int | None]]:
    """Who is invited begins with their code; everybody else has met the bot already, and it may write to them."""
    codes = {(guest.messenger, guest.account): guest.code for guest in guests}
    people: list[dict[str, str | int | None]] = []
    for person in sample_people():
        code = codes.get((person.messenger, int(person.account)))
        people.append(
            {
                "messenger": person.messenger,
                "account": int(person.account),
                "name": person.name,
                "role": person.role.value,
                "phone": person.phone,
                "language": person.language,
                "start": f"{PAYLOAD}{code}" if code else None,
            }
        )
    return people


async def _start(*command: str, settings: dict[str, str]) -> Process:
    """Settings of the surroundings are for another bot: the demo's children get only its own."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return await asyncio.create_subprocess_exec(sys.executable, "-m", *command, env=around | settings, cwd=ROOT)


async def _answers(stage: Stage, sandbox: Process) -> None:
    """Until the page's own question is answered."""
    async with ClientSession(timeout=ClientTimeout(total=5)) as session:
        for _ in range(int(PATIENCE / 0.1)):
            if sandbox.returncode is not None:
                break
            try:
                async with session.get(f"{stage.url}/people") as answer:
                    if answer.ok:
                        return
            except (ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.1)
    raise DemoError(f"The messenger on this machine did not come up on port {stage.port}.")


def _announce(stage: Stage, settings: dict[str, str], sandbox: Process, bot: Process) -> None:
    lines = (
        f"Ready: {stage.url}",
        f"messenger on this machine: pid {sandbox.pid}",
        f"bot: pid {bot.pid}",
        "",
        "To run the bot by hand, end it by its pid; then:",
        f"cd {shlex.quote(str(ROOT))}",
        *(f"export {name}={shlex.quote(value)}" for name, value in settings.items()),
        f"{shlex.quote(sys.executable)} -m bot run",
        "",
        "Ctrl-C ends both.",
    )
    stage.say("\n".join(lines))
    if stage.opens:
        webbrowser.open(stage.url)


async def _watch(stage: Stage, sandbox: Process, bot: Process, stop: asyncio.Event) -> int:
    async with asyncio.TaskGroup() as group:
        stopping = group.create_task(stop.wait())
        ending = {group.create_task(sandbox.wait()): sandbox, group.create_task(bot.wait()): bot}
        waiting = {stopping, *ending}
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            ended = {ending[task] for task in done if task in ending}
            if stopping in done or sandbox in ended:
                break
            stage.say(f"The bot has ended ({bot.returncode}). Chats wait; start it by hand with the lines above.")
        for task in waiting:
            task.cancel()
    if stop.is_set():
        return 0
    stage.say("The messenger on this machine has ended; so does the demo.")
    return 1


async def _end(started: Iterable[Process]) -> None:
    """The bot first: it says its last to a messenger that still listens."""
    for process in reversed(list(started)):
        if process.returncode is not None:
            continue
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            process.kill()
            await process.wait()
