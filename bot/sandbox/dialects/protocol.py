"""The protocol of a dialect: the shapes, limits, words and statuses by which one messenger differs.

One module a messenger implements it; `registry` lists them. Nothing here sends or stores.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import CallbackQuery, Chat, Message, Span
from bot.sandbox.options import AccountId, Messenger

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_CALLBACK_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class FormattedText:
    """A text as a person reads it, its formatting, and the text as the bot sent it."""

    text: str
    raw: str
    spans: tuple[Span, ...] = ()

    def message_fields(self) -> dict[str, Any]:
        """Return it as fields of Message."""
        return {"text": self.text, "raw": self.raw, "spans": self.spans}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """An HTTP answer to a Bot API call."""

    status: int
    body: dict[str, Any]


class Dialect(Protocol):
    """One messenger as its Bot API server shows it."""

    messenger: Messenger
    parameters: Mapping[str, frozenset[str]]
    """The methods there are, each with the parameters it takes."""

    first_message_id: int
    executes_webhook_replies: bool
    """True if a method in the answer to a webhook is carried out."""

    max_text_units: int
    max_caption_units: int
    """UTF-16 units; in an album both messengers allow 1024."""

    def format_error(self, error: BotApiError) -> HttpAnswer: ...

    def parse_text(self, arguments: Arguments, *, caption: bool) -> FormattedText:
        """Parse the text of a call. Raises BotApiError CANNOT_PARSE when the marks do not add up."""
        ...

    def reply_target(self, arguments: Arguments) -> tuple[int, bool] | None:
        """Return the message answered, and whether the call may go on without it."""
        ...

    def format_phone(self, mobile_digits: str) -> str:
        """Return an Iranian mobile number, given without its leading zero, as a shared contact shows it."""
        ...

    def render_webhook_info(self, emulator: EmulatedMessenger) -> dict[str, Any]: ...

    def render_block(self, emulator: EmulatedMessenger, chat: Chat, *, blocked: bool) -> dict[str, Any] | None:
        """Render `my_chat_member`: the person stopped the bot, or let it in again. None: the bot is not told."""
        ...

    def render_user(self, emulator: EmulatedMessenger, account: AccountId) -> dict[str, Any]: ...

    def render_me(self, emulator: EmulatedMessenger) -> dict[str, Any]: ...

    def render_chat(self, emulator: EmulatedMessenger, chat: Chat) -> dict[str, Any]: ...

    def render_message(self, emulator: EmulatedMessenger, message: Message) -> dict[str, Any]: ...

    def render_edit_result(self, emulator: EmulatedMessenger, message: Message) -> dict[str, Any]:
        """Render the answer to an edit."""
        ...

    def render_query(
        self, emulator: EmulatedMessenger, query: CallbackQuery, message: Message, data: str
    ) -> dict[str, Any]: ...
