"""Two persons found to be one: offered by who typed the other's code, agreed by the other, done when both phones are one.

All that refers to the one goes to the other, whatever table it is in. What was audited stays as it was written, and the name
of who did it can still be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, UniqueConstraint, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Actor
from bot.relief.access.revocation import recall
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import Here, MergeId, PersonId
from bot.relief.people.account_linking import owner, use_up
from bot.relief.services import verification as verifying
from bot.relief.vocabulary import SignUpState
from bot.storage.orm import Base
from bot.storage.tables import AuditEntry, Campaign, Draft, JoinRequest, Membership, MergeOffer, Person, SignUp

STANDS_FOR = timedelta(days=1)
PERSON = f"{Person.__tablename__}.id"
STAYING = frozenset({AuditEntry.__tablename__, MergeOffer.__tablename__, Draft.__tablename__})
"""What was audited and what was agreed is never changed; drafts are sealed to their person, and sealed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """Somebody of that name says to be the same person as the one who reads it."""

    id: MergeId
    name: str


async def offer(session: AsyncSession, actor: Actor, code: str, here: Here, now: datetime) -> PersonId:
    """By who typed the code: they would become one with its owner, who is returned, and asked. Conflict where the two have
    not the same phone, as their messengers vouched for it.
    """
    known = await owner(session, code, here, now)
    if known.mine or known.stranger:
        raise Conflict("error-link-already")
    await _same_phone(session, known.person, actor.person)
    kept = await use_up(session, code, here, now)
    session.add(MergeOffer(kept_id=kept, merged_id=actor.person, expires_at=now + STANDS_FOR))
    await audit.note(session, actor, AuditAction.OFFER_PERSON_MERGE, subject=f"person:{kept}", now=now)
    return kept


async def offers(session: AsyncSession, person: PersonId, now: datetime) -> tuple[OfferView, ...]:
    rows = await session.execute(
        select(MergeOffer.id, Person)
        .join(Person, Person.id == MergeOffer.merged_id)
        .where(*_open(person, now))
        .order_by(MergeOffer.id)
    )
    return tuple(OfferView(id=MergeId(number), name=other.name) for number, other in rows)


async def refuse(session: AsyncSession, actor: Actor, wanted: MergeId, now: datetime) -> None:
    found = update(MergeOffer).where(MergeOffer.id == wanted, *_open(actor.person, now)).values(expires_at=now)
    if await session.scalar(found.returning(MergeOffer.id)) is None:
        raise NotFound("error-merge-over")


async def agree(session: AsyncSession, actor: Actor, wanted: MergeId, here: Here, now: datetime, today: date) -> None:
    """From now on the actor is both. It is not undone."""
    done = update(MergeOffer).where(MergeOffer.id == wanted, *_open(actor.person, now)).values(done_at=now)
    merged = await session.scalar(done.returning(MergeOffer.merged_id))
    if merged is None:
        raise NotFound("error-merge-over")
    await _same_phone(session, actor.person, PersonId(merged))
    await recall(session, PersonId(merged), here=here)
    await _settle(session, actor.person, PersonId(merged), today)
    for column in references():
        await _move(session, column, actor.person, PersonId(merged))
    await verifying.reconsider(session, actor, now)
    await audit.note(session, actor, AuditAction.MERGE_PERSONS, subject=f"person:{merged}", now=now)


