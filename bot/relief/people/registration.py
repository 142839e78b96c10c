"""Registration of people: invitations, joining, confidentiality, phone and language.

Knows persons, accounts, memberships and invitations.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.access.validity import membership_valid
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import code_digest, phone_digest
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import AccountRef, PersonId, UnitId
from bot.relief.names import require_name
from bot.relief.people.account_linking import (
    add_account,
    add_account_with_notice,
    find_person_by_phone,
    recently_active,
)
from bot.relief.people.codes import code_variants, generate_code
from bot.relief.people.members import can_manage_role
from bot.relief.vocabulary import Role
from bot.storage.encryption import keyring
from bot.storage.index_key import index_key_number
from bot.storage.tables import Account, Invitation, Membership, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    unit: UnitId
    unit_name: str
    role: Role
    inviter_name: str | None


async def create_invitation(
    session: AsyncSession,
    *,
    inviter: Actor | None,
    unit: UnitId,
    role: Role,
    now: datetime,
    days: int = 7,
    uses: int = 1,
) -> str:
    """Create an invitation and return its code. `inviter` is None for the command line.

    Raises Forbidden for a role above the inviter's own, or equal to a borrowed one.
    """
    if inviter is not None:
        grant = await require(Caller(session, inviter, now), Action.INVITE, unit)
        if not can_manage_role(grant, role):
            raise Forbidden
    code = generate_code()
    session.add(
        Invitation(
            code_digest=code_digest(code, await index_key_number(session)),
            code=code,
            unit_id=unit,
            role=role,
            created_by=None if inviter is None else inviter.person,
            created_at=now,
            expires_at=now + timedelta(days=days),
            uses=uses,
            uses_left=uses,
        )
    )
    await session.flush()
    if inviter is not None:
        await audit_log.record(
            Caller(session, inviter, now), AuditAction.INVITE, unit=unit, subject=f"role:{role}", right=Action.INVITE
        )
    return code


async def preview_invitation(session: AsyncSession, code: str, now: datetime) -> InvitationView:
    row = await _require_usable_invitation(session, code, now)
    unit = await session.get_one(Unit, row.unit_id)
    inviter = None if row.created_by is None else await session.get(Person, row.created_by)
    return InvitationView(
        unit=UnitId(unit.id),
        unit_name=unit.name,
        role=Role(row.role),
        inviter_name=None if inviter is None else inviter.name,
    )


async def join_by_invitation(
    session: AsyncSession,
    *,
    code: str,
    messenger: str,
    external_id: int,
    name: str,
    phone: str | None,
    language: str,
    now: datetime,
) -> Actor:
    """Make the person of the account a member, and return their actor. `phone` is E.164, verified by the messenger.

    A linked account keeps its person and name. A new account with the phone of a known person is linked to that person.
    One who holds the role already uses up nothing. Raises Conflict for one's own invitation: a delegate may invite, and
    could otherwise keep the borrowed role.
    """
    row = await _require_usable_invitation(session, code, now, accept_used_up=True)
    account_ref = AccountRef(messenger, external_id)
    person = await _find_by_account(session, account_ref) or await _link_by_phone(session, account_ref, phone, now)
    if person is None or not await _holds_role(session, person, row, _local_day(now)):
        if person is not None and person.id == row.created_by:
            raise Conflict("error-invitation-own")
        await _consume_use(session, row)
        async with translate_integrity_errors(session):
            person = person or await _create_person(session, account_ref, name=name, language=language, now=now)
            session.add(
                Membership(
                    person_id=person.id,
                    unit_id=row.unit_id,
                    role=row.role,
                    since=_local_day(now),
                    invited_by=row.created_by,
                )
            )
    await set_first_phone(session, person, phone)
    actor = await load_actor(session, messenger, external_id, _local_day(now))
    if actor is None:
        raise NotFound
    await audit_log.record(
        Caller(session, actor, now), AuditAction.JOIN, unit=UnitId(row.unit_id), subject=f"role:{row.role}"
    )
    return actor


async def register_newcomer(
    session: AsyncSession,
    *,
    messenger: str,
    external_id: int,
    name: str,
    phone: str | None,
    language: str,
    now: datetime,
) -> Actor:
    """Register a newcomer without an invitation, and return their actor, without a role.

    `phone` is E.164, verified by the messenger: the account is linked to the person who has it already.
    """
    account_ref = AccountRef(messenger, external_id)
    person = await _link_by_phone(session, account_ref, phone, now)
    if person is None:
        async with translate_integrity_errors(session):
            person = await _create_person(session, account_ref, name=name, language=language, now=now)
    await set_first_phone(session, person, phone)
    actor = await load_actor(session, messenger, external_id, _local_day(now))
    if actor is None:
        raise NotFound
    return actor


async def set_first_phone(session: AsyncSession, person: Person, phone: str | None) -> None:
    """Store the phone (E.164) if the person has none yet."""
    if phone is not None and person.phone is None:
        person.phone = phone
        person.phone_digest = phone_digest(phone, await index_key_number(session))
    await session.flush()


async def _find_by_account(session: AsyncSession, account_ref: AccountRef) -> Person | None:
    return await session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(
            Account.messenger == account_ref.messenger,
            Account.external_id == account_ref.external_id,
            Account.unlinked_at.is_(None),
        )
    )


async def _link_by_phone(
    session: AsyncSession, account_ref: AccountRef, phone: str | None, now: datetime
) -> Person | None:
    """Link the account to the active person with this phone. Return the person, None if there is none.

    A person who was silent for long may have another number by now.
    """
    person = None if phone is None else await find_person_by_phone(session, phone)
    if person is None or not await recently_active(session, person, now):
        return None
    async with translate_integrity_errors(session):
        await add_account_with_notice(session, person, account_ref, now)
    return await session.get_one(Person, person)


async def _create_person(
    session: AsyncSession, account_ref: AccountRef, *, name: str, language: str, now: datetime
) -> Person:
    person = Person(name=require_name(name, "person", field="name"), language=language, created_at=now)
    session.add(person)
    await session.flush()
    await add_account(session, PersonId(person.id), account_ref, now)
    return person


async def _require_usable_invitation(
    session: AsyncSession, code: str, now: datetime, *, accept_used_up: bool = False
) -> Invitation:
    digests = [digest for variant in code_variants(code) for digest in keyring().lookup_digests("invitation", variant)]
    row = await session.scalar(select(Invitation).where(Invitation.code_digest.in_(digests)))
    if row is None or row.revoked_at is not None:
        raise NotFound("error-invitation-unknown")
    if row.expires_at <= now:
        raise Conflict("error-invitation-expired")
    if row.uses_left == 0 and not accept_used_up:
        raise Conflict("error-invitation-used")
    return row


async def _consume_use(session: AsyncSession, row: Invitation) -> None:
    """Use up one use (conditional UPDATE): of concurrent users, one gets the last. Raises Conflict if none is left."""
    used = await session.scalar(
        update(Invitation)
        .where(Invitation.id == row.id, Invitation.uses_left > 0, Invitation.revoked_at.is_(None))
        .values(uses_left=Invitation.uses_left - 1)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if used is None:
        raise Conflict("error-invitation-used")


async def _holds_role(session: AsyncSession, person: Person, row: Invitation, today: date) -> bool:
    """Return True if the person holds the invitation's role in its unit.

    Raises Conflict if the person is suspended there: an invitation does not reinstate.
    """
    current = (Membership.person_id == person.id, Membership.unit_id == row.unit_id, Membership.until.is_(None))
    valid_roles = set(await session.scalars(select(Membership.role).where(*current, membership_valid(today))))
    roles = set(await session.scalars(select(Membership.role).where(*current)))
    if roles != valid_roles:
        raise Conflict("error-member-suspended")
    return row.role in roles


async def accept_confidentiality(session: AsyncSession, person: PersonId, now: datetime) -> None:
    """Record that the person accepted the confidentiality agreement. Does nothing the second time."""
    await session.execute(
        update(Person)
        .where(Person.id == person, Person.confidentiality_accepted_at.is_(None))
        .values(confidentiality_accepted_at=now)
    )


async def load_phone(session: AsyncSession, person: PersonId) -> str | None:
    """Load the person's phone (E.164)."""
    return (await session.get_one(Person, person)).phone


async def set_language(session: AsyncSession, person: PersonId, language: str) -> None:
    await session.execute(update(Person).where(Person.id == person).values(language=language))


def _local_day(now: datetime) -> date:
    return now.astimezone(TEHRAN).date()
