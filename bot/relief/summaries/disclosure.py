"""Summaries for people outside a unit's own line: whole months that have settled, and no small cell in any of their sums.

Sums come from the services as they stood when each month settled, so that the same question has the same answer for ever.
What may be told is decided in `suppression`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.access.policy import Action, Actor, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.commitments import commitments
from bot.relief.errors import Conflict, Forbidden
from bot.relief.hierarchy import UnitView
from bot.relief.ids import UnitId
from bot.relief.summaries.disclosure_cells import (
    ONE_DAY,
    REPORTING_GRACE,
    ReportingMonth,
    count_published_families,
    load_published_month,
)
from bot.relief.summaries.disclosure_control import Cell, Column, merge_cells, round_down
from bot.relief.units.directory import load_unit
from bot.relief.vocabulary import Domain, Kind

MAX_PUBLISHED_MONTHS = 36  # each is read by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSummary:
    """`period` is what of the asked one has settled, the last of it on `cutoff_date`. `families` is rounded down. `unattributed` is
    the part of `total` that is of no one domain and kind. `withheld_domains` are the domains of which nothing is told, whether
    something was done there or not. `commitment` is that of exactly this period.
    """

    unit: UnitView
    period: Period
    cutoff_date: date
    services: int
    families: int
    people: int
    total: Toman
    unattributed: Toman
    by_kind: tuple[tuple[Kind, Toman], ...]
    by_domain: tuple[tuple[Domain, Toman], ...]
    by_domain_and_kind: Mapping[tuple[Domain, Kind], Toman]
    withheld_domains: tuple[Domain, ...]
    commitment: Toman | None


async def published_summary(
    session: AsyncSession, actor: Actor, unit: UnitId, period: Period, now: datetime, today: date
) -> PublishedSummary:
    """For a supervisor of the unit, to hand on; who took it out, and of which days, is written down."""
    await require(session, actor, Action.ASK_SUMMARY, unit, today)
    found = await _load_summary(session, unit, period, today)
    days = f"summary:{found.period.since:%Y%m%d}-{found.period.until:%Y%m%d}"
    await audit_log.record(
        session, actor, AuditAction.PUBLISH_SUMMARY, unit=unit, subject=days, right=Action.ASK_SUMMARY, now=now
    )
    return found


async def public_profile(session: AsyncSession, actor: Actor, unit: UnitId, today: date) -> PublishedSummary:
    """Of this year as far as it has settled, else of the last one; for whoever has a role anywhere."""
    if not actor.grants:
        raise Forbidden
    this = period_of(PeriodName.YEAR, today)
    before = period_of(PeriodName.YEAR, this.since - ONE_DAY)
    return await _load_summary(session, unit, this if is_published(this, today) else before, today)


def _closed_months(period: Period, today: date) -> list[ReportingMonth]:
    """Those that lie in the period as a whole and have settled."""
    found: list[ReportingMonth] = []
    month = period_of(PeriodName.MONTH, period.since)
    while month.until <= period.until and month.until + REPORTING_GRACE < today:
        if month.since >= period.since:
            found.append(ReportingMonth(since=month.since, until=month.until))
        month = period_of(PeriodName.MONTH, month.until + ONE_DAY)
    return found


def is_published(period: Period, today: date) -> bool:
    return bool(_closed_months(period, today))


def publication_date(period: Period) -> date:
    """The first day on which something of the period can be told, where no whole month is in it, of the one after."""
    first = period_of(PeriodName.MONTH, period.since)
    whole = first if first.since == period.since else period_of(PeriodName.MONTH, first.until + ONE_DAY)
    return whole.until + REPORTING_GRACE + ONE_DAY


async def _load_summary(session: AsyncSession, unit: UnitId, period_asked: Period, today: date) -> PublishedSummary:
    months = _closed_months(period_asked, today)
    if not months:
        raise Conflict("error-outside-unsettled")
    if len(months) > MAX_PUBLISHED_MONTHS:
        raise Conflict("error-outside-long")
    period = replace(period_asked, since=months[0].since, until=months[-1].until)
    found = [await load_published_month(session, unit, month) for month in months]
    sums: dict[Column, Cell] = {}
    for one in found:
        for column, cell in one.cells.sums.items():
            sums[column] = merge_cells((sums[column], cell)) if column in sums else cell
    return _build_summary(
        await load_unit(session, unit),
        period,
        sums,
        await count_published_families(session, unit, found),
        await commitments.load_commitment(session, unit, period.since, period.until),
    )


def _build_summary(
    unit: UnitView, period: Period, sums: Mapping[Column, Cell], families: int, commitment: Toman | None
) -> PublishedSummary:
    by_both: dict[tuple[Domain, Kind], Toman] = {}
    for column, cell in sums.items():
        if column.domain and column.kind:
            place = column.domain, column.kind
            by_both[place] = Toman(by_both.get(place, 0) + cell.value)
    total = Toman(sum(cell.value for cell in sums.values()))
    of_domain = {one: Toman(sum(v for (d, _), v in by_both.items() if d is one)) for one, _ in by_both}
    return PublishedSummary(
        unit=unit,
        period=period,
        cutoff_date=period.until + REPORTING_GRACE,
        services=sum(cell.services for cell in sums.values()),
        families=round_down(families),
        people=sum(cell.people for cell in sums.values()),
        total=total,
        unattributed=Toman(total - sum(by_both.values())),
        by_kind=tuple((one, Toman(sum(v for (_, k), v in by_both.items() if k is one))) for one in Kind),
        by_domain=tuple(sorted(of_domain.items(), key=lambda pair: (-pair[1], pair[0]))),
        by_domain_and_kind=by_both,
        withheld_domains=tuple(one for one in Domain if one not in of_domain),
        commitment=commitment,
    )
