"""Rate limiting (token bucket): how many updates of one account, and of all strangers, are answered.

Updates beyond the limit are dropped and counted. The module knows accounts and instants, no conversation.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.dialogue.inputs import Command, Press
from bot.messengers.port import Incoming
from bot.relief.ids import AccountRef

log = logging.getLogger(__name__)
MINUTE_SECONDS = 60.0
MAX_TRACKED_ACCOUNTS = 20_000
RECOVERY_FRACTION = 0.25  # the part of its bucket that must be full again before an account is answered after a burst
MAX_STRANGER_BURST = 15  # answers to one stranger at once, then one a minute
MAX_STRANGER_UPDATES_PER_MINUTE = 600  # of all strangers together
LOG_INTERVAL_SECONDS = 60.0  # between two log lines


class Admission(Enum):
    """The decision on one update."""

    ANSWER = auto()
    WARN = auto()  # the one answer to a burst
    DROP = auto()
    CHECK_MEMBERSHIP = auto()  # answered if the account is a member's: the caller looks it up


@dataclass(slots=True)
class TokenBucket:
    """Token bucket: `capacity` tokens at once, refilled evenly within `refill_seconds`."""

    capacity: float
    refill_seconds: float
    tokens: float
    updated_at: float
    in_burst: bool = False

    @classmethod
    def full(cls, capacity: float, now: float, refill_seconds: float = MINUTE_SECONDS) -> "TokenBucket":
        """Return a full bucket."""
        return cls(capacity=capacity, refill_seconds=refill_seconds, tokens=capacity, updated_at=now)

    def take(self, now: float) -> bool:
        """Take one token; return False if there is none, or if a burst is not over yet."""
        self.tokens = min(self.capacity, self.tokens + (now - self.updated_at) * self.capacity / self.refill_seconds)
        self.updated_at = now
        if self.tokens < 1 or (self.in_burst and self.tokens < RECOVERY_FRACTION * self.capacity):
            return False
        self.in_burst = False
        self.tokens -= 1
        return True


@dataclass(slots=True, kw_only=True)
class RateLimiter:
    """Limits updates to `max_per_minute` of one account; 0 is no limit. Albums and fast typing stay far below the default."""

    max_per_minute: int = 0
    clock: Callable[[], float] = time.monotonic
    dropped_count: int = 0
    _account_buckets: "OrderedDict[AccountRef, TokenBucket]" = field(default_factory=OrderedDict)
    _stranger_buckets: "OrderedDict[AccountRef, TokenBucket]" = field(default_factory=OrderedDict)
    _all_strangers: TokenBucket | None = None
    _logged_at: float | None = None

    def admit(self, incoming: Incoming, *, is_member: bool | None, in_form: bool) -> Admission:
        """Return the decision on an update.

        `is_member` is None if the account was not looked up; CHECK_MEMBERSHIP asks for it only where a stranger is not
        answered. `in_form` is true when the account has an open form, which makes it more than a stranger.
        """
        if not self.max_per_minute:
            return Admission.ANSWER
        now, account = self.clock(), AccountRef(incoming.messenger, incoming.account)
        bucket = _bucket_of(self._account_buckets, account, self.max_per_minute, MINUTE_SECONDS, now)
        if not bucket.take(now):
            return self._reject(now, first=_begin_burst(bucket) and not incoming.group)
        if is_member or self._admit_stranger(incoming, account, now, in_form=in_form):
            return Admission.ANSWER
        return Admission.CHECK_MEMBERSHIP if is_member is None else self._reject(now, first=False)

    def reject_stranger(self) -> Admission:
        """Return the decision on an update whose account turned out to be a stranger's."""
        return self._reject(self.clock(), first=False)

    def _admit_stranger(self, incoming: Incoming, account: AccountRef, now: float, *, in_form: bool) -> bool:
        """Return True if a stranger is answered.

        Presses, deep links and answers to a form count only against the bucket of all strangers.
        """
        leads_on = in_form or isinstance(incoming.what, Press)
        leads_on = leads_on or (isinstance(incoming.what, Command) and bool(incoming.what.argument))
        own = _bucket_of(self._stranger_buckets, account, MAX_STRANGER_BURST, MINUTE_SECONDS * MAX_STRANGER_BURST, now)
        if not leads_on and not own.take(now):
            return False
        self._all_strangers = self._all_strangers or TokenBucket.full(MAX_STRANGER_UPDATES_PER_MINUTE, now)
        return self._all_strangers.take(now)

    def _reject(self, now: float, *, first: bool) -> Admission:
        self.dropped_count += 1
        if self._logged_at is None or now - self._logged_at >= LOG_INTERVAL_SECONDS:
            self._logged_at = now
            log.warning("updates dropped by the rate limit: %d so far", self.dropped_count)
        return Admission.WARN if first else Admission.DROP


def _begin_burst(bucket: TokenBucket) -> bool:
    """Mark a burst; return True for its first update beyond the limit."""
    first, bucket.in_burst = not bucket.in_burst, True
    return first


def _bucket_of(
    buckets: "OrderedDict[AccountRef, TokenBucket]",
    account: AccountRef,
    capacity: float,
    refill_seconds: float,
    now: float,
) -> TokenBucket:
    """Return the bucket of an account, full for a new one; unused ones are dropped (LRU)."""
    bucket = buckets.pop(account, None) or TokenBucket.full(capacity, now, refill_seconds)
    buckets[account] = bucket
    while len(buckets) > MAX_TRACKED_ACCOUNTS:
        buckets.popitem(last=False)
    return bucket
