"""The user's side over HTTP: send, press, view, listen and block, in chats and in groups.

It maps requests to calls of `UserSession` and views to answers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any
from urllib.parse import quote

from aiohttp import ClientConnectionResetError, web

from bot.sandbox.bot_api.arguments import Upload, read_parts
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import GENERAL_TOPIC, FileId, FileKind
from bot.sandbox.dialects.protocol import Dialect
from bot.sandbox.options import AccountId, ChatId, Messenger
from bot.sandbox.user.chat_view import render_chat_view, wait_until_settled
from bot.sandbox.user.messages import say
from bot.sandbox.user.presses import press
from bot.sandbox.user.session import UserRequestError, UserSession, require_integer

MAX_WAIT_SECONDS = 300.0
"""Seconds that a screen is held at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """Body of a request, from JSON or from a multipart form."""

    values: Mapping[str, Any]
    uploads: tuple[Upload, ...] = ()


async def read_body(request: web.Request) -> RequestBody:
    """Read the body. Raises UserRequestError 400 if it is neither a JSON object nor a form."""
    if request.content_type == "multipart/form-data":
        values: dict[str, Any] = {}
        uploads: list[Upload] = []
        async for name, part in read_parts(request):
            if isinstance(part, Upload):
                uploads.append(part)
            else:
                values[name] = part
        return RequestBody(values=values, uploads=tuple(uploads))
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise UserRequestError(400, "a JSON object or a multipart form is expected")
    return RequestBody(values=_replace_lone_surrogates(body))


def _replace_lone_surrogates(value: Any) -> Any:
    """Replace halves of surrogate pairs: no phone can send one, but JSON can hold it."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_replace_lone_surrogates(item) for item in value]
        case dict():
            return {_replace_lone_surrogates(name): _replace_lone_surrogates(item) for name, item in value.items()}
    return value


class UserEndpoint:
    def __init__(self, emulators: Mapping[Messenger, tuple[EmulatedMessenger, Dialect]], heartbeat: float) -> None:
        self._emulators = emulators
        self._heartbeat_seconds = heartbeat

    async def say(self, request: web.Request) -> web.StreamResponse:
        words = await read_body(request)
        session = self._session(request, words.values)
        result = say(session, words.values, words.uploads)
        return web.json_response(
            {"event": session.chat.event, "message_id": result.messages[-1], "messages": result.messages}
            | {"updates": result.updates}
        )

    async def press(self, request: web.Request) -> web.StreamResponse:
        words = await read_body(request)
        session = self._session(request, words.values)
        result = press(session, words.values)
        answer = {
            "event": session.chat.event,
            "message_id": result.send_result.messages[-1],
            "updates": result.send_result.updates,
        }
        extra = {"url": result.url, "copy": result.copy}
        return web.json_response(answer | {name: text for name, text in extra.items() if text is not None})

    async def block(self, request: web.Request) -> web.StreamResponse:
        words = await read_body(request)
        session = self._session(request, words.values)
        session.set_blocked(blocked=bool(words.values.get("blocked", True)))
        return web.json_response({"event": session.chat.event})

    async def close_topic(self, request: web.Request) -> web.StreamResponse:
        """Close a topic of a group to the bot, or open it again, as its administrators may."""
        words = await read_body(request)
        session = self._session(request, words.values)
        topic = require_integer(words.values.get("topic"), "topic")
        session.chat.topics |= {GENERAL_TOPIC: session.chat.topics.get(GENERAL_TOPIC, True)}
        session.chat.topics[topic] = not words.values.get("closed", True)
        return web.json_response({"event": session.chat.event})

    async def get_screen(self, request: web.Request) -> web.StreamResponse:
        """Answer with the chat; `settled` says whether the bot was done with every update."""
        emulator, chat = self._emulator(request)[0], self._chat_id(request)
        wait = min(_number_param(request, "wait", 0.0), MAX_WAIT_SECONDS)
        calm = await wait_until_settled(emulator, chat, private=_is_private(request), seconds=wait)
        after = int(_number_param(request, "after", 0))
        return web.json_response(render_chat_view(emulator, chat, _chat_path(request), after) | {"settled": calm})

    async def stream_events(self, request: web.Request) -> web.StreamResponse:
        """Stream server-sent events: each is the screen since the one before, with its event number."""
        emulator, chat = self._emulator(request)[0], self._chat_id(request)
        resumed = request.headers.get("Last-Event-ID", "")
        seen = int(resumed) if resumed.isdecimal() else int(_number_param(request, "after", 0))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = web.StreamResponse(headers=headers)
        stream.content_type = "text/event-stream"
        await stream.prepare(request)
        try:
            await stream.write(b": here\n\n")
            while not emulator.closing:
                signal = emulator.chat_signal(chat)
                now = render_chat_view(emulator, chat, _chat_path(request), seen)
                if now["event"] > seen:
                    seen = now["event"]
                    await stream.write(f"id: {seen}\ndata: {json.dumps(now)}\n\n".encode())
                elif not await signal.wait(self._heartbeat_seconds):
                    await stream.write(b": still here\n\n")
        except ClientConnectionResetError:
            pass
        return stream

    async def get_file(self, request: web.Request) -> web.StreamResponse:
        """Serve a file of this chat; only pictures and voices are opened, others are downloaded."""
        emulator = self._emulator(request)[0]
        chat = emulator.state.chats.get(self._chat_id(request))
        file_id = FileId(request.match_info["file"])
        messages = chat.messages.values() if chat else ()
        stored = next((m.file for m in messages if m.file and m.file.id == file_id), None)
        if stored is None:
            raise UserRequestError(404, "no such file in this chat")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        if stored.kind is FileKind.DOCUMENT:
            headers["Content-Disposition"] = _content_disposition(stored.name)
        kind = "image/jpeg" if stored.kind is FileKind.PHOTO and "image/" not in stored.mime else stored.mime
        return web.Response(body=emulator.files.read(stored), content_type=kind, headers=headers)

    def _session(self, request: web.Request, words: Mapping[str, Any]) -> UserSession:
        emulator, dialect = self._emulator(request)
        name = words.get("name")
        account_number = request.match_info.get("account") or words.get("account")
        if account_number is None or not str(account_number).isdecimal():
            raise UserRequestError(400, "who speaks? an account number is needed")
        account = emulator.ensure_account(AccountId(int(account_number)), name=str(name) if name else None)
        if _is_private(request):
            chat = emulator.ensure_private_chat(account)
        else:
            title = words.get("title")
            chat = emulator.ensure_group_chat(self._chat_id(request), account, str(title) if title else None)
        return UserSession(emulator=emulator, dialect=dialect, chat=chat, account=account)

    def _emulator(self, request: web.Request) -> tuple[EmulatedMessenger, Dialect]:
        return self._emulators[Messenger(request.match_info["messenger"])]

    def _chat_id(self, request: web.Request) -> ChatId:
        return ChatId(int(request.match_info["account" if _is_private(request) else "group"]))


def _is_private(request: web.Request) -> bool:
    return "account" in request.match_info


def _chat_path(request: web.Request) -> str:
    """Return the address of the request's chat, without the rest of the path."""
    return "/".join(request.path.split("/")[:4])


def _content_disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _number_param(request: web.Request, name: str, default: float) -> float:
    try:
        number = float(request.query.get(name, default))
    except ValueError:
        number = nan
    if not isfinite(number):
        raise UserRequestError(400, f"{name} is a number")
    return number
