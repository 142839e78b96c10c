"""Views of a service: its line, its state, and the reason of its return.

It queries rows and turns them into values. The callers check rights.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from bot.persian.money import Toman
from bot.relief.ids import ActivityId, FamilyId, ServiceId, UnitId
from bot.relief.vocabulary import Doubt, Kind, ReturnReason, ServiceState
from bot.storage.tables import Activity, Evidence, Family, Service, ServiceReturn, Unit

REPLACEMENT_REASON = "replaced"
"""The reason of a void that a correction made: the new row names the one it replaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDetails:
    """The reason of a return. `note` is in the supervisor's own words."""

    reason: ReturnReason
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service as a line of a list.

    The parts of the family are None if a group was served; its name also once the family is erased. `return_details`
    stays with the row, also after a correction.
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
    evidence_count: int
    reported_at: datetime
    state: ServiceState
    return_details: ReturnDetails | None
    doubts: tuple[Doubt, ...]


def select_service_rows() -> Select[Service, str, str, Family | None, ServiceReturn | None, int]:
    """Select rows for `build_service_view`."""
    files = select(func.count()).where(Evidence.service_id == Service.id).correlate(Service).scalar_subquery()
    return (
        select(Service, Unit.name, Activity.short, Family, ServiceReturn, files)
        .join(Unit, Unit.id == Service.unit_id)
        .join(Activity, Activity.id == Service.activity_id)
        .outerjoin(Family, Family.id == Service.family_id)
        .outerjoin(ServiceReturn, ServiceReturn.service_id == Service.id)
    )


def build_service_view(
    row: Service,
    unit_name: str,
    activity_short: str,
    family: Family | None,
    service_return: ServiceReturn | None,
    evidence_count: int,
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
        activity_short=activity_short,
        kind=Kind(row.kind),
        value=Toman(row.value),
        delivered_on=row.delivered_on,
        evidence_count=evidence_count,
        reported_at=row.reported_at,
        state=_service_state(row, service_return),
        doubts=tuple(map(Doubt, row.doubts.split(","))) if row.doubts else (),
        return_details=None
        if service_return is None
        else ReturnDetails(reason=ReturnReason(service_return.reason), note=service_return.note),
    )


def _service_state(row: Service, service_return: ServiceReturn | None) -> ServiceState:
    """Return the state: void overrides verified, which overrides returned."""
    if row.voided_at is not None:
        return ServiceState.REPLACED if row.void_reason == REPLACEMENT_REASON else ServiceState.VOIDED
    if row.verified_at is not None:
        return ServiceState.VERIFIED
    return ServiceState.WAITING if service_return is None else ServiceState.RETURNED
