"""Erasure of the own data of a person without a role. Their services stay, under no name.

It knows the rows of a person, and nothing of families. The audit is unchanged.
"""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.campaigns.sign_ups import release_place
from bot.relief.errors import Conflict
from bot.relief.ids import PersonId
from bot.relief.vocabulary import SignUpState
from bot.storage.tables import (
    Account,
    Campaign,
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
    SignUp,
)

ERASED_PERSON_NAMES = {"fa": "عضو قبلی", "en": "Former member"}


async def erase_self(caller: Caller) -> None:
    """Erase the data of the actor. It cannot be undone. Raises Conflict while they have a role."""
    await require_no_role(caller)
    await audit_log.record(caller, AuditAction.ERASE_SELF, subject=f"person:{caller.actor.person}")
    row = await caller.session.get_one(Person, caller.actor.person)
    row.name = ERASED_PERSON_NAMES[row.language]
    row.phone = row.phone_digest = row.neighbourhoods = row.confidentiality_accepted_at = None
    row.preferred_messenger = row.quiet_from = row.quiet_until = None
    await caller.session.flush()
    await _release_places(caller)
    await _delete_rows(caller.session, caller.actor.person)
    await _detach_accounts(caller)


async def require_no_role(caller: Caller) -> None:
    """Raise Conflict while the actor has a role: leaving a unit tells them if they are needed there."""
    memberships = select(Membership.id).where(Membership.person_id == caller.actor.person, Membership.until.is_(None))
    if await caller.session.scalar(memberships.limit(1)) is not None:
        raise Conflict("error-erase-leave-first")


async def _release_places(caller: Caller) -> None:
    """Free the places in campaigns that are not over: nobody could give them back any more."""
    mine = (SignUp.person_id == caller.actor.person, SignUp.state == SignUpState.IN, Campaign.until >= caller.today)
    campaigns = select(Campaign.id).join(SignUp, SignUp.campaign_id == Campaign.id).where(*mine)
    for campaign_id in (await caller.session.scalars(campaigns)).all():
        await release_place(caller.session, campaign_id, caller.actor.person, caller.now)


async def _delete_rows(session: AsyncSession, person: PersonId) -> None:
    for table in (Draft, Notice, LiveMessage, OwnHousehold, PersonSkill, FreeTime, LinkCode, Letter, JoinRequest):
        await session.execute(delete(table).where(table.person_id == person))
    memberships = select(Membership.id).where(Membership.person_id == person)
    await session.execute(delete(MemberCard).where(MemberCard.membership_id.in_(memberships)))
    offers = or_(MergeOffer.survivor_id == person, MergeOffer.merged_id == person)
    await session.execute(delete(MergeOffer).where(offers))
    await session.execute(delete(Delegation).where(Delegation.delegate_id == person))


async def _detach_accounts(caller: Caller) -> None:
    """Unlink the accounts and free their ids; delete other conversations. The turn writes the current one."""
    for account in await caller.session.scalars(select(Account).where(Account.person_id == caller.actor.person)):
        if account.messenger != caller.actor.messenger:
            there = (Conversation.messenger == account.messenger, Conversation.external_id == account.external_id)
            await caller.session.execute(delete(Conversation).where(*there))
        mine = update(Account).where(Account.id == account.id)
        await caller.session.execute(mine.values(external_id=-account.id, unlinked_at=caller.now))
