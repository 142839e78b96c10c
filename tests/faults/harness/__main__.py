"""Command line of `make faults`: the real bot under kills and faults.

Prints one JSON line a figure; exit 1 where a goal does not hold. `--seed`, `--kills`, `--faults`, `--people`,
`--minutes` and `--database` say what to run; `ONLY=name` shows one figure. Everything goes over loopback, bounded in
count and time; every process is ended by its pid.
"""

import argparse
import asyncio
import json
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, the server's wheel says so on import
    from tests.faults.harness.databases import Ground, Postgresql, Sqlite

from tests.faults.harness.chaos_run import told
from tests.faults.harness.db_reader import Holdings, holdings
from tests.faults.harness.figures import figures, notes
from tests.faults.harness.history import Story
from tests.faults.harness.invariants import judge
from tests.faults.harness.plan import POSTGRESQL, SQLITE, Plan
from tests.faults.harness.population import KEY


async def ground_of(plan: Plan, folder: Path) -> Ground:
    if plan.database == SQLITE:
        return Sqlite(folder)
    server = Postgresql()
    await server.open()
    return server


async def carried_out(plan: Plan, folder: Path) -> tuple[Story, Holdings]:
    """Run once on one database; return the history and the final rows."""
    ground = await ground_of(plan, folder)
    try:
        story = await told(plan, ground, folder)
        return story, await holdings(ground.rows, KEY)
    finally:
        ground.close()


def main() -> int:
    asked = _asked()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("tests.faults.harness").setLevel(logging.INFO)
    only = os.environ.get("ONLY", "")
    holds = True
    asked_for = [database for database in (SQLITE, POSTGRESQL) if asked.database == database or database in only]
    for database in asked_for or (SQLITE, POSTGRESQL):
        plan = Plan(
            database=database,
            seed=asked.seed,
            kills=asked.kills,
            faults=asked.faults,
            people=asked.people,
            minutes=asked.minutes,
        )
        folder = Path(tempfile.mkdtemp(prefix="hamyar-faults-"))
        story, held = asyncio.run(carried_out(plan, folder))
        verdict = judge(story, held)
        for figure in figures(story, held, verdict):
            if not only or only in figure.name:
                sys.stdout.write(f"{json.dumps(figure.line(), ensure_ascii=False)}\n")
                holds = holds and figure.holds
        for note in notes(story, held, verdict):
            sys.stderr.write(f"{note}\n")
        sys.stderr.write(f"logs of this run: {folder}\n")
    return 0 if holds else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.harness", description=__doc__)
    usual = Plan(database=SQLITE)
    parser.add_argument("--seed", type=int, default=usual.seed, help="the same seed makes the same choices")
    parser.add_argument("--kills", type=int, default=usual.kills)
    parser.add_argument("--faults", type=int, default=usual.faults)
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="the run ends then all the same")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="both when left out")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
