"""Where a form stands, as plain values: what a restart, another process or another messenger goes on from.

orjson writes it as it is; `from_json` reads it back, also what another version of the house wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

JsonValue: TypeAlias = Any
Answers: TypeAlias = Mapping[str, JsonValue]

C = TypeVar("C")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues(Generic[C]):
    """All that a form knows: the context it was opened with, and the answers so far.

    A form's `start` returns them, and the callables of its questions are given them.
    """

    context: C
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """Where a form stands: the *key* of the question, never its index, so that a deploy that adds one strands nobody.

    `draft` is the unfinished answer, a matter of its question alone; `sub` the item that a Several is making; `resumed`
    says that a kept draft is its beginning.
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
