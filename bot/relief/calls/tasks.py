"""Calls to many people that wait for the actor's approval.

A select finds the ids, as text, for the count and for the list; the views are loaded for the few that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, cast, or_, select

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.decisions import is_pending
from bot.relief.ids import CallApprovalId
from bot.storage.tables import CallApproval


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToApprove:
    id: CallApprovalId
    text: str


def select_calls_to_approve(caller: Caller) -> Select[str]:
    return select(cast(CallApproval.id, Text)).where(*_decidable(caller))


async def load_calls_to_approve(caller: Caller, ids: Sequence[CallApprovalId]) -> tuple[CallToApprove, ...]:
    rows = await caller.session.scalars(
        select(CallApproval)
        .where(CallApproval.id.in_(ids), *_decidable(caller))
        .order_by(CallApproval.requested_at, CallApproval.id)
    )
    return tuple(CallToApprove(id=CallApprovalId(row.id), text=row.text) for row in rows)


def _decidable(caller: Caller) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a request that waits and is neither the actor's nor made in their stead."""
    principals = caller.actor.principals
    return (
        is_pending(CallApproval, caller.now),
        CallApproval.unit_id.in_(permitted_unit_ids(caller.actor, Action.APPROVE_CALL, caller.today)),
        CallApproval.requested_by.not_in(principals),
        or_(CallApproval.on_behalf_of.is_(None), CallApproval.on_behalf_of.not_in(principals)),
    )
