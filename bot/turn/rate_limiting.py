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

from bot.dialogue.screen import Command, Press
from bot.messengers.port import Incoming

log = logging.getLogger(__name__)
Account: TypeAlias = tuple[str, int]
MINUTE = 60.0  # seconds
REMEMBERED = 20_000  # accounts
CALM = 0.25  # the part of its measure that an account must have again before it is answered after a burst
OF_A_STRANGER = 15  # answers at once, then one a minute
OF_ALL_STRANGERS = 600  # a minute
TOLD_EVERY = 60.0  # seconds between two lines of the log


class Admission(Enum):
    ANSWER = auto()
    SLOW_DOWN = auto()  # the one answer that a burst gets
    PASS_OVER = auto()
    OF_A_MEMBER = auto()  # answered if it is one's: whose account it is has to be looked up


@dataclass(slots=True)
class Measure:
    """So much at once, and as much again evenly within each `per` seconds."""

    most: float
    per: float
    left: float
    at: float
    burst: bool = False

    @classmethod
    def full(cls, most: float, now: float, per: float = MINUTE) -> "Measure":
        return cls(most=most, per=per, left=most, at=now)

    def take(self, now: float) -> bool:
        self.left = min(self.most, self.left + (now - self.at) * self.most / self.per)
        self.at = now
        if self.left < 1 or (self.burst and self.left < CALM * self.most):
            return False
        self.burst = False
        self.left -= 1
        return True


@dataclass(slots=True, kw_only=True)
class Flood:
    """`a_minute` updates of one account; 0 is without limit. An album of pictures and a quick hand stay far below it."""

    a_minute: int = 0
    clock: Callable[[], float] = time.monotonic
    passed_over: int = 0
    _accounts: "OrderedDict[Account, Measure]" = field(default_factory=OrderedDict)
    _strangers: "OrderedDict[Account, Measure]" = field(default_factory=OrderedDict)
    _together: Measure | None = None
    _told_at: float | None = None

    def admits(self, incoming: Incoming, *, known: bool | None, busy: bool) -> Admission:
        """`known`: somebody's account, None where nobody has looked yet, which is done only when a stranger would not be
        answered; `busy`: a form of theirs is open, so that they are a stranger no longer.
        """
        if not self.a_minute:
            return Admission.ANSWER
        now, who = self.clock(), (incoming.messenger, incoming.account)
        mine = _of(self._accounts, who, self.a_minute, MINUTE, now)
        if not mine.take(now):
            return self._over(now, first=_begins(mine) and not incoming.group)
        if known or self._lets_stranger(incoming, who, now, busy=busy):
            return Admission.ANSWER
        return Admission.OF_A_MEMBER if known is None else self._over(now, first=False)

    def of_a_stranger(self) -> Admission:
        """What became of it, when it was not a member's."""
        return self._over(self.clock(), first=False)

    def _lets_stranger(self, incoming: Incoming, who: Account, now: float, *, busy: bool) -> bool:
        """An invitation, a button and an answer to a question lead somewhere; a stranger's other words need few answers."""
        leads = busy or isinstance(incoming.what, Press)
        leads = leads or (isinstance(incoming.what, Command) and bool(incoming.what.argument))
        own = _of(self._strangers, who, OF_A_STRANGER, MINUTE * OF_A_STRANGER, now)
        if not leads and not own.take(now):
            return False
        self._together = self._together or Measure.full(OF_ALL_STRANGERS, now)
        return self._together.take(now)

    def _over(self, now: float, *, first: bool) -> Admission:
        self.passed_over += 1
        if self._told_at is None or now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            log.warning("messages passed over because there were too many: %d so far", self.passed_over)
        return Admission.SLOW_DOWN if first else Admission.PASS_OVER


def _begins(measure: Measure) -> bool:
    """Whether this is the first that is too much; until it is calm again, the others are not."""
    first, measure.burst = not measure.burst, True
    return first


def _of(known: "OrderedDict[Account, Measure]", who: Account, most: float, per: float, now: float) -> Measure:
    measure = known.pop(who, None) or Measure.full(most, now, per)
    known[who] = measure
    while len(known) > REMEMBERED:
        known.popitem(last=False)
    return measure
