"""Fake renderer of cards, tables and documents, controlled by the test."""

import asyncio

from bot.app.rendering import FileRenderer
from bot.messengers.port import Attachment
from bot.turn.media.attachments import RenderSpec
from tests.turn.harness import Neighbour, carry


class Painter:
    """Renders file specs; with `waits` not before `may` is set, with `breaks` it raises."""

    def __init__(self, *, waits: bool = False, breaks: bool = False) -> None:
        self.begun, self.may = asyncio.Event(), asyncio.Event()
        self.breaks = breaks
        self.draw = FileRenderer()
        self.asked: list[RenderSpec] = []
        if not waits:
            self.may.set()

    async def __call__(self, making: RenderSpec) -> Attachment:
        self.asked.append(making)
        self.begun.set()
        await self.may.wait()
        if self.breaks:
            raise ValueError(str(making))
        return await self.draw(making)


async def own_unit(who: Neighbour) -> None:
    await who.say("/menu")
    await who.tap("واحد من")


async def card_asked(who: Neighbour) -> None:
    """Ask for a card; the answer is committed when this returns, sent or not."""
    await own_unit(who)
    await carry(who.house, who.messenger, await who.touched("کارت من"))
