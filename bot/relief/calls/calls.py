"""Calls for help: sent once to everybody in an audience, paused, resumed, cancelled, answered.

One delivery a person is written in the transaction that sends the call; the worker does the sending. No messenger and no
text of ours is known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action, Actor, require
from bot.relief.calls.audiences import Audience, Preview, audience, audiences, members, preview
from bot.relief.calls.views import CallCopy, CallView, call_view, copies
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import CallId, PersonId, UnitId
from bot.relief.outbound import jobs
from bot.relief.outbound.addresses import Address, addresses
from bot.relief.outbound.jobs import JobKind
from bot.relief.outbound.sending import start_sending
from bot.relief.pages import Found, page
from bot.relief.vocabulary import Answer, CallState, DeliveryState, Hindrance, Role
from bot.storage import tables
from bot.storage.database import insert as upsert
from bot.storage.orm import new_id
from bot.storage.sequences import Series, next_number
from bot.storage.tables import Account, Call, Delivery, Person

__all__ = [  # the whole topic is spoken of as `calls`, wherever its parts stand
    "Answered",
    "Audience",
    "CallCopy",
    "CallView",
    "Failure",
    "Preview",
    "answer",
    "answers",
    "audience",
    "audiences",
    "call",
    "cancel",
    "chat_of",
    "checked",
    "failures",
    "locked",
    "pause",
    "preview",
    "resume",
    "send_call",
    "show_progress",
]

LONGEST = 3000  # characters: greeting, sender and buttons fit beside it in one message of either messenger
MOST_UNAPPROVED = 500  # persons reached; a call to more waits for a supervisor
CALM = timedelta(seconds=2)  # between two edits of one progress message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    name: str
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How many persons were not reached for one reason."""

    why: Hindrance
    people: int


async def send_call(
    session: AsyncSession,
    actor: Actor,
    *,
    unit: UnitId,
    role: Role | None,
    text: str,
    now: datetime,
    today: date,
    approved: bool = False,
) -> CallView:
    """Everybody in the audience gets a row: those whom nothing reaches are kept as such, with the reason. Conflict where many
    would hear it and it was not `approved`.
    """
    await require(session, actor, Action.SEND_CALL, unit, today)
    said = checked(text)
    everybody = members(unit, role, actor.person, today)
    reached = await addresses(session, everybody)
    if not reached:
        raise Conflict("error-call-nobody", at="audience")
    if len(reached) > MOST_UNAPPROVED and not approved:
        raise Conflict("error-call-many", at="look", most=MOST_UNAPPROVED)
    row = Call(
        number=await next_number(session, Series.CALLS),
        unit_id=unit,
        role=role,
        text=said,
        state=CallState.SENDING,
        created_by=actor.person,
        created_at=now,
        started_at=now,
        progress_messenger=actor.messenger,
        progress_chat=await chat_of(session, actor),
    )
    session.add(row)
    await session.flush()
    people = await session.scalars(everybody)
    await session.execute(insert(Delivery), [_delivery(row.id, PersonId(one), reached) for one in people])
    await start_sending(session, CallId(row.id))
    await show_progress(session, row)
    return await call_view(session, row)


def checked(text: str) -> str:
    said = text.strip()
    if not said:
        raise Conflict("error-call-empty", at="text")
    if len(said) > LONGEST:
        raise Conflict("error-call-long", at="text", most=LONGEST)
    return said


async def chat_of(session: AsyncSession, actor: Actor) -> int | None:
    """The private chat with the actor, where they are writing from."""
    return await session.scalar(
        select(Account.external_id)
        .where(Account.person_id == actor.person, Account.messenger == actor.messenger, Account.unlinked_at.is_(None))
        .order_by(Account.last_seen_at.desc())
        .limit(1)
    )


def _delivery(call: int, person: PersonId, reached: Mapping[PersonId, Address]) -> dict[str, object]:
    address = reached.get(person)
    return {
        "id": new_id(),
        "call_id": call,
        "person_id": person,
        "account_id": address and address.account,
        "messenger": address and address.messenger,
        "state": DeliveryState.WAITING if address else DeliveryState.UNREACHABLE,
        "error": None if address else Hindrance.NO_ACCOUNT,
    }


async def show_progress(session: AsyncSession, row: Call, *, after: timedelta = jobs.AT_ONCE) -> None:
    """Have the live message of the one who sent the call drawn afresh."""
    lane = row.progress_messenger
    if lane is not None:
        await jobs.again(
            session,
            f"{JobKind.CALL_PROGRESS}:{row.id}",
            lane=lane,
            kind=JobKind.CALL_PROGRESS,
            args={"call": row.id},
            after=after,
        )


