"""HTTP endpoint of the Bot API: token, faults, rate limits and log of each call.

It knows no method.
"""

import asyncio
import hmac
import json
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.sandbox.bot_api.arguments import Arguments, read_arguments, to_integer
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.method_context import Method, MethodContext
from bot.sandbox.bot_api.methods_edit import EDIT_METHODS
from bot.sandbox.bot_api.methods_info import INFO_METHODS
from bot.sandbox.bot_api.methods_send import SEND_METHODS
from bot.sandbox.bot_api.methods_updates import UPDATE_METHODS
from bot.sandbox.core.call_log import CallLog
from bot.sandbox.core.fault_injection import Fault, FaultInjector
from bot.sandbox.core.models import FileId, StoredFile
from bot.sandbox.core.rate_limits import SendRateLimiter
from bot.sandbox.dialects.protocol import HttpAnswer
from bot.sandbox.options import ChatId

METHODS: dict[str, Method] = SEND_METHODS | EDIT_METHODS | UPDATE_METHODS | INFO_METHODS
RATE_LIMITED_METHODS = (SEND_METHODS.keys() | EDIT_METHODS.keys()) - {
    "sendChatAction",
    "answerCallbackQuery",
    "deleteMessage",
}
"""The methods that the limits count."""
REDACTED = "…"
_ATTACH_PREFIX = "attach://"
DOWNLOAD_METHOD = "file"
"""The name by which faults and the record know the download of a file."""


