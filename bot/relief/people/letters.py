"""Letters of members to the people responsible for their unit, and the answers.

There is one thread for each member and unit. Texts are encrypted at rest. A member writes about their own units only; a
stranger cannot write. Knows no conversation.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.responsible import ResponsiblePerson, responsible_people
from bot.relief.access.rights import permitted_unit_ids, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import LetterId, PersonId, UnitId
from bot.relief.pages import Page
from bot.relief.vocabulary import Role
from bot.storage.tables import Letter, Person, Unit

MAX_LETTERS_PER_DAY = 20
_DAY = timedelta(days=1)
LETTER_READER_ROLES = (Role.COORDINATOR, Role.SUPERVISOR)
"""Roles that read letters. An administrator manages units and members, and reads none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    author: PersonId
    author_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetter:
    """A stored letter and the people to notify: empty where no one is responsible for the unit."""

    id: LetterId
    unit: UnitId
    unit_name: str
    member: PersonId
    author_name: str
    recipients: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterThread:
    """A thread with its newest letters, in the order of writing.

    `is_own`: the reader is its member. `awaits_reply`: its last letter is the member's, and was not settled.
    """

    unit: UnitId
    unit_name: str
    member: PersonId
    member_name: str
    letters: tuple[LetterView, ...]
    is_own: bool
    awaits_reply: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSummary:
    unit: UnitId
    unit_name: str
    member: PersonId
    member_name: str
    awaits_reply: bool


async def write_letter(caller: Caller, unit: UnitId, text: str) -> SentLetter:
    """Write a letter about a unit of the actor's own. Raises Forbidden for any other."""
    if all(grant.unit != unit or grant.delegated_by is not None for grant in caller.actor.grants):
        raise Forbidden
    readers = await letter_recipients(caller.session, unit, caller.today, caller.actor.person)
    recipients = tuple(reader.person for reader in readers)
    return await _add_letter(caller, unit, caller.actor.person, text, recipients)


async def letter_recipients(
    session: AsyncSession, unit: UnitId, today: date, author: PersonId
) -> tuple[ResponsiblePerson, ...]:
    return await responsible_people(session, unit, today, excluding=(author,), roles=LETTER_READER_ROLES)


async def answer_letter(caller: Caller, unit: UnitId, member: PersonId, text: str) -> SentLetter:
    """Answer a member who has written. Raises NotFound where there is no thread: only a member begins one."""
    await require(caller, Action.ANSWER_LETTERS, unit)
    if member == caller.actor.person or not await _thread_exists(caller.session, unit, member):
        raise NotFound
    return await _add_letter(caller, unit, member, text, (member,))


async def load_thread(caller: Caller, unit: UnitId, member: PersonId, *, limit: int) -> LetterThread:
    """Load a thread for its member or an actor who may answer it. Raises NotFound if it has no letters."""
    if member != caller.actor.person:
        await require(caller, Action.ANSWER_LETTERS, unit)
    rows = await caller.session.execute(
        select(Letter, Person)
        .join(Person, Person.id == Letter.author_id)
        .where(Letter.unit_id == unit, Letter.person_id == member)
        .order_by(Letter.at.desc(), Letter.id.desc())
        .limit(limit)
    )
    newest = [
        LetterView(author=PersonId(author.id), author_name=author.name, text=row.text, at=row.at)
        for row, author in rows
    ]
    if not newest:
        raise NotFound
    awaits_reply = await caller.session.scalar(select(Letter.id).where(_awaiting(unit, member)).limit(1))
    unit_row, member_row = await caller.session.get_one(Unit, unit), await caller.session.get_one(Person, member)
    return LetterThread(
        unit=unit,
        unit_name=unit_row.name,
        member=member,
        member_name=member_row.name,
        letters=tuple(reversed(newest)),
        is_own=member == caller.actor.person,
        awaits_reply=awaits_reply is not None,
    )


