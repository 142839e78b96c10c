"""A visitor who tries everything: buttons, typed words, forged presses; all that they read is kept."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import ClientSession

from bot.app.runtime import Runtime
from bot.turn.conversation.state import ConversationState
from tests.conversations.app import plain

PATIENCE = 60  # seconds for an answer on a busy machine
SOON = 0.05  # seconds until it is looked again whether what was sent is also marked as sent
MOST = 30  # steps of any form


@dataclass(slots=True, kw_only=True)
class Visitor:
    http: ClientSession
    runtime: Runtime
    messenger: str
    account: int
    heard: list[str] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)
    event: int = 0

    async def say(self, text: str) -> None:
        await self._do("say", {"text": text})

    async def forge(self, data: str) -> None:
        """Press with any data under the newest message of the bot."""
        await self._do("press", {"message_id": self.newest()["id"], "data": data})

    async def replay(self, message: int, data: str) -> None:
        await self._do("press", {"message_id": message, "data": data})

    async def press(self, ends: str) -> bool:
        """Press the button whose data has this end, if there is one."""
        found = next((data for _, data in self.buttons() if data.endswith(ends)), None)
        if found is not None:
            await self.forge(found)
        return found is not None

    async def tap(self, label: str) -> bool:
        found = next((data for text, data in self.buttons() if label in text), None)
        if found is not None:
            await self.forge(found)
        return found is not None

    def buttons(self) -> list[tuple[str, str]]:
        rows = self.newest()["buttons"]
        return [(plain(one["text"]), one["data"]) for row in rows for one in row if "data" in one]

    def newest(self) -> Any:
        return next(m for m in reversed(self.shown) if m["from"] == "bot" and not m["deleted"])

    async def state(self) -> ConversationState:
        chat = self.runtime.outbox.conversation(self.messenger, self.account)
        row = chat.row or await self.runtime.outbox.store.load(self.messenger, self.account)
        return row.state

    def has_read(self, *words: str) -> bool:
        """Return True if one message has all of these words."""
        return any(all(word in said for word in words) for said in self.heard)

    async def _do(self, verb: str, body: Mapping[str, Any]) -> None:
        place = f"/chat/{self.messenger}/{self.account}"
        async with self.http.post(f"{place}/{verb}", json=body) as answer:
            assert answer.status == 200, await answer.text()
        while True:
            async with self.http.get(f"{place}/screen", params={"wait": PATIENCE}) as answer:
                screen = await answer.json()
            if self.runtime.outbox.conversation(self.messenger, self.account).is_idle:
                break
            await asyncio.sleep(SOON)
        self.shown = screen["messages"]
        fresh = [m for m in self.shown if m["from"] == "bot" and m["event"] > self.event]
        self.heard += [_all_of(m) for m in fresh] + [plain(one["text"]) for one in screen["notices"]]
        self.event = screen["event"]


def _all_of(message: Any) -> str:
    labels = [plain(button["text"]) for row in message["buttons"] for button in row]
    return "\n".join((plain(message["text"]), *labels))


Do: TypeAlias = Callable[[Visitor], Awaitable[bool]]


def says(text: str) -> Do:
    async def do(visitor: Visitor) -> bool:
        await visitor.say(text)
        return True

    return do


def presses(*ends: str) -> Do:
    """Press the first of these buttons that exists."""

    async def do(visitor: Visitor) -> bool:
        for end in ends:
            if await visitor.press(end):
                return True
        return False

    return do


async def anything(visitor: Visitor) -> bool:
    """Skip an optional question; of offered options take the first."""
    first = next((data for _, data in visitor.buttons() if "|=" in data), "")
    return await visitor.press("|skip") or bool(first and await visitor.press(first))


def finds(name: str) -> Do:
    """Type it, then press its button if typing was not enough."""

    async def do(visitor: Visitor) -> bool:
        before = (await visitor.state()).form
        await visitor.say(name)
        after = (await visitor.state()).form
        return bool(before and after and before.at != after.at) or await visitor.tap(name)

    return do


async def through(
    visitor: Visitor, answers: Mapping[str, Do], unit: int = 0, name: str = "", *, confirms: bool = True
) -> None:
    """Go through the open form to its end, as far as possible. A `unit` is chosen in the end."""
    for _ in range(MOST):
        form = (await visitor.state()).form
        if form is None:
            return
        at = form.at
        if at == "?confirm" and unit and (form.answers.get("unit") or {}).get("id") != str(unit):
            went_on = await visitor.press("|edit") and await visitor.press("|e:unit")
        elif at == "?confirm":
            went_on = confirms and await visitor.press("|ok")
        elif at == "unit" and unit:
            went_on = await finds(name)(visitor)
        else:
            went_on = await answers.get(at, anything)(visitor)
        if not went_on:
            return
