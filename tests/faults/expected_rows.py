"""The rows that each form leaves in the database, in readable form."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.relief.ids import PersonId
from bot.relief.people.profile import load_profile
from bot.storage.tables import (
    Account,
    Call,
    CallApproval,
    Campaign,
    Delegation,
    Evidence,
    Family,
    Invitation,
    JoinRequest,
    Letter,
    Membership,
    Need,
    Person,
    Service,
    ServiceReturn,
    Suspension,
    Unit,
    UnitAttributeValue,
)
from tests.faults.scenario import NEWCOMER


async def services(session: AsyncSession) -> list[tuple[Any, ...]]:
    files = select(func.count()).where(Evidence.service_id == Service.id).scalar_subquery()
    return [tuple(row) for row in await session.execute(select(Service.value, Service.kind, files))]


async def replaced(session: AsyncSession) -> list[tuple[Any, ...]]:
    """Return the valid rows, each with the row that it replaces."""
    old, new = aliased(Service), aliased(Service)
    pairs = select(new.value, new.voided_at, old.value, old.voided_at).join(old, old.id == new.replaces_id)
    found = await session.execute(pairs)
    return [(value, void is not None, before, gone is not None) for value, void, before, gone in found]


async def returned(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.reason, one.note) for one in await session.scalars(select(ServiceReturn))]


async def registered(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.scalars(select(Family).where(Family.members == 7))
    return [(one.head_name, one.phone, one.neighbourhood) for one in found]


async def completed(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.scalars(select(Family).where(Family.coverage.is_not(None)))
    needs = [(need.domain, need.urgency) for need in await session.scalars(select(Need).order_by(Need.id))]
    return [(one.head_name, one.head_sex, one.coverage, one.support, *needs) for one in found]


async def erased(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.scalars(select(Family).where(Family.erased_at.is_not(None)))
    return [(one.head_name, one.phone) for one in found]


async def joined(session: AsyncSession) -> list[tuple[Any, ...]]:
    newcomers = select(Person).join(Account).where(Account.external_id == NEWCOMER)
    of = select(func.count()).select_from(Membership)
    return [
        (one.name, one.phone, await session.scalar(of.where(Membership.person_id == one.id)))
        for one in await session.scalars(newcomers)
    ]


async def asked_to_join(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.execute(
        select(Person, JoinRequest.state).join(JoinRequest, JoinRequest.person_id == Person.id)
    )
    return [(person.name, person.phone, state) for person, state in found]


async def letters(session: AsyncSession) -> list[str]:
    return [one.text for one in await session.scalars(select(Letter).order_by(Letter.at))]


async def opened_units(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Unit.name).where(Unit.name.contains("مهر"))))


async def told_of_units(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await session.execute(select(UnitAttributeValue.attribute, UnitAttributeValue.value))]


async def phones_of_units(session: AsyncSession) -> list[str | None]:
    return list(await session.scalars(select(Unit.phone).where(Unit.phone.is_not(None))))


async def above_dishmook(session: AsyncSession) -> list[str]:
    above = select(Unit.parent_id).where(Unit.name == "دیشموک")
    return list(await session.scalars(select(Unit.name).where(Unit.id.in_(above))))


async def closed_units(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Unit.name).where(Unit.closed_on.is_not(None))))


async def invitations(session: AsyncSession) -> list[tuple[Any, ...]]:
    mine = select(Invitation.role, Invitation.uses_left).where(Invitation.uses_left == 5)
    return [tuple(row) for row in await session.execute(mine)]


async def suspensions(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.reason, one.until) for one in await session.scalars(select(Suspension))]


async def delegations(session: AsyncSession) -> list[tuple[Any, ...]]:
    """Return the length in days of each delegation, and whether it was revoked."""
    return [((one.until - one.since).days, one.revoked_at) for one in await session.scalars(select(Delegation))]


async def profiles(session: AsyncSession) -> list[tuple[Any, ...]]:
    known = [await load_profile(session, PersonId(one)) for one in await session.scalars(select(Person.id))]
    return [
        (one.skills, one.days, one.parts, one.neighbourhoods, one.quiet_from, one.quiet_until)
        for one in known
        if one.skills
    ]


async def phones(session: AsyncSession) -> list[str | None]:
    return [one.phone for one in await session.scalars(select(Person)) if one.phone]


async def campaigns(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.title, one.places) for one in await session.scalars(select(Campaign))]


async def calls(session: AsyncSession) -> list[str]:
    return [one.text for one in await session.scalars(select(Call))]


async def returned_calls(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.state, one.reason) for one in await session.scalars(select(CallApproval))]


async def nothing(_: AsyncSession) -> list[Any]:
    """Return no rows: a summary stores nothing."""
    return []
