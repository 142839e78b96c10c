"""Proxy between bot and messenger: some calls fail, updates come twice or out of order.

Each process of the bot calls under a number of its own, so that the history says who sent what, whether it took
effect and whether its sender can know it.
"""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import ClientConnectionResetError, ClientError, ClientSession, ClientTimeout, web

from tests.faults.harness.fault_plan import Mischief, Trouble

SENDING = ("sendMessage", "sendPhoto", "sendDocument", "sendVoice")
SHOWING = (*SENDING, "editMessageText")
TWICE, MIXED = 0.12, 0.25  # of the batches of updates: some come again, and the people in them in another order


@dataclass(slots=True, kw_only=True)
class Call:
    """One call. Times are seconds of the loop's clock. `told`: the answer reached the caller."""

    generation: int
    messenger: str
    method: str
    began: float
    chat: int = 0
    said: str = ""
    keys: str = ""
    ended: float = 0.0
    effect: bool = False
    told: bool = False
    trouble: str = ""


Trap = Callable[[Call], None]


@dataclass(slots=True, kw_only=True)
class Line:
    """The proxy of a run.

    `traps` are sprung once: `before` a screen goes on (it then does not), `after` it took effect, `taken` when
    updates were handed over. `heard` and `answered` are when a process first called, and when its first screen took
    effect; `handed` when each update of a person was first handed over.
    """

    http: ClientSession
    mischief: Mischief
    chance: Random
    calls: list[Call] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    traps: dict[str, Trap] = field(default_factory=dict)
    called: defaultdict[int, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    shown: defaultdict[int, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    heard: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    handed: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    _recent: dict[tuple[str, int], deque[Any]] = field(default_factory=dict)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", r"/{generation:\d+}/{messenger}/{path:.+}", self.forward)
        return app

    async def forward(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        call = self._call(request, body)
        self.heard.setdefault(call.generation, call.began)
        self.called[call.generation].set()
        if "/file/" in request.path:
            return await self._through(request, body, call)
        trouble = self.mischief.choose(call.method)
        if trouble is not None:
            await self._order(call, trouble)
        shows = call.method in SHOWING
        if shows:
            self.calls.append(call)
            if self._spring("before", call):
                return _broken(request)
        try:
            return await self._through(request, body, call)
        finally:
            call.ended = asyncio.get_running_loop().time()
            if shows and call.effect:
                self.shown[call.generation].set()
                self.answered.setdefault(call.generation, call.ended)

    def _call(self, request: web.Request, body: bytes) -> Call:
        args = _arguments(request.content_type, body)
        return Call(
            generation=int(request.match_info["generation"]),
            messenger=request.match_info["messenger"],
            method=request.path.rsplit("/", 1)[-1],
            began=asyncio.get_running_loop().time(),
            chat=int(args.get("chat_id", 0)),
            said=str(args.get("text") or args.get("caption") or ""),
            keys=str(args.get("reply_markup") or ""),
        )

    async def _order(self, call: Call, trouble: Trouble) -> None:
        """Ask the emulator to fail exactly this call: one call of a chat is under way at a time."""
        wanted = {"method": call.method, "messenger": call.messenger, **trouble.how}
        if call.chat:
            wanted["account"] = call.chat
        async with self.http.post("/faults", json=wanted) as answer:
            answer.raise_for_status()
        call.trouble = trouble.name
        self.mischief.done[trouble.name] += 1

    async def _through(self, request: web.Request, body: bytes, call: Call) -> web.StreamResponse:
        path = f"/{call.messenger}/{request.match_info['path']}"
        headers = {name: request.headers[name] for name in ("Content-Type",) if name in request.headers}
        try:
            async with self.http.request(
                request.method, path, data=body, headers=headers, timeout=ClientTimeout(total=90)
            ) as answer:
                said, status, kind = await answer.read(), answer.status, answer.content_type
        except (ClientError, OSError):
            call.effect = call.trouble == "reset after"
            self._spring_after(call)
            return _broken(request)
        call.effect = status == web.HTTPOk.status_code and said.startswith(b'{"ok": true')
        self._spring_after(call)
        if call.method == "getUpdates" and call.effect:
            said = self._shaken(call, said)
        return await self._answer(request, call, web.Response(status=status, body=said, content_type=kind))

    async def _answer(self, request: web.Request, call: Call, response: web.Response) -> web.StreamResponse:
        transport = request.transport
        if transport is None or transport.is_closing():
            return _broken(request)
        try:
            await response.prepare(request)
            await response.write_eof()
        except (ClientConnectionResetError, ConnectionError):
            return response
        call.told = True
        return response

    def _spring_after(self, call: Call) -> None:
        if call.method in SHOWING and call.effect:
            self._spring("after", call)

    def _spring(self, where: str, call: Call) -> bool:
        trap = self.traps.pop(where, None)
        if trap is not None:
            trap(call)
        return trap is not None

    def _shaken(self, call: Call, body: bytes) -> bytes:
        """Repeat some updates, and reorder those of different chats, as a messenger may."""
        updates: list[Any] = json.loads(body)["result"]
        if not updates:
            return body
        self._spring("taken", call)
        for update in updates:
            self._remember(call.messenger, update)
        if self.mischief.calm:
            return body
        return json.dumps({"ok": True, "result": self._again(call.messenger, self._mixed(updates))}).encode()

    def _remember(self, messenger: str, update: Any) -> None:
        """Remember recent updates: a messenger repeats only those."""
        recent = self._recent.setdefault((messenger, _who(update)), deque(maxlen=6))
        if update not in recent:
            recent.append(update)
            self.handed.setdefault((messenger, _who(update)), []).append(asyncio.get_running_loop().time())

    def _again(self, messenger: str, updates: list[Any]) -> list[Any]:
        if self.chance.random() > TWICE:
            return updates
        old = [update for (where, _), recent in self._recent.items() if where == messenger for update in recent]
        again = self.chance.sample(old, min(len(old), self.chance.randint(1, 3)))
        self.done["update brought again"] += len(again)
        return [*again, *updates] if self.chance.random() < 0.5 else [*updates, *again]

    def _mixed(self, updates: list[Any]) -> list[Any]:
        """Shuffle updates across chats; the order within a chat stays."""
        chats: dict[int, deque[Any]] = {}
        for update in updates:
            chats.setdefault(_who(update), deque()).append(update)
        if len(chats) == 1 or self.chance.random() > MIXED:
            return updates
        self.done["updates in another order"] += 1
        mixed = []
        while chats:
            who = self.chance.choice(list(chats))
            mixed.append(chats[who].popleft())
            if not chats[who]:
                del chats[who]
        return mixed


def _who(update: Any) -> int:
    for kind in ("message", "edited_message", "callback_query"):
        if kind in update:
            account: int = update[kind]["from"]["id"]
            return account
    return 0


def _arguments(kind: str, body: bytes) -> Mapping[str, Any]:
    if kind == "application/json":
        read: dict[str, Any] = json.loads(body or b"{}")
        return read
    return {}


def _broken(request: web.Request) -> web.StreamResponse:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=web.HTTPBadGateway.status_code)