def _open(person: PersonId, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return MergeOffer.kept_id == person, MergeOffer.done_at.is_(None), MergeOffer.expires_at > now


async def _same_phone(session: AsyncSession, one: PersonId, other: PersonId) -> None:
    rows = await session.scalars(
        select(Person).where(Person.id.in_((one, other))).order_by(Person.id).with_for_update()
    )
    phones = [row.phone for row in rows if row.merged_into is None]
    if len(phones) != len({one, other}) or len(set(phones)) != 1 or None in phones:
        raise Conflict("error-merge-phone")


async def _settle(session: AsyncSession, kept: PersonId, merged: PersonId, today: date) -> None:
    """What cannot simply change its person: the two rows of the persons, what both had, and what is sealed to its owner."""
    one, other = await session.get_one(Person, kept), await session.get_one(Person, merged)
    promised = [at for at in (one.pledged_at, other.pledged_at) if at is not None]
    one.pledged_at = min(promised, default=None)
    other.phone, other.phone_digest, other.merged_into = None, None, kept
    await _end_twins(session, kept, merged, today)
    await _give_back_places(session, kept, merged)
    waiting = (JoinRequest.person_id == merged, JoinRequest.state == "waiting")
    await session.execute(update(JoinRequest).where(*waiting).values(state="withdrawn"))
    await _take_drafts(session, kept, merged)
    await session.flush()


async def _end_twins(session: AsyncSession, kept: PersonId, merged: PersonId, today: date) -> None:
    """A role that both hold in a unit is held once."""
    mine = {(row.unit_id, row.role) for row in await _standing(session, kept)}
    for row in await _standing(session, merged):
        if (row.unit_id, row.role) in mine:
            row.until = today


async def _standing(session: AsyncSession, person: PersonId) -> Sequence[Membership]:
    held = select(Membership).where(Membership.person_id == person, Membership.until.is_(None))
    return (await session.scalars(held.with_for_update())).all()


async def _give_back_places(session: AsyncSession, kept: PersonId, merged: PersonId) -> None:
    """Who took two places in a campaign needs one."""
    mine = select(SignUp.campaign_id).where(SignUp.person_id == kept, SignUp.state == SignUpState.IN)
    twice = select(SignUp).where(
        SignUp.person_id == merged, SignUp.state == SignUpState.IN, SignUp.campaign_id.in_(mine)
    )
    for row in await session.scalars(twice.with_for_update()):
        row.state = SignUpState.LEFT
        await session.execute(update(Campaign).where(Campaign.id == row.campaign_id).values(taken=Campaign.taken - 1))


async def _take_drafts(session: AsyncSession, kept: PersonId, merged: PersonId) -> None:
    """They are sealed to their person. Of one form the later draft stays."""
    mine = {row.form: row for row in await session.scalars(select(Draft).where(Draft.person_id == kept))}
    for row in (await session.scalars(select(Draft).where(Draft.person_id == merged))).all():
        own = mine.get(row.form)
        if own is None:
            own = Draft(person_id=kept, form=row.form, updated_at=row.updated_at)
            own.state = row.state
            session.add(own)
        elif own.updated_at < row.updated_at:
            own.state, own.updated_at = row.state, row.updated_at
        await session.delete(row)


def references() -> Iterator[Column[Any]]:
    """Every column of every table that names a person and may be changed."""
    for table in Base.metadata.sorted_tables:
        if table.name not in STAYING:
            yield from (one for one in table.columns if any(key.target_fullname == PERSON for key in one.foreign_keys))


async def _move(session: AsyncSession, column: Column[Any], kept: PersonId, merged: PersonId) -> None:
    """Rows that the one who is kept has too stay with the other: their history, and nothing that stands."""
    twins = [_twin(column, unique, kept) for unique in _uniques(column.table, column)]
    mine = update(column.table).where(column == merged, *(~twin for twin in twins))
    await session.execute(mine.values({column.name: kept}))


def _uniques(table: Any, column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """The columns that must be unique together with this one. Where only rows that stand must be, `_settle` has seen to it."""
    keys = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for one in (table.primary_key, *keys):
        if column.name in one.columns:
            yield list(one.columns)


def _twin(column: Column[Any], unique: list[Column[Any]], kept: PersonId) -> ColumnElement[bool]:
    other = column.table.alias()
    same = [other.c[one.name] == one for one in unique if one is not column]
    return exists().where(other.c[column.name] == kept, *same)
