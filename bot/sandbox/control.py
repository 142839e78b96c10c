"""The levers that tests pull, beside the two sides of a chat: people, faults, limits, calls, raw updates."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from bot.sandbox.bot_api.endpoint import Gate
from bot.sandbox.core.call_log import Calls
from bot.sandbox.core.fault_injection import Fault, Faults
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.options import AccountId, ChatId, Limits, Messenger, SamplePerson
from bot.sandbox.user.endpoint import read_words
from bot.sandbox.user.session import PhoneError, whole

T = TypeVar("T", Fault, Limits)
FAULT = TypeAdapter(Fault)
LIMITS = TypeAdapter(Limits)


class Levers:
    def __init__(
        self,
        people: tuple[SamplePerson, ...],
        exchanges: Mapping[Messenger, Exchange],
        gates: Mapping[Messenger, Gate],
        calls: Calls,
        faults: Faults,
    ) -> None:
        self._people = people
        self._exchanges = exchanges
        self._gates = gates
        self._calls = calls
        self._faults = faults

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/people", self.people)
        app.router.add_get("/calls", self.calls)
        app.router.add_post("/faults", self.add_fault)
        app.router.add_delete("/faults", self.clear_faults)
        app.router.add_post("/limits", self.change_limits)
        app.router.add_post("/updates/{messenger:telegram|bale}", self.add_update)

    async def people(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.json_response([asdict(person) for person in self._people])

    async def calls(self, request: web.Request) -> web.StreamResponse:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise PhoneError(400, "after is a number")
        return web.json_response(self._calls.after(int(after)))

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        self._faults.add(await _read(request, Fault, FAULT))
        return web.json_response({"ok": True})

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        """Says how many had not happened yet."""
        del request
        return web.json_response({"ok": True, "left": self._faults.clear()})

    async def change_limits(self, request: web.Request) -> web.StreamResponse:
        limits = await _read(request, Limits, LIMITS)
        for gate in self._gates.values():
            gate.rates.change(limits)
        return web.json_response({"ok": True})

    async def add_update(self, request: web.Request) -> web.StreamResponse:
        """An update of any shape, as odd as a real server may send it: `{"kind", "body", "account"}`."""
        words = (await read_words(request)).values
        exchange = self._exchanges[Messenger(request.match_info["messenger"])]
        account = AccountId(whole(words.get("account", 0), "account"))
        chat = ChatId(whole(words.get("chat", account), "chat"))
        body: Any = words.get("body")
        update = exchange.updates.add(kind=str(words.get("kind", "message")), account=account, chat=chat, body=body)
        return web.json_response({"update_id": update})


async def _read(request: web.Request, kind: type[T], shape: TypeAdapter[T]) -> T:
    """PhoneError 400 that names what is wrong, also a name that is misspelt."""
    given = (await read_words(request)).values
    unknown = given.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise PhoneError(400, f"unknown: {', '.join(sorted(unknown))}")
    try:
        return shape.validate_python(dict(given))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise PhoneError(400, wrong) from None
