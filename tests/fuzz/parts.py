"""The whole bot's share of one process: a house of its own, driven through two halves whose memory is compared."""

import asyncio
import gc
import os
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from tests.fuzz.findings import Tally
from tests.fuzz.house import postgres, province
from tests.fuzz.whole import MESSENGERS, running

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True, kw_only=True)
class Whole:
    """What one process found; `grown` is its memory's growth over the second half, in MB."""

    tally: Tally = field(default_factory=Tally)
    reached: set[str] = field(default_factory=set)
    grown: float = 0.0


def whole(seed: str, count: int, kind: str) -> Whole:
    """`kind` of database: sqlite or postgresql."""
    return uvloop.run(_whole(seed, count, kind))


async def _whole(seed: str, count: int, kind: str) -> Whole:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-")))
        url = f"sqlite:///{folder / 'hamyar.db'}"
        if kind == "postgresql":
            url = await stack.enter_async_context(postgres(folder / "server"))
        async with province(url) as database, running(seed, database, folder / "files") as run:
            held = []
            for _ in range(2):
                await asyncio.gather(*(run.drive(name, count // 2 // len(MESSENGERS)) for name in MESSENGERS))
                held.append(_resident())
            return Whole(tally=run.tally, reached=set(run.reached), grown=held[1] - held[0])


def _resident() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 2**20
