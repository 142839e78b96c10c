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
from bot.relief.access.validity import in_force
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import code_digest, phone_digest
from bot.relief.constraints import refusing
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import Here, PersonId, UnitId
from bot.relief.people import account_linking as linking
from bot.relief.people.codes import fresh_code, spellings
from bot.relief.people.members import outranks
from bot.relief.vocabulary import Role
from bot.storage.encryption import keyring
from bot.storage.index_key import digest_key
from bot.storage.tables import Account, Invitation, Membership, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    unit: UnitId
    unit_name: str
    role: Role
    inviter_name: str | None


async def invite(
    session: AsyncSession, *, by: Actor | None, unit: UnitId, role: Role, now: datetime, days: int = 7, uses: int = 1
) -> str:
    """The code of a fresh invitation. Nobody invites to a role above their own, nor, in another's stead, to that very
    role; `by` None is the command line.
    """
    if by is not None:
        grant = await require(session, by, Action.INVITE, unit, _day(now))
        if not outranks(grant, role):
            raise Forbidden
    code = fresh_code()
    session.add(
        Invitation(
            code_digest=code_digest(code, await digest_key(session)),
            code=code,
            unit_id=unit,
            role=role,
            created_by=None if by is None else by.person,
            created_at=now,
            expires_at=now + timedelta(days=days),
            uses=uses,
            uses_left=uses,
        )
    )
    await session.flush()
    if by is not None:
        await audit.note(
            session, by, AuditAction.INVITE, unit=unit, subject=f"role:{role}", right=Action.INVITE, now=now
        )
    return code


async def read_invitation(session: AsyncSession, code: str, now: datetime) -> InvitationView:
    row = await _standing_invitation(session, code, now)
    unit = await session.get_one(Unit, row.unit_id)
    inviter = None if row.created_by is None else await session.get(Person, row.created_by)
    return InvitationView(
        unit=UnitId(unit.id),
        unit_name=unit.name,
        role=Role(row.role),
        inviter_name=None if inviter is None else inviter.name,
    )


async def join(
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
    row = await _standing_invitation(session, code, now, may_be_used=True)
    here = (messenger, external_id)
    person = await _known(session, here) or await _of_phone(session, here, phone, now)
    if person is None or not await _holds(session, person, row, _day(now)):
        if person is not None and person.id == row.created_by:
            raise Conflict("error-invitation-own")
        await _use_up(session, row)
        async with refusing(session):
            person = person or await _newcomer(session, here, name=name, language=language, now=now)
            session.add(
                Membership(
                    person_id=person.id,
                    unit_id=row.unit_id,
                    role=row.role,
                    since=_day(now),
                    invited_by=row.created_by,
                )
            )
    await _has_phone(session, person, phone)
    actor = await load_actor(session, messenger, external_id, _day(now))
    if actor is None:
        raise NotFound
    await audit.note(session, actor, AuditAction.JOIN, unit=UnitId(row.unit_id), subject=f"role:{row.role}", now=now)
    return actor


async def meet(
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
    here = (messenger, external_id)
    person = await _of_phone(session, here, phone, now)
    if person is None:
        async with refusing(session):
            person = await _newcomer(session, here, name=name, language=language, now=now)
    await _has_phone(session, person, phone)
    actor = await load_actor(session, messenger, external_id, _day(now))
    if actor is None:
        raise NotFound
    return actor


async def _has_phone(session: AsyncSession, person: Person, phone: str | None) -> None:
    """The first number that was shared stays."""
    if phone is not None and person.phone is None:
        person.phone = phone
        person.phone_digest = phone_digest(phone, await digest_key(session))
    await session.flush()


async def _known(session: AsyncSession, here: Here) -> Person | None:
    messenger, external_id = here
    return await session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.messenger == messenger, Account.external_id == external_id, Account.unlinked_at.is_(None))
    )


async def _of_phone(session: AsyncSession, here: Here, phone: str | None, now: datetime) -> Person | None:
    """Whose phone it is writes from here too, from now on; who has not been heard for long may have another number by now."""
    person = None if phone is None else await linking.person_of_phone(session, phone)
    if person is None or not await linking.heard_lately(session, person, now):
        return None
    async with refusing(session):
        await linking.join_account(session, person, here, now)
    return await session.get_one(Person, person)


async def _newcomer(session: AsyncSession, here: Here, *, name: str, language: str, now: datetime) -> Person:
    written = normalise(name)
    if not written:
        raise Conflict("error-name-missing", at="name")
    person = Person(name=written, language=language, created_at=now)
    session.add(person)
    await session.flush()
    await linking.add_account(session, PersonId(person.id), here, now)
    return person


async def _standing_invitation(
    session: AsyncSession, code: str, now: datetime, *, may_be_used: bool = False
) -> Invitation:
    digests = [digest for said in spellings(code) for digest in keyring().digests("invitation", said)]
    row = await session.scalar(select(Invitation).where(Invitation.code_digest.in_(digests)))
    if row is None or row.revoked_at is not None:
        raise NotFound("error-invitation-unknown")
    if row.expires_at <= now:
        raise Conflict("error-invitation-expired")
    if row.uses_left == 0 and not may_be_used:
        raise Conflict("error-invitation-used")
    return row


async def _use_up(session: AsyncSession, row: Invitation) -> None:
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


async def _holds(session: AsyncSession, person: Person, row: Invitation, today: date) -> bool:
    """Conflict where they are suspended in that unit: no invitation brings them back."""
    standing = (Membership.person_id == person.id, Membership.unit_id == row.unit_id, Membership.until.is_(None))
    in_force_too = set(await session.scalars(select(Membership.role).where(*standing, in_force(today))))
    held = set(await session.scalars(select(Membership.role).where(*standing)))
    if held != in_force_too:
        raise Conflict("error-member-suspended")
    return row.role in held


async def pledge(session: AsyncSession, person: PersonId, now: datetime) -> None:
    """The first promise counts; a second one changes nothing."""
    await session.execute(update(Person).where(Person.id == person, Person.pledged_at.is_(None)).values(pledged_at=now))


async def phone_of(session: AsyncSession, person: PersonId) -> str | None:
    """E.164."""
    return (await session.get_one(Person, person)).phone


async def set_language(session: AsyncSession, person: PersonId, language: str) -> None:
    await session.execute(update(Person).where(Person.id == person).values(language=language))


def _day(now: datetime) -> date:
    return now.astimezone(TEHRAN).date()
