"""The whole bot against the sandbox's messengers, and people who type and tap; what they see is the transcript."""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, FormData, web

from bot.app.runtime import Runtime, start_runtime
from bot.backoff import BackoffPolicy
from bot.clock import Clock
from bot.messengers.bale import BaleMessenger
from bot.messengers.port import Messenger
from bot.messengers.telegram import TelegramMessenger
from bot.nursery import Nursery
from bot.persian.letters import ELLIPSIS
from bot.sandbox.options import Options, SamplePerson
from bot.sandbox.server import create_app
from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.file_store import FileStore
from bot.turn.outgoing.outbox import Outbox

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
MARKS = re.compile("[\u2060\u2066-\u2069\u200e\u200f]")
SILENCE = 0.03  # seconds; a phone here listens on until its outbox is at rest, and need not wait for a person's sake
PATIENCE = 60  # seconds for an answer on a busy machine; nobody waits that long


def plain(text: str) -> str:
    """Return the text as a reader sees it: marks of direction have no width."""
    return MARKS.sub("", text)


@dataclass(slots=True, kw_only=True)
class Phone:
    """A person's phone in one messenger; every step waits until the bot has answered and is silent."""

    http: ClientSession
    messenger: str
    account: int
    name: str
    transcript: list[str] = field(default_factory=list)
    outbox: Outbox | None = None
    seen: int = 0
    known: dict[int, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"/chat/{self.messenger}/{self.account}"

    async def say(self, text: str) -> str:
        return await self._step("say", text, json={"text": text})

    async def tap(self, button: str) -> str:
        return await self._step("press", f"(لمس) [{button}]", json={"button": await self._exactly(button)})

    async def touch(self, button: str) -> None:
        """Tap a button without waiting: for an act that starts the worker beside the answer."""
        exactly = await self._exactly(button)
        await self._do("press", f"(لمس) [{plain(exactly)}]", json={"button": exactly})

    async def press(self, message: int, data: str) -> str:
        return await self._step("press", f"(لمس) {data}", json={"message_id": message, "data": data})

    async def share_contact(self, phone: str) -> str:
        contact = {"phone_number": phone, "first_name": self.name}
        return await self._step("say", "(شماره‌اش را می‌فرستد)", json={"contact": contact})

    async def share_file(
        self, content: bytes, name: str = "receipt.jpg", kind: str = "photo", *, caption: str = "", album: str = ""
    ) -> str:
        form = FormData()
        form.add_field("kind", kind)
        form.add_field("caption", caption)
        if album:
            form.add_field("album", album)
        form.add_field("file", content, filename=name)
        told = f"({kind}، «{caption}»)" if caption else f"({kind})"
        return await self._step("say", told, data=form)

    async def send(self, **words: Any) -> str:
        """Send anything else that the contract allows: a sticker, an edit, an album, a forwarded message."""
        return await self._step("say", f"({', '.join(words)})", json=words)

    async def _exactly(self, button: str) -> str:
        """Return the whole label of a button by its beginning, or by what was left of it where it was cut.

        A transcript leaves out the marks of direction.
        """
        screen = await self.screen()
        labels = [
            b["text"] for m in reversed(screen["messages"]) if not m["deleted"] for row in m["buttons"] for b in row
        ]
        labels += [label for row in screen["keyboard"] for label in row]
        fit = (
            [label for label in labels if plain(label) == button]
            or [label for label in labels if plain(label).startswith(button)]
            or [label for label in labels if may_be_cut_from(plain(label), button)]
        )
        assert fit, f"{button} is not among {[plain(label) for label in labels]}"
        return str(fit[0])

    async def _step(self, verb: str, told: str, **body: Any) -> str:
        await self._do(verb, told, **body)
        return await self.listen()

    async def _do(self, verb: str, told: str, **body: Any) -> None:
        async with self.http.post(f"{self.place}/{verb}", **body) as answer:
            assert answer.status == 200, await answer.text()
        self.transcript.append(f"{self.name}: {told}")

    async def screen(self, **query: Any) -> Any:
        async with self.http.get(f"{self.place}/screen", params=query) as answer:
            assert answer.status == 200
            return await answer.json()

    async def listen(self) -> str:
        """Return what the bot has said since the last step, once its outbox is empty."""
        said = ""
        for _ in range(PATIENCE * 5):
            said += await self._heard_by_now()
            if said and self.at_rest():
                break
            await asyncio.sleep(0.02)
        return said

    async def _heard_by_now(self) -> str:
        shown = await self.screen(after=self.seen, wait=PATIENCE)
        self.seen = shown["event"]
        fresh = [m for m in shown["messages"] if m["from"] == "bot" and not m["deleted"] and self._news(m)]
        self.known |= {m["id"]: m["text"] for m in fresh}
        self.transcript += [f"همیار: {_drawn(m)}" for m in fresh]
        return "\n".join(plain(m["text"]) for m in fresh)

    def at_rest(self) -> bool:
        return self.outbox.conversation(self.messenger, self.account).is_idle if self.outbox else True

    async def find(self, words: str) -> int:
        """Wait for the message with these words; the transcript shows nothing of the wait."""
        for _ in range(PATIENCE * 5):
            shown = (await self.screen(wait=1))["messages"]
            found = [m["id"] for m in shown if m["from"] == "bot" and not m["deleted"] and words in plain(m["text"])]
            if found:
                return int(found[-1])
            await asyncio.sleep(0.1)
        raise AssertionError(f"nobody said {words}")

    async def until(self, words: str) -> str:
        """Wait for these words and return what the bot has said by itself, without messages that were edited since."""
        await self.find(words)
        return await self.listen()

    def _news(self, message: Any) -> bool:
        """Return True if the text is new: a message that only lost its keyboard is none."""
        return bool(message["buttons"]) or self.known.get(message["id"]) != message["text"]

    async def newest(self) -> Any:
        messages = (await self.screen())["messages"]
        return next(m for m in reversed(messages) if m["from"] == "bot" and not m["deleted"])

    async def buttons(self) -> list[str]:
        """Return the labels of the newest message's keys in reading order."""
        newest = await self.newest()
        return [plain(b["text"]) for row in newest["buttons"] for b in in_reading_order(newest, row)]


def may_be_cut_from(label: str, whole: str) -> bool:
    """Return True if a label of that many words was cut to this one, which a narrow key shows."""
    head, cut, _ = label.partition(ELLIPSIS)
    return bool(cut) and (whole.startswith(head) or head.startswith(whole))


def _drawn(message: Any) -> str:
    told = "(عکس) " if "photo" in message else "(فایل) " if "document" in message else ""
    lines = f"{told}{plain(message['text'])}".split("\n")
    rows = [
        " ".join(f"[{plain(button['text'])}]" for button in in_reading_order(message, row))
        for row in message["buttons"]
    ]
    return "\n       ".join([*lines, *rows])


def in_reading_order(message: Any, row: list[Any]) -> list[Any]:
    """Return the keys of a row as a reader goes along them: from the right where the message is in Persian."""
    labels = "".join(button["text"] for line in message["buttons"] for button in line)
    directions = [unicodedata.bidirectional(letter) for letter in labels]
    if "AL" not in directions and "L" not in directions:
        directions = [unicodedata.bidirectional(letter) for letter in message["text"]]
    return row[::-1] if directions.count("AL") > directions.count("L") else row


@dataclass(slots=True, kw_only=True)
class Stage:
    http: ClientSession
    runtime: Runtime
    root: str
    transcript: list[str] = field(default_factory=list)

    def phone(self, messenger: str, account: int, name: str) -> Phone:
        return Phone(
            http=self.http,
            messenger=messenger,
            account=account,
            name=name,
            transcript=self.transcript,
            outbox=self.runtime.outbox,
        )

    async def calls(self) -> list[Any]:
        async with self.http.get("/calls") as answer:
            found: list[Any] = await answer.json()
            return found

    async def fault(self, method: str, **how: Any) -> None:
        async with self.http.post("/faults", json={"method": method, **how}) as answer:
            assert answer.status == 200, await answer.text()


@asynccontextmanager
async def sandbox(people: tuple[SamplePerson, ...] = ()) -> AsyncIterator[str]:
    """Run a sandbox messenger on a free port; yield its root URL."""
    runner = web.AppRunner(
        create_app(Options(people=people, silence_seconds=SILENCE)), access_log=None, shutdown_timeout=0.2
    )
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def adapters(root: str) -> dict[str, Messenger]:
    policy = BackoffPolicy(first_seconds=0.01, max_seconds=0.2)
    telegram = TelegramMessenger(TOKEN, f"{root}/telegram", backoff=policy)
    bale = BaleMessenger(TOKEN, f"{root}/bale", backoff=policy)
    return {telegram.name: telegram, bale.name: bale}


@asynccontextmanager
async def runtime_at_the_sandbox(
    database: Database, clock: Clock, files: Path, people: tuple[SamplePerson, ...] = ()
) -> AsyncIterator[tuple[Runtime, str, ClientSession]]:
    """Run the bot, without polling and without webhooks."""
    async with sandbox(people) as root, ClientSession(root) as http, AsyncExitStack() as closing:
        messengers = adapters(root)
        for messenger in messengers.values():
            closing.push_async_callback(messenger.close)
            await messenger.open()
        yield (
            await closing.enter_async_context(start_runtime(database, messengers, FileStore(files, keyring()), clock)),
            root,
            http,
        )


@asynccontextmanager
async def stage(
    database: Database, clock: Clock, files: Path, people: tuple[SamplePerson, ...] = ()
) -> AsyncIterator[Stage]:
    """Start both bots; they poll the emulator until the test ends."""
    async with runtime_at_the_sandbox(database, clock, files, people) as (runtime, root, http):
        messengers = runtime.messengers
        async with Nursery(grace_seconds=0) as doors:
            doors_open = [doors.start(m.poll(runtime.processor.submit), m.name) for m in messengers.values()]
            yield Stage(http=http, runtime=runtime, root=root)
            for door in doors_open:
                door.cancel()
