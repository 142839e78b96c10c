"""How much of one account, and of strangers together, is answered. What is beyond it is passed over and counted.

Nothing is taken back of what was answered before. It knows accounts and instants, no conversation.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from bot.dialogue.inputs import Command, Press
from bot.messengers.port import Incoming

log = logging.getLogger(__name__)
_AccountKey: TypeAlias = tuple[str, int]
MINUTE_SECONDS = 60.0  # seconds
MAX_TRACKED_ACCOUNTS = 20_000  # accounts
RECOVERY_FRACTION = 0.25  # the part of its measure that an account must have again before it is answered after a burst
MAX_STRANGER_BURST = 15  # answers at once, then one a minute
MAX_STRANGER_UPDATES_PER_MINUTE = 600  # a minute
LOG_INTERVAL_SECONDS = 60.0  # seconds between two lines of the log


class Admission(Enum):
    ANSWER = auto()
    WARN = auto()  # the one answer that a burst gets
    DROP = auto()
    CHECK_MEMBERSHIP = auto()  # answered if it is one's: whose account it is has to be looked up


@dataclass(slots=True)
class TokenBucket:
    """So much at once, and as much again evenly within each `refill_seconds` seconds."""

    capacity: float
    refill_seconds: float
    tokens: float
    updated_at: float
    in_burst: bool = False

    @classmethod
    def full(cls, capacity: float, now: float, refill_seconds: float = MINUTE_SECONDS) -> "TokenBucket":
        return cls(capacity=capacity, refill_seconds=refill_seconds, tokens=capacity, updated_at=now)

    def take(self, now: float) -> bool:
        self.tokens = min(self.capacity, self.tokens + (now - self.updated_at) * self.capacity / self.refill_seconds)
        self.updated_at = now
        if self.tokens < 1 or (self.in_burst and self.tokens < RECOVERY_FRACTION * self.capacity):
            return False
        self.in_burst = False
        self.tokens -= 1
        return True


@dataclass(slots=True, kw_only=True)
class RateLimiter:
    """`max_per_minute` updates of one account; 0 is without limit. An album of pictures and a quick hand stay far below it."""

    max_per_minute: int = 0
    clock: Callable[[], float] = time.monotonic
    dropped_count: int = 0
    _account_buckets: "OrderedDict[_AccountKey, TokenBucket]" = field(default_factory=OrderedDict)
    _stranger_buckets: "OrderedDict[_AccountKey, TokenBucket]" = field(default_factory=OrderedDict)
    _all_strangers: TokenBucket | None = None
    _logged_at: float | None = None

    def admit(self, incoming: Incoming, *, is_member: bool | None, in_form: bool) -> Admission:
        """`is_member`: somebody's account, None where nobody has looked yet, which is done only when a stranger would not be
        answered; `in_form`: a form of theirs is open, so that they are a stranger no longer.
        """
        if not self.max_per_minute:
            return Admission.ANSWER
        now, who = self.clock(), (incoming.messenger, incoming.account)
        mine = _bucket_of(self._account_buckets, who, self.max_per_minute, MINUTE_SECONDS, now)
        if not mine.take(now):
            return self._reject(now, first=_begin_burst(mine) and not incoming.group)
        if is_member or self._admit_stranger(incoming, who, now, in_form=in_form):
            return Admission.ANSWER
        return Admission.CHECK_MEMBERSHIP if is_member is None else self._reject(now, first=False)

    def reject_stranger(self) -> Admission:
        """What became of it, when it was not a member's."""
        return self._reject(self.clock(), first=False)

    def _admit_stranger(self, incoming: Incoming, who: _AccountKey, now: float, *, in_form: bool) -> bool:
        """An invitation, a button and an answer to a question lead somewhere; a stranger's other words need few answers."""
        leads = in_form or isinstance(incoming.what, Press)
        leads = leads or (isinstance(incoming.what, Command) and bool(incoming.what.argument))
        own = _bucket_of(self._stranger_buckets, who, MAX_STRANGER_BURST, MINUTE_SECONDS * MAX_STRANGER_BURST, now)
        if not leads and not own.take(now):
            return False
        self._all_strangers = self._all_strangers or TokenBucket.full(MAX_STRANGER_UPDATES_PER_MINUTE, now)
        return self._all_strangers.take(now)

    def _reject(self, now: float, *, first: bool) -> Admission:
        self.dropped_count += 1
        if self._logged_at is None or now - self._logged_at >= LOG_INTERVAL_SECONDS:
            self._logged_at = now
            log.warning("messages passed over because there were too many: %d so far", self.dropped_count)
        return Admission.WARN if first else Admission.DROP


def _begin_burst(measure: TokenBucket) -> bool:
    """Whether this is the first that is too much; until it is calm again, the others are not."""
    first, measure.in_burst = not measure.in_burst, True
    return first


def _bucket_of(
    known: "OrderedDict[_AccountKey, TokenBucket]", who: _AccountKey, most: float, per: float, now: float
) -> TokenBucket:
    measure = known.pop(who, None) or TokenBucket.full(most, now, per)
    known[who] = measure
    while len(known) > MAX_TRACKED_ACCOUNTS:
        known.popitem(last=False)
    return measure
