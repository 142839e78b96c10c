"""Fault injection: which Bot API calls fail, how, and how many times.

The faults are chosen here and carried out by `bot_api/endpoint.py`.
"""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from bot.sandbox.options import Messenger

ANY_METHOD = "*"
REASON_PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True, kw_only=True)
class Fault:
    """One kind of failure for calls that match it.

    `account` is the chat_id of the call. `retry_after` and `delay` are seconds. A fault with `status`, `body` or
    `retry_after` answers in the server's place and the call has no effect. `drop_before` closes the connection
    instead of it, `drop_after` lets it take effect first and then closes. `delay` alone only makes the call slow.
    """

    method: str
    messenger: Messenger | None = None
    account: int | None = None
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: int | None = None
    drop_before: bool = False
    drop_after: bool = False
    delay: float = 0.0
    times: int = 1

    def matches(self, messenger: Messenger, method: str, chat: int | None) -> bool:
        return (
            self.times > 0
            and self.method.lower() in {ANY_METHOD, method.lower()}
            and self.messenger in {None, messenger}
            and self.account in {None, chat}
        )

    @property
    def replaces_answer(self) -> bool:
        return self.status is not None or self.body is not None or self.retry_after is not None

    def answer_status(self) -> int:
        if self.status is not None:
            return self.status
        return 200 if self.retry_after is None else 429

    def answer_body(self, rate_limit_body: dict[str, Any]) -> tuple[bytes, str]:
        """Return the body with its content type: a string as it is, anything else as JSON.

        `rate_limit_body` is the dialect's own body for a `retry_after` that comes without one.
        """
        if isinstance(self.body, str):
            kind = "text/html" if self.body.lstrip().startswith("<") else "text/plain"
            return self.body.encode(), kind
        body = self.body
        if body is None and self.retry_after is not None:
            body = rate_limit_body | {"error_code": self.answer_status()}
        elif body is None:
            status = self.answer_status()
            body = {"ok": False, "error_code": status, "description": REASON_PHRASES.get(status, "Error")}
        return json.dumps(body).encode(), "application/json"


class FaultInjector:
    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._pending.append(fault)

    def clear(self) -> int:
        """Remove all faults; return how many had not happened yet."""
        left = sum(fault.times for fault in self._pending)
        self._pending.clear()
        return left

    def take(self, messenger: Messenger, method: str, chat: int | None) -> Fault | None:
        """Return the oldest fault that matches the call, and count it as used once."""
        for fault in self._pending:
            if fault.matches(messenger, method, chat):
                fault.times -= 1
                if not fault.times:
                    self._pending.remove(fault)
                return fault
        return None
