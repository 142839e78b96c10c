"""An account that is nobody's any more: unlinked from another of the same person, or by who looks after the member."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief import audit, calls, notices
from bot.relief.access import Action, Actor
from bot.relief.audit_actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import AccountId, CallId, Here, MembershipId, PersonId
from bot.relief.members import membership, must_look_after
from bot.relief.reach import addresses
from bot.relief.recall import recall
from bot.relief.words import DeliveryState, Hindrance
from bot.storage.tables import Account, Delivery, Notice


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
    await _readdress(session, person, row.id)


async def _readdress(session: AsyncSession, person: PersonId, account: int) -> None:
    """What waits to be sent to an account that is nobody's any more goes where the person can be reached."""
    address = (await addresses(session, [person])).get(person)
    to = (
        {"account_id": address.account, "messenger": address.messenger}
        if address
        else {"state": DeliveryState.UNREACHABLE, "error": Hindrance.NO_ACCOUNT}
    )
    for table in (Notice, Delivery):
        waiting = update(table).where(table.account_id == account, table.state == DeliveryState.WAITING)
        moved = (await session.execute(waiting.values(**to).returning(table.id))).all()
        if not (moved and address):
            continue
        if table is Notice:
            await notices.send_later(session, address.messenger)
        else:
            of = select(Delivery.call_id).where(Delivery.id.in_([one.id for one in moved])).distinct()
            for call in await session.scalars(of):
                await calls.start_sending(session, CallId(call))
