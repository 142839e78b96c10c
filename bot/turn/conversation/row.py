"""One conversation as one row: state, deduplication of updates (idempotency) and outbox.

State and replies are sealed at rest. A write names the revision that it was made from (optimistic lock).
"""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import Row as SqlRow

from bot.relief.ids import AccountRef
from bot.storage.encryption import DecryptionError, keyring
from bot.turn.conversation.replies import PendingReply, Reply, UnknownReply, reply_from_json, reply_to_json
from bot.turn.conversation.state import ConversationState

# More than one getUpdates batch (100). A set, not a high-water mark: Telegram restarts update_id at random after a week
# without updates.
MAX_SEEN_UPDATES = 128
LEASE_MS = 15_000  # for so long only the writer of a row sends its replies, unless the lease is renewed


class CorruptRow(Exception):
    """A conversation's row that cannot be opened: sealed with another key, or changed from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """One conversation, as it was read or as it is to be written.

    `revision` counts the writes (optimistic lock): of two writes made from the same revision only one wins. `seen_updates` are
    the last updates done (idempotency). `unsent` is the outbox. `lease_expired` is true when the lease of the replies had
    ended at the time of reading, so that no process sends them. `rights_changed` is true when the person's rights have
    changed since the last turn.
    """

    messenger: str
    account: int
    person: int | None = None
    language: str | None = None
    state: ConversationState = field(default_factory=ConversationState)
    seen_updates: tuple[int, ...] = ()
    unsent: tuple[PendingReply, ...] = ()
    revision: int = 0
    lease_expired: bool = False
    rights_changed: bool = False

    @property
    def key(self) -> AccountRef:
        return AccountRef(self.messenger, self.account)

    @property
    def known_replies(self) -> tuple[Reply, ...]:
        """The unsent replies that this version can send."""
        return tuple(r for r in self.unsent if isinstance(r, Reply))

    def with_update(self, update: int, **changes: Any) -> "ConversationRow":
        """Return this row with an update marked as done, and with the other columns that the update changed."""
        return replace(self, seen_updates=(*self.seen_updates, update)[-MAX_SEEN_UPDATES:], **changes)

    def without_replies(self, sent_numbers: Container[int], state: ConversationState) -> "ConversationRow":
        """Return this row as it stands once these replies are sent."""
        unsent = tuple(r for r in self.unsent if isinstance(r, UnknownReply) or r.number not in sent_numbers)
        same = state is self.state and len(unsent) == len(self.unsent)
        return self if same else replace(self, unsent=unsent, state=state)

    def claim_replies(self, owner: str) -> "ConversationRow":
        """Return this row with all replies that this version knows owned by `owner`."""
        return replace(self, unsent=tuple(replace(r, owner=owner) if isinstance(r, Reply) else r for r in self.unsent))

    def demote_foreign_replies(self, owner: str) -> "ConversationRow":
        """Return this row with the replies of other processes put behind the screen of this turn."""
        if all(isinstance(r, UnknownReply) or r.owner == owner for r in self.unsent):
            return self
        unsent = tuple(r if isinstance(r, UnknownReply) or r.owner == owner else r.demote() for r in self.unsent)
        return replace(self, unsent=unsent)

    def next_revision(self) -> "ConversationRow":
        """Return this row as the next write has it."""
        return replace(self, revision=self.revision + 1, lease_expired=False)

    def column_values(self, lease_ms: int) -> dict[str, Any]:
        """Return the columns of the write that makes this revision of the one before. The lease lasts `lease_ms` milliseconds."""
        unsent = orjson.dumps([reply_to_json(r) for r in self.unsent]) if self.unsent else None
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
        """Return the row of a database record. Raises CorruptRow."""
        try:
            return cls._decrypt(record)
        except (DecryptionError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise CorruptRow(f"a conversation cannot be read: {type(error).__name__}") from None

    @classmethod
    def _decrypt(cls, record: SqlRow[Any]) -> "ConversationRow":
        key = (record.messenger, record.external_id)
        unsent = orjson.loads(keyring().open(record.unsent, _associated_data("unsent", *key))) if record.unsent else ()
        return cls(
            messenger=record.messenger,
            account=record.external_id,
            person=record.person_id,
            language=record.language,
            state=ConversationState.from_json(
                orjson.loads(keyring().open(record.state, _associated_data("state", *key)))
            ),
            seen_updates=tuple(orjson.loads(record.seen_updates)),
            unsent=tuple(reply_from_json(data) for data in unsent),
            revision=record.revision,
            lease_expired=bool(record.lease_expired),
            rights_changed=record.rights_changed,
        )


def _associated_data(column: str, messenger: str, account: int) -> str:
    return f"conversations.{column}:{messenger}/{account}"
