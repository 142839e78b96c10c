"""Published summaries: closed months only, repeatable, and the sum of their months."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.jalali import Jalali
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.access.caller import Actor, Caller
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import FamilyId, UnitId
from bot.relief.lifecycle.family_erasure import erase_family
from bot.relief.summaries.disclosure import (
    PublishedSummary,
    is_published,
    public_profile,
    publication_date,
    published_summary,
)
from bot.relief.summaries.summaries import summarise
from bot.relief.vocabulary import Domain, Kind, Role
from bot.storage.database import Database
from bot.storage.orm import new_id
from bot.storage.tables import AuditEntry, Service, Unit
from tests.relief.builders import BASKET, CLASS, DOWRY, done
from tests.relief.world import NOW, OPENED, Cast, member, registered
from tests.support.moments import noon

LATER = date(2025, 12, 5)
"""The 14th of Azar: the cut-off of Aban was four days ago."""


def month(number: int) -> Period:
    return period_of(PeriodName.MONTH, Jalali(1404, number, 1).to_date())


AUTUMN = replace(period_of(PeriodName.SEASON, LATER), until=month(8).until)


async def did(
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    family: FamilyId | None,
    day: date,
    *,
    value: int = 1_000_000,
    code: str = BASKET,
    after: timedelta = timedelta(hours=3),
) -> None:
    """Report a service so long after its day."""
    now = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + after
    await done(session, actor, unit, family, value=value, day=day, code=code, now=now)


async def told(
    session: AsyncSession, cast: Cast, unit: UnitId, period: Period, today: date = LATER
) -> PublishedSummary:
    return await published_summary(Caller(session, cast.zahra, noon(today)), unit, period)


async def families(session: AsyncSession, actor: Actor, unit: UnitId, count: int) -> list[FamilyId]:
    return [(await registered(session, actor, unit, f"خانوار آزمونی {number}")).id for number in range(count)]


async def test_few_are_not_told_and_many_are_in_their_unit_and_above(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        for family in await families(session, cast.maryam, cast.tree.sadat, 6):
            await did(session, cast.maryam, cast.tree.sadat, family, month(7).since)
        for family in (await families(session, cast.narges, cast.tree.lebnan, 4))[:4]:
            await did(session, cast.narges, cast.tree.lebnan, family, month(7).since, code=DOWRY, value=9_000_000)
        await did(session, cast.narges, cast.tree.lebnan, None, month(7).since, value=5_000_000)
        many = await told(session, cast, cast.tree.sadat, month(7))
        few = await told(session, cast, cast.tree.lebnan, month(7))
        both = await told(session, cast, cast.tree.province, month(7))
    assert (many.services, many.families, many.total, many.cutoff_date) == (6, 5, 6_000_000, date(2025, 11, 1))
    assert (few.services, few.families, few.people, few.total) == (1, 0, 12, 5_000_000)
    assert Domain.BRIDAL in few.withheld_domains
    assert (both.services, both.families, both.people, both.total) == (7, 5, 12, 11_000_000)
    assert both.by_domain == ((Domain.LIVELIHOOD, 11_000_000),)
    assert dict(both.by_kind)[Kind.IN_KIND] == 11_000_000


async def test_a_season_is_its_months_in_every_unit(cast: Cast, database: Database) -> None:
    drawn = Random(7)  # noqa: S311 - any services will do
    async with database.write_session() as session:
        worker = await member(session, cast.tree.province, Role.COORDINATOR, "کارگزار آزمونی", account=1200)
        places = (cast.tree.sadat, cast.tree.lebnan, cast.tree.yasuj_centre)
        known = {place: await families(session, worker, place, 7) for place in places}
        for _ in range(70):
            place, day = drawn.choice(places), month(7).since + timedelta(days=drawn.randrange(60))
            family = drawn.choice([*known[place], None])
            code = drawn.choice((BASKET, BASKET, CLASS, DOWRY))
            await did(session, worker, place, family, day, value=drawn.randrange(1, 10**7), code=code)
        for unit in (*places, cast.tree.dogonbadan, cast.tree.gachsaran, cast.tree.province):
            one, two = [await told(session, cast, unit, month(number)) for number in (7, 8)]
            season = await told(session, cast, unit, period_of(PeriodName.SEASON, LATER))
            assert season.period == AUTUMN
            assert season.total == one.total + two.total
            assert season.services == one.services + two.services
            assert season.total == sum(v for _, v in season.by_domain) + season.unattributed
            inside = await summarise(Caller(session, cast.zahra, noon(LATER)), unit, AUTUMN)
            assert season.total <= inside.total
            assert season.families <= inside.families
            assert season.families % 5 == 0
        whole = await summarise(Caller(session, cast.zahra, noon(LATER)), cast.tree.province, AUTUMN)
    assert whole.total / 2 < season.total < whole.total


async def test_a_family_that_stands_in_withheld_cells_alone_is_not_counted(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        known = await families(session, cast.maryam, cast.tree.sadat, 10)
        for family in known[:9]:
            await did(session, cast.maryam, cast.tree.sadat, family, month(7).since)
        for family in known[8:]:
            await did(session, cast.maryam, cast.tree.sadat, family, month(7).since, code=DOWRY)
        assert (await summarise(Caller(session, cast.zahra, noon(LATER)), cast.tree.sadat, month(7))).families == 10
        assert (await told(session, cast, cast.tree.sadat, month(7))).families == 5


async def test_what_was_told_once_stays_what_comes_later_counts_later(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        known = await families(session, cast.maryam, cast.tree.sadat, 12)
        for family in known[:6]:
            await did(session, cast.maryam, cast.tree.sadat, family, month(7).until, after=timedelta(days=9))
        once = await told(session, cast, cast.tree.sadat, month(7), date(2025, 11, 2))
        for family in known[6:]:
            await did(session, cast.maryam, cast.tree.sadat, family, month(7).until, after=timedelta(days=12))
        mistake = await session.scalar(select(Service.id).where(Service.reported_at < NOW - timedelta(days=1)).limit(1))
        gone = {"voided_at": NOW + timedelta(days=9), "voided_by": cast.maryam.person, "void_reason_box": b"x"}
        await session.execute(update(Service).where(Service.id == mistake).values(**gone))
        await erase_family(Caller(session, cast.zahra, noon(LATER)), known[0], "خودشان خواستند")
        assert await told(session, cast, cast.tree.sadat, month(7)) == once
        aban = await told(session, cast, cast.tree.sadat, month(8))
    assert (once.services, once.families) == (6, 5)
    assert (aban.services, aban.families, aban.total) == (6, 5, 6_000_000)


async def test_what_corrects_a_service_that_was_told_is_not_told_again(cast: Cast, database: Database) -> None:
    """A correction of the correction is not either; one not published yet is published as it is now."""
    days = (month(7).until, month(8).since, month(8).since)
    async with database.write_session() as session:
        known = await families(session, cast.maryam, cast.tree.sadat, 5)
        for family in known:
            await did(session, cast.maryam, cast.tree.sadat, family, days[0])
        for family in known:
            await did(session, cast.maryam, cast.tree.sadat, family, days[1], value=10_000_000)
        rows = list(await session.scalars(select(Service).order_by(Service.id)))
        for old, at in ((rows[0], days[1]), (rows[5], days[2])):
            instant = datetime(at.year, at.month, at.day, tzinfo=UTC)
            once = await corrected(session, old, instant + timedelta(days=15))
            await corrected(session, once, instant + timedelta(days=16))
        mehr, aban = [await told(session, cast, cast.tree.sadat, month(number)) for number in (7, 8)]
    assert (mehr.services, mehr.total) == (5, 5_000_000)
    assert (aban.services, aban.total) == (5, 40_000_000 + 7)


async def corrected(session: AsyncSession, old: Service, now: datetime) -> Service:
    """For 7 toman."""
    columns = {one.key: getattr(old, one.key) for one in Service.__table__.columns}
    fresh = Service(**columns | {"id": new_id(), "number": old.number + 100, "value": 7, "reported_at": now})
    fresh.replaces_id = old.id
    old.voided_at, old.voided_by, old.void_reason = now, old.reported_by, "آزمون"
    session.add(fresh)
    await session.flush()
    return fresh


async def test_only_whole_months_that_have_settled(cast: Cast, database: Database) -> None:
    aban = month(8)
    own = Period(PeriodName.CUSTOM, month(6).since + timedelta(days=3), aban.until - timedelta(days=1))
    async with database.write_session() as session:
        assert (await told(session, cast, cast.tree.sadat, own)).period == replace(
            own, since=month(7).since, until=month(7).until
        )
        for period, today in (
            (aban, aban.until + timedelta(days=10)),
            (month(9), LATER),
            (Period(PeriodName.CUSTOM, aban.since, aban.until - timedelta(days=1)), LATER),
        ):
            with pytest.raises(Conflict, match="error-outside-unsettled"):
                await told(session, cast, cast.tree.sadat, period, today)
            assert not is_published(period, today)
        assert (await told(session, cast, cast.tree.sadat, aban, aban.until + timedelta(days=11))).services == 0
        with pytest.raises(Conflict, match="error-outside-long"):
            await told(session, cast, cast.tree.sadat, Period(PeriodName.CUSTOM, date(2000, 1, 1), LATER))
    assert publication_date(aban) == aban.until + timedelta(days=11)
    assert publication_date(own) == month(7).until + timedelta(days=11)
    assert publication_date(Period(PeriodName.CUSTOM, aban.since, aban.until - timedelta(days=1))) is None
    assert publication_date(Period(PeriodName.CUSTOM, aban.since + timedelta(days=1), month(9).since)) is None


async def test_supervisors_of_the_line_take_it_out_and_that_is_written_down(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await told(session, cast, cast.tree.sadat, month(7))
        entry = await session.scalar(select(AuditEntry).where(AuditEntry.action == AuditAction.PUBLISH_SUMMARY))
        assert entry is not None
        assert (entry.person_id, entry.unit_id) == (cast.zahra.person, cast.tree.sadat)
        assert entry.subject == "summary:20250923-20251022"
        for actor in (cast.maryam, cast.hossein, cast.mina):
            with pytest.raises(Forbidden):
                await published_summary(Caller(session, actor, noon(LATER)), cast.tree.sadat, month(7))


async def test_members_of_other_units_know_the_record_of_the_year_and_nobody_without_a_role(
    cast: Cast, database: Database
) -> None:
    nowruz = Jalali(1405, 1, 20).to_date()
    async with database.write_session() as session:
        for family in await families(session, cast.maryam, cast.tree.sadat, 5):
            await did(session, cast.maryam, cast.tree.sadat, family, month(7).since)
        record = await public_profile(Caller(session, cast.narges, noon(LATER)), cast.tree.sadat)
        new_year = await public_profile(Caller(session, cast.narges, noon(nowruz)), cast.tree.sadat)
        with pytest.raises(Forbidden):
            await public_profile(Caller(session, replace(cast.narges, grants=()), noon(LATER)), cast.tree.sadat)
        opened = await session.scalar(select(Unit.opened_on).where(Unit.id == cast.tree.sadat))
    assert opened == OPENED
    assert (record.total, record.period.until) == (5_000_000, month(8).until)
    assert (new_year.total, new_year.period.since) == (5_000_000, record.period.since)
