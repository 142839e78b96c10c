"""The queue of updates of one bot: kept until the bot confirms them, by offset or by a webhook's 200.

It knows nothing of what an update holds.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core.models import UpdateId
from bot.sandbox.core.signal import Bell
from bot.sandbox.options import AccountId, ChatId

KEPT = 2_000
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
    """What of the queue outlives a restart. `allowed` None means every kind."""

    next_id: int = 100_000_001
    waiting: dict[UpdateId, Update] = field(default_factory=dict)
    allowed: frozenset[str] | None = None


class Updates:
    def __init__(self, backlog: Backlog, confirmed: Callable[[Update], None]) -> None:
        self.backlog = backlog
        self.arrived = Bell()
        self._confirmed = confirmed

    def add(self, *, kind: str, account: AccountId, chat: ChatId, body: dict[str, Any]) -> UpdateId | None:
        """None when the bot did not ask for this kind: such an update never existed for it."""
        if self.backlog.allowed is not None and kind not in self.backlog.allowed:
            return None
        update = Update(id=UpdateId(self.backlog.next_id), kind=kind, account=account, chat=chat, body=body)
        self.backlog.next_id += 1
        self.backlog.waiting[update.id] = update
        self._forget(list(self.backlog.waiting)[:-KEPT] if len(self.backlog.waiting) > KEPT else ())
        self.arrived.ring()
        return update.id

    def waiting(self) -> list[Update]:
        """All that are not confirmed yet, oldest first."""
        return list(self.backlog.waiting.values())

    def batch(self, limit: int) -> list[Update]:
        return self.waiting()[:limit]

    def confirm_before(self, offset: int) -> None:
        self._forget([update_id for update_id in self.backlog.waiting if update_id < offset])

    def keep_last(self, count: int) -> None:
        """A negative offset: all but the newest `count` are forgotten."""
        self._forget(list(self.backlog.waiting)[:-count])

    def confirm(self, update_id: UpdateId) -> None:
        self._forget([update_id])

    def clear(self) -> None:
        self._forget(list(self.backlog.waiting))

    def ask_for(self, kinds: Collection[str]) -> None:
        """An empty list is the default: every kind."""
        self.backlog.allowed = frozenset(kinds) or None

    def pending(self, *, chat: ChatId, account: AccountId | None) -> bool:
        return any(u.chat == chat or u.account == account for u in self.backlog.waiting.values())

    def _forget(self, ids: Iterable[UpdateId]) -> None:
        for update_id in ids:
            update = self.backlog.waiting.pop(update_id, None)
            if update is not None:
                self._confirmed(update)
