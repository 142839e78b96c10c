"""A runtime without polling: a test hands its updates over, and so decides what comes when, and what comes twice.

The messengers are the sandbox's, the database is real; people speak through a phone, as in the conversations.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.app.runtime import Runtime, start_runtime
from bot.clock import Clock
from bot.dialogue.form import Form
from bot.messengers.port import Messenger
from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.file_store import FileStore
from bot.turn.context import Registry
from bot.turn.conversation.row import LEASE_MS
from bot.turn.media.attachments import RenderFile
from bot.turn.processor import CALLBACK_ANSWER_TASK
from handlers.registry import REGISTRY
from tests.conversations.app import TOKEN, Phone, adapters, sandbox

SHORT = 400  # milliseconds: a lease that a test can wait for


@dataclass(slots=True, kw_only=True)
class Street:
    """The emulated messengers and their waiting updates."""

    http: ClientSession
    root: str
    clock: Clock
    files: Path
    offsets: dict[str, int] = field(default_factory=dict)

    @asynccontextmanager
    async def runtime(
        self,
        database: Database,
        *,
        registry: Registry = REGISTRY,
        lease: int = LEASE_MS,
        draw: RenderFile | None = None,
    ) -> AsyncIterator[Runtime]:
        messengers = adapters(self.root)
        for messenger in messengers.values():
            await messenger.open()
        try:
            files = FileStore(self.files, keyring())
            async with start_runtime(
                database, messengers, files, self.clock, registry=registry, lease_ms=lease, render_file=draw
            ) as runtime:
                yield runtime
        finally:
            for messenger in messengers.values():
                await messenger.close()

    async def raw(self, messenger: str) -> list[dict[str, Any]]:
        """Return the raw updates since the last call."""
        offset = self.offsets.get(messenger, 0)
        url = f"/{messenger}/bot{TOKEN}/getUpdates"
        async with self.http.get(url, params={"offset": offset, "timeout": 0}) as answer:
            found: list[dict[str, Any]] = (await answer.json())["result"]
        if found:
            self.offsets[messenger] = found[-1]["update_id"] + 1
        return found

    async def fault(self, method: str, **how: Any) -> None:
        async with self.http.post("/faults", json={"method": method, **how}) as answer:
            assert answer.status == 200, await answer.text()

    async def mend(self) -> None:
        await self.http.delete("/faults")

    async def calls(self, *methods: str) -> list[Any]:
        async with self.http.get("/calls") as answer:
            return [call for call in await answer.json() if call["method"] in methods]

    async def dropped(self) -> bool:
        """Return True if a fault dropped a call."""
        async with self.http.get("/calls") as answer:
            return any(call["dropped"] for call in await answer.json())

    def neighbour(self, runtime: Runtime, messenger: str, account: int, name: str = "مریم") -> "Neighbour":
        return Neighbour(http=self.http, messenger=messenger, account=account, name=name, runtime=runtime, street=self)


@dataclass(slots=True, kw_only=True)
class Neighbour(Phone):
    """A phone whose updates are handed to the runtime at once.

    Each step ends when every reply is sent and marked, and every press answered.
    """

    runtime: Runtime
    street: Street

    async def listen(self) -> str:
        await carry(self.runtime, self.messenger, await self.street.raw(self.messenger))
        await self.rest()
        return await self.heard()

    async def heard(self) -> str:
        """Return the texts of the bot since the last call."""
        shown = await self.screen(after=self.seen)
        self.seen = shown["event"]
        fresh = [m for m in shown["messages"] if m["from"] == "bot" and not m["deleted"] and self._news(m)]
        self.known |= {m["id"]: m["text"] for m in fresh}
        return "\n".join(plain_text(m["text"]) for m in fresh)

    async def rest(self) -> None:
        chat = self.runtime.outbox.conversation(self.messenger, self.account)
        await until(lambda: chat.is_idle and all(t.get_name() != CALLBACK_ANSWER_TASK for t in asyncio.all_tasks()))

    async def utter(self, **words: Any) -> list[dict[str, Any]]:
        """Say something; return the raw updates, which are not handed to any runtime yet."""
        async with self.http.post(f"{self.place}/say", json=words) as answer:
            assert answer.status == 200, await answer.text()
        return await self.street.raw(self.messenger)

    async def touched(self, button: str) -> list[dict[str, Any]]:
        """Press a button; return the raw updates, which are not handed to any runtime yet."""
        async with self.http.post(f"{self.place}/press", json={"button": await self._exactly(button)}) as answer:
            assert answer.status == 200, await answer.text()
        return await self.street.raw(self.messenger)

    async def texts(self) -> list[str]:
        """Return the text of every message of the bot as it stands now, oldest first."""
        messages = (await self.screen())["messages"]
        return [plain_text(m["text"]) for m in messages if m["from"] == "bot" and not m["deleted"]]

    async def notices(self) -> list[str]:
        return [plain_text(n["text"]) for n in (await self.screen())["notices"]]


def plain_text(text: str) -> str:
    return "".join(c for c in text if c not in "\u2060\u2066\u2067\u2068\u2069\u200e\u200f")


async def carry(runtime: Runtime, messenger: str, updates: Iterable[dict[str, Any]]) -> None:
    """Submit updates all at once, as a messenger's polling does."""
    adapter: Messenger = runtime.messengers[messenger]
    all_of_them = [received for raw in updates if (received := adapter.parse_update(raw)) is not None]
    if failed := [error for error in await asyncio.gather(*map(runtime.processor.submit, all_of_them)) if error]:
        raise ExceptionGroup("updates that were not taken", failed)


async def until(come: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until a condition holds; a minute is more than any machine needs."""
    async with asyncio.timeout(60):
        while True:
            come_yet = come()
            if come_yet if isinstance(come_yet, bool) else await come_yet:
                return
            await asyncio.sleep(0.005)


@asynccontextmanager
async def open_street(clock: Clock, files: Path) -> AsyncIterator[Street]:
    async with sandbox() as root, ClientSession(root) as http:
        yield Street(http=http, root=root, clock=clock, files=files)


def with_form(form: Form[Any]) -> Registry:
    """Return the registry of the bot with one form exchanged."""
    return replace(REGISTRY, forms={**REGISTRY.forms, form.name: form})
