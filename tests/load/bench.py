"""Benchmark of durable turns beside plain aiogram and python-telegram-bot, side by side in one run.

CPU, order, latency and memory. Prints one JSON line a figure; exit 1 where a goal does not hold. `--rounds`
alternating rounds, medians; `ONLY=name` one figure.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from typing import Any

from tests.load.case import Case, ours, rival, run

Line = dict[str, Any]
RATE = 100  # updates a second


def _measured(cases: dict[str, Case], rounds: int) -> dict[str, list[dict[str, Any]]]:
    """Measure in alternating order, so that a drifting machine affects all alike."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in cases}
    for number in range(rounds):
        for name in (list(cases), list(reversed(cases)))[number % 2]:
            result = run(cases[name])
            print(f"{name}: {_short(result)}", file=sys.stderr)  # noqa: T201 - progress of a long command
            found[name].append(result)
    return found


def _short(result: dict[str, Any]) -> str:
    kept = {key: result.get(key) for key in ("answers", "cpu_s_per_1k", "p95_ms", "rss_mb", "calls", "log")}
    return json.dumps({key: value for key, value in kept.items() if value is not None})


def _middle(results: list[dict[str, Any]], what: str) -> float:
    return float(statistics.median(result[what] for result in results))


def _whole(results: list[dict[str, Any]]) -> bool:
    return all(result["answers"] == result["expected"] for result in results)


def _line(figure: str, value: float, unit: str, goal: float | None, *, holds: bool) -> Line:
    return {"figure": figure, "value": round(value, 3), "unit": unit, "goal": goal, "holds": holds}


def cpu(figure: str, mine: Case, other: Case, against: str, goal: float | None, rounds: int) -> Line:
    """Compare CPU. Without a goal the figure is only reported, and holds if every update was answered."""
    found = _measured({against: other, "ours": mine}, rounds)
    us, them = _middle(found["ours"], "cpu_s_per_1k"), _middle(found[against], "cpu_s_per_1k")
    unit = f"x CPU of plain {against} per 1,000 updates ({us:.2f} s against {them:.2f} s)"
    holds = _whole(found["ours"]) and (goal is None or us / them <= goal)
    return _line(figure, us / them, unit, goal, holds=holds)


def order(figure: str, rounds: int) -> Line:
    """Check order: 100 people send all five messages at once.

    The database must have exactly their 100 forms, each with its own answers.
    """
    wanted = {(account, f"Ali Rezaei {account}", 34, "Tehran") for account in range(1000, 1100)}
    good = 0
    for messenger in [("telegram", "bale")[i % 2] for i in range(rounds)]:
        case = ours(messenger, updates=500, users=100, generator=("--open",))
        forms = _measured({f"{messenger}, all at once": case}, 1)[f"{messenger}, all at once"][0]["forms"]
        good += sorted(forms) == sorted(wanted)
    return _line(figure, good, "runs of exactly the 100 forms", rounds, holds=good == rounds)


def p95(figure: str, rounds: int) -> Line:
    """Compare the 95th percentile of latency at a steady rate of updates."""
    paced: dict[str, Any] = {"updates": 1000, "users": 100, "generator": ("--rate", str(RATE))}
    found = _measured({"aiogram": rival("aiogram", **paced), "ours": ours("telegram", **paced)}, rounds)
    us, them = _middle(found["ours"], "p95_ms"), _middle(found["aiogram"], "p95_ms")
    unit = f"x p95 of plain aiogram at {RATE} updates/s ({us:.1f} ms against {them:.1f} ms)"
    return _line(figure, us / them, unit, 2, holds=_whole(found["ours"]) and us / them <= 2)


def memory(figure: str, messengers: tuple[str, ...], goal: float, rounds: int) -> Line:
    result = _measured({"ours": ours(*messengers)}, rounds)["ours"]
    megabytes = _middle(result, "rss_mb")
    unit = f"MB resident after the run, {' and '.join(messengers)}"
    return _line(figure, megabytes, unit, goal, holds=_whole(result) and megabytes <= goal)


def figures(rounds: int) -> dict[str, Callable[[str], Line]]:
    hooked = ("--concurrency", "32")
    return {
        "turn.cpu.telegram": lambda f: cpu(f, ours("telegram"), rival("aiogram"), "aiogram", 0.65, rounds),
        "turn.cpu.bale": lambda f: cpu(f, ours("bale"), rival("ptb"), "ptb", 0.52, rounds),
        "turn.cpu.webhook": lambda f: cpu(
            f, ours("telegram", webhook=True, generator=hooked), rival("aiogram", webhook=True, generator=hooked),
            "aiogram by webhook", 0.65, rounds,
        ),
        "turn.cpu.durable": lambda f: cpu(
            f, ours("telegram", durable=True), rival("aiogram"), "aiogram, ours waiting for the disk", None, rounds
        ),
        "turn.order": lambda f: order(f, rounds),
        "turn.p95": lambda f: p95(f, rounds),
        "memory.both": lambda f: memory(f, ("telegram", "bale"), 280, 1),
        "memory.bale": lambda f: memory(f, ("bale",), 140, 1),
    }  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    only = os.environ.get("ONLY")
    good = True
    for name, measure in figures(options.parse_args().rounds).items():
        if only in (None, "", name):
            line = measure(name)
            good &= line["holds"]
            print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
