"""Command line of `make screens`: every screen of the sample, drawn on a phone of 375 by 780 in both looks, and measured.

Prints one JSON line a figure; exit 1 where a goal does not hold. `ONLY=name` one figure. The pictures are in
`.hamyar/screens`, a folder a messenger.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.clock import TEHRAN, FixedClock
from bot.relief.seed.sample import load_sample
from bot.sandbox.options import Messenger
from bot.storage import migrate
from bot.storage.database import open_database
from bot.storage.encryption import Keyring, install_keyring
from tests.screens.draw import Measured, draw_all
from tests.screens.rules import machine_words
from tests.screens.shown import Shown
from tests.screens.walk import Walker
from tests.turn.harness import open_street

PICTURES = Path(__file__).parents[2] / ".hamyar" / "screens"
KEY = bytes(range(32))
NOW = datetime(2026, 11, 30, 11, 0, tzinfo=TEHRAN)  # 9 Azar 1405
ENGLISH = "volunteer-in-english"
PEOPLE = (
    ("telegram", 1004, "سعید", "administrator"),
    ("telegram", 1003, "زهرا", "supervisor"),
    ("telegram", 1002, "حسین", "coordinator"),
    ("telegram", 1001, "مریم", "volunteer"),
    ("bale", 2001, "نرگس", "volunteer-in-bale"),
    ("bale", 9001, "ناشناس", "stranger"),
    ("telegram", 1005, "Sara", ENGLISH),
)
MAX_EXAMPLES = 20


async def collect_screens(folder: Path) -> list[Shown]:
    """Walk the sample as each role; screens that look alike are kept once."""
    url = f"sqlite:///{folder / 'hamyar.db'}"
    await migrate.upgrade(url)
    database, clock = open_database(url), FixedClock(NOW)
    try:
        await load_sample(database, clock)
        async with open_street(clock, folder / "files") as street, street.runtime(database) as runtime:
            walkers = [
                Walker(
                    person=street.neighbour(runtime, messenger, account, name),
                    role=role,
                    is_persian=role != ENGLISH,
                    chance=random.Random(7),  # noqa: S311 - the same walk each time
                )
                for messenger, account, name, role in PEOPLE
            ]
            shown = [one for walker in walkers for one in await walker.walk()]
            came = [one for walker in walkers for one in await walker.keep_what_came()]
    finally:
        await database.close()
    return list({one.key: one for one in reversed((*shown, *came))}.values())[::-1]


async def measure_screens(shown: Sequence[Shown]) -> list[Measured]:
    looks = await asyncio.gather(*(draw_all(shown, look.value, PICTURES / look.value) for look in Messenger))
    return [one for look in looks for one in look]


def figures(shown: Sequence[Shown], measured: Sequence[Measured]) -> Iterator[dict[str, Any]]:
    pictures = len({(one.look, one.shown.key) for one in measured})
    yield _line("screens.drawn", pictures, "pictures of screens in both looks", 300, holds=pictures >= 300)
    yield _count("screens.cut", "labels that a key cuts", [f"{m.shown.name}: {x}" for m in measured for x in m.cut])
    below = [f"{m.shown.name}: {m.hidden}" for m in measured if m.shown.is_page and m.hidden]
    yield _count("screens.below", "pages whose heading is out of view, with the pixels", below)
    mixed = [f"{m.shown.name}: {x}" for m in measured for x in m.mixed]
    yield _count("screens.mixed", "numbers that run backwards", mixed)
    raw = [f"{one.name}: {word}" for one in shown for word in machine_words(one)]
    yield _count("screens.raw", "keys, placeholders and machine's words", raw)


def _count(figure: str, unit: str, found: Sequence[str]) -> dict[str, Any]:
    said = {one.rpartition(": ")[2]: one for one in reversed(found)}  # one example of each kind
    examples = "; ".join([*reversed(said.values())][:MAX_EXAMPLES])
    return _line(figure, len(found), f"{unit}: {examples}" if found else unit, 0, holds=not found)


def _line(figure: str, value: int, unit: str, goal: int, *, holds: bool) -> dict[str, Any]:
    return {"figure": figure, "value": value, "unit": unit, "goal": goal, "holds": holds}


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    install_keyring(Keyring({1: KEY}, 1))
    only, good = os.environ.get("ONLY", ""), True
    with tempfile.TemporaryDirectory(prefix="screens-") as folder:
        shown = asyncio.run(collect_screens(Path(folder)))
    shutil.rmtree(PICTURES, ignore_errors=True)
    for look in Messenger:
        (PICTURES / look.value).mkdir(parents=True)
    for line in figures(shown, asyncio.run(measure_screens(shown))):
        if only in {"", line["figure"]}:
            good &= line["holds"]
            print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
