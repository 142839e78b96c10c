"""One conversation as one row: what is read before a turn and written after it, sealed at rest."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import Row as SqlRow

from bot.storage.encryption import CannotOpen, keyring
from bot.turn.conversation.state import State

REMEMBERED = 128  # updates: more than one poll brings; no high-water mark, Telegram numbers anew after a quiet week
LEASE_MS = 15_000


class Damaged(Exception):
    """A conversation's row cannot be opened: another key, or changed from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Something to do at the messenger after the commit: `show`, `say`, `delete` or `strip`, and its arguments as JSON.

    `number` grows within the conversation; `owner` is the process that wrote it, and that sends it. What is left when the
    row's lease ends (`resend_at`, by the database's clock) is sent by whoever finds it.
    """

    number: int
    do: str
    args: Mapping[str, Any]
    owner: str

    def to_json(self) -> Any:
        return {"number": self.number, "do": self.do, "args": self.args, "owner": self.owner}

    def overtaken(self) -> "Reply":
        """As it goes out after a later screen: its words are said, and it changes nothing that stands."""
        if self.do != "show":
            return self
        out = self.args["out"] | {"keys": [], "keyboard": []}
        return replace(self, args={**self.args, "out": out, "edit": 0, "present": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`revision` counts the writes: a write names the revision it was made from, and only one of two such wins. `lapsed`
    says that the lease of its replies had ended when it was read: nobody sends them. `recalled` says that the person's rights
    have changed since it was written.
    """

    messenger: str
    account: int
    person: int | None = None
    language: str | None = None
    state: State = field(default_factory=State)
    done: tuple[int, ...] = ()
    unsent: tuple[Reply, ...] = ()
    revision: int = 0
    lapsed: bool = False
    recalled: bool = False

    @property
    def key(self) -> tuple[str, int]:
        return (self.messenger, self.account)

    def after(self, update: int, **changes: Any) -> "Row":
        """This row with an update marked as done, and what else that update changed."""
        return replace(self, done=(*self.done, update)[-REMEMBERED:], **changes)

    def without(self, sent: Container[int], state: State) -> "Row":
        """As it stands once these replies are sent."""
        unsent = tuple(r for r in self.unsent if r.number not in sent)
        same = state is self.state and len(unsent) == len(self.unsent)
        return self if same else replace(self, unsent=unsent, state=state)

    def taken_over(self, owner: str) -> "Row":
        return replace(self, unsent=tuple(replace(r, owner=owner) for r in self.unsent))

    def overtaking(self, owner: str) -> "Row":
        """With the replies that another process has still to send put behind the screen of this turn."""
        if all(r.owner == owner for r in self.unsent):
            return self
        return replace(self, unsent=tuple(r if r.owner == owner else r.overtaken() for r in self.unsent))

    def written(self) -> "Row":
        return replace(self, revision=self.revision + 1, lapsed=False)

    def values(self, lease: int) -> dict[str, Any]:
        """The columns of the write that makes this revision out of the one before; its replies are ours for `lease` ms."""
        unsent = orjson.dumps([r.to_json() for r in self.unsent]) if self.unsent else None
        return {
            "messenger": self.messenger,
            "account": self.account,
            "person_id": self.person,
            "language": self.language,
            "state": keyring().seal(orjson.dumps(self.state), _where("state", *self.key)),
            "done": orjson.dumps(self.done).decode(),
            "unsent": keyring().seal(unsent, _where("unsent", *self.key)) if unsent else None,
            "lease": lease if self.unsent else None,
            "revision": self.revision,
            "recalled": self.recalled,
        }

    @classmethod
    def read(cls, found: SqlRow[Any]) -> "Row":
        """Raises Damaged."""
        try:
            return cls._opened(found)
        except (CannotOpen, KeyError, TypeError, ValueError) as error:
            raise Damaged(f"a conversation cannot be read: {type(error).__name__}") from None

    @classmethod
    def _opened(cls, found: SqlRow[Any]) -> "Row":
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
            lapsed=bool(found.lapsed),
            recalled=found.recalled,
        )


def _where(column: str, messenger: str, account: int) -> str:
    return f"conversations.{column}:{messenger}/{account}"