async def call(session: AsyncSession, actor: Actor, wanted: CallId, today: date) -> CallView:
    return await call_view(session, await _seen(session, actor, wanted, today))


async def _seen(session: AsyncSession, actor: Actor, wanted: CallId, today: date) -> Call:
    """The call, if the actor may know of it."""
    row = await session.get(Call, wanted)
    if row is None:
        raise NotFound
    try:
        await require(session, actor, Action.SEE_CALL, UnitId(row.unit_id), today)
    except Forbidden:
        raise NotFound from None
    return row


async def pause(session: AsyncSession, actor: Actor, wanted: CallId, now: datetime, today: date) -> CallView:
    """The batch under way ends; nothing is begun after it."""
    return await _turn(session, actor, wanted, now, today, to=CallState.PAUSED)


async def resume(session: AsyncSession, actor: Actor, wanted: CallId, now: datetime, today: date) -> CallView:
    return await _turn(session, actor, wanted, now, today, to=CallState.SENDING)


async def cancel(session: AsyncSession, actor: Actor, wanted: CallId, now: datetime, today: date) -> CallView:
    """For good; those who have not been written to stay counted as waiting."""
    return await _turn(session, actor, wanted, now, today, to=CallState.CANCELLED)


async def _turn(
    session: AsyncSession, actor: Actor, wanted: CallId, now: datetime, today: date, *, to: CallState
) -> CallView:
    """Asked twice is done once; a call that has ended stays as it ended."""
    seen = await _seen(session, actor, wanted, today)
    await require(session, actor, Action.SEND_CALL, UnitId(seen.unit_id), today)
    row = await locked(session, wanted)
    if row.state == to:
        return await call_view(session, row)
    if row.state in (CallState.DONE, CallState.CANCELLED):
        raise Conflict("error-call-ended", number=row.number)
    row.state = to
    row.finished_at = now if to is CallState.CANCELLED else None
    await session.flush()
    if to is CallState.SENDING:
        await start_sending(session, wanted)
    await show_progress(session, row)
    return await call_view(session, row)


async def locked(session: AsyncSession, wanted: CallId) -> Call:
    """The row as it stands now, held to the end of the transaction: whoever else changes the call's state waits."""
    fresh = select(Call).where(Call.id == wanted).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(fresh)).one()


async def answer(session: AsyncSession, person: PersonId, wanted: CallId, said: Answer, now: datetime) -> CallCopy:
    """Recipients only; the last word counts, also after the sending has ended."""
    row = await session.get(Call, wanted)
    mine = {} if row is None else await copies(session, row, [person])
    if row is None or person not in mine:
        raise NotFound
    if row.state == CallState.CANCELLED:
        raise Conflict("error-call-cancelled", number=row.number)
    given = upsert(session, tables.Answer).values(id=new_id(), call_id=wanted, person_id=person, answer=said, at=now)
    last_word = {"answer": given.excluded.answer, "at": given.excluded.at}
    await session.execute(given.on_conflict_do_update(index_elements=["call_id", "person_id"], set_=last_word))
    await show_progress(session, row, after=CALM)
    return replace(mine[person], answer=said)


async def answers(
    session: AsyncSession, actor: Actor, wanted: CallId, today: date, *, offset: int, limit: int
) -> Found[Answered]:
    """Those who come first, the latest answer first."""
    row = await _seen(session, actor, wanted, today)
    cannot_last = case((tables.Answer.answer == Answer.COMING, 0), else_=1)
    rows = await session.execute(
        select(Person, tables.Answer)
        .join(tables.Answer, tables.Answer.person_id == Person.id)
        .where(tables.Answer.call_id == row.id)
        .order_by(cannot_last, tables.Answer.at.desc(), Person.id)
        .offset(offset)
        .limit(limit + 1)
    )
    return page([Answered(name=who.name, answer=Answer(said.answer), at=said.at) for who, said in rows], limit)


async def failures(session: AsyncSession, actor: Actor, wanted: CallId, today: date) -> tuple[Failure, ...]:
    """Why some were not reached, the commonest reason first."""
    row = await _seen(session, actor, wanted, today)
    over = (DeliveryState.FAILED, DeliveryState.UNREACHABLE)
    rows = await session.execute(
        select(Delivery.error, func.count())
        .where(Delivery.call_id == row.id, Delivery.state.in_(over), Delivery.error.is_not(None))
        .group_by(Delivery.error)
        .order_by(func.count().desc(), Delivery.error)
    )
    return tuple(Failure(why=Hindrance(why), people=count) for why, count in rows if why is not None)
