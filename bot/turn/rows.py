"""One conversation as one row: what is read before a turn and written after it, sealed at rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import Row as SqlRow

from bot.dialogue.state import State
from bot.storage.secrets import keyring

REMEMBERED = 32  # updates: not a high-water mark, since Telegram restarts the numbering at random after a quiet week

LEASE_MS = 15_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Something to do at the messenger after the commit: `show`, `delete` or `keyboard_off`, and its arguments as JSON.

    `number` grows within the conversation; `owner` is the process that wrote it, and that sends it. What is left when the
    row's lease ends (`resend_at`, by the database's clock) is sent by whoever finds it.
    """

    number: int
    do: str
    args: Mapping[str, Any]
    owner: str

    def to_json(self) -> Any:
        return {"number": self.number, "do": self.do, "args": self.args, "owner": self.owner}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`revision` counts the writes: a write names the revision it was made from, and only one of two such wins."""

    messenger: str
    account: int
    person: int | None = None
    language: str | None = None
    state: State = field(default_factory=State)
    done: tuple[int, ...] = ()
    unsent: tuple[Reply, ...] = ()
    revision: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return (self.messenger, self.account)

    @property
    def next_number(self) -> int:
        return max((r.number for r in self.unsent), default=0) + 1

    def after(self, update: int) -> "Row":
        """This row with an update marked as done."""
        return replace(self, done=(*self.done, update)[-REMEMBERED:])

    def without(self, sent: set[int]) -> "Row":
        return replace(self, unsent=tuple(r for r in self.unsent if r.number not in sent))

    def written(self) -> "Row":
        return replace(self, revision=self.revision + 1)

    def values(self) -> dict[str, Any]:
        """The columns of the write that makes this revision out of the one before; `lease` is how long its replies are ours."""
        unsent = orjson.dumps([r.to_json() for r in self.unsent]) if self.unsent else None
        return {
            "messenger": self.messenger,
            "account": self.account,
            "person_id": self.person,
            "language": self.language,
            "state": keyring().seal(orjson.dumps(self.state.to_json()), _where("state", *self.key)),
            "done": orjson.dumps(self.done).decode(),
            "unsent": keyring().seal(unsent, _where("unsent", *self.key)) if unsent else None,
            "lease": LEASE_MS if self.unsent else None,
            "revision": self.revision,
        }

    @classmethod
    def read(cls, found: SqlRow[Any]) -> "Row":
        key = (found.messenger, found.account)
        unsent = orjson.loads(keyring().open(found.unsent, _where("unsent", *key))) if found.unsent else []
        return cls(
            messenger=found.messenger,
            account=found.account,
            person=found.person_id,
            language=found.language,
            state=State.from_json(orjson.loads(keyring().open(found.state, _where("state", *key)))),
            done=tuple(orjson.loads(found.done)),
            unsent=tuple(Reply(**r) for r in unsent),
            revision=found.revision,
        )


def _where(column: str, messenger: str, account: int) -> str:
    return f"conversations.{column}:{messenger}/{account}"
