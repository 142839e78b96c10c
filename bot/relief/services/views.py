"""What is seen of a service: its line, where it stands, and what a supervisor said when it was returned.

It asks for rows and turns them into values; who may look is decided by those who ask.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from bot.persian.money import Toman
from bot.relief.ids import ActivityId, FamilyId, ServiceId, UnitId
from bot.relief.vocabulary import Kind, ReturnReason, ServiceState
from bot.storage.tables import Activity, Evidence, Family, Service, ServiceReturn, Unit

REPLACED = "replaced"
"""The reason of a void that a correction made: the new row names the one it replaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Why; `note` is the supervisor's own words."""

    reason: ReturnReason
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """`evidence` counts the files. The family's parts are None where a group was served, its name also once it is erased.
    `returned` stays with the row, also when it was corrected since.
    """

    id: ServiceId
    number: int
    unit: UnitId
    unit_name: str
    family: FamilyId | None
    family_number: int | None
    head_name: str | None
    people: int | None
    activity: ActivityId
    activity_short: str
    kind: Kind
    value: Toman
    delivered_on: date
    evidence: int
    reported_at: datetime
    state: ServiceState
    returned: Returned | None


def views() -> Select[Service, str, str, Family | None, ServiceReturn | None, int]:
    """Rows for `service_view`."""
    files = select(func.count()).where(Evidence.service_id == Service.id).correlate(Service).scalar_subquery()
    return (
        select(Service, Unit.name, Activity.short, Family, ServiceReturn, files)
        .join(Unit, Unit.id == Service.unit_id)
        .join(Activity, Activity.id == Service.activity_id)
        .outerjoin(Family, Family.id == Service.family_id)
        .outerjoin(ServiceReturn, ServiceReturn.service_id == Service.id)
    )


def service_view(
    row: Service, unit_name: str, short: str, family: Family | None, back: ServiceReturn | None, evidence: int
) -> ServiceView:
    named = None if family is None or family.erased_at is not None else family.head_name
    return ServiceView(
        id=ServiceId(row.id),
        number=row.number,
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        family=None if row.family_id is None else FamilyId(row.family_id),
        family_number=None if family is None else family.number,
        head_name=named,
        people=row.people,
        activity=ActivityId(row.activity_id),
        activity_short=short,
        kind=Kind(row.kind),
        value=Toman(row.value),
        delivered_on=row.delivered_on,
        evidence=evidence,
        reported_at=row.reported_at,
        state=_state(row, back),
        returned=None if back is None else Returned(reason=ReturnReason(back.reason), note=back.note),
    )


def _state(row: Service, back: ServiceReturn | None) -> ServiceState:
    """A void is the last word, then what was verified, also after it had been returned."""
    if row.voided_at is not None:
        return ServiceState.REPLACED if row.void_reason == REPLACED else ServiceState.VOIDED
    if row.verified_at is not None:
        return ServiceState.VERIFIED
    return ServiceState.WAITING if back is None else ServiceState.RETURNED
