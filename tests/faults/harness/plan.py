"""Parameters of a run, and the seeded randomness of its details. It starts nothing."""

import random
from dataclasses import dataclass

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Goals of a run: `kills` and `faults` that must have happened, `minutes` after which it ends.

    `people` act in both messengers. Every `whole_every`-th start of the bot is `python -m bot run` from nothing, the
    others are forks of a process that has done the imports.
    """

    database: str
    seed: int = 1
    kills: int = 300
    faults: int = 1000
    people: int = 24
    minutes: float = 12.0
    whole_every: int = 20


def chance(plan: Plan, whom: str) -> random.Random:
    """Return randomness for one part of a run, independent of the other parts."""
    return random.Random(f"{plan.seed}/{plan.database}/{whom}")  # noqa: S311 - a seed makes the run again; nothing is secret
