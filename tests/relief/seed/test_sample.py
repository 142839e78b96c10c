"""The sample province in the database: exact totals, its people, and idempotent loading."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FixedClock
from bot.persian.jalali import Jalali
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_units
from bot.relief.errors import Conflict
from bot.relief.families.files import find_families
from bot.relief.families.registration import CONSENT_VERSION, NewFamily, register_family
from bot.relief.ledger import totals
from bot.relief.people.registration import join_by_invitation, preview_invitation
from bot.relief.seed import places
from bot.relief.seed.sample import load_sample
from bot.relief.seed.starter_data import COUNTRY_KEY, sample_families, sample_people
from bot.relief.services.own_reports import load_last_own_service
from bot.relief.summaries.cuts import DOMAIN, KIND
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.units.directory import add_unit, list_children, load_path
from bot.relief.units.geo import Point, find_nearest_units
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.database import Database
from bot.storage.orm import Base
from bot.storage.tables import Account, Family, Membership, Person, Service, Unit, UnitAncestor
from tests.relief.world import NOW, TODAY
from tests.support.moments import noon

FIRST_HALF = period_of(PeriodName.HALF_YEAR, Jalali(1404, 1, 1).to_date())


@pytest.fixture
async def province(database: Database, clock: FixedClock) -> Database:
    await load_sample(database, clock)
    return database


async def known(session: AsyncSession, messenger: str, account: int) -> Actor:
    actor = await load_actor(session, messenger, account, TODAY)
    assert actor is not None
    return actor


async def asked(session: AsyncSession, period: Period, today: date) -> Summary:
    zahra = await known(session, "telegram", 1003)
    assert zahra.primary_grant is not None
    return await summarise(Caller(session, zahra, noon(today)), zahra.primary_grant.unit, period)


async def everything(session: AsyncSession) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


async def test_the_half_year_reads_64_milliard_against_24(province: Database, clock: FixedClock) -> None:
    async with province.read_session() as session:
        told = await asked(session, FIRST_HALF, clock.today())
        assert await totals.is_consistent(session)
    assert (told.unit.name, told.unit.kind) == ("کهگیلویه و بویراحمد", UnitKind.PROVINCE)
    assert (told.total, told.commitment, told.joint) == (64_000_000_000, 24_000_000_000, 623_000_000)
    assert (told.centres, told.cities_without_centre) == (57, ("دیشموک", "ممبی"))
    assert sum(value for _, value in told.by(KIND)) == told.total
    assert len(told.by(DOMAIN)) == 8
    assert (told.period, told.previous_total) == (FIRST_HALF, 0)
    assert told.services > 1500
    assert 50 <= told.families <= 60


async def test_it_is_written_once(database: Database, clock: FixedClock) -> None:
    first = await load_sample(database, clock)
    async with database.read_session() as session:
        before = await everything(session)
    clock.move(timedelta(days=400))
    assert await load_sample(database, clock) == first
    async with database.read_session() as session:
        assert await everything(session) == before


async def test_the_people_of_the_sample_know_their_places(province: Database, clock: FixedClock) -> None:
    async with province.write_session() as session:
        maryam = await known(session, "telegram", 1001)
        assert (maryam.name, maryam.language, maryam.accepted_confidentiality) == ("مریم احمدی", "fa", True)
        assert [(grant.role, grant.unit_name) for grant in maryam.grants] == [(Role.VOLUNTEER, "امداد محلهٔ سادات")]
        sight = await find_families(Caller(session, maryam, clock.now()), search="", offset=0, limit=20)
        assert len(sight.items) >= 2
        last = await load_last_own_service(Caller(session, maryam, NOW), sight.items[0].id)
        assert last is not None
        hossein = await known(session, "telegram", 1002)
        assert len(await permitted_units(Caller(session, hossein, clock.now()), Action.REPORT_SERVICE)) > 5
        found = await find_families(Caller(session, hossein, clock.now()), search="موسوي", offset=0, limit=5)
        assert "زهرا موسوی" in {family.head_name for family in found.items}


async def test_a_family_of_the_sample_is_known_elsewhere(province: Database, clock: FixedClock) -> None:
    one = sample_families()[0]
    async with province.write_session() as session:
        narges = await known(session, "bale", 2001)
        assert narges.primary_grant is not None
        again = NewFamily(
            unit=narges.primary_grant.unit,
            head_name="دیگری",
            head_sex=None,
            identity_kind=one.identity_kind,
            identity=one.identity,
            phone=None,
            neighbourhood="",
            members=None,
            coverage=None,
            support=None,
            needs=(),
            consent_version=CONSENT_VERSION,
        )
        with pytest.raises(Conflict, match="error-family-known") as refused:
            await register_family(Caller(session, narges, clock.now()), again)
    assert refused.value.message_args["unit"] == "امداد محلهٔ سادات"


async def test_who_is_invited_comes_with_the_code_and_brings_the_next_number_along(
    database: Database, clock: FixedClock
) -> None:
    guests = await load_sample(database, clock)
    assert [(guest.messenger, guest.account) for guest in guests] == [("telegram", 1010), ("bale", 2010)]
    async with database.write_session() as session:
        for guest in guests:
            assert await load_actor(session, guest.messenger, guest.account, TODAY) is None
            read = await preview_invitation(session, guest.code, clock.now())
            assert (read.role, read.inviter_name) == (Role.VOLUNTEER, "حسین رضایی")
            joined = await join_by_invitation(
                session,
                code=guest.code,
                messenger=guest.messenger,
                external_id=guest.account,
                name="سینا یزدانی",
                phone=None,
                language="fa",
                now=clock.now(),
            )
            assert [grant.unit_name for grant in joined.grants] == [read.unit_name]
        await session.commit()
    assert await load_sample(database, clock) == guests


async def latest(session: AsyncSession) -> tuple[date, datetime]:
    """Return the last day of delivery and the last instant of a report."""
    days = await session.scalars(select(Service.delivered_on))
    instants = await session.scalars(select(Service.reported_at))
    return max(days), max(instants)


async def test_services_after_the_day_asked_for_are_left_out(database: Database, clock: FixedClock) -> None:
    spring = Jalali(1404, 3, 31).to_date()
    await load_sample(database, clock, last_day=spring)
    async with database.read_session() as session:
        assert (await latest(session))[0] == spring
        told = await asked(session, FIRST_HALF, clock.today())
        assert 0 < told.total < 64_000_000_000
        assert await totals.is_consistent(session)


async def test_on_a_day_within_the_half_year_nothing_is_reported_from_the_future(
    database: Database, clock: FixedClock
) -> None:
    clock.move(to=clock.now() - timedelta(days=120))
    await load_sample(database, clock)
    async with database.read_session() as session:
        day, instant = await latest(session)
    assert clock.today() - timedelta(days=2) < day <= clock.today()
    assert instant <= clock.now()


async def test_where_real_people_are_the_sample_is_refused(database: Database, clock: FixedClock) -> None:
    async with database.write_session() as session:
        session.add(Person(name="مریم", language="fa", created_at=clock.now()))
        await session.commit()
    with pytest.raises(Conflict, match="error-sample-not-empty"):
        await load_sample(database, clock)
    async with database.read_session() as session:
        assert await session.scalar(select(func.count()).select_from(Family)) == 0


async def test_the_places_of_iran_are_a_tree_and_loaded_twice_are_the_same(database: Database) -> None:
    async with database.write_session() as session:
        loaded = await places.load_places(session)
        assert await places.load_places(session) == loaded
        counted = await session.execute(select(Unit.kind, func.count().label("units")).group_by(Unit.kind))
        kinds = {row.kind: row.units for row in counted}
        assert (kinds[UnitKind.COUNTRY], kinds[UnitKind.PROVINCE]) == (1, 31)
        assert kinds[UnitKind.COUNTY] > 400
        line = await load_path(session, loaded["کهگیلویه و بویراحمد/گچساران/دوگنبدان"])
        assert [one.name for one in line] == ["ایران", "کهگیلویه و بویراحمد", "گچساران", "دوگنبدان"]
        everywhere = select(func.count()).where(UnitAncestor.ancestor_id == loaded[COUNTRY_KEY])
        assert await session.scalar(everywhere) == len(loaded)


async def test_a_place_that_is_there_already_is_kept(database: Database) -> None:
    async with database.write_session() as session:
        country = await add_unit(
            session, kind=UnitKind.COUNTRY, name="ایران", parent=None, opened_on=places.PLACES_OPENED_ON
        )
        loaded = await places.load_places(session)
        assert loaded[COUNTRY_KEY] == country.id
        under = await list_children(session, country.id, places.PLACES_OPENED_ON, 0, 40)
    assert len(under.items) == 31


async def test_no_name_or_number_of_a_person_stands_in_clear(database: Database, clock: FixedClock) -> None:
    await load_sample(database, clock)
    async with database.read_session() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in await session.execute(select(table))]
    written = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
    assert "امداد محلهٔ سادات".encode() in written
    people_of_it = sample_people()
    secrets = {one.head_name for one in sample_families()} | {one.name for one in people_of_it}
    secrets |= {one.phone for one in people_of_it} | {one.phone or "" for one in sample_families()}
    secrets |= {one.identity or "" for one in sample_families()}
    assert [secret for secret in secrets - {""} if secret.encode() in written] == []


async def test_who_stands_in_dogonbadan_finds_what_is_there_first(province: Database, clock: FixedClock) -> None:
    here = Point(latitude=30.3633, longitude=50.7828)
    async with province.read_session() as session:
        found = await find_nearest_units(session, here, clock.today(), offset=0, limit=20)
        near = [unit.id for unit, metres in found.items if metres < 3_000]
        lines = [[above.name for above in await load_path(session, unit)] for unit in near]
    assert len(near) == 12
    assert all("دوگنبدان" in line for line in lines)
    assert min(metres for _, metres in found.items[12:]) > 20_000


async def test_the_sample_is_a_province_that_lives(database: Database, clock: FixedClock) -> None:
    """Its volunteers report, the administrator does not, and nobody was last heard of years ago."""
    await load_sample(database, clock)
    async with database.read_session() as session:
        reporters = Counter(
            await session.scalars(select(Membership.role).join(Service, Service.reported_by == Membership.person_id))
        )
        silent = list(await session.scalars(select(Account.last_seen_at)))
    assert reporters[Role.ADMINISTRATOR] == 0
    assert reporters[Role.VOLUNTEER] > 0.9 * reporters.total()
    assert min(silent) > clock.now() - timedelta(days=30)
