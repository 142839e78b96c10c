"""Builders of delivered services: any activity, on any day, for any value."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.access.caller import Actor, Caller
from bot.relief.catalogue.activities import find_activities
from bot.relief.ids import FamilyId, UnitId
from bot.relief.services.reporting import report
from bot.relief.services.views import ServiceView
from tests.relief.world import NOW, TODAY, claim

BASKET, DOWRY, CLASS = "101", "601", "201"
"""Codes of livelihood, of bridal goods and of culture."""


async def done(
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    family: FamilyId | None = None,
    *,
    value: int = 1_000_000,
    day: date = TODAY,
    code: str = BASKET,
    joint: bool = False,
    now: datetime = NOW,
) -> ServiceView:
    """Build a service of the activity's usual kind; without a family, for twelve people.

    `now` is when it is reported.
    """
    activity = (await find_activities(session, search=code, offset=0, limit=1)).items[0]
    new = replace(
        await claim(session, unit),
        activity=activity.id,
        kind=activity.kinds[0],
        value=Toman(value),
        delivered_on=day,
        joint=joint,
        family=family,
        people=12 if family is None else None,
    )
    return await report(Caller(session, actor, now), new)
