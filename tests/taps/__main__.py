"""`make taps`: presses, typed messages and files that everyday errands take, beside what they may take.

Each errand is walked through the whole bot in both messengers; the worse one counts. Prints one JSON line a figure; exit 1
where one is over its limit or does not come to its end. `ONLY=name` one figure.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.clock import FixedClock
from bot.storage import migrate
from bot.storage.database import open_database
from bot.storage.encryption import Keyring, install_keyring
from tests.relief.world import NOW
from tests.taps.counted_phone import Effort
from tests.taps.errands import ERRANDS, Errand
from tests.taps.scene import scene

MESSENGERS = ("telegram", "bale")


async def measure(errand: Errand, messenger: str) -> Effort:
    """Walk an errand in a world of its own. Raises AssertionError where it does not come to its end."""
    with tempfile.TemporaryDirectory(prefix="taps-") as folder:
        url = f"sqlite:///{folder}/hamyar.db"
        await migrate.upgrade(url)
        database = open_database(url)
        try:
            async with scene(database, FixedClock(NOW), Path(folder), messenger) as walked:
                return (await errand.walk(walked)).effort
        finally:
            await database.close()


def figure_name(errand: Errand) -> str:
    return f"taps.{errand.name}"


async def line_of(errand: Errand) -> dict[str, Any]:
    limit, reached, worst = errand.limit, True, Effort()
    for messenger in MESSENGERS:
        try:
            worst = worst.more_of(await measure(errand, messenger))
        except AssertionError as stopped:
            reached = False
            print(f"{errand.name} in {messenger}: {stopped}", file=sys.stderr, flush=True)  # noqa: T201 - for who mends it
    return {
        "figure": figure_name(errand),
        "value": worst.taps,
        "unit": f"presses; typed {worst.typings} of {limit.typings}, files {worst.files} of {limit.files}",
        "goal": limit.taps,
        "holds": reached and worst.is_within(limit),
    }


async def run(only: str) -> bool:
    """Print the figures, and how many are over their limit."""
    install_keyring(Keyring({1: bytes(range(32))}, 1))
    chosen = [errand for errand in ERRANDS if only in {"", figure_name(errand)}]
    over = 0
    for errand in chosen:
        line = await line_of(errand)
        over += not line["holds"]
        print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    total = {"figure": "taps.over", "value": over, "unit": "errands", "goal": 0, "holds": not over}
    print(json.dumps(total), flush=True)  # noqa: T201 - as above
    return bool(chosen) and not over


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    return 0 if asyncio.run(run(os.environ.get("ONLY", ""))) else 1


if __name__ == "__main__":
    sys.exit(main())
