"""Domain errors: a text key and its arguments for the person, the class name for the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.i18n.messages import Localizable
from bot.relief.ids import PersonId, UnitId

MessageArg: TypeAlias = Localizable


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedAttempt:
    """Audit data of a refused attempt, kept although the transaction that refused it is rolled back.

    `audit.log.record_denied` writes it in the transaction that saves the conversation afterwards.
    """

    person: PersonId
    messenger: str
    action: str
    unit: UnitId | None
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedGuess:
    """A wrong code, to be counted when its refusal is saved. `account` is written as «bale:2001»."""

    kind: str
    account: str
    at: datetime


class DomainError(Exception):
    """A refusal that the person can read. `field` names the form answer that is wrong, or is empty.

    `message_args` are shown to the person and never logged: they may hold names.
    """

    denied_attempt: DeniedAttempt | None = None
    failed_guess: FailedGuess | None = None

    @property
    def must_be_recorded(self) -> bool:
        """True if something is written although the request is refused."""
        return self.denied_attempt is not None or self.failed_guess is not None

    def __init__(self, key: str, /, *, field: str = "", **args: MessageArg) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.message_args: Mapping[str, MessageArg] = args


class Forbidden(DomainError):
    """The actor's roles do not allow this."""

    def __init__(self, key: str = "error-forbidden", /, *, field: str = "", **args: MessageArg) -> None:
        super().__init__(key, field=field, **args)


class NotFound(DomainError):
    """The row does not exist, or the actor may not know of it: the two are not told apart."""

    def __init__(self, key: str = "error-not-found", /, *, field: str = "", **args: MessageArg) -> None:
        super().__init__(key, field=field, **args)


class Conflict(DomainError):
    """The request contradicts the stored state: a duplicate, a full campaign, a used invitation."""


class NeedsConfirmation(DomainError):
    """The request may be right, and is asked about once more. `token` names what was asked, for a yes to it."""

    def __init__(self, key: str, token: str, /, *, field: str, **args: MessageArg) -> None:
        super().__init__(key, field=field, **args)
        self.token = token
