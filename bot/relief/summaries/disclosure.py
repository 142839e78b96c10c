"""Published summaries (k-anonymity): closed months only, and no sum of fewer than MIN_GROUP families.

Sums come from the services as they stood at the cut-off of each month: the same question has the same answer for ever.
Which cells are published is decided in `disclosure_control`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.commitments import commitments
from bot.relief.errors import Conflict, Forbidden
from bot.relief.hierarchy import UnitView
from bot.relief.ids import UnitId
from bot.relief.ledger.publication import ONE_DAY, REPORTING_GRACE
from bot.relief.summaries.disclosure_cells import (
    ReportingMonth,
    count_published_families,
    load_published_month,
)
from bot.relief.summaries.disclosure_control import Cell, Column, merge_cells, round_down
from bot.relief.units.directory import load_unit
from bot.relief.vocabulary import Domain, Kind

MAX_PUBLISHED_MONTHS = 36  # each takes its own queries


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSummary:
    """A published summary.

    `period` is the part of the requested one that is closed; `cutoff_date` is its last cut-off. `families` is rounded
    down. `unattributed` is the part of `total` without a single domain and kind. `withheld_domains` are those of which
    nothing is published, with or without services. `commitment` is that of exactly this period.
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


async def published_summary(caller: Caller, unit: UnitId, period: Period) -> PublishedSummary:
    """Return a published summary to a supervisor of the unit. Audited with its days."""
    await require(caller, Action.ASK_SUMMARY, unit)
    summary = await _load_summary(caller.session, unit, period, caller.today)
    days = f"summary:{summary.period.since:%Y%m%d}-{summary.period.until:%Y%m%d}"
    await audit_log.record(caller, AuditAction.PUBLISH_SUMMARY, unit=unit, subject=days, right=Action.ASK_SUMMARY)
    return summary


async def public_profile(caller: Caller, unit: UnitId) -> PublishedSummary:
    """Return the published summary of this year, of last year while no month of this one is closed.

    Any person with a role in any unit may read it. Raises Forbidden for others.
    """
    if not caller.actor.grants:
        raise Forbidden
    this_year = period_of(PeriodName.YEAR, caller.today)
    last_year = period_of(PeriodName.YEAR, this_year.since - ONE_DAY)
    return await _load_summary(
        caller.session, unit, this_year if is_published(this_year, caller.today) else last_year, caller.today
    )


def _closed_months(period: Period, today: date) -> list[ReportingMonth]:
    """Return the closed months that the period contains as a whole."""
    months: list[ReportingMonth] = []
    month = period_of(PeriodName.MONTH, period.since)
    while month.until <= period.until and month.until + REPORTING_GRACE < today:
        if month.since >= period.since:
            months.append(ReportingMonth(since=month.since, until=month.until))
        month = period_of(PeriodName.MONTH, month.until + ONE_DAY)
    return months


def is_published(period: Period, today: date) -> bool:
    return bool(_closed_months(period, today))


def publication_date(period: Period) -> date | None:
    """Return the first day on which a part of the period can be published.

    None for a period without a whole month.
    """
    first = period_of(PeriodName.MONTH, period.since)
    whole = first if first.since == period.since else period_of(PeriodName.MONTH, first.until + ONE_DAY)
    return whole.until + REPORTING_GRACE + ONE_DAY if whole.until <= period.until else None


async def _load_summary(session: AsyncSession, unit: UnitId, period_asked: Period, today: date) -> PublishedSummary:
    months = _closed_months(period_asked, today)
    if not months:
        raise Conflict("error-outside-unsettled")
    if len(months) > MAX_PUBLISHED_MONTHS:
        raise Conflict("error-outside-long")
    period = replace(period_asked, since=months[0].since, until=months[-1].until)
    published = [await load_published_month(session, unit, month) for month in months]
    sums: dict[Column, Cell] = {}
    for month in published:
        for column, cell in month.cells.sums.items():
            sums[column] = merge_cells((sums[column], cell)) if column in sums else cell
    return _build_summary(
        await load_unit(session, unit),
        period,
        sums,
        await count_published_families(session, unit, published),
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
