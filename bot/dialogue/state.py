"""The state of a form as plain values, for a restart, another process or another messenger.

orjson writes it as it is; `from_json` reads it back, also if another version wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

JsonValue: TypeAlias = Any
Answers: TypeAlias = Mapping[str, JsonValue]

ContextT = TypeVar("ContextT")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues(Generic[ContextT]):
    """All that a form knows: the context it was opened with, and the answers so far.

    A form's `start` returns them; the callables of its questions receive them.
    """

    context: ContextT
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """The position in a form: the *key* of the question, never its index, which a new version may move.

    `draft` is the unfinished answer of that question, `sub` the item that a Repeat is making. `resumed` is true if the form
    goes on from a stored draft.
    """

    form: str
    version: int = 1
    at: str = ""
    answers: Answers = field(default_factory=dict)
    context: JsonValue = None
    draft: JsonValue = None
    sub: "FormState | None" = None
    resumed: bool = False

    @classmethod
    def from_json(cls, data: JsonValue) -> "FormState":
        known = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**known | {"sub": data.get("sub") and cls.from_json(data["sub"])})
