"""Calls that travel in the answer to a webhook request instead of a request of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from bot.messengers.port import ReceivedUpdate, UnreadableUpdate

WebhookCalls: TypeAlias = list[Mapping[str, Any]]


class WebhookReplies:
    """Open webhook answers, by the press or, for any other update, by the chat. Each carries one call at most."""

    def __init__(self) -> None:
        self._open: dict[str | int, WebhookCalls] = {}

    @contextmanager
    def open(self, received: ReceivedUpdate) -> Iterator[WebhookCalls]:
        """Collect the call for this update's answer while the context lasts."""
        calls: WebhookCalls = []
        if isinstance(received, UnreadableUpdate):
            yield calls
            return
        key = received.callback or received.chat
        self._open[key] = calls
        try:
            yield calls
        finally:
            if self._open.get(key) is calls:
                del self._open[key]

    def take(self, key: str | int) -> WebhookCalls | None:
        """Return the open answer to this press or chat, which is then taken; None if there is none."""
        return self._open.pop(key, None)
