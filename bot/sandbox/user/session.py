"""A person's line to the bot: who they are, in which chat, and what their messages become.

It is the phone in somebody's hand; it knows no HTTP.
"""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.arguments import whole_number
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.core.models import Account, Chat, Message, UpdateId
from bot.sandbox.dialects.protocol import Dialect
from bot.sandbox.dialects.telegram import blocked_update


class PhoneError(Exception):
    """What a person asked of their phone cannot be done; `status` is the HTTP status that says so."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def whole(given: Any, name: str) -> int:
    """A number that came as one or as its digits; PhoneError 400 for anything else."""
    number = whole_number(given)
    if number is None:
        raise PhoneError(400, f"{name} is a whole number")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    exchange: Exchange
    dialect: Dialect
    chat: Chat
    account: Account

    def draft(self, **parts: Any) -> Message:
        return Message(
            id=self.exchange.next_message_id(),
            chat=self.chat.id,
            sender=self.account.id,
            date=self.exchange.now(),
            event=0,
            **parts,
        )

    def send(self, message: Message) -> UpdateId | None:
        """Show it in the chat and tell the bot."""
        posted = self.exchange.post(self.chat, message)
        kind = "message" if posted.edited is None else "edited_message"
        return self.tell(kind, self.dialect.message(self.exchange, posted))

    def tell(self, kind: str, body: dict[str, Any]) -> UpdateId | None:
        return self.exchange.updates.add(kind=kind, account=self.account.id, chat=self.chat.id, body=body)

    def block(self, *, blocked: bool) -> None:
        """Telegram tells the bot of it; Bale does not."""
        if self.account.blocked == blocked:
            return
        self.exchange.block(self.account, blocked=blocked)
        if self.dialect.tells_of_blocks:
            self.tell("my_chat_member", blocked_update(self.exchange, self.chat, blocked=blocked))
