"""A renderer of cards, tables and documents that a test can hold back or break."""

import asyncio

from bot.app.rendering import FileRenderer
from bot.messengers.port import Attachment
from bot.turn.media.attachments import RenderSpec
from tests.turn.harness import Neighbour, carry


class FakeRenderer:
    """Renders once `may` is set, and fails while `breaks` is true; `begun` tells that it was called."""

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
    await who.tap("واحد و اعضا")


async def card_asked(who: Neighbour) -> None:
    """Ask for the card: the answer is committed on return, whether it is sent or not."""
    await own_unit(who)
    await carry(who.runtime, who.messenger, await who.touched("کارت عضویت من"))
