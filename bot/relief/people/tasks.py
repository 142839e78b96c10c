"""People who wait for an answer: requests to join, and letters.

A select finds the references, as text, for the count and for the list; the views are loaded for the few that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, and_, cast, select, tuple_

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.decisions import is_pending
from bot.relief.ids import JoinRequestId, PersonId, UnitId
from bot.storage.tables import JoinRequest, Letter, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingJoinRequest:
    id: JoinRequestId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredThread:
    """A thread whose last letter is its member's."""

    unit: UnitId
    member: PersonId
    member_name: str


def select_join_requests(caller: Caller) -> Select[str]:
    return select(cast(JoinRequest.id, Text)).where(_decidable(caller))


def select_unanswered_threads(caller: Caller) -> Select[str]:
    """Select the threads as «unit,member»."""
    return select(cast(Letter.unit_id, Text) + "," + cast(Letter.person_id, Text)).where(_answerable(caller)).distinct()


async def load_join_requests(caller: Caller, ids: Sequence[JoinRequestId]) -> tuple[PendingJoinRequest, ...]:
    rows = await caller.session.execute(
        select(JoinRequest.id, Person)
        .join(Person, Person.id == JoinRequest.person_id)
        .where(JoinRequest.id.in_(ids), _decidable(caller))
        .order_by(JoinRequest.requested_at, JoinRequest.id)
    )
    return tuple(PendingJoinRequest(id=JoinRequestId(key), name=person.name) for key, person in rows)


async def load_unanswered_threads(
    caller: Caller, keys: Sequence[tuple[UnitId, PersonId]]
) -> tuple[UnansweredThread, ...]:
    rows = await caller.session.execute(
        select(Letter.unit_id, Person)
        .join(Person, Person.id == Letter.person_id)
        .where(tuple_(Letter.unit_id, Letter.person_id).in_(keys), _answerable(caller))
        .order_by(Letter.at, Letter.id)
    )
    found = {(unit, person.id): person.name for unit, person in rows}
    return tuple(
        UnansweredThread(unit=UnitId(unit), member=PersonId(member), member_name=name)
        for (unit, member), name in found.items()
    )


def _decidable(caller: Caller) -> ColumnElement[bool]:
    units = permitted_unit_ids(caller.actor, Action.APPROVE_JOINERS, caller.today)
    return and_(
        is_pending(JoinRequest, caller.now),
        JoinRequest.unit_id.in_(units),
        JoinRequest.person_id != caller.actor.person,
    )


def _answerable(caller: Caller) -> ColumnElement[bool]:
    units = permitted_unit_ids(caller.actor, Action.ANSWER_LETTERS, caller.today)
    return and_(Letter.awaits_reply, Letter.unit_id.in_(units), Letter.person_id != caller.actor.person)
