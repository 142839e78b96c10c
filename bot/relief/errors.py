"""How the domain says no: a text key and its arguments for the person, the class name for the log."""

from collections.abc import Mapping
from typing import TypeAlias

Said: TypeAlias = str | int


class DomainError(Exception):
    """A refusal that the person can read. `at` names the answer that it is about, where there is one.

    `args` are shown to the person and never logged: they may bear names.
    """

    def __init__(self, key: str, /, *, at: str = "", **args: Said) -> None:
        super().__init__(key)
        self.key = key
        self.at = at
        self.said: Mapping[str, Said] = args


class Forbidden(DomainError):
    """The actor's roles do not reach this."""

    def __init__(self, key: str = "error-forbidden", /, **args: Said) -> None:
        super().__init__(key, **args)


class NotFound(DomainError):
    """No such thing, or none that the actor may know of: the two are not told apart."""

    def __init__(self, key: str = "error-not-found", /, **args: Said) -> None:
        super().__init__(key, **args)


class Conflict(DomainError):
    """What was asked contradicts what stands: a duplicate, a full campaign, a used invitation."""