@dataclass(slots=True, kw_only=True)
class BotApiEndpoint:
    """Endpoint of one messenger. `token` None accepts every token."""

    context: MethodContext
    token: str | None
    call_log: CallLog
    fault_injector: FaultInjector
    rate_limiter: SendRateLimiter

    async def handle(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        requested_method = request.match_info["method"]
        method = next(
            (name for name in self.context.dialect.parameters if name.lower() == requested_method.lower()),
            requested_method,
        )
        try:
            self._authorise(token)
            arguments = await read_arguments(request)
        except BotApiError as error:
            refused = self.context.dialect.format_error(error)
            self._log_call(method, Arguments(), (refused.status, refused.body), dropped=False)
            return _response(refused)
        chat = self._chat_id(arguments)
        fault = self.fault_injector.take(self.context.emulator.messenger, method, chat)
        with self.context.emulator.quiescence.track_call(None if chat is None else ChatId(chat)):
            response, answer = await self._answer(request, method, arguments, fault)
        dropped = fault is not None and (fault.drop_before or fault.drop_after)
        self._log_call(method, _redact(arguments, token), answer, dropped=dropped)
        return response

    async def _answer(
        self, request: web.Request, method: str, arguments: Arguments, fault: Fault | None
    ) -> tuple[web.StreamResponse, tuple[int, Any]]:
        if fault is None:
            answer = await self.call(method, arguments)
            return _response(answer), (answer.status, answer.body)
        await asyncio.sleep(fault.delay)
        if fault.drop_before:
            return _drop_connection(request), (0, None)
        if fault.replaces_answer:
            return self._fault_response(fault)
        answer = await self.call(method, arguments)
        response = _drop_connection(request) if fault.drop_after else _response(answer)
        return response, (answer.status, answer.body)

    def _fault_response(self, fault: Fault) -> tuple[web.StreamResponse, tuple[int, Any]]:
        slow_down = BotApiError(ErrorReason.TOO_MANY, retry_after=fault.retry_after)
        body, kind = fault.answer_body(self.context.dialect.format_error(slow_down).body)
        status = fault.answer_status()
        response = web.Response(status=status, body=body, content_type=kind, headers=fault.headers)
        return response, (status, json.loads(body) if kind == "application/json" else body.decode())

    async def call(self, method: str, arguments: Arguments) -> HttpAnswer:
        """Execute a call and return the server's answer; no fault is injected here."""
        try:
            self._validate(method, arguments)
            return HttpAnswer(status=200, body={"ok": True, "result": await METHODS[method](self.context, arguments)})
        except BotApiError as error:
            return self.context.dialect.format_error(error)

    async def call_from_webhook(self, payload: dict[str, Any]) -> None:
        """Execute a call that came in the response to a webhook; its result goes to no one."""
        method = str(payload.pop("method"))
        arguments = Arguments(values={name: value for name, value in payload.items() if value is not None})
        chat = self._chat_id(arguments)
        with self.context.emulator.quiescence.track_call(None if chat is None else ChatId(chat)):
            answer = await self.call(method, arguments)
        self._log_call(method, arguments, (answer.status, answer.body), dropped=True)

    async def download(self, request: web.Request) -> web.StreamResponse:
        fault = self.fault_injector.take(self.context.emulator.messenger, DOWNLOAD_METHOD, None)
        try:
            self._authorise(request.match_info["token"])
        except BotApiError as error:
            return _response(self.context.dialect.format_error(error))
        stored = self._find_file(request.match_info["path"])
        if fault is not None and fault.replaces_answer:
            return self._fault_response(fault)[0]
        if fault is not None and (fault.drop_before or fault.drop_after):
            return _drop_connection(request)
        if stored is None:
            return _response(self.context.dialect.format_error(BotApiError(ErrorReason.NO_SUCH_METHOD)))
        if (chat := self.context.emulator.file_chats.get(stored.id)) is not None:
            self.context.emulator.quiescence.record_activity(chat)
        return web.Response(body=self.context.emulator.files.read(stored), content_type=stored.mime)

    def _find_file(self, path: str) -> StoredFile | None:
        files = self.context.emulator.state.files
        return files.get(FileId(path)) or next((f for f in files.values() if f.path == path), None)

    def _authorise(self, token: str) -> None:
        if self.token is not None and not hmac.compare_digest(token.encode(), self.token.encode()):
            raise BotApiError(ErrorReason.UNAUTHORIZED)
        number = token.partition(":")[0]
        if number.isdecimal() and int(number):
            self.context.emulator.state.bot_id = int(number)

    def _validate(self, method: str, arguments: Arguments) -> None:
        parameters = self.context.dialect.parameters.get(method)
        if parameters is None or method not in METHODS:
            raise BotApiError(ErrorReason.NO_SUCH_METHOD)
        attached = {
            name
            for name in arguments.uploads
            if any(f"{_ATTACH_PREFIX}{name}" in str(v) for v in arguments.values.values())
        }
        for name in [*arguments.values, *arguments.uploads]:
            if name not in parameters and name not in attached:
                raise BotApiError(ErrorReason.UNKNOWN_PARAMETER, name)
        if method in RATE_LIMITED_METHODS:
            chat = self.context.emulator.state.chats.get(ChatId(self._chat_id(arguments) or 0))
            wait = self.rate_limiter.admit(chat, asyncio.get_running_loop().time())
            if wait is not None:
                raise BotApiError(ErrorReason.TOO_MANY, retry_after=wait)

    def _chat_id(self, arguments: Arguments) -> int | None:
        """Return the chat of a call: its chat_id, else that of the press or file it names."""
        chat = to_integer(arguments.values.get("chat_id"))
        if chat is not None:
            return chat
        query = self.context.emulator.state.queries.get(str(arguments.values.get("callback_query_id")))
        if query is not None:
            return query.chat
        return self.context.emulator.file_chats.get(FileId(str(arguments.values.get("file_id"))))

    def _log_call(self, method: str, arguments: Arguments, answer: tuple[int, Any], *, dropped: bool) -> None:
        emulator = self.context.emulator
        self.call_log.add(
            time=emulator.clock(),
            messenger=emulator.messenger,
            method=method,
            arguments=arguments.to_log(),
            status=answer[0],
            answer=answer[1],
            dropped=dropped,
        )


def _redact(arguments: Arguments, token: str) -> Arguments:
    """Replace the token, which may be part of a webhook's path, and the secret."""
    values = {
        name: REDACTED if name == "secret_token" else v.replace(token, REDACTED) if isinstance(v, str) else v
        for name, v in arguments.values.items()
    }
    return replace(arguments, values=values)


def _response(answer: HttpAnswer) -> web.Response:
    return web.json_response(answer.body, status=answer.status)


def _drop_connection(request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
