"""Services that wait for a person: own reports to be mended, reports of others to be verified.

A select finds the ids, as text, for the count and for the list; the views are loaded for the few that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Text, cast, or_, select

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.families.files import not_own_household
from bot.relief.ids import ServiceId
from bot.relief.services.review_queue import report_pending
from bot.storage.tables import Activity, Family, Person, Service, ServiceReturn

_REFERENCE = cast(Service.id, Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportToMend:
    """A report of the actor's that was returned; the activity and the day tell it from others."""

    id: ServiceId
    activity_short: str
    delivered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportToReview:
    id: ServiceId
    activity_short: str
    reporter: str


def select_reports_to_mend(caller: Caller) -> Select[str]:
    return (
        select(_REFERENCE)
        .join(ServiceReturn, ServiceReturn.service_id == Service.id)
        .where(Service.reported_by == caller.actor.person, report_pending(returned=True))
    )


def select_reports_to_review(caller: Caller) -> Select[str]:
    """Select the waiting reports that the actor may decide: not their own, not on their own household.

    There is no order over all units, so that a limit stops at the first that are found.
    """
    principals = caller.actor.principals
    households = select(Family.id).where(Family.id == Service.family_id, not_own_household(caller.actor))
    return (
        select(_REFERENCE)
        .outerjoin(ServiceReturn, ServiceReturn.service_id == Service.id)
        .where(
            report_pending(),
            Service.unit_id.in_(permitted_unit_ids(caller.actor, Action.VERIFY_SERVICE, caller.today)),
            Service.reported_by.not_in(principals),
            or_(Service.on_behalf_of.is_(None), Service.on_behalf_of.not_in(principals)),
            or_(Service.family_id.is_(None), households.exists()),
        )
    )


async def load_reports_to_mend(caller: Caller, ids: Sequence[ServiceId]) -> tuple[ReportToMend, ...]:
    """Return those of the reports that are the actor's, the oldest first."""
    rows = await caller.session.execute(
        select(Service.id, Activity.short, Service.delivered_on)
        .join(Activity, Activity.id == Service.activity_id)
        .where(Service.id.in_(ids), Service.reported_by == caller.actor.person)
        .order_by(Service.reported_at, Service.id)
    )
    return tuple(ReportToMend(id=ServiceId(key), activity_short=short, delivered_on=day) for key, short, day in rows)


async def load_reports_to_review(caller: Caller, ids: Sequence[ServiceId]) -> tuple[ReportToReview, ...]:
    """Return those of the reports that the actor supervises, the oldest first."""
    permitted = permitted_unit_ids(caller.actor, Action.VERIFY_SERVICE, caller.today)
    rows = await caller.session.execute(
        select(Service.id, Activity.short, Person)
        .join(Activity, Activity.id == Service.activity_id)
        .join(Person, Person.id == Service.reported_by)
        .where(Service.id.in_(ids), Service.unit_id.in_(permitted))
        .order_by(Service.reported_at, Service.id)
    )
    return tuple(
        ReportToReview(id=ServiceId(key), activity_short=short, reporter=reporter.name) for key, short, reporter in rows
    )
