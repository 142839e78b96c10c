"""Session of a person with the bot: account, chat, and the updates that their messages become.

Knows no HTTP.
"""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.arguments import to_integer
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import Account, Chat, Message, UpdateId
from bot.sandbox.dialects.protocol import Dialect


class UserRequestError(Exception):
    """An action that the person's phone cannot do; `status` is the HTTP status for it."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def require_integer(given: Any, name: str) -> int:
    """Parse an integer, passed as one or as digits. Raises UserRequestError 400 for anything else."""
    number = to_integer(given)
    if number is None:
        raise UserRequestError(400, f"{name} is a whole number")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSession:
    emulator: EmulatedMessenger
    dialect: Dialect
    chat: Chat
    account: Account

    def new_message(self, **parts: Any) -> Message:
        return Message(
            id=self.emulator.allocate_message_id(),
            chat=self.chat.id,
            sender=self.account.id,
            date=self.emulator.now(),
            event=0,
            **parts,
        )

    def send(self, message: Message) -> UpdateId | None:
        """Show the message in the chat and queue its update for the bot."""
        posted = self.emulator.post(self.chat, message)
        kind = "message" if posted.edited_at is None else "edited_message"
        return self.queue_update(kind, self.dialect.render_message(self.emulator, posted))

    def queue_update(self, kind: str, body: dict[str, Any]) -> UpdateId | None:
        return self.emulator.updates.add(kind=kind, account=self.account.id, chat=self.chat.id, body=body)

    def set_blocked(self, *, blocked: bool) -> None:
        """Block or unblock the bot; the dialect decides if the bot is told of it."""
        if self.account.blocked == blocked:
            return
        self.emulator.set_blocked(self.account, blocked=blocked)
        update = self.dialect.render_block(self.emulator, self.chat, blocked=blocked)
        if update is not None:
            self.queue_update("my_chat_member", update)
