"""The reports of one reporter, listed and looked up by their family."""

from collections.abc import Collection

from sqlalchemy import and_, case, select

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.ids import FamilyId
from bot.relief.pages import Page
from bot.relief.services.views import ServiceView, build_service_view, select_service_rows
from bot.storage.tables import Service, ServiceReturn


async def load_last_own_service(caller: Caller, family: FamilyId) -> ServiceView | None:
    """Return the last report of the actor for this family («مثل دفعهٔ قبل»)."""
    found = await caller.session.execute(
        select_service_rows()
        .where(Service.reported_by == caller.actor.person, Service.family_id == family, Service.voided_at.is_(None))
        .order_by(Service.reported_at.desc(), Service.id.desc())
        .limit(1)
    )
    one = found.one_or_none()
    return None if one is None else build_service_view(*one)


async def list_own_reports(caller: Caller, *, offset: int, limit: int) -> Page[ServiceView]:
    """Return a page of the reports of the actor: returned ones first, then the latest.

    A corrected report is left out: its correction stands for it.
    """
    corrected = select(Service.replaces_id).where(Service.replaces_id.is_not(None))
    waits = and_(ServiceReturn.service_id.is_not(None), Service.voided_at.is_(None), Service.verified_at.is_(None))
    query = (
        select_service_rows()
        .where(Service.reported_by == caller.actor.person, Service.id.not_in(corrected))
        .order_by(case((waits, 0), else_=1), Service.reported_at.desc(), Service.id.desc())
    )
    return await pages.fetch(caller.session, query, build_service_view, offset=offset, limit=limit)


async def list_reports_for_evidence(
    caller: Caller, *, families: Collection[FamilyId] | None, offset: int, limit: int
) -> Page[ServiceView]:
    """Return a page of the valid reports of the actor, the latest first.

    `families` narrows it; None does not.
    """
    of_families = () if families is None else (Service.family_id.in_(families),)
    query = (
        select_service_rows()
        .where(Service.reported_by == caller.actor.person, Service.voided_at.is_(None), *of_families)
        .order_by(Service.reported_at.desc(), Service.id.desc())
    )
    return await pages.fetch(caller.session, query, build_service_view, offset=offset, limit=limit)
