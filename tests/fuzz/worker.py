"""One process's share of the system fuzzing, with its memory growth over the second half."""

import asyncio
import ctypes
import gc
import os
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from handlers.registry import REGISTRY
from tests.fuzz.coverage_guide import Trails
from tests.fuzz.database import postgres, province
from tests.fuzz.findings import Tally
from tests.fuzz.people import MESSENGERS
from tests.fuzz.system_fuzz import running

PAGE = os.sysconf("SC_PAGE_SIZE")
ROUNDS = 4


@dataclass(slots=True, kw_only=True)
class Whole:
    """Results of one process; `grown` is its memory's growth over the second half, in MB."""

    tally: Tally = field(default_factory=Tally)
    reached: set[str] = field(default_factory=set)
    grown: float = 0.0


def whole(seed: str, count: int, kind: str) -> Whole:
    """Run the share. `kind` of database: sqlite or postgresql."""
    return uvloop.run(_whole(seed, count, kind))


async def _whole(seed: str, count: int, kind: str) -> Whole:
    """Run round after round in a fresh province: a closed unit or ended member is back in the next."""
    found, held, trails = Whole(), [], Trails(registry=REGISTRY)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-")))
        url = f"sqlite:///{folder / 'hamyar.db'}"
        if kind == "postgresql":
            url = await stack.enter_async_context(postgres(folder / "server"))
        for number in range(ROUNDS):
            files = folder / f"{number}"
            async with province(url) as database, running(f"{seed}/{number}", database, files, trails) as run:
                each = count // ROUNDS // len(MESSENGERS)
                await asyncio.gather(*(run.drive(name, each) for name in MESSENGERS))
                found.tally.add(run.tally)
            held.append(_resident())
            print(f"{seed}: round {number + 1} of {ROUNDS}, {held[-1]:.0f} MB", file=sys.stderr)  # noqa: T201 - progress
    found.reached = set(trails.asked)
    found.grown = held[-1] - held[ROUNDS // 2 - 1]
    return found


def _resident() -> float:
    """Return the memory in use in MB, without free pages that were not given back."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 2**20
