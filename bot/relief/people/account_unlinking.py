"""An account that is nobody's any more: unlinked from another of the same person, or by who looks after the member."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action, Actor
from bot.relief.access.revocation import recall
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import AccountId, Here, MembershipId, PersonId
from bot.relief.outbound.readdressing import readdress
from bot.relief.people.members import membership, must_look_after
from bot.storage.tables import Account


async def unlink_own(session: AsyncSession, actor: Actor, wanted: AccountId, here: Here, now: datetime) -> None:
    """From another account of theirs: the one that is written from, and so the last one, stays."""
    row = await _linked(session, wanted)
    if row.person_id != actor.person:
        raise NotFound
    if (row.messenger, row.external_id) == here:
        raise Conflict("error-unlink-here")
    await _unlink(session, row, now)
    await audit.note(session, actor, AuditAction.UNLINK_ACCOUNT, subject=f"account:{wanted}", now=now)


async def unlink_for(
    session: AsyncSession, actor: Actor, member: MembershipId, wanted: AccountId, now: datetime, today: date
) -> None:
    """A lost phone's, by who looks after the member. Also the last one: the same phone number joins them to a new account."""
    known = await membership(session, member, today)
    await must_look_after(session, actor, known.person, today)
    row = await _linked(session, wanted)
    if row.person_id != known.person:
        raise NotFound
    await _unlink(session, row, now)
    await audit.note(
        session,
        actor,
        AuditAction.UNLINK_ACCOUNT,
        unit=known.unit,
        subject=f"account:{wanted}",
        right=Action.MANAGE_MEMBERS,
        now=now,
    )


async def _linked(session: AsyncSession, wanted: AccountId) -> Account:
    row = await session.scalar(
        select(Account).where(Account.id == wanted, Account.unlinked_at.is_(None)).with_for_update()
    )
    if row is None:
        raise NotFound
    return row


async def _unlink(session: AsyncSession, row: Account, now: datetime) -> None:
    person = PersonId(row.person_id)
    await recall(session, person, only=(row.messenger, row.external_id))
    row.unlinked_at = now
    await session.flush()
    await readdress(session, person, row.id)