async def settle_thread(caller: Caller, unit: UnitId, member: PersonId) -> None:
    """Say that the last letter of a member needs no answer. Idempotent."""
    await require(caller, Action.ANSWER_LETTERS, unit)
    if member == caller.actor.person or not await _thread_exists(caller.session, unit, member):
        raise NotFound
    await _stop_waiting(caller.session, unit, member)
    await audit_log.record(caller, AuditAction.SETTLE_LETTERS, unit=unit, subject=f"letters:{unit}:{member}")


def _awaiting(unit: UnitId, member: PersonId) -> ColumnElement[bool]:
    return and_(Letter.awaits_reply, Letter.unit_id == unit, Letter.person_id == member)


async def _stop_waiting(session: AsyncSession, unit: UnitId, member: PersonId) -> None:
    settled = update(Letter).where(_awaiting(unit, member)).values(awaits_reply=False)
    await session.execute(settled.execution_options(synchronize_session=False))


async def list_threads(caller: Caller, *, offset: int, limit: int) -> Page[ThreadSummary]:
    """Return a page of the threads that the actor may answer, the latest letter first.

    `awaits_reply` says that the last letter is the member's, and was not settled.
    """
    place = func.row_number().over(
        partition_by=(Letter.unit_id, Letter.person_id), order_by=(Letter.at.desc(), Letter.id.desc())
    )
    ranked = select(Letter.unit_id, Letter.person_id, Letter.awaits_reply, Letter.at, place.label("place")).subquery()
    threads = (
        select(ranked.c.unit_id, Unit.name, Person, ranked.c.awaits_reply)
        .join(Unit, Unit.id == ranked.c.unit_id)
        .join(Person, Person.id == ranked.c.person_id)
        .where(
            ranked.c.place == 1,
            ranked.c.person_id != caller.actor.person,
            ranked.c.unit_id.in_(permitted_unit_ids(caller.actor, Action.ANSWER_LETTERS, caller.today)),
        )
        .order_by(ranked.c.at.desc(), ranked.c.person_id)
    )
    return await pages.fetch(caller.session, threads, _build_thread_summary, offset=offset, limit=limit)


def _build_thread_summary(unit: int, unit_name: str, member: Person, awaits_reply: bool) -> ThreadSummary:
    return ThreadSummary(
        unit=UnitId(unit),
        unit_name=unit_name,
        member=PersonId(member.id),
        member_name=member.name,
        awaits_reply=awaits_reply,
    )


async def _thread_exists(session: AsyncSession, unit: UnitId, member: PersonId) -> bool:
    first = select(Letter.id).where(Letter.unit_id == unit, Letter.person_id == member).limit(1)
    return await session.scalar(first) is not None


async def _add_letter(
    caller: Caller,
    unit: UnitId,
    member: PersonId,
    text: str,
    recipients: tuple[PersonId, ...],
) -> SentLetter:
    recent = select(func.count()).where(Letter.author_id == caller.actor.person, Letter.at > caller.now - _DAY)
    if (await caller.session.scalar(recent) or 0) >= MAX_LETTERS_PER_DAY:
        raise Conflict("error-letters-enough", most=MAX_LETTERS_PER_DAY)
    await _stop_waiting(caller.session, unit, member)
    letter = Letter(
        person_id=member,
        unit_id=unit,
        author_id=caller.actor.person,
        text=normalise(text),
        at=caller.now,
        awaits_reply=member == caller.actor.person,
    )
    caller.session.add(letter)
    await caller.session.flush()
    await audit_log.record(caller, AuditAction.WRITE_LETTER, unit=unit, subject=f"letter:{letter.id}")
    unit_row = await caller.session.get_one(Unit, unit)
    return SentLetter(
        id=LetterId(letter.id),
        unit=unit,
        unit_name=unit_row.name,
        member=member,
        author_name=caller.actor.name,
        recipients=recipients,
    )
