"""Queue of a bot's updates, kept until they are confirmed by offset or by a webhook's 200.

It knows nothing of an update's content.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core.models import UpdateId
from bot.sandbox.core.signal import Signal
from bot.sandbox.options import AccountId, ChatId

MAX_QUEUED_UPDATES = 2_000
"""Both messengers keep a bounded backlog; Bale says 2,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    id: UpdateId
    kind: str
    account: AccountId
    chat: ChatId
    body: dict[str, Any]

    def payload(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.body}


@dataclass(slots=True, kw_only=True)
class Backlog:
    """State of the queue that outlives a restart. `allowed_kinds` None allows every kind."""

    next_id: int = 100_000_001
    pending: dict[UpdateId, Update] = field(default_factory=dict)
    allowed_kinds: frozenset[str] | None = None


class UpdateQueue:
    def __init__(self, backlog: Backlog, on_confirm: Callable[[Update], None]) -> None:
        self.backlog = backlog
        self.arrival_signal = Signal()
        self._on_confirm = on_confirm

    def add(self, *, kind: str, account: AccountId, chat: ChatId, body: dict[str, Any]) -> UpdateId | None:
        """Add an update; None if the bot did not ask for this kind: it never existed for the bot."""
        if self.backlog.allowed_kinds is not None and kind not in self.backlog.allowed_kinds:
            return None
        update = Update(id=UpdateId(self.backlog.next_id), kind=kind, account=account, chat=chat, body=body)
        self.backlog.next_id += 1
        self.backlog.pending[update.id] = update
        self._discard(
            list(self.backlog.pending)[:-MAX_QUEUED_UPDATES] if len(self.backlog.pending) > MAX_QUEUED_UPDATES else ()
        )
        self.arrival_signal.notify_all()
        return update.id

    def pending_updates(self) -> list[Update]:
        """Return all unconfirmed updates, oldest first."""
        return list(self.backlog.pending.values())

    def batch(self, limit: int) -> list[Update]:
        return self.pending_updates()[:limit]

    def confirm_before(self, offset: int) -> None:
        self._discard([update_id for update_id in self.backlog.pending if update_id < offset])

    def keep_last(self, count: int) -> None:
        """Drop all but the newest `count` updates: the meaning of a negative offset."""
        self._discard(list(self.backlog.pending)[:-count])

    def confirm(self, update_id: UpdateId) -> None:
        self._discard([update_id])

    def clear(self) -> None:
        self._discard(list(self.backlog.pending))

    def set_allowed_kinds(self, kinds: Collection[str]) -> None:
        """Set the allowed kinds; an empty list is the default: every kind."""
        self.backlog.allowed_kinds = frozenset(kinds) or None

    def has_pending(self, *, chat: ChatId, account: AccountId | None) -> bool:
        return any(u.chat == chat or u.account == account for u in self.backlog.pending.values())

    def _discard(self, ids: Iterable[UpdateId]) -> None:
        for update_id in ids:
            update = self.backlog.pending.pop(update_id, None)
            if update is not None:
                self._on_confirm(update)
