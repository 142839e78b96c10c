"""The rows that a summary adds up: booked in a period by units under another, and counting at all."""

from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, or_

from bot.persian.periods import Period
from bot.relief.ids import UnitId
from bot.relief.ledger.totals import COUNTED_STATES, service_counts
from bot.relief.vocabulary import ServiceState
from bot.storage.tables import Service, Total, UnitAncestor

SourceTable: TypeAlias = type[Service] | type[Total]


def booked_under(
    query: Select[*tuple[Any, ...]], table: SourceTable, unit: UnitId, period: Period
) -> Select[*tuple[Any, ...]]:
    """Restrict `query` to rows booked in the period by units that were under `unit` on the day of booking."""
    valid = and_(
        UnitAncestor.since <= table.booked_on,
        or_(UnitAncestor.until.is_(None), UnitAncestor.until >= table.booked_on),
    )
    return query.join(UnitAncestor, UnitAncestor.unit_id == table.unit_id).where(
        UnitAncestor.ancestor_id == unit, valid, table.booked_on.between(period.since, period.until)
    )


def counted(table: SourceTable, *, verified_only: bool) -> ColumnElement[bool]:
    """Return the condition for rows that count: neither void nor returned.

    With `verified_only` those that are verified.
    """
    if issubclass(table, Total):
        return Total.state == ServiceState.VERIFIED if verified_only else Total.state.in_(COUNTED_STATES)
    counts = service_counts()
    return and_(counts, Service.verified_at.is_not(None)) if verified_only else counts
