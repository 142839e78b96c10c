"""Erasure of the own data of a person without a role. Their services stay, under no name.

It knows the rows of a person, and nothing of families. The audit is unchanged.
"""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Actor
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict
from bot.relief.ids import PersonId
from bot.storage.tables import (
    Account,
    Conversation,
    Delegation,
    Draft,
    FreeTime,
    JoinRequest,
    Letter,
    LinkCode,
    LiveMessage,
    MemberCard,
    Membership,
    MergeOffer,
    Notice,
    OwnHousehold,
    Person,
    PersonSkill,
)

ERASED_PERSON_NAMES = {"fa": "عضو پیشین", "en": "Former member"}


async def erase_self(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Erase the data of the actor. It cannot be undone.

    Raises Conflict while they have a role: leaving a unit tells them if they are needed there.
    """
    memberships = select(Membership.id).where(Membership.person_id == actor.person, Membership.until.is_(None))
    if await session.scalar(memberships.limit(1)) is not None:
        raise Conflict("error-erase-leave-first")
    await audit_log.record(session, actor, AuditAction.ERASE_SELF, subject=f"person:{actor.person}", now=now)
    row = await session.get_one(Person, actor.person)
    row.name = ERASED_PERSON_NAMES[row.language]
    row.phone = row.phone_digest = row.neighbourhoods = row.confidentiality_accepted_at = None
    row.preferred_messenger = row.quiet_from = row.quiet_until = None
    await session.flush()
    await _delete_rows(session, actor.person)
    await _detach_accounts(session, actor, now)


async def _delete_rows(session: AsyncSession, person: PersonId) -> None:
    for table in (Draft, Notice, LiveMessage, OwnHousehold, PersonSkill, FreeTime, LinkCode, Letter, JoinRequest):
        await session.execute(delete(table).where(table.person_id == person))
    memberships = select(Membership.id).where(Membership.person_id == person)
    await session.execute(delete(MemberCard).where(MemberCard.membership_id.in_(memberships)))
    offers = or_(MergeOffer.survivor_id == person, MergeOffer.merged_id == person)
    await session.execute(delete(MergeOffer).where(offers))
    await session.execute(delete(Delegation).where(Delegation.delegate_id == person))


async def _detach_accounts(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Unlink the accounts and free their ids; delete other conversations. The turn writes the current one."""
    for account in await session.scalars(select(Account).where(Account.person_id == actor.person)):
        if account.messenger != actor.messenger:
            there = (Conversation.messenger == account.messenger, Conversation.external_id == account.external_id)
            await session.execute(delete(Conversation).where(*there))
        mine = update(Account).where(Account.id == account.id)
        await session.execute(mine.values(external_id=-account.id, unlinked_at=now))
