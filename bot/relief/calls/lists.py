"""The calls that an actor may look at, one line each. It changes nothing; a call in full is another module's."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action, Actor, visible_units
from bot.relief.ids import CallId
from bot.relief.pages import Found, page
from bot.relief.vocabulary import CallState
from bot.storage.tables import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    id: CallId
    number: int
    text: str
    state: CallState


async def calls_in_sight(
    session: AsyncSession, actor: Actor, today: date, *, offset: int, limit: int
) -> Found[CallLine]:
    """Calls to the units that the actor oversees, the latest first."""
    rows = await session.scalars(
        select(Call)
        .where(Call.unit_id.in_(visible_units(actor, Action.SEE_CALL, today)))
        .order_by(Call.number.desc())
        .offset(offset)
        .limit(limit + 1)
    )
    return page([_line(row) for row in rows], limit)


def _line(row: Call) -> CallLine:
    return CallLine(id=CallId(row.id), number=row.number, text=row.text, state=CallState(row.state))
