"""The bot's door: one HTTP request becomes one Bot API call, with its token, faults, limits and record.

What a method does is not known here.
"""

import asyncio
import hmac
import json
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.sandbox.bot_api.arguments import Arguments, read_arguments, whole_number
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.method_context import Desk, Method
from bot.sandbox.bot_api.methods_edit import EDITING
from bot.sandbox.bot_api.methods_info import ASKING
from bot.sandbox.bot_api.methods_send import SENDING
from bot.sandbox.bot_api.methods_updates import POLLING
from bot.sandbox.core.call_log import Calls
from bot.sandbox.core.fault_injection import Fault, Faults
from bot.sandbox.core.models import FileId, StoredFile
from bot.sandbox.core.rate_limits import Rates
from bot.sandbox.dialects.protocol import Answer
from bot.sandbox.options import ChatId

METHODS: dict[str, Method] = SENDING | EDITING | POLLING | ASKING
WRITING = (SENDING.keys() | EDITING.keys()) - {"sendChatAction", "answerCallbackQuery", "deleteMessage"}
"""The methods that the limits count."""
HIDDEN = "…"
ATTACH = "attach://"
DOWNLOAD = "file"
"""The name by which faults and the record know the download of a file."""


@dataclass(slots=True, kw_only=True)
class Gate:
    """The door of one messenger. `token` None lets every token in."""

    desk: Desk
    token: str | None
    calls: Calls
    faults: Faults
    rates: Rates

    async def handle(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        asked = request.match_info["method"]
        method = next((name for name in self.desk.dialect.parameters if name.lower() == asked.lower()), asked)
        try:
            self._admit(token)
            arguments = await read_arguments(request)
        except CallError as error:
            refused = self.desk.dialect.refuse(error)
            self._record(method, Arguments(), (refused.status, refused.body), dropped=False)
            return _response(refused)
        chat = self._chat_of(arguments)
        fault = self.faults.take(self.desk.exchange.messenger, method, chat)
        with self.desk.exchange.stillness.calling(None if chat is None else ChatId(chat)):
            response, answer = await self._answer(request, method, arguments, fault)
        dropped = fault is not None and (fault.drop_before or fault.drop_after)
        self._record(method, _without(arguments, token), answer, dropped=dropped)
        return response

    async def _answer(
        self, request: web.Request, method: str, arguments: Arguments, fault: Fault | None
    ) -> tuple[web.StreamResponse, tuple[int, Any]]:
        if fault is None:
            answer = await self.call(method, arguments)
            return _response(answer), (answer.status, answer.body)
        await asyncio.sleep(fault.delay)
        if fault.drop_before:
            return _dropped(request), (0, None)
        if fault.answers:
            return self._faulty(fault)
        answer = await self.call(method, arguments)
        response = _dropped(request) if fault.drop_after else _response(answer)
        return response, (answer.status, answer.body)

    def _faulty(self, fault: Fault) -> tuple[web.StreamResponse, tuple[int, Any]]:
        slow_down = CallError(Reason.TOO_MANY, retry_after=fault.retry_after)
        body, kind = fault.answer_body(self.desk.dialect.refuse(slow_down).body)
        status = fault.answer_status()
        response = web.Response(status=status, body=body, content_type=kind, headers=fault.headers)
        return response, (status, json.loads(body) if kind == "application/json" else body.decode())

    async def call(self, method: str, arguments: Arguments) -> Answer:
        """Carry out a call and say what the server answers; no fault touches it here."""
        try:
            self._check(method, arguments)
            return Answer(status=200, body={"ok": True, "result": await METHODS[method](self.desk, arguments)})
        except CallError as error:
            return self.desk.dialect.refuse(error)

    async def call_from_webhook(self, given: dict[str, Any]) -> None:
        """A call that came as the answer to a webhook; nobody hears what became of it."""
        method = str(given.pop("method"))
        arguments = Arguments(values={name: value for name, value in given.items() if value is not None})
        chat = self._chat_of(arguments)
        with self.desk.exchange.stillness.calling(None if chat is None else ChatId(chat)):
            answer = await self.call(method, arguments)
        self._record(method, arguments, (answer.status, answer.body), dropped=True)

    async def download(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take(self.desk.exchange.messenger, DOWNLOAD, None)
        try:
            self._admit(request.match_info["token"])
        except CallError as error:
            return _response(self.desk.dialect.refuse(error))
        stored = self._stored(request.match_info["path"])
        if fault is not None and fault.answers:
            return self._faulty(fault)[0]
        if fault is not None and (fault.drop_before or fault.drop_after):
            return _dropped(request)
        if stored is None:
            return _response(self.desk.dialect.refuse(CallError(Reason.NO_SUCH_METHOD)))
        if (chat := self.desk.exchange.chat_of_file.get(stored.id)) is not None:
            self.desk.exchange.stillness.touch(chat)
        return web.Response(body=self.desk.exchange.files.read(stored), content_type=stored.mime)

    def _stored(self, path: str) -> StoredFile | None:
        files = self.desk.exchange.memory.files
        return files.get(FileId(path)) or next((f for f in files.values() if f.path == path), None)

    def _admit(self, token: str) -> None:
        if self.token is not None and not hmac.compare_digest(token.encode(), self.token.encode()):
            raise CallError(Reason.UNAUTHORIZED)
        number = token.partition(":")[0]
        if number.isdecimal() and int(number):
            self.desk.exchange.memory.bot_id = int(number)

    def _check(self, method: str, arguments: Arguments) -> None:
        known = self.desk.dialect.parameters.get(method)
        if known is None or method not in METHODS:
            raise CallError(Reason.NO_SUCH_METHOD)
        attached = {
            name for name in arguments.uploads if any(f"{ATTACH}{name}" in str(v) for v in arguments.values.values())
        }
        for name in [*arguments.values, *arguments.uploads]:
            if name not in known and name not in attached:
                raise CallError(Reason.UNKNOWN_PARAMETER, name)
        if method in WRITING:
            chat = self.desk.exchange.memory.chats.get(ChatId(self._chat_of(arguments) or 0))
            wait = self.rates.admit(chat, asyncio.get_running_loop().time())
            if wait is not None:
                raise CallError(Reason.TOO_MANY, retry_after=wait)

    def _chat_of(self, arguments: Arguments) -> int | None:
        """The chat a call is about: by its chat_id, by the press that it answers or by the file it asks for."""
        chat = whole_number(arguments.values.get("chat_id"))
        if chat is not None:
            return chat
        query = self.desk.exchange.memory.queries.get(str(arguments.values.get("callback_query_id")))
        if query is not None:
            return query.chat
        return self.desk.exchange.chat_of_file.get(FileId(str(arguments.values.get("file_id"))))

    def _record(self, method: str, arguments: Arguments, answer: tuple[int, Any], *, dropped: bool) -> None:
        exchange = self.desk.exchange
        self.calls.add(
            time=exchange.clock(),
            messenger=exchange.messenger,
            method=method,
            arguments=arguments.shown(),
            status=answer[0],
            answer=answer[1],
            dropped=dropped,
        )


def _without(arguments: Arguments, token: str) -> Arguments:
    """The token may stand in a webhook's path, and the secret is a secret too."""
    values = {
        name: HIDDEN if name == "secret_token" else v.replace(token, HIDDEN) if isinstance(v, str) else v
        for name, v in arguments.values.items()
    }
    return replace(arguments, values=values)


def _response(answer: Answer) -> web.Response:
    return web.json_response(answer.body, status=answer.status)


def _dropped(request: web.Request) -> web.StreamResponse:
    """Close the connection in the caller's face."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
