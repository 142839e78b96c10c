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
    """All that a form knows: the context it was opened with, the answers so far, and when it was begun.

    A form's `start` returns them; the callables of its questions receive them. `since` is as in `FormState`.
    """

    context: ContextT
    answers: Answers = field(default_factory=dict)
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """The position in a form: the *key* of the question, never its index, which a new version may move.

    `draft` is the unfinished answer of that question, `sub` the item that a Repeat is making. `since` is when the form was
    begun, in ISO 8601 and the time of Tehran; empty in a state of an older version. `draft_id` is the stored draft that the form goes on from, `digest`
    that of the answers that it was opened with (`content_digest` of `bot.dialogue.content`).
    """

    form: str
    version: int = 1
    at: str = ""
    answers: Answers = field(default_factory=dict)
    context: JsonValue = None
    draft: JsonValue = None
    sub: "FormState | None" = None
    since: str = ""
    draft_id: int | None = None
    digest: str = ""

    @classmethod
    def from_json(cls, data: JsonValue) -> "FormState":
        known = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**known | {"sub": data.get("sub") and cls.from_json(data["sub"])})
