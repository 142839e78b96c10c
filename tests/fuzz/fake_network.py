"""What stands in for a messenger's servers: hands out updates as bytes, takes what the bot says, remembers each chat's screen.

It takes the place of the transport, so that both adapters and both libraries do all that they do, without sockets.
"""

import asyncio
import json
import random
import re
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from aiohttp import FormData

from bot.backoff import BackoffPolicy
from bot.messengers.bale import BaleMessenger
from bot.messengers.http_transport import (
    FILE_NOT_FOUND,
    FILE_REFUSED,
    FileNotFoundOnServer,
    FileRefused,
    HttpResponse,
    HttpTimeouts,
)
from bot.messengers.port import Messenger
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.text_splitting import utf16_length
from tests.fuzz.parser_fuzz import TOKEN
from tests.fuzz.raw_responses import batch

AT_ONCE = 100
LONGEST = 4096
REMEMBERED = 3_000  # chats
TRIES = 3  # of one batch, before it is said to stand still
HEARD = 40  # codes, the newest
_PAYLOAD = re.compile(r"start[= ]([a-z]-[A-Za-z0-9]+)")
_CODE = re.compile(r"[A-Z2-9]{5} [A-Z2-9]{5}|[0-9۰-۹]{4} [0-9۰-۹]{4}")
_NOT_FOUND = (400, "Bad Request: message to edit not found")
_FAULTS = (_NOT_FOUND, (400, "Bad Request: message can't be edited"), (403, "Forbidden: bot was blocked by the user"))


