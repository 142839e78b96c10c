"""What a dialect is: the shapes, limits, words and statuses by which one messenger differs.

Two modules fill it, telegram.py and bale.py. Nothing here sends or stores.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.core.models import Chat, Message, Query, Span
from bot.sandbox.options import AccountId, Messenger

TEXT_MOST = 4096
CAPTION_MOST = 1024
CALLBACK_MOST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text as a person reads it, its formatting, and the text as the bot sent it."""

    text: str
    raw: str
    spans: tuple[Span, ...] = ()

    def parts(self) -> dict[str, Any]:
        """As fields of Message."""
        return {"text": self.text, "raw": self.raw, "spans": self.spans}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer to a Bot API call."""

    status: int
    body: dict[str, Any]


class Dialect(Protocol):
    messenger: Messenger
    parameters: Mapping[str, frozenset[str]]
    """The methods there are, each with the parameters it takes."""

    text_most: int
    tells_of_blocks: bool
    caption_most: int
    """UTF-16 units; in an album both messengers allow 1024."""

    def refuse(self, error: CallError) -> Answer: ...

    def read_text(self, arguments: Arguments, *, caption: bool) -> Written:
        """CallError CANNOT_PARSE when the marks do not add up."""
        ...

    def reply_to(self, arguments: Arguments) -> tuple[int, bool] | None:
        """The message answered, and whether the call may go on without it."""
        ...

    def user(self, exchange: Exchange, account: AccountId) -> dict[str, Any]: ...

    def me(self, exchange: Exchange) -> dict[str, Any]: ...

    def chat(self, exchange: Exchange, chat: Chat) -> dict[str, Any]: ...

    def message(self, exchange: Exchange, message: Message) -> dict[str, Any]: ...

    def edited(self, exchange: Exchange, message: Message) -> dict[str, Any]:
        """The answer to an edit."""
        ...

    def query(self, exchange: Exchange, query: Query, message: Message, data: str) -> dict[str, Any]: ...
