"""List of calls, one line each. It changes nothing."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.ids import CallId
from bot.relief.pages import Page
from bot.relief.vocabulary import CallState
from bot.storage.tables import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class CallListItem:
    id: CallId
    number: int
    text: str
    state: CallState


async def list_visible_calls(caller: Caller, *, offset: int, limit: int) -> Page[CallListItem]:
    """Return a page of the calls of the units that the actor supervises, the latest first."""
    query = (
        select(Call)
        .where(Call.unit_id.in_(permitted_unit_ids(caller.actor, Action.SEE_CALL, caller.today)))
        .order_by(Call.number.desc())
    )
    return await pages.fetch(caller.session, query, _build_list_item, offset=offset, limit=limit)


def _build_list_item(row: Call) -> CallListItem:
    return CallListItem(id=CallId(row.id), number=row.number, text=row.text, state=CallState(row.state))
