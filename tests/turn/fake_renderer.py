"""A painter whose hand a test holds: of the cards, tables and documents that a house is to make."""

import asyncio

from bot.app.rendering import FileRenderer
from bot.messengers.port import Attachment
from bot.turn.media.attachments import RenderSpec
from tests.turn.harness import Neighbour, carry


class Painter:
    """Draws what it is given; `report_pending` until it may, and `breaks` as long as it is told to."""

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
    """The answer is committed when this returns, whether it is sent or not."""
    await own_unit(who)
    await carry(who.house, who.messenger, await who.touched("کارت من"))
