"""Keys, instants, numbers and vocabularies of the rows."""

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, StatementError

from bot.clock import FixedClock, SystemClock
from bot.relief import vocabulary as words
from bot.storage.database import Database
from bot.storage.orm import Base, Instant, new_id, row_key
from bot.storage.sequences import NumberSequence, next_number, next_numbers
from bot.storage.tables import Campaign, Conversation, Membership, Person, Unit

DIALECT = sqlite.dialect()


def test_keys_grow_and_fit_63_bits() -> None:
    keys = [new_id() for _ in range(10_000)]
    assert keys == sorted(set(keys))
    assert 0 < keys[0] < keys[-1] < 2**63


def test_a_row_has_its_key_before_it_is_written(clock: FixedClock) -> None:
    person = Person(name="مریم", language="fa", created_at=clock.now())
    given_key = Person(id=5, name="مریم", language="fa", created_at=clock.now())
    assert person.id > 2**50
    assert (given_key.id, row_key(given_key)) == (5, "5")
    assert row_key(Conversation(messenger="bale", external_id=5)) == "bale/5"


def test_a_row_refuses_what_it_does_not_have() -> None:
    with pytest.raises(TypeError, match="Unit has no colour"):
        Unit(colour="green")


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - made aware below
def test_an_instant_comes_back_in_utc_to_the_microsecond(naive: datetime, offset: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    column = Instant()
    back = column.process_result_value(column.process_bind_param(instant, DIALECT), DIALECT)
    assert back == instant
    assert back is not None
    assert back.tzinfo is UTC


async def test_an_instant_without_a_time_zone_is_refused(database: Database, clock: FixedClock) -> None:
    person = Person(name="مریم", language="fa", created_at=clock.now().replace(tzinfo=None))
    async with database.write_session() as session:
        session.add(person)
        with pytest.raises(StatementError, match="without a time zone"):
            await session.flush()


async def test_rows_are_found_between_instants(database: Database, clock: FixedClock) -> None:
    async with database.write_session() as session:
        for _ in range(3):
            session.add(Person(name="مریم", language="fa", created_at=clock.now()))
            clock.move(timedelta(microseconds=1))
        await session.commit()
    async with database.read_session() as session:
        before = Person.created_at < clock.now() - timedelta(microseconds=1)
        assert (await session.execute(select(func.count()).select_from(Person).where(before))).scalar_one() == 2


async def test_numbers_begin_where_people_expect_and_have_no_gaps(database: Database) -> None:
    async with database.write_session() as session:
        assert await next_number(session, NumberSequence.FAMILIES) == 1001
        assert await next_number(session, NumberSequence.SERVICES) == 4001
        await session.commit()
    async with database.write_session() as session:
        assert await next_number(session, NumberSequence.FAMILIES) == 1002
    async with database.write_session() as session:
        assert list(await next_numbers(session, NumberSequence.FAMILIES, 3)) == [1002, 1003, 1004]
        assert await next_number(session, NumberSequence.FAMILIES) == 1005
        assert list(await next_numbers(session, NumberSequence.CALLS, 2)) == [11, 12]
        await session.commit()


async def test_numbers_taken_side_by_side_are_all_different(database: Database) -> None:
    taken: list[int] = []

    async def take() -> None:
        async with database.write_session() as session:
            number = await next_number(session, NumberSequence.SERVICES)
            await session.commit()
        taken.append(number)

    async with asyncio.TaskGroup() as group:
        for _ in range(15):
            group.create_task(take())
    assert sorted(taken) == list(range(4001, 4016))


def a_campaign(unit: Unit, person: Person, **values: object) -> Campaign:
    usual = {"number": 1, "unit_id": unit.id, "title": "نذر یاری", "occasion": "", "since": date(2025, 11, 1)}
    rest = {"until": date(2025, 11, 2), "state": "open", "created_by": person.id, "created_at": person.created_at}
    return Campaign(**(usual | rest | values))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"places": 2, "taken_places": 3}, "ck_campaigns_taken_places"),
        ({"places": 0}, "ck_campaigns_places"),
        ({"until": date(2025, 10, 31)}, "ck_campaigns_since_before_until"),
    ],
)
async def test_a_campaign_that_cannot_be_is_refused_by_name(
    database: Database, clock: FixedClock, values: dict[str, object], constraint: str
) -> None:
    unit = Unit(kind="relief_group", name="سادات", sort_key="s", opened_on=clock.today())
    person = Person(name="حسین", language="fa", created_at=clock.now())
    async with database.write_session() as session:
        session.add_all([unit, person])
        await session.flush()
        session.add(a_campaign(unit, person, **values))
        with pytest.raises(IntegrityError, match=constraint):
            await session.flush()


async def test_one_role_in_a_unit_stands_once_and_may_come_back(database: Database, clock: FixedClock) -> None:
    unit = Unit(kind="relief_group", name="سادات", sort_key="s", opened_on=clock.today())
    person = Person(name="مریم", language="fa", created_at=clock.now())
    same = {"person_id": person.id, "unit_id": unit.id, "role": "volunteer", "since": clock.today()}
    async with database.write_session() as session:
        session.add_all([unit, person])
        await session.flush()
        session.add_all(
            [Membership(**same, until=clock.today()), Membership(**same, until=clock.today()), Membership(**same)]
        )
        await session.flush()
        session.add(Membership(**same))
        with pytest.raises(IntegrityError):
            await session.flush()


VOCABULARIES = [
    ("units", "kind", words.UnitKind),
    ("memberships", "role", words.Role),
    ("invitations", "role", words.Role),
    ("activities", "domain", words.Domain),
    ("families", "head_sex", words.Sex),
    ("families", "coverage", words.Coverage),
    ("families", "support", words.Support),
    ("needs", "urgency", words.Urgency),
    ("services", "kind", words.Kind),
    ("totals", "kind", words.Kind),
    ("commitments", "measure", words.Measure),
    ("campaigns", "state", words.CampaignState),
    ("sign_ups", "state", words.SignUpState),
    ("calls", "state", words.CallState),
    ("deliveries", "state", words.DeliveryState),
    ("notices", "state", words.DeliveryState),
    ("answers", "answer", words.CallAnswer),
]


@pytest.mark.parametrize(("table", "column", "vocabulary"), VOCABULARIES)
def test_the_database_and_the_domain_know_the_same_words(table: str, column: str, vocabulary: type[StrEnum]) -> None:
    checks = {str(one.name): one for one in Base.metadata.tables[table].constraints if isinstance(one, CheckConstraint)}
    allowed = str(checks[f"ck_{table}_{column}"].sqltext).split(" IN ")[1].strip("()").replace("'", "").split(", ")
    assert sorted(allowed) == sorted(word.value for word in vocabulary)


def test_today_is_the_day_in_tehran() -> None:
    clock = FixedClock(datetime(2025, 11, 3, 20, 29, tzinfo=UTC))
    assert clock.today() == date(2025, 11, 3)
    clock.move(timedelta(minutes=1))
    assert (clock.today(), clock.now()) == (date(2025, 11, 4), datetime(2025, 11, 3, 20, 30, tzinfo=UTC))
    clock.move(to=datetime(2025, 1, 1, tzinfo=UTC))
    assert clock.today() == date(2025, 1, 1)
    assert SystemClock().now().tzinfo is UTC
