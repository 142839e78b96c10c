"""People: how they are invited, how they join, what they promise and which language they read.

It knows persons, accounts, memberships and invitations.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.persian.normalisation import normalise
from bot.relief.access.actors import load_actor
from bot.relief.access.policy import Action, Actor, require
from bot.relief.access.validity import membership_valid
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import code_digest, phone_digest
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import AccountRef, PersonId, UnitId
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
    """The code of a fresh invitation. Nobody invites to a role above their own, nor, in another's stead, to that very
    role; `inviter` None is the command line.
    """
    if inviter is not None:
        grant = await require(session, inviter, Action.INVITE, unit, _local_day(now))
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
            session, inviter, AuditAction.INVITE, unit=unit, subject=f"role:{role}", right=Action.INVITE, now=now
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
    """The person behind the account, now a member. `phone` is their own (E.164), as the messenger vouched.

    An account that is known stays the same person, with the name they have, and one with a known person's phone becomes
    theirs; who holds the role already uses nothing up. Nobody comes by an invitation of their own: who stands in for somebody
    may invite, and would keep what was lent.
    """
    row = await _require_usable_invitation(session, code, now, may_be_used=True)
    account_ref = AccountRef(messenger, external_id)
    person = await _find_by_account(session, account_ref) or await _find_by_phone(session, account_ref, phone, now)
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
        session, actor, AuditAction.JOIN, unit=UnitId(row.unit_id), subject=f"role:{row.role}", now=now
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
    """A newcomer whom nobody has invited: a person of that name and own number (E.164), with no role yet; or who had that
    number before.
    """
    account_ref = AccountRef(messenger, external_id)
    person = await _find_by_phone(session, account_ref, phone, now)
    if person is None:
        async with translate_integrity_errors(session):
            person = await _create_person(session, account_ref, name=name, language=language, now=now)
    await set_first_phone(session, person, phone)
    actor = await load_actor(session, messenger, external_id, _local_day(now))
    if actor is None:
        raise NotFound
    return actor


async def set_first_phone(session: AsyncSession, person: Person, phone: str | None) -> None:
    """The first number that was shared stays."""
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


async def _find_by_phone(
    session: AsyncSession, account_ref: AccountRef, phone: str | None, now: datetime
) -> Person | None:
    """Whose phone it is writes from here too, from now on; who has not been heard for long may have another number by now."""
    person = None if phone is None else await find_person_by_phone(session, phone)
    if person is None or not await recently_active(session, person, now):
        return None
    async with translate_integrity_errors(session):
        await add_account_with_notice(session, person, account_ref, now)
    return await session.get_one(Person, person)


async def _create_person(
    session: AsyncSession, account_ref: AccountRef, *, name: str, language: str, now: datetime
) -> Person:
    written = normalise(name)
    if not written:
        raise Conflict("error-name-missing", field="name")
    person = Person(name=written, language=language, created_at=now)
    session.add(person)
    await session.flush()
    await add_account(session, PersonId(person.id), account_ref, now)
    return person


async def _require_usable_invitation(
    session: AsyncSession, code: str, now: datetime, *, may_be_used: bool = False
) -> Invitation:
    digests = [digest for said in code_variants(code) for digest in keyring().lookup_digests("invitation", said)]
    row = await session.scalar(select(Invitation).where(Invitation.code_digest.in_(digests)))
    if row is None or row.revoked_at is not None:
        raise NotFound("error-invitation-unknown")
    if row.expires_at <= now:
        raise Conflict("error-invitation-expired")
    if row.uses_left == 0 and not may_be_used:
        raise Conflict("error-invitation-used")
    return row


async def _consume_use(session: AsyncSession, row: Invitation) -> None:
    """The last use is given once, whoever comes at the same instant."""
    taken = await session.scalar(
        update(Invitation)
        .where(Invitation.id == row.id, Invitation.uses_left > 0, Invitation.revoked_at.is_(None))
        .values(uses_left=Invitation.uses_left - 1)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise Conflict("error-invitation-used")


async def _holds_role(session: AsyncSession, person: Person, row: Invitation, today: date) -> bool:
    """Conflict where they are suspended in that unit: no invitation brings them back."""
    standing = (Membership.person_id == person.id, Membership.unit_id == row.unit_id, Membership.until.is_(None))
    in_force_too = set(await session.scalars(select(Membership.role).where(*standing, membership_valid(today))))
    held = set(await session.scalars(select(Membership.role).where(*standing)))
    if held != in_force_too:
        raise Conflict("error-member-suspended")
    return row.role in held


async def accept_confidentiality(session: AsyncSession, person: PersonId, now: datetime) -> None:
    """The first promise counts; a second one changes nothing."""
    await session.execute(
        update(Person)
        .where(Person.id == person, Person.confidentiality_accepted_at.is_(None))
        .values(confidentiality_accepted_at=now)
    )


async def load_phone(session: AsyncSession, person: PersonId) -> str | None:
    """E.164."""
    return (await session.get_one(Person, person)).phone


async def set_language(session: AsyncSession, person: PersonId, language: str) -> None:
    await session.execute(update(Person).where(Person.id == person).values(language=language))


def _local_day(now: datetime) -> date:
    return now.astimezone(TEHRAN).date()
