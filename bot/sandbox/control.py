"""Control API for tests, beside the two sides of a chat: people, faults, limits, calls, raw updates."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from bot.sandbox.bot_api.endpoint import BotApiEndpoint
from bot.sandbox.core.call_log import CallLog
from bot.sandbox.core.fault_injection import Fault, FaultInjector
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.options import MESSENGER_PATTERN, AccountId, ChatId, Messenger, RateLimits, SamplePerson
from bot.sandbox.user.endpoint import read_body
from bot.sandbox.user.session import UserRequestError, require_integer

T = TypeVar("T", Fault, RateLimits)
FAULT_SCHEMA = TypeAdapter(Fault)
LIMITS_SCHEMA = TypeAdapter(RateLimits)


class ControlEndpoint:
    def __init__(
        self,
        people: tuple[SamplePerson, ...],
        emulators: Mapping[Messenger, EmulatedMessenger],
        endpoints: Mapping[Messenger, BotApiEndpoint],
        calls: CallLog,
        faults: FaultInjector,
    ) -> None:
        self._people = people
        self._emulators = emulators
        self._endpoints = endpoints
        self._call_log = calls
        self._fault_injector = faults

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/people", self.list_people)
        app.router.add_get("/calls", self.list_calls)
        app.router.add_post("/faults", self.add_fault)
        app.router.add_delete("/faults", self.clear_faults)
        app.router.add_post("/limits", self.change_limits)
        app.router.add_post(f"/updates/{MESSENGER_PATTERN}", self.add_update)

    async def list_people(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.json_response([asdict(person) for person in self._people])

    async def list_calls(self, request: web.Request) -> web.StreamResponse:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise UserRequestError(400, "after is a number")
        return web.json_response(self._call_log.entries_after(int(after)))

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        self._fault_injector.add(await _parse_body(request, Fault, FAULT_SCHEMA))
        return web.json_response({"ok": True})

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        """Remove all faults; the answer says how many had not happened yet."""
        del request
        return web.json_response({"ok": True, "left": self._fault_injector.clear()})

    async def change_limits(self, request: web.Request) -> web.StreamResponse:
        limits = await _parse_body(request, RateLimits, LIMITS_SCHEMA)
        for gate in self._endpoints.values():
            gate.rate_limiter.set_limits(limits)
        return web.json_response({"ok": True})

    async def add_update(self, request: web.Request) -> web.StreamResponse:
        """Queue an update of any shape, as odd as a real server may send it: `{"kind", "body", "account"}`."""
        words = (await read_body(request)).values
        exchange = self._emulators[Messenger(request.match_info["messenger"])]
        account = AccountId(require_integer(words.get("account", 0), "account"))
        chat = ChatId(require_integer(words.get("chat", account), "chat"))
        body: Any = words.get("body")
        update = exchange.updates.add(kind=str(words.get("kind", "message")), account=account, chat=chat, body=body)
        return web.json_response({"update_id": update})


async def _parse_body(request: web.Request, kind: type[T], schema: TypeAdapter[T]) -> T:
    """Parse a body. Raises UserRequestError 400 that names a wrong or misspelt field."""
    given = (await read_body(request)).values
    unknown = given.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise UserRequestError(400, f"unknown: {', '.join(sorted(unknown))}")
    try:
        return schema.validate_python(dict(given))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UserRequestError(400, wrong) from None