@dataclass(slots=True, kw_only=True)
class Screen:
    """What a person has before them: the newest message with keys, their data and labels, the keys of the reply keyboard."""

    message: int = 0
    presses: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Line:
    """One messenger. `shown` counts what was said in each chat, `answered` the answers to each press; both may be emptied.

    `codes` and `payloads` of links have stood on a screen of somebody: whoever is told them may use them.
    `refused` are calls that a real server would refuse, `stuck` updates that were asked for again and again. `faulty` and
    `deaf` are how often it refuses a call for a reason that people give, and loses a confirmation.
    """

    name: str
    chance: random.Random
    timeouts: HttpTimeouts = field(default_factory=HttpTimeouts)
    waiting: deque[tuple[int, Any]] = field(default_factory=deque)
    screens: OrderedDict[int, Screen] = field(default_factory=OrderedDict)
    shown: Counter[int] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    codes: deque[str] = field(default_factory=lambda: deque(maxlen=HEARD))
    payloads: deque[str] = field(default_factory=lambda: deque(maxlen=HEARD))
    calls: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    stuck: list[Any] = field(default_factory=list)
    last: int = 100
    faulty: float = 0.01
    deaf: float = 0.02
    _asked: Counter[int] = field(default_factory=Counter)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _still: asyncio.Event = field(default_factory=asyncio.Event)

    def adapter(self) -> Messenger:
        """The messenger's own adapter, with this line in place of its HTTP client."""
        kind = TelegramMessenger if self.name == "telegram" else BaleMessenger
        with patch(f"bot.messengers.{self.name}.HttpTransport", lambda **_: self):
            return kind(TOKEN, backoff=BackoffPolicy(first_seconds=0.01, max_seconds=0.05))

    def give(self, updates: list[tuple[int, Any]]) -> None:
        self._still.clear()
        self._asked.clear()
        self.waiting.extend(updates)
        self._news.set()

    async def confirmed(self) -> None:
        """Until the bot has asked for what comes after all that it was given."""
        await self._still.wait()

    # ---- the transport's side

    async def post(self, url: str, body: bytes | FormData, *, timeout_seconds: float) -> HttpResponse:
        method = url.rpartition("/")[2]
        args = self._arguments(body)
        self.calls[method] += 1
        if method == "getUpdates":
            return HttpResponse(status=200, body=await self._updates(int(args.get("offset", 0))), headers={})
        status, said = self._wrong(method, args) or (200, "")
        if status == 200 and method in {"editMessageText", "sendMessage"} and self.chance.random() < self.faulty:
            status, said = self.chance.choice(_FAULTS if method == "editMessageText" else _FAULTS[2:])
        if method in {"sendMessage", "editMessageText"}:
            self.shown[int(args["chat_id"])] += 1
        if status != 200:
            return _response(status, {"ok": False, "error_code": status, "description": said})
        return _response(200, {"ok": True, "result": self._done(method, args)})

    async def stream(self, url: str, *, timeout_seconds: float) -> AsyncIterator[bytes]:
        match self.chance.randrange(20):
            case 0:
                raise FileNotFoundOnServer(FILE_NOT_FOUND)
            case 1:
                raise FileRefused(f"{FILE_REFUSED} 502")
            case number:
                yield b"picture" * number

    async def close(self) -> None:
        """There is nothing to close."""

    def _arguments(self, body: bytes | FormData) -> dict[str, Any]:
        """Those of a call without a file; one with a file cannot be looked into."""
        if isinstance(body, FormData):
            return {}
        args: dict[str, Any] = json.loads(body or b"{}")
        return args

    async def _updates(self, offset: int) -> bytes:
        if self.chance.random() < self.deaf and not self._asked[offset]:
            self._asked[offset] = 1  # what it had confirmed was lost on the way: it is given the same again
        else:
            while self.waiting and self.waiting[0][0] < offset:
                self.waiting.popleft()
        if self.waiting and self._asked[offset] >= TRIES:
            self.stuck.append(self.waiting.popleft()[1])
            self._asked.clear()
        while not self.waiting:
            self._still.set()
            self._news.clear()
            await self._news.wait()
        self._asked[offset] += 1
        return batch(self.chance, [raw for _, raw in list(self.waiting)[:AT_ONCE]])

    def _wrong(self, method: str, args: dict[str, Any]) -> tuple[int, str] | None:
        """What both messengers refuse: a text that is empty or too long, keys that are."""
        text = args.get("text", "x")
        wrong = ""
        if method in {"sendMessage", "editMessageText"} and not (text.strip() and utf16_length(text) <= LONGEST):
            wrong = f"{method}: a text of {utf16_length(text)}"
        for key in _keys(args):
            data = key.get("callback_data")
            if not key.get("text", "").strip() or (data is not None and not 1 <= len(data.encode()) <= 64):
                wrong = f"{method}: a key with {len(key.get('text', ''))} letters and data {data}"
        if args.get("message_thread_id", 2) in (0, 1):
            wrong = f"{method}: a topic that takes nothing by its number"
        if not wrong:
            return None
        self.refused[wrong] += 1
        return 400, "Bad Request: refused"

    def _done(self, method: str, args: dict[str, Any]) -> Any:
        match method:
            case "sendMessage":
                self.last += 1
                self._drawn(int(args["chat_id"]), self.last, args)
                return {"message_id": self.last}
            case "editMessageText":
                self._drawn(int(args["chat_id"]), int(args["message_id"]), args)
                return {"message_id": 0}
            case "answerCallbackQuery":
                self.answered[args["callback_query_id"]] += 1
                return True
            case "getMe":
                return {"id": 1, "is_bot": True, "first_name": "fuzz", "username": "fuzz_bot"}
            case "getFile":
                path = {"file_path": "photos/1.jpg"} if self.chance.random() < 0.95 else {}
                return {"file_id": "x", "file_unique_id": "x", **path}
            case _:
                return True

    def _drawn(self, chat: int, message: int, args: dict[str, Any]) -> None:
        keys = _keys(args)
        self._overheard("\n".join([str(args.get("text", "")), *(str(key) for key in keys)]))
        self.screens[chat] = Screen(
            message=message,
            presses=tuple(key["callback_data"] for key in keys if "callback_data" in key),
            labels=tuple(key["text"] for key in keys if "callback_data" not in key and "url" not in key),
        )
        self.screens.move_to_end(chat)
        if len(self.screens) > REMEMBERED:
            self.screens.popitem(last=False)

    def _overheard(self, said: str) -> None:
        if found := _PAYLOAD.findall(said):
            self.payloads.extend(found)
        if found := _CODE.findall(said):
            self.codes.extend(found)


def _response(status: int, envelope: dict[str, Any]) -> HttpResponse:
    return HttpResponse(status=status, body=json.dumps(envelope).encode(), headers={})


def _keys(args: Mapping[str, Any]) -> list[dict[str, Any]]:
    markup = args.get("reply_markup") or {}
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [key for row in rows for key in row]
