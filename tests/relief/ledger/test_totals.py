"""Totals match the services after every sequence of changes, and can be verified and rebuilt."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.persian.money import Toman
from bot.relief.access.caller import Caller
from bot.relief.catalogue.activities import find_activities
from bot.relief.ids import ServiceId, UnitId
from bot.relief.ledger import totals
from bot.relief.services.reporting import report, withdraw_report
from bot.relief.vocabulary import Domain, Kind
from bot.storage.database import Database
from bot.storage.tables import Service, Total
from tests.relief.world import NOW, TODAY, Cast, claim, reported, standing


async def test_a_total_that_lies_is_found_and_put_right(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await reported(session, cast.maryam, cast.tree.sadat, None)
        gone = await reported(session, cast.narges, cast.tree.lebnan, None)
        await withdraw_report(Caller(session, cast.narges, NOW), gone.id)
        assert await totals.is_consistent(session)
        await session.execute(update(Total).where(Total.unit_id == cast.tree.sadat).values(value=Total.value + 1))
        assert not await totals.is_consistent(session)
        await totals.rebuild_totals(session)
        assert await totals.is_consistent(session)
        assert await standing(session) == (1, 1_500_000)
        session.add(
            Total(
                booked_on=TODAY,
                unit_id=cast.tree.lebnan,
                domain="housing",
                kind="cash",
                state="waiting",
                services=1,
                value=5,
            )
        )
        await session.flush()
        assert not await totals.is_consistent(session)
        await totals.rebuild_totals(session)
        await session.execute(update(Service).where(Service.unit_id == cast.tree.sadat).values(verified_at=NOW))
        assert not await totals.is_consistent(session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    place: int
    activity: int
    value: int
    days_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    which: int


STEPS = st.lists(
    st.one_of(
        st.builds(
            Report,
            place=st.integers(0, 1),
            activity=st.integers(0, 2),
            value=st.integers(1, 64_000_000_000),
            days_ago=st.integers(0, 2),
        ),
        st.builds(Withdraw, which=st.integers(0, 9)),
    ),
    max_size=12,
)
Key = tuple[date, UnitId, Domain, Kind]


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
async def test_totals_are_the_sum_of_what_stands_after_any_sequence(
    steps: list[Report | Withdraw], cast: Cast, database: Database
) -> None:
    """Run each example in a transaction that is rolled back."""
    async with database.write_session() as session:
        done = (await find_activities(session, search="", offset=0, limit=100)).items[::40]
        stand: dict[ServiceId, tuple[Key, int]] = {}
        for step in steps:
            match step:
                case Report():
                    place = (cast.tree.sadat, cast.tree.lebnan)[step.place]
                    act = done[step.activity]
                    day = TODAY - timedelta(days=step.days_ago)
                    new = replace(
                        await claim(session, place),
                        activity=act.id,
                        kind=act.kinds[0],
                        value=Toman(step.value),
                        delivered_on=day,
                    )
                    view = await report(Caller(session, cast.hossein, NOW), new)
                    stand[view.id] = ((day, place, act.domain, act.kinds[0]), step.value)
                case Withdraw() if step.which < len(stand):
                    gone = list(stand)[step.which]
                    await withdraw_report(Caller(session, cast.hossein, NOW), gone)
                    del stand[gone]
                case Withdraw():
                    pass
        counts = Counter(key for key, _ in stand.values())
        sums = Counter[Key]()
        for key, value in stand.values():
            sums[key] += value
        rows = await session.scalars(select(Total).where(Total.services != 0))
        kept = {
            (row.booked_on, UnitId(row.unit_id), Domain(row.domain), Kind(row.kind)): (row.services, row.value)
            for row in rows
        }
        assert kept == {key: (counts[key], sums[key]) for key in counts}
        assert await totals.is_consistent(session)
