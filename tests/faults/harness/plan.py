"""What a run is asked to do, and the chance that decides its details. It starts nothing."""

import random
from dataclasses import dataclass

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`kills` and `faults` are what must at least have happened; `minutes` is when the run ends all the same.

    `people` walk conversations in both messengers. Every `whole_every`-th start of the bot is `python -m bot run` from
    nothing, the others are forks of a process that has done the imports.
    """

    database: str
    seed: int = 1
    kills: int = 300
    faults: int = 1000
    people: int = 24
    minutes: float = 12.0
    whole_every: int = 20


def chance(plan: Plan, whom: str) -> random.Random:
    """A chance of its own for each part of a run: what one does with it changes nothing for the others."""
    return random.Random(f"{plan.seed}/{plan.database}/{whom}")  # noqa: S311 - a seed makes the run again; nothing is secret
