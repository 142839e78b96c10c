"""How the domain says no: a text key and its arguments for the person, the class name for the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.relief.ids import PersonId, UnitId

MessageArg: TypeAlias = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedAttempt:
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
class FailedGuess:
    """A wrong code, to be counted with the refusal that it met. `account` is the account, as «bale:2001»."""

    kind: str
    account: str
    at: datetime


class DomainError(Exception):
    """A refusal that the person can read. `field` names the answer that it is about, where there is one.

    `args` are shown to the person and never logged: they may bear names.
    """

    denied_attempt: DeniedAttempt | None = None
    failed_guess: FailedGuess | None = None

    @property
    def must_be_recorded(self) -> bool:
        """Whether something is written although what was asked is refused."""
        return self.denied_attempt is not None or self.failed_guess is not None

    def __init__(self, key: str, /, *, field: str = "", **args: MessageArg) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.message_args: Mapping[str, MessageArg] = args


class Forbidden(DomainError):
    """The actor's roles do not reach this."""

    def __init__(self, key: str = "error-forbidden", /, *, field: str = "", **args: MessageArg) -> None:
        super().__init__(key, field=field, **args)


class NotFound(DomainError):
    """No such thing, or none that the actor may know of: the two are not told apart."""

    def __init__(self, key: str = "error-not-found", /, *, field: str = "", **args: MessageArg) -> None:
        super().__init__(key, field=field, **args)


class Conflict(DomainError):
    """What was asked contradicts what stands: a duplicate, a full campaign, a used invitation."""
