"""How the domain says no: a text key and its arguments for the person, the class name for the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.relief.ids import PersonId, UnitId

Said: TypeAlias = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the audit keeps of a refused attempt, although the transaction that refused it is rolled back.

    `audit.keep` writes it in the transaction that saves the conversation afterwards.
    """

    person: PersonId
    messenger: str
    action: str
    unit: UnitId | None
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A wrong code, to be counted with the refusal that it met. `who` is the account, as «bale:2001»."""

    what: str
    who: str
    at: datetime


class DomainError(Exception):
    """A refusal that the person can read. `at` names the answer that it is about, where there is one.

    `args` are shown to the person and never logged: they may bear names.
    """

    trace: Trace | None = None
    guess: Guess | None = None

    @property
    def leaves(self) -> bool:
        """Whether something is written although what was asked is refused."""
        return self.trace is not None or self.guess is not None

    def __init__(self, key: str, /, *, at: str = "", **args: Said) -> None:
        super().__init__(key)
        self.key = key
        self.at = at
        self.said: Mapping[str, Said] = args


class Forbidden(DomainError):
    """The actor's roles do not reach this."""

    def __init__(self, key: str = "error-forbidden", /, *, at: str = "", **args: Said) -> None:
        super().__init__(key, at=at, **args)


class NotFound(DomainError):
    """No such thing, or none that the actor may know of: the two are not told apart."""

    def __init__(self, key: str = "error-not-found", /, *, at: str = "", **args: Said) -> None:
        super().__init__(key, at=at, **args)


class Conflict(DomainError):
    """What was asked contradicts what stands: a duplicate, a full campaign, a used invitation."""
