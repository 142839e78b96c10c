"""Property: a summary is the sum of the services that stand, in every scope and period."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName
from bot.relief.access.caller import Actor, Caller
from bot.relief.services.corrections import correct_report, load_editable_report
from bot.relief.services.reporting import withdraw_report
from bot.relief.services.verification import return_report, verify_report
from bot.relief.services.views import ServiceView
from bot.relief.summaries.cuts import DOMAIN, KIND
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.vocabulary import Kind, ReturnReason, Role
from bot.storage.database import Database
from tests.relief.builders import BASKET, CLASS, DOWRY, done
from tests.relief.world import NOW, TODAY, Cast, member, registered

DOMAINS = {BASKET: "livelihood", DOWRY: "bridal", CLASS: "culture"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    place: int
    code: str
    value: int
    days_ago: int
    family: bool
    joint: bool
    fate: str


FATES = ("stands", "stands", "withdrawn", "returned", "verified", "verified after all", "corrected")
REPORTS = st.lists(
    st.builds(
        Report,
        place=st.sampled_from((0, 0, 1, 2)),
        code=st.sampled_from((BASKET, DOWRY, CLASS)),
        value=st.integers(1, 64_000_000_000),
        days_ago=st.integers(0, 2),
        family=st.sampled_from((True, True, False)),
        joint=st.booleans(),
        fate=st.sampled_from(FATES),
    ),
    max_size=6,
)


def check(found: Summary, expected: list[tuple[Report, ServiceView]]) -> None:
    assert found.services == len(expected)
    assert found.total == sum(view.value for _, view in expected)
    assert found.joint == sum(view.value for told, view in expected if told.joint)
    assert found.families == len({view.family for _, view in expected} - {None})
    assert found.people == sum(view.people or 0 for _, view in expected)
    by_kind, by_domain = Counter[Kind](), Counter[str]()
    for told, view in expected:
        by_kind[view.kind] += view.value
        by_domain[DOMAINS[told.code]] += view.value
    assert dict(found.by(KIND)) == {kind: by_kind[kind] for kind in Kind}
    assert dict(found.by(DOMAIN)) == by_domain


async def decide(session: AsyncSession, cast: Cast, worker: Actor, told: Report, view: ServiceView) -> ServiceView:
    """Let the report meet its fate, and return what stands in its place."""
    if told.fate == "withdrawn":
        return await withdraw_report(Caller(session, worker, NOW), view.id)
    if told.fate in {"returned", "verified after all", "corrected"}:
        await return_report(Caller(session, cast.zahra, NOW), view.id, ReturnReason.TWICE, None)
    if told.fate == "corrected":
        stored = await load_editable_report(Caller(session, worker, NOW), view.id)
        correction = replace(stored.report, value=Toman(stored.report.value + 1))
        return (await correct_report(Caller(session, worker, NOW), view.id, correction)).view
    if told.fate in {"verified", "verified after all"}:
        await verify_report(Caller(session, cast.zahra, NOW), view.id, allow_returned=True)
    return view


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # six reports are read at a glance; to shrink them takes minutes
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(reports=REPORTS, first=st.integers(0, 2), last=st.integers(0, 2))
async def test_a_summary_is_the_sum_over_the_services_that_stand(
    reports: list[Report], first: int, last: int, cast: Cast, database: Database
) -> None:
    """Each example runs in a transaction that is rolled back."""
    tree = cast.tree
    places = (tree.sadat, tree.lebnan, tree.yasuj_centre)
    scopes = {
        tree.province: set(places),
        tree.gachsaran: {tree.sadat, tree.lebnan},
        tree.boyer_ahmad: {tree.yasuj_centre},
        tree.sadat: {tree.sadat},
    }
    days = sorted((TODAY - timedelta(days=first), TODAY - timedelta(days=last)))
    period = Period(PeriodName.CUSTOM, days[0], days[1])
    async with database.write_session() as session:
        worker = await member(session, tree.province, Role.COORDINATOR, "کارگزار", account=1200)
        families = {place: (await registered(session, worker, place, "زهرا موسوی")).id for place in places}
        stand: list[tuple[Report, ServiceView]] = []
        for told in reports:
            place = places[told.place]
            view = await done(
                session,
                worker,
                place,
                families[place] if told.family else None,
                value=told.value,
                day=TODAY - timedelta(days=told.days_ago),
                code=told.code,
                joint=told.joint,
            )
            view = await decide(session, cast, worker, told, view)
            if told.fate not in {"withdrawn", "returned"} and days[0] <= view.delivered_on <= days[1]:
                stand.append((told, view))
        for scope, inside in scopes.items():
            found = await summarise(Caller(session, cast.zahra, NOW), scope, period)
            check(found, [(told, view) for told, view in stand if view.unit in inside])
