"""History of a run, as the invariants are checked against."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.harness.fault_proxy import Line
from tests.faults.harness.plan import Plan
from tests.faults.harness.population import Inhabitant
from tests.faults.harness.processes import Bot
from tests.faults.harness.users import Crowd


@dataclass(slots=True, kw_only=True)
class Story:
    """Recorded events of a run. `deaths` are ends of the bot that no kill caused."""

    plan: Plan
    inhabitants: tuple[Inhabitant, ...]
    crowd: Crowd
    line: Line
    bots: list[Bot] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    deaths: list[str] = field(default_factory=list)
    refused_starts: int = 0
    at_rest: bool = False
    stop_s: float = 0.0
    stop_code: int | None = None

    @property
    def injected(self) -> int:
        return self.line.mischief.done.total() + self.line.done.total() + self.struck.total()
