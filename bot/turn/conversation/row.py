"""One conversation as one row: what is read before a turn and written after it, sealed at rest."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import Row as SqlRow

from bot.relief.ids import AccountRef
from bot.storage.encryption import DecryptionError, keyring
from bot.turn.conversation.state import ConversationState

MAX_SEEN_UPDATES = (
    128  # updates: more than one poll brings; no high-water mark, Telegram numbers anew after a quiet week
)
LEASE_MS = 15_000


class CorruptRow(Exception):
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

    def demote(self) -> "Reply":
        """As it goes out after a later screen: its words are said, and it changes nothing that stands."""
        if self.do != "show":
            return self
        out = self.args["out"] | {"keys": [], "keyboard": []}
        return replace(self, args={**self.args, "out": out, "edit": 0, "present": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """`revision` counts the writes: a write names the revision it was made from, and only one of two such wins. `lease_expired`
    says that the lease of its replies had ended when it was read: nobody sends them. `rights_changed` says that the person's rights
    have changed since it was written.
    """

    messenger: str
    account: int
    person: int | None = None
    language: str | None = None
    state: ConversationState = field(default_factory=ConversationState)
    seen_updates: tuple[int, ...] = ()
    unsent: tuple[Reply, ...] = ()
    revision: int = 0
    lease_expired: bool = False
    rights_changed: bool = False

    @property
    def key(self) -> AccountRef:
        return AccountRef(self.messenger, self.account)

    def with_update(self, update: int, **changes: Any) -> "ConversationRow":
        """This row with an update marked as done, and what else that update changed."""
        return replace(self, seen_updates=(*self.seen_updates, update)[-MAX_SEEN_UPDATES:], **changes)

    def without_replies(self, sent_numbers: Container[int], state: ConversationState) -> "ConversationRow":
        """As it stands once these replies are sent."""
        unsent = tuple(r for r in self.unsent if r.number not in sent_numbers)
        same = state is self.state and len(unsent) == len(self.unsent)
        return self if same else replace(self, unsent=unsent, state=state)

    def claim_replies(self, owner: str) -> "ConversationRow":
        return replace(self, unsent=tuple(replace(r, owner=owner) for r in self.unsent))

    def demote_foreign_replies(self, owner: str) -> "ConversationRow":
        """With the replies that another process has still to send put behind the screen of this turn."""
        if all(r.owner == owner for r in self.unsent):
            return self
        return replace(self, unsent=tuple(r if r.owner == owner else r.demote() for r in self.unsent))

    def next_revision(self) -> "ConversationRow":
        return replace(self, revision=self.revision + 1, lease_expired=False)

    def column_values(self, lease_ms: int) -> dict[str, Any]:
        """The columns of the write that makes this revision out of the one before; its replies are ours for `lease_ms` ms."""
        unsent = orjson.dumps([r.to_json() for r in self.unsent]) if self.unsent else None
        return {
            "messenger": self.messenger,
            "external_id": self.account,
            "person_id": self.person,
            "language": self.language,
            "state": keyring().seal(orjson.dumps(self.state), _associated_data("state", *self.key)),
            "seen_updates": orjson.dumps(self.seen_updates).decode(),
            "unsent": keyring().seal(unsent, _associated_data("unsent", *self.key)) if unsent else None,
            "lease": lease_ms if self.unsent else None,
            "revision": self.revision,
            "rights_changed": self.rights_changed,
        }

    @classmethod
    def from_record(cls, record: SqlRow[Any]) -> "ConversationRow":
        """Raises Damaged."""
        try:
            return cls._decrypt(record)
        except (DecryptionError, KeyError, TypeError, ValueError) as error:
            raise CorruptRow(f"a conversation cannot be read: {type(error).__name__}") from None

    @classmethod
    def _decrypt(cls, record: SqlRow[Any]) -> "ConversationRow":
        key = (record.messenger, record.external_id)
        unsent = orjson.loads(keyring().open(record.unsent, _associated_data("unsent", *key))) if record.unsent else []
        return cls(
            messenger=record.messenger,
            account=record.external_id,
            person=record.person_id,
            language=record.language,
            state=ConversationState.from_json(
                orjson.loads(keyring().open(record.state, _associated_data("state", *key)))
            ),
            seen_updates=tuple(orjson.loads(record.seen_updates)),
            unsent=tuple(Reply(**r) for r in unsent),
            revision=record.revision,
            lease_expired=bool(record.lapsed),
            rights_changed=record.rights_changed,
        )


def _associated_data(column: str, messenger: str, account: int) -> str:
    return f"conversations.{column}:{messenger}/{account}"
