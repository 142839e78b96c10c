"""Summaries of a unit and period: exact values, distinct families, the tree of each day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.jalali import Jalali
from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.access.caller import Caller
from bot.relief.commitments.commitments import set_commitment
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import UnitId
from bot.relief.services.reporting import withdraw_report
from bot.relief.summaries.cuts import DOMAIN, KIND
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import Domain, Kind, Measure, Role, UnitKind
from bot.storage.database import Database
from bot.storage.tables import Unit, UnitAncestor
from tests.relief.builders import CLASS, DOWRY, done
from tests.relief.world import NOW, OPENED, TODAY, Cast, member, registered
from tests.support.moments import noon

ABAN = period_of(PeriodName.MONTH, TODAY)
YEAR = period_of(PeriodName.YEAR, TODAY)
FIRST_HALF = period_of(PeriodName.HALF_YEAR, OPENED)


def aban(day: int) -> date:
    return Jalali(1404, 8, day).to_date()


def mehr(day: int) -> date:
    return Jalali(1404, 7, day).to_date()


async def summary(
    session: AsyncSession, cast: Cast, unit: UnitId | None = None, period: Period = ABAN, today: date = TODAY
) -> Summary:
    return await summarise(Caller(session, cast.zahra, noon(today)), unit or cast.tree.province, period)


async def test_it_counts_services_and_people_and_each_family_once(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        two = await registered(session, cast.maryam, cast.tree.sadat, "علی رستمی")
        gone = await registered(session, cast.maryam, cast.tree.sadat, "محمد مرادی")
        for family in (one, one, two):
            await done(session, cast.maryam, cast.tree.sadat, family.id)
        mistake = await done(session, cast.maryam, cast.tree.sadat, gone.id, joint=True)
        await withdraw_report(Caller(session, cast.maryam, NOW), mistake.id)
        await done(session, cast.narges, cast.tree.lebnan, value=5_000_000, joint=True)
        told = await summary(session, cast)
    assert (told.unit.name, told.services, told.families, told.people) == ("کهگیلویه و بویراحمد", 4, 2, 12)
    assert (told.total, told.joint) == (8_000_000, 5_000_000)


async def test_it_splits_by_every_kind_and_by_domain_the_largest_first(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await done(session, cast.maryam, cast.tree.sadat, value=2_000_000)
        lesson = await done(session, cast.maryam, cast.tree.sadat, value=300_000, code=CLASS)
        dowry = await done(session, cast.narges, cast.tree.lebnan, value=9_000_000, code=DOWRY)
        told = await summary(session, cast)
    assert told.by(DOMAIN) == (
        (Domain.BRIDAL, 9_000_000),
        (Domain.LIVELIHOOD, 2_000_000),
        (Domain.CULTURE, 300_000),
    )
    kinds = Counter({Kind.IN_KIND: 2_000_000})
    kinds[lesson.kind] += 300_000
    kinds[dowry.kind] += 9_000_000
    assert told.by(KIND) == tuple((kind, kinds[kind]) for kind in Kind)


async def test_nothing_done_is_a_summary_of_nothing(cast: Cast, database: Database) -> None:
    async with database.read_session() as session:
        told = await summary(session, cast)
    assert (told.services, told.families, told.people, told.total, told.joint) == (0, 0, 0, 0, 0)
    assert told.by(KIND) == ((Kind.CASH, 0), (Kind.IN_KIND, 0), (Kind.VOLUNTEER_WORK, 0))
    assert (told.by(DOMAIN), told.previous_total, told.commitment) == ((), 0, None)


async def test_only_a_supervisor_asks_and_only_in_their_unit_and_below(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        county = await member(session, cast.tree.gachsaran, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        await done(session, cast.maryam, cast.tree.sadat)
        assert (await summarise(Caller(session, county, NOW), cast.tree.sadat, ABAN)).total == 1_000_000
        for actor, unit in (
            (county, cast.tree.province),
            (county, cast.tree.boyer_ahmad),
            (cast.zahra, cast.tree.country),
            (cast.maryam, cast.tree.sadat),
            (cast.hossein, cast.tree.gachsaran),
            (cast.mina, cast.tree.country),
        ):
            with pytest.raises(Forbidden):
                await summarise(Caller(session, actor, NOW), unit, ABAN)


async def test_both_ends_of_a_period_belong_to_it(cast: Cast, database: Database) -> None:
    own = Period(PeriodName.CUSTOM, aban(3), aban(5))
    async with database.write_session() as session:
        for day in range(1, 8):
            await done(session, cast.maryam, cast.tree.sadat, value=10**day, day=aban(day))
        assert (await summary(session, cast, period=own)).total == 111_000


async def test_what_came_before_is_cut_as_short_as_what_has_come_so_far(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await done(session, cast.maryam, cast.tree.sadat, value=3, day=aban(12))
        await done(session, cast.maryam, cast.tree.sadat, value=20, day=mehr(1))
        await done(session, cast.maryam, cast.tree.sadat, value=50, day=mehr(12))
        await done(session, cast.maryam, cast.tree.sadat, value=1000, day=mehr(13))
        told = await summary(session, cast)
        whole = await summary(session, cast, period=period_of(PeriodName.MONTH, mehr(1)))
    assert told.period == Period(PeriodName.MONTH, aban(1), aban(12))
    assert told.previous == Period(PeriodName.MONTH, mehr(1), mehr(12))
    assert (told.total, told.previous_total) == (3, 70)
    assert (whole.total, whole.previous_total) == (1070, 0)


async def test_a_period_to_come_is_refused(cast: Cast, database: Database) -> None:
    async with database.read_session() as session:
        with pytest.raises(Conflict, match="error-summary-future"):
            await summary(session, cast, period=period_of(PeriodName.MONTH, TODAY + timedelta(days=30)))


async def test_the_commitment_is_that_of_the_whole_period_and_of_this_unit(cast: Cast, database: Database) -> None:
    half = period_of(PeriodName.HALF_YEAR, TODAY)
    async with database.write_session() as session:
        await set_commitment(
            session,
            unit=cast.tree.province,
            measure=Measure.VALUE,
            since=half.since,
            until=half.until,
            amount=Toman(24_000_000_000),
            by=None,
            now=NOW,
        )
        for period in (half, half.elapsed_part(TODAY), Period(PeriodName.CUSTOM, half.since, half.until)):
            told = await summary(session, cast, period=period)
            assert told.commitment == 24_000_000_000
            assert told.period == Period(PeriodName.HALF_YEAR, half.since, TODAY)
        assert (await summary(session, cast, cast.tree.gachsaran, half)).commitment is None
        assert (await summary(session, cast, period=YEAR)).commitment is None


async def test_centres_are_those_of_the_last_day_that_has_come(cast: Cast, database: Database) -> None:
    opened, closed = aban(2), aban(11)
    async with database.write_session() as session:
        await add_unit(
            session,
            kind=UnitKind.CHARITY_CENTRE,
            name="مرکز نیکوکاری نو",
            parent=cast.tree.dishmook,
            opened_on=opened,
        )
        await session.execute(update(Unit).where(Unit.id == cast.tree.yasuj_centre).values(closed_on=closed))
        now = await summary(session, cast)
        then = await summary(session, cast, period=FIRST_HALF)
        both = await summary(session, cast, today=closed)
    assert (then.centres, both.centres, now.centres) == (1, 2, 1)
    assert then.cities_without_centre == ("دوگنبدان", "دیشموک")
    assert both.cities_without_centre == ("دوگنبدان",)
    assert now.cities_without_centre == ("دوگنبدان", "یاسوج")


async def test_a_unit_that_moves_leaves_its_past_where_it_was(cast: Cast, database: Database) -> None:
    moved = aban(5)
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await done(session, cast.maryam, cast.tree.sadat, family.id, value=1, day=aban(4))
        await done(session, cast.maryam, cast.tree.sadat, value=20, day=aban(5), joint=True)
        await session.execute(
            update(UnitAncestor)
            .where(UnitAncestor.unit_id == cast.tree.sadat, UnitAncestor.depth > 0)
            .where(UnitAncestor.ancestor_id != cast.tree.province)
            .values(until=moved - timedelta(days=1))
        )
        session.add(UnitAncestor(unit_id=cast.tree.sadat, ancestor_id=cast.tree.boyer_ahmad, since=moved, depth=1))
        await session.flush()
        old = await summary(session, cast, cast.tree.gachsaran)
        new = await summary(session, cast, cast.tree.boyer_ahmad)
        both = await summary(session, cast)
    assert (old.total, old.families, old.joint) == (1, 1, 0)
    assert (new.total, new.families, new.joint) == (20, 0, 20)
    assert (both.total, both.services) == (21, 2)
