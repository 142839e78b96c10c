"""The demo: the sandbox and the bot as two processes, with keys and sample data of their own.

It uses both by their command lines and by HTTP; it restarts nothing, and ends only what it started.
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

from bot.cli.invite import INVITATION_PREFIX
from bot.clock import SystemClock
from bot.relief.seed.sample import load_sample
from bot.relief.seed.sample_people import SampleInvitation
from bot.relief.seed.starter_data import sample_people
from bot.settings.messengers import ENV_PREFIX, MESSENGERS
from bot.storage.database import open_database
from bot.storage.encryption import Keyring, generate_key, install_keyring
from bot.storage.migrate import upgrade

DEMO_HOST = "127.0.0.1"
PROJECT_ROOT = Path(__file__).parents[2]
STARTUP_TIMEOUT_SECONDS = 60.0  # seconds for the page to answer
PROCESS_GRACE_SECONDS = 10.0  # seconds for a process to end when it is asked to


class DemoError(Exception):
    """The demo cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoConfig:
    port: int
    data: Path
    open_browser: bool
    echo: Callable[[str], None]

    @property
    def url(self) -> str:
        return f"http://{DEMO_HOST}:{self.port}"


async def run_demo(stage: DemoConfig) -> int:
    """Run until Ctrl-C or SIGTERM (0), or until the sandbox ends by itself (1).

    The bot may die and be started by hand.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    _require_free_port(stage.port)
    folder = stage.data.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(stage, folder)
    invitations = await _prepare(settings)
    people = folder / "people.json"
    people.write_text(json.dumps(_people(invitations), ensure_ascii=False, indent=1), encoding="utf-8")
    started: list[Process] = []
    try:
        sandbox = await _start(
            "bot.sandbox", "--host", DEMO_HOST, "--port", str(stage.port), "--people", str(people),
            "--data", str(folder / "messenger"), settings={},
        )  # fmt: skip
        started.append(sandbox)
        await _wait_until_ready(stage, sandbox)
        bot = await _start("bot", "run", settings=settings)
        started.append(bot)
        _announce(stage, settings, sandbox, bot)
        return await _watch(stage, sandbox, bot, stop)
    finally:
        await _terminate(started)


def _require_free_port(port: int) -> None:
    """Raise DemoError if the port is taken: another server there would be mistaken for the sandbox."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((DEMO_HOST, port))
        except OSError:
            raise DemoError(f"Port {port} is taken on this machine: name another with --port.") from None


def _settings(stage: DemoConfig, folder: Path) -> dict[str, str]:
    keys = _keys(folder / "keys.json")
    return {
        f"{ENV_PREFIX}DATA": str(folder),
        f"{ENV_PREFIX}SECRET_KEY": keys["secret_key"],
        **{spec.variable("token"): keys[f"{spec.name}_token"] for spec in MESSENGERS},
        **{spec.variable("api"): f"{stage.url}/{spec.name}" for spec in MESSENGERS},
        f"{ENV_PREFIX}DATABASE_URL": f"sqlite:///{folder / 'hamyar.db'}",
        f"{ENV_PREFIX}LOG_LEVEL": "WARNING",
    }


def _keys(path: Path) -> dict[str, str]:
    """Return the demo's keys, made at the first start and kept; only their owner can read them."""
    keys: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    fresh = {"secret_key": generate_key(), **{f"{spec.name}_token": _token() for spec in MESSENGERS}}
    if fresh.keys() - keys.keys():
        keys = fresh | keys
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(keys, file, indent=1)
    return keys


def _token() -> str:
    return f"{secrets.randbelow(900_000_000) + 100_000_000}:{secrets.token_urlsafe(26)}"


async def _prepare(settings: dict[str, str]) -> tuple[SampleInvitation, ...]:
    url = settings[f"{ENV_PREFIX}DATABASE_URL"]
    install_keyring(Keyring.from_setting(settings[f"{ENV_PREFIX}SECRET_KEY"]))
    await upgrade(url)
    database = open_database(url)
    try:
        return await load_sample(database, SystemClock())
    finally:
        await database.close()


def _people(invitations: Iterable[SampleInvitation]) -> list[dict[str, str | int | None]]:
    """Return the sample people for the page. Invited ones begin with their code; the bot may write to the others."""
    codes = {(invitation.messenger, invitation.account): invitation.code for invitation in invitations}
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
                "start": f"{INVITATION_PREFIX}{code}" if code else None,
            }
        )
    return people


async def _start(*command: str, settings: dict[str, str]) -> Process:
    """Start a process with the demo's settings only: those of the environment are for another bot."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
    return await asyncio.create_subprocess_exec(sys.executable, "-m", *command, env=around | settings, cwd=PROJECT_ROOT)


async def _wait_until_ready(stage: DemoConfig, sandbox: Process) -> None:
    """Wait until the page's own request is answered."""
    async with ClientSession(timeout=ClientTimeout(total=5)) as session:
        for _ in range(int(STARTUP_TIMEOUT_SECONDS / 0.1)):
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


def _announce(stage: DemoConfig, settings: dict[str, str], sandbox: Process, bot: Process) -> None:
    lines = (
        f"Ready: {stage.url}",
        f"messenger on this machine: pid {sandbox.pid}",
        f"bot: pid {bot.pid}",
        "",
        "To run the bot by hand, end it by its pid; then:",
        f"cd {shlex.quote(str(PROJECT_ROOT))}",
        *(f"export {name}={shlex.quote(value)}" for name, value in settings.items()),
        f"{shlex.quote(sys.executable)} -m bot run",
        "",
        "Ctrl-C ends both.",
    )
    stage.echo("\n".join(lines))
    if stage.open_browser:
        webbrowser.open(stage.url)


async def _watch(stage: DemoConfig, sandbox: Process, bot: Process, stop: asyncio.Event) -> int:
    async with asyncio.TaskGroup() as group:
        stopping = group.create_task(stop.wait())
        ending = {group.create_task(sandbox.wait()): sandbox, group.create_task(bot.wait()): bot}
        waiting = {stopping, *ending}
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            ended = {ending[task] for task in done if task in ending}
            if stopping in done or sandbox in ended:
                break
            stage.echo(f"The bot has ended ({bot.returncode}). Chats wait; start it by hand with the lines above.")
        for task in waiting:
            task.cancel()
    if stop.is_set():
        return 0
    stage.echo("The messenger on this machine has ended; so does the demo.")
    return 1


async def _terminate(started: Iterable[Process]) -> None:
    """End the processes, the bot first: it sends its last replies to a sandbox that still listens."""
    for process in reversed(list(started)):
        if process.returncode is not None:
            continue
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), PROCESS_GRACE_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
