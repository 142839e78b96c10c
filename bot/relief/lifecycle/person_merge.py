"""Merge of two persons who are one: offered by one, accepted by the other, if both have one phone.

All references to the merged person move to the survivor, in any table. Audit entries stay as written, and the name of
their actor stays readable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Text, UniqueConstraint, cast, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.revocation import revoke_sessions
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.decisions import DecisionOutcome, decide_once, is_pending
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import AccountRef, MergeId, PersonId
from bot.relief.lifecycle.attendance_merge import merge_attendance
from bot.relief.people.account_linking import code_owner, consume_link_code
from bot.relief.services.verification import reopen_after_merge
from bot.relief.vocabulary import MergeOfferState
from bot.storage.orm import Base
from bot.storage.tables import AuditEntry, JoinRequest, Membership, MergeOffer, Person

MERGE_OFFER_VALIDITY = timedelta(days=1)
PERSON_KEY = f"{Person.__tablename__}.id"
TABLES_NOT_MERGED = frozenset({AuditEntry.__tablename__, MergeOffer.__tablename__})
"""Audit entries and merge offers never change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOfferView:
    """An offer of a person of that name to be merged into the reader."""

    id: MergeId
    name: str


async def offer_merge(caller: Caller, code: str, current_account: AccountRef) -> PersonId:
    """Offer to merge the actor into the owner of the link code, who is returned.

    Raises Conflict unless messengers vouched for the same phone of both.
    """
    owner = await code_owner(caller.session, code, current_account, caller.now)
    if owner.owns_account or owner.account_is_free:
        raise Conflict("error-link-already")
    await _require_same_phone(caller.session, owner.person, caller.actor.person)
    survivor = await consume_link_code(caller.session, code, current_account, caller.now)
    caller.session.add(
        MergeOffer(survivor_id=survivor, merged_id=caller.actor.person, expires_at=caller.now + MERGE_OFFER_VALIDITY)
    )
    await audit_log.record(caller, AuditAction.OFFER_PERSON_MERGE, subject=f"person:{survivor}")
    return survivor


def select_merge_offers(caller: Caller) -> Select[str]:
    own = (MergeOffer.survivor_id == caller.actor.person, is_pending(MergeOffer, caller.now))
    return select(cast(MergeOffer.id, Text)).where(*own).order_by(MergeOffer.id)


async def list_merge_offers(session: AsyncSession, person: PersonId, now: datetime) -> tuple[MergeOfferView, ...]:
    rows = await session.execute(
        select(MergeOffer.id, Person)
        .join(Person, Person.id == MergeOffer.merged_id)
        .where(MergeOffer.survivor_id == person, is_pending(MergeOffer, now))
        .order_by(MergeOffer.id)
    )
    return tuple(MergeOfferView(id=MergeId(number), name=other.name) for number, other in rows)


async def refuse_merge(caller: Caller, offer_id: MergeId) -> None:
    await _decide_offer(caller, offer_id, MergeOfferState.REFUSED)


async def accept_merge(caller: Caller, offer_id: MergeId, current_account: AccountRef) -> None:
    """Merge the other person of the offer into the actor. It cannot be undone."""
    merged = await _decide_offer(caller, offer_id, MergeOfferState.ACCEPTED)
    await _require_same_phone(caller.session, caller.actor.person, merged)
    await revoke_sessions(caller.session, merged, current_account=current_account)
    await _reconcile_persons(caller.session, caller.actor.person, merged, caller.today)
    await merge_attendance(caller.session, caller.actor.person, merged, caller.now)
    for column in person_references():
        await _repoint(caller.session, column, caller.actor.person, merged)
    await reopen_after_merge(caller)
    await audit_log.record(caller, AuditAction.MERGE_PERSONS, subject=f"person:{merged}")


async def _decide_offer(caller: Caller, offer_id: MergeId, state: MergeOfferState) -> PersonId:
    """Decide an offer made to the actor and return the person to merge. Raises NotFound where it is decided or expired."""
    own = select(MergeOffer.merged_id).where(MergeOffer.id == offer_id, MergeOffer.survivor_id == caller.actor.person)
    merged = await caller.session.scalar(own)
    if merged is None:
        raise NotFound("error-merge-over")
    outcome = await decide_once(caller.session, MergeOffer, offer_id, state, by=caller.actor.person, now=caller.now)
    if outcome is not DecisionOutcome.DECIDED:
        raise NotFound("error-merge-over")
    return PersonId(merged)


async def _require_same_phone(session: AsyncSession, one: PersonId, other: PersonId) -> None:
    rows = await session.scalars(
        select(Person).where(Person.id.in_((one, other))).order_by(Person.id).with_for_update()
    )
    phones = [row.phone for row in rows if row.merged_into is None]
    if len(phones) != len({one, other}) or len(set(phones)) != 1 or None in phones:
        raise Conflict("error-merge-phone")


async def _reconcile_persons(session: AsyncSession, survivor: PersonId, merged: PersonId, today: date) -> None:
    """Reconcile what cannot just change its person: both rows, and duplicates."""
    one, other = await session.get_one(Person, survivor), await session.get_one(Person, merged)
    accepted_at = [at for at in (one.confidentiality_accepted_at, other.confidentiality_accepted_at) if at is not None]
    one.confidentiality_accepted_at = min(accepted_at, default=None)
    other.phone, other.phone_digest, other.merged_into = None, None, survivor
    await _end_duplicate_roles(session, survivor, merged, today)
    waiting = (JoinRequest.person_id == merged, JoinRequest.state == "waiting")
    await session.execute(update(JoinRequest).where(*waiting).values(state="withdrawn"))
    await session.flush()


async def _end_duplicate_roles(session: AsyncSession, survivor: PersonId, merged: PersonId, today: date) -> None:
    """End the roles of the merged person that the survivor has in the same unit."""
    mine = {(row.unit_id, row.role) for row in await _active_memberships(session, survivor)}
    for row in await _active_memberships(session, merged):
        if (row.unit_id, row.role) in mine:
            row.until = today


async def _active_memberships(session: AsyncSession, person: PersonId) -> Sequence[Membership]:
    query = select(Membership).where(Membership.person_id == person, Membership.until.is_(None))
    return (await session.scalars(query.with_for_update())).all()


def person_references() -> Iterator[Column[Any]]:
    """Yield each column that references a person and may be changed."""
    for table in Base.metadata.sorted_tables:
        if table.name not in TABLES_NOT_MERGED:
            yield from (
                one for one in table.columns if any(key.target_fullname == PERSON_KEY for key in one.foreign_keys)
            )


async def _repoint(session: AsyncSession, column: Column[Any], survivor: PersonId, merged: PersonId) -> None:
    """Move the references of a column. Rows that would duplicate one of the survivor stay, as history."""
    twins = [_has_duplicate(column, unique, survivor) for unique in _unique_keys(column.table, column)]
    mine = update(column.table).where(column == merged, *(~twin for twin in twins))
    await session.execute(mine.values({column.name: survivor}))


def _unique_keys(table: Any, column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """Yield the columns of each unique key with this one.

    Partial unique indexes are not among them: `_reconcile_persons` has ended those duplicates.
    """
    keys = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for one in (table.primary_key, *keys):
        if column.name in one.columns:
            yield list(one.columns)


def _has_duplicate(column: Column[Any], unique: list[Column[Any]], survivor: PersonId) -> ColumnElement[bool]:
    other = column.table.alias()
    same = [other.c[one.name] == one for one in unique if one is not column]
    return exists().where(other.c[column.name] == survivor, *same)
