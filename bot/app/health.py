"""Health of the messengers, for `/health`: a bot lives on without one of them, and says so."""

from dataclasses import dataclass, field
from enum import StrEnum


class MessengerState(StrEnum):
    STARTING = "starting"
    READY = "ready"
    REFUSED = "token refused"
    UNREACHABLE = "unreachable"


@dataclass(slots=True)
class Health:
    """The latest state of each messenger, by its name."""

    states: dict[str, MessengerState] = field(default_factory=dict)

    def summary(self) -> str:
        """Return «ok», or the messengers that cannot be used, one a line."""
        failing = {
            name: state
            for name, state in sorted(self.states.items())
            if state not in (MessengerState.READY, MessengerState.STARTING)
        }
        return "\n".join(f"{name}: {state}" for name, state in failing.items()) or "ok"
