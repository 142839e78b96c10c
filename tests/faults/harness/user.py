"""A simulated user: reads the screen, answers it, and looks again if nothing comes.

Users are patient: they repeat no message, and press a button a second time only while it still stands. After a long
while without a sign they ask for the menu. The goal decides the answers.
"""

import asyncio
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import ClientSession

from tests.faults.harness.goals import MENU, Act, Errand, Press, Say, Screen, Share, plain

ASIDE = re.compile(
    "^(سلام [^\n]+ گرامی\nفراخوان |فراخوان [۰-۹]+:|این دکمه مربوط|الان سؤالی)"
)  # a call and its progress come by themselves, and a note stands below the screen that one is at
ONE_LOOK = 1.5  # seconds that a look waits for the bot to be silent
PRESS_AGAIN = (2.0, 5.0)
ASK_FOR_THE_MENU = (14.0, 24.0)
PAUSE = (0.02, 0.5)  # to read and to think


@dataclass(slots=True, kw_only=True)
class Person:
    """One user. `event` is the last one seen; `before` is the screen at the last action."""

    http: ClientSession
    messenger: str
    account: int
    name: str
    chance: Random
    messages: dict[int, Any] = field(default_factory=dict)
    keyboard: list[list[str]] = field(default_factory=list)
    event: int = 0
    before: Any = None
    last: Act | None = None
    acted_at: float = 0.0
    focus: int = 0

    @property
    def place(self) -> str:
        return f"/chat/{self.messenger}/{self.account}"

    async def run(self, errand: Errand) -> None:
        """Act until the goal is seen to be done, or known to be."""
        errand.since, self.focus = self.event, errand.focus
        await self._do(errand, errand.opening)
        while not errand.over:
            shown = await self._next_screen(errand)
            await asyncio.sleep(self.chance.uniform(*PAUSE))
            act = errand.react(shown, self.chance)
            if act is not None:
                await self._do(errand, act)

    async def _next_screen(self, errand: Errand) -> Screen:
        """Wait for something new, or after some time return the same screen once more."""
        again, menu = self.chance.uniform(*PRESS_AGAIN), self.chance.uniform(*ASK_FOR_THE_MENU)
        pressed = False
        while True:
            settled = await self._look()
            waited = asyncio.get_running_loop().time() - self.acted_at
            if self._newest() != self.before and (settled or waited > ONE_LOOK):
                return self._screen(errand)
            if not pressed and waited > again and self._stands_still():
                pressed = True
                await self._send(self.last)
            elif waited > menu:
                self.focus = 0
                await self._do(errand, MENU)
                return await self._next_screen(errand)
            await asyncio.sleep(0.05)

    def sees(self) -> str:
        """Return the beginning of the screen's text."""
        return plain(str((self._newest() or (0, ""))[1]))[:80]

    def _stands_still(self) -> bool:
        newest = self._newest()
        return isinstance(self.last, Press) and newest is not None and newest[0] == self.last.message

    def _newest(self) -> Any:
        """Return the bot's last message as it is now: its number, text and buttons."""
        if self.focus:
            return self.focus, self.messages[self.focus]["text"], self.messages[self.focus]["buttons"]
        for number in sorted(self.messages, reverse=True):
            message = self.messages[number]
            if message["from"] == "bot" and not message["deleted"] and not ASIDE.match(plain(message["text"])):
                return number, message["text"], message["buttons"]
        return None

    def saying(self, words: str) -> list[tuple[int, str]]:
        """Return the bot's messages with these words, and their texts."""
        said = ((number, plain(m["text"])) for number, m in self.messages.items() if m["from"] == "bot")
        return [(number, text) for number, text in said if plain(words) in text]

    def buttons_of(self, message: int) -> dict[str, str]:
        return {plain(b["text"]): b["data"] for row in self.messages[message]["buttons"] for b in row if "data" in b}

    def _screen(self, errand: Errand) -> Screen:
        number, text, _ = self._newest()
        news = [plain(m["text"]) for m in self.messages.values() if m["from"] == "bot" and m["event"] > errand.since]
        keys = [plain(key) for row in self.keyboard for key in row]
        return Screen(message=number, text=plain(text), buttons=self.buttons_of(number), keys=keys, news=news)

    async def _look(self) -> bool:
        async with self.http.get(f"{self.place}/screen", params={"after": self.event, "wait": ONE_LOOK}) as answer:
            shown = await answer.json()
        self.messages |= {message["id"]: message for message in shown["messages"]}
        self.event, self.keyboard = shown["event"], shown["keyboard"]
        return bool(shown["settled"])

    async def _do(self, errand: Errand, act: Act) -> None:
        """Act on the screen; from now on it is the old one, and something new is awaited."""
        self.before, self.last = self._newest(), act
        if act == MENU:
            errand.menus += 1
        if await self._send(act) and act.final:
            errand.finals += 1
        self.acted_at = asyncio.get_running_loop().time()

    async def _send(self, act: Act | None) -> bool:
        """Send the action; False if the messenger refused it: a button that is gone cannot be pressed."""
        match act:
            case Say(text=said):
                return await self._post("say", json={"text": said})
            case Press(message=message, data=data):
                return await self._post("press", json={"message_id": message, "data": data})
            case Share(key=""):
                return await self._post("say", json={"album": 1})
            case Share(key=key):
                return await self._post("press", json={"button": self._exactly(key)})
            case None:
                return False

    def _exactly(self, key: str) -> str:
        return next((one for row in self.keyboard for one in row if plain(one) == key), key)

    async def _post(self, verb: str, **body: Any) -> bool:
        async with self.http.post(f"{self.place}/{verb}", **body) as answer:
            return answer.status == 200
