"""Latency probe: people who tap without pause, timed from their message to the bot's on the screen."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, ClientTimeout

BETWEEN = 0.02  # seconds from an answer to the next word
WORDS = ("/menu", "/help")
LONGEST = 60.0  # seconds for one answer
FOR_EVER = ClientTimeout(total=None)


@dataclass(slots=True, kw_only=True)
class Tapping:
    """People who tap. `took` are the seconds of each answer since the list was last emptied."""

    took: list[float] = field(default_factory=list)

    async def warm(self, answers: int) -> None:
        """Wait for a number of answers that do not count."""
        async with asyncio.timeout(10 * LONGEST):
            while len(self.took) < answers:  # noqa: ASYNC110 - the list is what others fill
                await asyncio.sleep(0.1)
        self.took = []

    def p95(self) -> float:
        """Return the 95th percentile in milliseconds, and begin to measure anew."""
        measured, self.took = sorted(self.took), []
        return 1000 * measured[int(0.95 * (len(measured) - 1))]


@asynccontextmanager
async def tapping(http: ClientSession, messenger: str, accounts: list[int]) -> AsyncIterator[Tapping]:
    all_of_them = Tapping()
    async with asyncio.TaskGroup() as group:
        people = [group.create_task(_tap(http, f"/chat/{messenger}/{one}", all_of_them)) for one in accounts]
        yield all_of_them
        for person in people:
            person.cancel()


async def _tap(http: ClientSession, place: str, into: Tapping) -> None:
    async with http.get(f"{place}/screen") as shown:
        seen = (await shown.json())["event"]
    async with http.get(f"{place}/events", params={"after": seen}, timeout=FOR_EVER) as stream:
        number = 0
        while True:
            number += 1
            began = time.perf_counter()
            async with asyncio.timeout(LONGEST):
                async with http.post(f"{place}/say", json={"text": WORDS[number % 2]}) as answer:
                    answer.raise_for_status()
                    said = (await answer.json())["message_id"]
                async for line in stream.content:
                    if line.startswith(b"data: ") and _answered(line[6:], said):
                        break
            into.took.append(time.perf_counter() - began)
            await asyncio.sleep(BETWEEN)


def _answered(data: bytes, said: int) -> bool:
    """Wait for a later message of the bot; edits of earlier ones are no answer."""
    return any(one["from"] == "bot" and one["id"] > said for one in json.loads(data)["messages"])
