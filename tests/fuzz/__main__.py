"""Command line of `make fuzz`: odd updates through repair and parse, and through the whole bot.

Prints one JSON line a figure; exit 1 where a goal does not hold. `ONLY=name` one figure. The same `--seed` makes the
same updates; failures are printed, and kept as files in `--keep` for the corpus.
"""

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from handlers.registry import REGISTRY
from tests.fuzz.findings import Tally, save
from tests.fuzz.forged_presses import every_question
from tests.fuzz.parser_fuzz import read_chunk
from tests.fuzz.worker import Whole, whole

CHUNK = 10_000
AT_LEAST_REACHED = 0.9
FLAT = 15  # MB
OF_THE_WHOLE = ("fuzz.whole", "fuzz.memory", "fuzz.reached")
LONGEST = 3 * 3600  # seconds


def _spread(work: Callable[..., Any], parts: Iterable[tuple[Any, ...]], said: str) -> Iterator[Any]:
    """Run each part in a process of its own kind, as many at once as there are cores."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        begun = [pool.submit(work, *part) for part in parts]
        for number, done in enumerate(as_completed(begun, LONGEST), start=1):
            print(f"{said}: {number} of {len(begun)}", file=sys.stderr)  # noqa: T201 - progress of a long command
            yield done.result()


def fuzz_parsed(seed: int, count: int) -> Tally:
    tally = Tally()
    parts = [(f"{seed}/{start}", min(CHUNK, count - start)) for start in range(0, count, CHUNK)]
    for part in _spread(read_chunk, parts, "parsed"):
        tally.add(part)
    return tally


def fuzz_whole(seed: int, count: int, database: str) -> Whole:
    found, share = Whole(), os.cpu_count() or 1
    parts = [(f"{seed}/{number}", -(-count // share), database) for number in range(share)]
    for part in _spread(whole, parts, "whole"):
        found.tally.add(part.tally)
        found.reached |= part.reached
        found.grown = max(found.grown, part.grown)
    return found


def _line(figure: str, value: float, unit: str, goal: float | None, *, holds: bool) -> dict[str, Any]:
    return {"figure": figure, "value": value, "unit": unit, "goal": goal, "holds": holds}


def lines_of(
    parsed: Tally | None, through: Whole | None, both: Tally, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    if parsed is not None:
        unit = "updates that both dialects repaired, parsed and heard alike"
        yield _line("fuzz.parsed", parsed.taken, unit, options.parsed, holds=parsed.taken >= options.parsed)
    if through is not None:
        yield from _whole_lines(through, options)
    yield _line(
        "fuzz.unhandled", both.unhandled.total(), f"failures: {_most(both.unhandled)}", 0, holds=not both.unhandled
    )
    yield _line("fuzz.stuck", both.stuck.total(), f"updates: {_most(both.stuck)}", 0, holds=not both.stuck)
    yield _line("fuzz.set_aside", both.aside.total(), f"updates: {_most(both.aside)}", None, holds=True)


def _whole_lines(through: Whole, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    taken, every = through.tally.taken, every_question(REGISTRY)
    yield _line("fuzz.whole", taken, "updates through the whole bot", options.whole, holds=taken >= options.whole)
    grown = round(through.grown, 1)
    yield _line("fuzz.memory", grown, "MB more after the second half than after the first", FLAT, holds=grown <= FLAT)
    share = round(len(every & through.reached) / len(every), 2)
    missed = ", ".join(sorted(every - through.reached))
    unit = f"of {len(every)} questions were asked of somebody; not: {missed}"
    yield _line("fuzz.reached", share, unit, AT_LEAST_REACHED, holds=share >= AT_LEAST_REACHED)


def _most(counted: Any) -> str:
    return "; ".join(f"{why} ({count})" for why, count in counted.most_common(12)) or "none"


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--seed", type=int, default=1404)
    given.add_argument("--parsed", type=int, default=1_000_000)
    given.add_argument("--whole", type=int, default=100_000)
    given.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given.add_argument("--keep", type=Path, help="a folder for what fails")
    options = given.parse_args()
    only = os.environ.get("ONLY", "")
    parsed = fuzz_parsed(options.seed, options.parsed) if only not in OF_THE_WHOLE else None
    through = fuzz_whole(options.seed, options.whole, options.database) if only != "fuzz.parsed" else None
    both, good = Tally(), True
    for found in (parsed, through and through.tally):
        both.add(found or Tally())
    for line in lines_of(parsed, through, both, options):
        if only in {"", line["figure"]}:
            good &= line["holds"]
            print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    if options.keep:
        save(both, options.keep)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
