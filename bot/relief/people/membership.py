"""Suspending a membership, bringing it back, ending it, leaving. Rights are gone with the commit, also in the midst of a form.

It knows who may do it to whom, and that the last administrator stays.
"""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.access.policy import Action, Actor, require
from bot.relief.access.revocation import recall
from bot.relief.access.validity import in_force, suspended
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import above
from bot.relief.ids import Here, MembershipId, PersonId, UnitId
from bot.relief.people.members import MemberView, membership, outranks
from bot.relief.vocabulary import Role
from bot.storage.tables import Account, Membership, Suspension

SHORTEST_REASON = 3
RIGHT = Action.MANAGE_MEMBERS


async def suspend(
    session: AsyncSession,
    actor: Actor,
    wanted: MembershipId,
    *,
    reason: str,
    until: date | None,
    now: datetime,
    today: date,
) -> MemberView:
    """From now on, through the day `until`, or until somebody brings them back. The reason is the actor's own words."""
    known = await _theirs(session, actor, wanted, today)
    said = normalise(reason)
    if len(said) < SHORTEST_REASON:
        raise Conflict("error-suspension-reason", at="reason")
    if until is not None and until < today:
        raise Conflict("error-suspension-past", at="until")
    if known.suspended:
        raise Conflict("error-suspended-already")
    await _spare_the_last(session, known, today)
    row = Suspension(membership_id=wanted, suspended_at=now, suspended_by=actor.person, reason=said, until=until)
    session.add(row)
    await session.flush()
    await recall(session, known.person)
    await audit.note(
        session,
        actor,
        AuditAction.SUSPEND_MEMBERSHIP,
        unit=known.unit,
        subject=f"membership:{wanted}",
        reason=said,
        right=RIGHT,
        now=now,
    )
    return await membership(session, wanted, today)


async def bring_back(
    session: AsyncSession, actor: Actor, wanted: MembershipId, now: datetime, today: date
) -> MemberView:
    """A second time changes nothing."""
    known = await _theirs(session, actor, wanted, today)
    if known.suspended:
        standing = update(Suspension).where(Suspension.membership_id == wanted, suspended(today))
        await session.execute(standing.values(lifted_at=now, lifted_by=actor.person))
        subject = f"membership:{wanted}"
        await audit.note(
            session, actor, AuditAction.REINSTATE_MEMBERSHIP, unit=known.unit, subject=subject, right=RIGHT, now=now
        )
    return await membership(session, wanted, today)


async def end(session: AsyncSession, actor: Actor, wanted: MembershipId, now: datetime, today: date) -> MemberView:
    """By who looks after the unit's members; what the member did stays theirs."""
    known = await _theirs(session, actor, wanted, today)
    await _end(session, known, today)
    subject = f"membership:{wanted}"
    await audit.note(session, actor, AuditAction.END_MEMBERSHIP, unit=known.unit, subject=subject, right=RIGHT, now=now)
    return known


async def leave(
    session: AsyncSession, actor: Actor, wanted: MembershipId, here: Here, now: datetime, today: date
) -> MemberView:
    """By the member themselves, from `here`."""
    await _hold(session, wanted)
    known = await membership(session, wanted, today)
    if known.person != actor.person:
        raise NotFound("error-member-unknown")
    await _end(session, known, today, here)
    await audit.note(session, actor, AuditAction.LEAVE_UNIT, unit=known.unit, subject=f"membership:{wanted}", now=now)
    return known


async def _theirs(session: AsyncSession, actor: Actor, wanted: MembershipId, today: date) -> MemberView:
    """Held until this transaction ends; Forbidden for oneself and for who stands above."""
    await _hold(session, wanted)
    known = await membership(session, wanted, today)
    grant = await require(session, actor, RIGHT, known.unit, today)
    if known.person == actor.person or not outranks(grant, known.role):
        raise Forbidden
    return known


async def _hold(session: AsyncSession, wanted: MembershipId) -> None:
    """Two who change one membership at the same instant do it one after the other; administrators' are held all together,
    in one order, for the last of them to be found.
    """
    one = Membership.id == wanted
    if await session.scalar(select(Membership.role).where(one)) == Role.ADMINISTRATOR:
        await _hold_administrators(session)
    await session.execute(select(Membership.id).where(one).with_for_update())


async def _hold_administrators(session: AsyncSession) -> None:
    every = select(Membership.id).where(Membership.role == Role.ADMINISTRATOR, Membership.until.is_(None))
    await session.execute(every.order_by(Membership.id).with_for_update())


async def _end(session: AsyncSession, known: MemberView, today: date, here: Here | None = None) -> None:
    await _spare_the_last(session, known, today)
    await session.execute(update(Membership).where(Membership.id == known.id).values(until=today))
    await recall(session, known.person, here=here)


async def _spare_the_last(session: AsyncSession, known: MemberView, today: date) -> None:
    if known.role is Role.ADMINISTRATOR:
        await spare_the_last_administrator(session, known.person, known.unit, today)


async def spare_the_last_administrator(session: AsyncSession, person: PersonId, unit: UnitId, today: date) -> None:
    """Somebody else, whom a messenger reaches, must stay an administrator of the unit, or of one above it. Those who leave
    together are looked at one after the other.
    """
    await _hold_administrators(session)
    with_account = select(Account.person_id).where(Account.unlinked_at.is_(None))
    other = await session.scalar(
        select(Membership.id)
        .where(
            Membership.role == Role.ADMINISTRATOR,
            Membership.person_id != person,
            Membership.person_id.in_(with_account),
            Membership.unit_id.in_(above((unit,), today)),
            in_force(today),
        )
        .limit(1)
    )
    if other is None:
        raise Conflict("error-last-administrator")
