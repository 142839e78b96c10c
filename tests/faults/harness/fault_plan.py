"""Plan of faults: which calls of the bot fail, and how. The emulator's fault API carries it out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
LONGEST_CALL = 20.0  # seconds that the bot waits for an answer; a hang beyond them is an answer lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One fault. `how` is the body of `POST /faults`; `lost`: the call takes effect, its answer is lost."""

    name: str
    how: dict[str, Any]
    lost: bool = False


def _slow_down(description: str, **more: Any) -> dict[str, Any]:
    return {"status": 429, "body": {"ok": False, "error_code": 429, "description": description, **more}}


KINDS: tuple[tuple[int, str, Callable[[Random], dict[str, Any]]], ...] = (
    (12, "429 with a time", lambda _: _slow_down("Too Many Requests: retry after 1", parameters={"retry_after": 1})),
    (8, "429 without a time", lambda _: _slow_down("Too Many Requests")),
    (8, "429 as plain text", lambda _: {"status": 429, "body": "local_rate_limited"}),
    (3, "403", lambda _: {"status": 403, "body": {"ok": False, "error_code": 403, "description": "Forbidden"}}),
    (12, "5xx as HTML", lambda chance: {"status": chance.choice((500, 502, 503, 504)), "body": HTML}),
    (8, "200 with ok:false", lambda chance: {"status": 200, "body": {"ok": False, **chance.choice(EXCUSES)}}),
    (14, "slow answer", lambda chance: {"delay": round(chance.uniform(0.3, 3.0), 2)}),
    (1, "hang", lambda _: {"delay": LONGEST_CALL + 1.5}),
    (16, "reset before", lambda _: {"drop_before": True}),
    (16, "reset after", lambda _: {"drop_after": True}),
)
EXCUSES: tuple[dict[str, Any], ...] = ({}, {"error_code": 500, "description": "Internal Server Error"})
HARMLESS_TO_POLLING = ("hang", "403")  # on getUpdates they are only a pause


@dataclass(slots=True, kw_only=True)
class Mischief:
    """Keeps up with a goal: `behind` is how far the faults so far are behind it, 0 for not at all."""

    chance: Random
    behind: Callable[[], float] = float
    calm: bool = True
    done: Counter[str] = field(default_factory=Counter)

    def choose(self, method: str) -> Trouble | None:
        if self.calm or self.chance.random() > self._appetite(method):
            return None
        weights = [weight for weight, *_ in KINDS]
        _, name, how = self.chance.choices(KINDS, weights)[0]
        if method == "getUpdates" and name in HARMLESS_TO_POLLING:
            return None
        return Trouble(name=name, how=how(self.chance), lost=name in ("reset after", "hang"))

    def _appetite(self, method: str) -> float:
        """Return the share of calls to fail, one in thirty to one in three; less for polling."""
        share = min(0.03 + self.behind(), 0.33)
        return share / 3 if method == "getUpdates" else share
