"""CPU and order of durable turns beside plain aiogram and python-telegram-bot, measured side by side in one run.

Prints one JSON line a figure; exit 1 where a goal does not hold. `--rounds` alternating rounds, medians; `ONLY=name` one figure.
Everything goes over loopback, bounded in count and time; every process is ended by its pid.
"""

import argparse
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RIVALS = HERE / "rivals"
ROOT = HERE.parent.parent
LONGEST = 120  # seconds for one case
USERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    updates: int = 2500
    users: int = USERS
    generator: tuple[str, ...] = ()


def _rival(name: str) -> Case:
    return Case(
        command=[sys.executable, str(RIVALS / f"bot_{name}.py")], env={"KIND": "form", "DB": "1", "MODE": "poll"}
    )


def _ours(library: str, **more: Any) -> Case:
    users = more.get("users", USERS)
    return Case(command=[sys.executable, "-m", "tests.load.ours"], env={"LIB": library, "USERS": str(users)}, **more)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run(case: Case, folder: Path) -> dict[str, Any]:
    """One case once: the generator's JSON, and the rows that the bot left in its database."""
    port, pid_file, database = _free_port(), folder / "pid", folder / "bench.db"
    command = [sys.executable, str(RIVALS / "fake_api.py"), "--port", str(port), "-n", str(case.updates)]
    command += [
        "--users",
        str(case.users),
        "--scenario",
        "form",
        "--max-s",
        str(LONGEST),
        "--bot-pid-file",
        str(pid_file),
    ]
    generator = subprocess.Popen([*command, *case.generator], stdout=subprocess.PIPE, text=True)
    assert generator.stdout is not None
    generator.stdout.readline()
    env = {
        **os.environ,
        **case.env,
        "API_BASE": f"http://127.0.0.1:{port}",
        "TOKEN": "42:TEST",
        "DB_PATH": str(database),
    }
    with (folder / "log").open("w") as log:
        bot = subprocess.Popen(case.command, env=env, cwd=ROOT, stdout=log, stderr=log)
        pid_file.write_text(str(bot.pid))
        said = generator.stdout.readline()
        _end(bot)
        _end(generator)
    result: dict[str, Any] = json.loads(said) if said else {}
    with sqlite3.connect(database) as opened:
        result["forms"] = opened.execute(f"SELECT {_columns(case)}, name, age, city FROM forms").fetchall()
    opened.close()
    if result.get("answers") != result.get("expected"):
        result["log"] = (folder / "log").read_text()[-2000:]
    return result


def _columns(case: Case) -> str:
    return "account" if "LIB" in case.env else "user_id"


def _end(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _measured(cases: dict[str, Case], rounds: int) -> dict[str, list[dict[str, Any]]]:
    """Alternating, the order turned round every other time, so that a drifting machine hits all alike."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in cases}
    for number in range(rounds):
        for name in (list(cases), list(reversed(cases)))[number % 2]:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                result = run(cases[name], Path(folder))
            print(f"{name}: {_short(result)}", file=sys.stderr)  # noqa: T201 - progress of a long command
            found[name].append(result)
    return found


def _short(result: dict[str, Any]) -> str:
    kept = {key: result.get(key) for key in ("answers", "cpu_s_per_1k", "p95_ms", "rss_mb", "calls", "log")}
    return json.dumps({key: value for key, value in kept.items() if value is not None})


def _cpu(results: list[dict[str, Any]]) -> float:
    return float(statistics.median(result["cpu_s_per_1k"] for result in results))


def cpu(figure: str, library: str, rival: str, goal: float, rounds: int) -> dict[str, Any]:
    found = _measured({"rival": _rival(rival), "ours": _ours(library)}, rounds)
    ratio = _cpu(found["ours"]) / _cpu(found["rival"])
    unit = (
        f"x CPU of plain {rival} per 1,000 updates ({_cpu(found['ours']):.2f} s against {_cpu(found['rival']):.2f} s)"
    )
    whole = all(result["answers"] == result["expected"] for result in found["ours"])
    return {"figure": figure, "value": round(ratio, 3), "unit": unit, "goal": goal, "holds": whole and ratio <= goal}


def order(figure: str, rounds: int) -> dict[str, Any]:
    """100 people send all five messages at once: the database must hold exactly their 100 forms, each with its own answers."""
    wanted = {(account, f"Ali Rezaei {account}", 34, "Tehran") for account in range(1000, 1100)}
    good = 0
    for library in [("telegram", "bale")[i % 2] for i in range(rounds)]:
        case = _ours(library, updates=500, users=100, generator=("--open",))
        forms = _measured({f"{library}, all at once": case}, 1)[f"{library}, all at once"][0]["forms"]
        good += sorted(forms) == sorted(wanted)
    return {
        "figure": figure,
        "value": good,
        "unit": "runs of exactly the 100 forms",
        "goal": rounds,
        "holds": good == rounds,
    }


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    figures: dict[str, Callable[[str], dict[str, Any]]] = {
        "turn.cpu.telegram": lambda name: cpu(name, "telegram", "aiogram", 0.8, rounds),
        "turn.cpu.bale": lambda name: cpu(name, "bale", "ptb", 0.5, rounds),
        "turn.order": lambda name: order(name, rounds),
    }
    only = os.environ.get("ONLY")
    good = True
    for name, measure in figures.items():
        if only in (None, "", name):
            line = measure(name)
            good &= line["holds"]
            print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
