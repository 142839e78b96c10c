"""One bot under load once: its process, the load generators on loopback, and their results.

Bounded in count and time; every process is ended by its pid.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).parent
RIVALS = HERE / "rivals"
ROOT = HERE.parent.parent
LONGEST = 120  # seconds for one case
USERS = 500
TOKEN = "42:" + "T" * 35
SECRET = "a-secret-of-this-measurement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One measurement. Each of `messengers` has a generator; a rival has only one of them."""

    command: tuple[str, ...]
    messengers: tuple[str, ...] = ("telegram",)
    env: dict[str, str] = field(default_factory=dict)
    updates: int = 2500
    users: int = USERS
    generator: tuple[str, ...] = ()
    webhook: bool = False
    is_ours: bool = False


def rival(name: str, **more: Any) -> Case:
    mode = "webhook" if more.get("webhook") else "poll"
    env = {"KIND": "form", "DB": "1", "MODE": mode, "TOKEN": TOKEN}
    return Case(command=(str(RIVALS / f"bot_{name}.py"),), env=env, **more)


def ours(*messengers: str, durable: bool = False, **more: Any) -> Case:
    env = {
        "HAMYAR_SECRET_KEY": "00" * 32,
        "HAMYAR_DURABLE": str(durable).lower(),
        "HAMYAR_LOG_LEVEL": "WARNING",
        "HAMYAR_WEBHOOK_SECRET": SECRET,
        **{f"HAMYAR_{name.upper()}_TOKEN": TOKEN for name in messengers},
    }
    return Case(command=("-m", "tests.load.ours"), messengers=messengers, env=env, is_ours=True, **more)


def run(case: Case) -> dict[str, Any]:
    """Run it; return the first generator's JSON, the bot's rows and, if answers lack, its log."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        door = _free_port()
        ports = {messenger: _free_port() for messenger in case.messengers}
        env = _env(case, folder, ports, door)
        if case.is_ours:
            _python(*case.command, "seed", str(case.users), env=env).wait(LONGEST)
        result = _told(case, folder, ports, door, env)
        result["forms"] = _forms(case, folder)
        if result.get("answers") != result.get("expected"):
            result["log"] = (folder / "log").read_text()[-2000:]
        return result


def _env(case: Case, folder: Path, ports: dict[str, int], door: int) -> dict[str, str]:
    known = {**os.environ, **case.env}
    if not case.is_ours:
        api = f"http://127.0.0.1:{next(iter(ports.values()))}"
        return known | {"API_BASE": api, "DB_PATH": str(folder / "bench.db"), "PORT": str(door)}
    known |= {f"HAMYAR_{name.upper()}_API": f"http://127.0.0.1:{port}" for name, port in ports.items()}
    known |= {"HAMYAR_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}", "HAMYAR_DATA": str(folder / "data")}
    if case.webhook:
        known |= {"HAMYAR_WEBHOOK_URL": f"http://127.0.0.1:{door}", "HAMYAR_WEBHOOK_PORT": str(door)}
    return known


def _told(case: Case, folder: Path, ports: dict[str, int], door: int, env: dict[str, str]) -> dict[str, Any]:
    """Start all generators before the bot; each prints one line when all is answered or time is over."""
    hook = _hook(case, door) if case.webhook else ()
    with (folder / "log").open("w") as log:
        feeding = [_generator(case, port, folder, hook) for port in ports.values()]
        bot = _python(*case.command, env=env, log=log)
        (folder / "pid").write_text(str(bot.pid))
        said = [_line(generator) for generator in feeding]
        for process in (bot, *feeding):
            _end(process)
    told: dict[str, Any] = json.loads(said[0]) if said[0] else {}
    return told


def _hook(case: Case, door: int) -> tuple[str, ...]:
    """Return the webhook's address and its secret."""
    if not case.is_ours:
        return ("--webhook", f"http://127.0.0.1:{door}/wh", "--secret", "s3cret")
    from pydantic import SecretStr  # noqa: PLC0415 - likewise

    from bot.settings import Settings  # noqa: PLC0415 - of ours alone

    settings = Settings(webhook_url=f"http://127.0.0.1:{door}", webhook_secret=SecretStr(SECRET))
    url, secret = settings.webhook_address(case.messengers[0])
    return ("--webhook", url, "--secret", secret)


def _generator(case: Case, port: int, folder: Path, hook: tuple[str, ...]) -> "subprocess.Popen[str]":
    counts = ("--port", str(port), "-n", str(case.updates), "--users", str(case.users), "--max-s", str(LONGEST))
    more = ("--scenario", "form", "--bot-pid-file", str(folder / "pid"), *case.generator, *hook)
    generator = subprocess.Popen(
        [sys.executable, str(RIVALS / "fake_api.py"), *counts, *more], stdout=subprocess.PIPE, text=True
    )
    _line(generator)
    return generator


def _python(*command: str, env: dict[str, str], log: IO[str] | None = None) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, *command], env=env, cwd=ROOT, stdout=log, stderr=log, text=True)


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _forms(case: Case, folder: Path) -> list[Any]:
    account = "account" if case.is_ours else "user_id"
    with closing(sqlite3.connect(folder / "bench.db")) as opened:
        return opened.execute(f"SELECT {account}, name, age, city FROM forms").fetchall()


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(8)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
