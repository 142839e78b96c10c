"""A returned service leaves every figure until it is corrected or verified after all, and is shown beside them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.jalali import Jalali
from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.access.caller import Caller
from bot.relief.families.files import load_family
from bot.relief.ids import FamilyId
from bot.relief.services.corrections import correct_report, load_editable_report
from bot.relief.services.verification import return_report, verify_report
from bot.relief.services.views import ServiceView
from bot.relief.summaries.cuts import DOMAIN, KIND
from bot.relief.summaries.disclosure import published_summary
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.vocabulary import ReturnReason
from bot.storage.database import Database
from tests.relief.builders import done
from tests.relief.world import NOW, TODAY, Cast, registered
from tests.support.moments import noon

ABAN = period_of(PeriodName.MONTH, TODAY)


def month(number: int) -> Period:
    return period_of(PeriodName.MONTH, Jalali(1404, number, 1).to_date())


async def sent_back(session: AsyncSession, cast: Cast, view: ServiceView, now: datetime = NOW) -> None:
    await return_report(Caller(session, cast.zahra, now), view.id, ReturnReason.TWICE, None)


async def summary(session: AsyncSession, cast: Cast, *, verified_only: bool = False) -> Summary:
    return await summarise(Caller(session, cast.zahra, NOW), cast.tree.province, ABAN, verified_only=verified_only)


async def test_a_returned_service_is_in_no_figure_and_beside_all_of_them(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        back = await done(session, cast.maryam, cast.tree.sadat, family.id, value=200_000_000, joint=True)
        await done(session, cast.narges, cast.tree.lebnan, value=5_000_000)
        await sent_back(session, cast, back)
        for verified_only in (False, True):
            told = await summary(session, cast, verified_only=verified_only)
            assert told.returned == (1, 200_000_000)
            assert (told.families, told.joint) == (0, 0)
            whole = (0, 0, 0) if verified_only else (1, 5_000_000, 12)
            assert (told.services, told.total, told.people) == whole
            assert sum(value for _, value in told.by(KIND)) == sum(value for _, value in told.by(DOMAIN)) == told.total
        assert (await load_family(Caller(session, cast.maryam, NOW), family.id)).service_count == 0
        later = await summarise(
            Caller(session, cast.zahra, noon(TODAY + timedelta(days=30))), cast.tree.province, month(9)
        )
        assert later.previous_total == 5_000_000


async def test_a_returned_service_counts_again_when_it_is_corrected_or_verified_after_all(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        one, two = [await done(session, cast.maryam, cast.tree.sadat, value=value) for value in (3, 50)]
        for each in (one, two):
            await sent_back(session, cast, each)
        assert ((await summary(session, cast)).total, (await summary(session, cast)).returned) == (0, (2, 53))
        stored = await load_editable_report(Caller(session, cast.maryam, NOW), one.id)
        await correct_report(Caller(session, cast.maryam, NOW), one.id, replace(stored.report, value=Toman(4)))
        assert ((await summary(session, cast)).total, (await summary(session, cast)).returned) == (4, (1, 50))
        await verify_report(Caller(session, cast.zahra, NOW), two.id, allow_returned=True)
        told = await summary(session, cast)
        assert (told.total, told.returned, told.unverified) == (54, (0, 0), (1, 4))


async def families(session: AsyncSession, cast: Cast) -> list[FamilyId]:
    return [(await registered(session, cast.maryam, cast.tree.sadat, f"خانوار آزمونی {n}")).id for n in range(6)]


async def six(session: AsyncSession, cast: Cast, day: date) -> list[ServiceView]:
    return [
        await done(session, cast.maryam, cast.tree.sadat, family, day=day, now=noon(day))
        for family in await families(session, cast)
    ]


async def published(session: AsyncSession, cast: Cast, number: int) -> tuple[int, int]:
    caller = Caller(session, cast.zahra, noon(month(number).until + timedelta(days=11)))
    told = await published_summary(caller, cast.tree.sadat, month(number))
    return told.services, told.total


@pytest.mark.parametrize("fate", ["stays", "corrected", "verified"])
async def test_what_is_published_leaves_out_the_returned_and_brings_them_once_when_they_count(
    cast: Cast, database: Database, fate: str
) -> None:
    """Returned before the cut-off of Mehr; settled, or not, after it."""
    first, later = month(7).since, noon(month(8).since + timedelta(days=15))
    async with database.write_session() as session:
        services = await six(session, cast, first)
        for one in services:
            await sent_back(session, cast, one, noon(first + timedelta(days=3)))
        for one in services if fate != "stays" else ():
            if fate == "verified":
                await verify_report(Caller(session, cast.zahra, later), one.id, allow_returned=True)
            else:
                stored = await load_editable_report(Caller(session, cast.maryam, later), one.id)
                correction = replace(stored.report, value=Toman(2_000_000))
                await correct_report(Caller(session, cast.maryam, later), one.id, correction)
        told = [await published(session, cast, number) for number in (7, 8, 9)]
    expected = {"stays": (0, 0), "corrected": (6, 12_000_000), "verified": (6, 6_000_000)}[fate]
    assert told == [(0, 0), expected, (0, 0)]


async def test_a_published_month_stays_as_it_was_when_a_service_of_it_is_returned_and_corrected(
    cast: Cast, database: Database
) -> None:
    first, later = month(7).since, noon(month(8).since + timedelta(days=15))
    async with database.write_session() as session:
        one, *_ = await six(session, cast, first)
        before = await published(session, cast, 7)
        await sent_back(session, cast, one, later)
        stored = await load_editable_report(Caller(session, cast.maryam, later), one.id)
        again = await correct_report(
            Caller(session, cast.maryam, later), one.id, replace(stored.report, value=Toman(2_000_000))
        )
        await sent_back(session, cast, again.view, later + timedelta(days=1))
        much_later = later + timedelta(days=40)
        stored = await load_editable_report(Caller(session, cast.maryam, much_later), again.view.id)
        await correct_report(
            Caller(session, cast.maryam, much_later), again.view.id, replace(stored.report, value=Toman(3_000_000))
        )
        told = [await published(session, cast, number) for number in (7, 8, 9)]
    assert before == (6, 6_000_000)
    assert told == [before, (0, 0), (0, 0)]
