"""The state of a conversation as JSON: what a restart, another process or another messenger goes on from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeAlias

Json: TypeAlias = Any
Answers: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """Where a form stands: the *key* of the question, never its index, so that a deploy that adds one strands nobody.

    `draft` is the unfinished answer, `offered` what the present page of a Pick offers, `sub` the item that a Several is making; `resumed` says
    that a draft is its beginning.
    """

    form: str
    version: int = 1
    at: str = ""
    answers: Answers = field(default_factory=dict)
    draft: Json = None
    offered: tuple[Json, ...] = ()
    more: bool = False
    page: int = 0
    search: str = ""
    sub: "FormState | None" = None
    resumed: bool = False

    def turned_to(self, key: str) -> "FormState":
        return replace(self, at=key, draft=None, offered=(), more=False, page=0, search="", sub=None)

    def with_answers(self, answers: Answers) -> "FormState":
        return replace(self, answers={**self.answers, **answers})

    def to_json(self) -> Json:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> "FormState":
        sub = data.get("sub")
        known = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**known | {"offered": tuple(data.get("offered", ())), "sub": cls.from_json(sub) if sub else None})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One conversation. `screen` counts the screens drawn, `message` is the one that bears the present screen,
    `view` the press that opened the latest Browse and `search` what was typed there, `keyboard` what the labels of a
    reply keyboard stand for, `album` the album whose files are coming in.
    """

    screen: int = 0
    message: int = 0
    form: FormState | None = None
    view: str = ""
    search: str = ""
    keyboard: Mapping[str, str] = field(default_factory=dict)
    album: str = ""

    def to_json(self) -> Json:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> "State":
        form = data.get("form")
        known = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**known | {"form": FormState.from_json(form) if form else None})
