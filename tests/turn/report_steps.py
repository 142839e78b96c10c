"""The service report, answer by answer: most of these tests interrupt it somewhere."""

from typing import Any

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import Service
from tests.turn.harness import Neighbour

VALUE = "یک و نیم میلیون"
ASKS_FAMILY, ASKS_ACTIVITY, ASKS_VALUE = "کدام خانوار", "چه خدمتی", "ارزش"


async def begun(who: Neighbour) -> None:
    await who.say("/menu")
    await who.tap("ثبت خدمت")


async def up_to_value(who: Neighbour) -> None:
    await begun(who)
    await who.tap("زهرا موسوی")
    await who.tap("سبد کالا")


async def up_to_the_end(who: Neighbour) -> None:
    """Answer every question; «ثبت» is left to press."""
    await up_to_value(who)
    await who.say(VALUE)
    await who.tap("فعلاً بدون عکس")


async def services(database: Database) -> int:
    async with database.read_session() as session:
        return await session.scalar(select(func.count()).select_from(Service)) or 0


async def form_of(who: Neighbour) -> Any:
    """Return the state of the open form as it is committed; None when none is open."""
    row = await who.runtime.processor.store.load(who.messenger, who.account)
    return row.state.form
