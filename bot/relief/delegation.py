"""«نیستم»: what a membership gives, lent for named days to another member of the same unit, who then acts in its holder's stead.

One lends only what one holds oneself; what is borrowed is not lent on. It ends by itself, or is taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.text import fold, sort_key
from bot.relief import audit
from bot.relief.access import Actor
from bot.relief.errors import Conflict, NotFound
from bot.relief.found import Found, page
from bot.relief.ids import DelegationId, MembershipId, PersonId
from bot.relief.in_force import in_force
from bot.relief.members import MemberView, own_memberships
from bot.relief.recall import recall
from bot.relief.words import Role
from bot.storage.tables import Delegation, Membership, Person, Unit

LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanView:
    """`other` is the borrower's name for the lender, and the lender's for the borrower."""

    id: DelegationId
    role: Role
    unit_name: str
    other: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrower:
    person: PersonId
    name: str


async def lendable(session: AsyncSession, actor: Actor, today: date) -> tuple[MemberView, ...]:
    """One's own memberships that give more than any member has."""
    held = await own_memberships(session, actor.person, today)
    return tuple(one for one in held if one.role is not Role.VOLUNTEER and not one.suspended)


async def borrowers(
    session: AsyncSession, actor: Actor, wanted: MembershipId, today: date, *, search: str, offset: int, limit: int
) -> Found[Borrower]:
    """The other members of the same unit, in Persian order; every word typed is in the name."""
    lent = await _lendable(session, actor, wanted, today)
    rows = await session.scalars(select(Person).where(Person.id.in_(_others(lent, actor.person, today))))
    words = fold(search).split()
    found = [Borrower(person=PersonId(row.id), name=row.name) for row in rows]
    fitting = [one for one in found if all(word in fold(one.name) for word in words)]
    fitting.sort(key=lambda one: (sort_key(one.name), one.person))
    return page(fitting[offset : offset + limit + 1], limit)


async def lend(
    session: AsyncSession,
    actor: Actor,
    wanted: MembershipId,
    to: PersonId,
    *,
    since: date,
    until: date,
    now: datetime,
    today: date,
) -> LoanView:
    """Through both days."""
    lent = await _lendable(session, actor, wanted, today)
    if since < today:
        raise Conflict("error-away-past", at="since")
    if until < since:
        raise Conflict("error-away-order", at="until")
    if until - since > LONGEST:
        raise Conflict("error-away-long", at="until", most=LONGEST.days)
    others = _others(lent, actor.person, today).where(Membership.person_id == to)
    if await session.scalar(others.limit(1)) is None:
        raise NotFound("error-away-nobody", at="to")
    row = Delegation(membership_id=wanted, to_id=to, since=since, until=until, lent_at=now)
    session.add(row)
    await session.flush()
    await audit.note(session, actor, "lend", unit=lent.unit, subject=f"delegation:{row.id}", now=now)
    return await _one(session, _of(actor.person, today).where(Delegation.id == row.id))


async def take_back(
    session: AsyncSession, actor: Actor, wanted: DelegationId, now: datetime, today: date
) -> tuple[PersonId, LoanView]:
    """Who had borrowed it, and what it was. They have nothing of it from their next step on."""
    known = await _one(session, _of(actor.person, today).where(Delegation.id == wanted))
    taken = update(Delegation).where(Delegation.id == wanted).values(revoked_at=now).returning(Delegation.to_id)
    borrower = PersonId((await session.execute(taken)).scalar_one())
    await recall(session, borrower)
    await audit.note(session, actor, "take-back", subject=f"delegation:{wanted}", now=now)
    return borrower, known


async def lent_by(session: AsyncSession, person: PersonId, today: date) -> tuple[LoanView, ...]:
    """What one has lent, now and for days to come."""
    return tuple(await _views(session, _of(person, today)))


async def lent_to(session: AsyncSession, person: PersonId, today: date) -> tuple[LoanView, ...]:
    """What one has borrowed, now and for days to come."""
    lender = aliased(Person)
    return tuple(
        await _views(
            session,
            _asked(lender, today).join(lender, lender.id == Membership.person_id).where(Delegation.to_id == person),
        )
    )


async def _lendable(session: AsyncSession, actor: Actor, wanted: MembershipId, today: date) -> MemberView:
    for one in await lendable(session, actor, today):
        if one.id == wanted:
            return one
    raise NotFound("error-away-not-yours", at="membership")


def _others(lent: MemberView, lender: PersonId, today: date) -> Select[int]:
    return select(Membership.person_id).where(
        Membership.unit_id == lent.unit, Membership.person_id != lender, in_force(today)
    )


def _of(lender: PersonId, today: date) -> Select[Any]:
    borrower = aliased(Person)
    return _asked(borrower, today).join(borrower, borrower.id == Delegation.to_id).where(Membership.person_id == lender)


def _asked(other: Any, today: date) -> Select[Any]:
    return (
        select(Delegation, Membership.role, Unit.name, other)
        .join(Membership, Membership.id == Delegation.membership_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Delegation.revoked_at.is_(None), Delegation.until >= today, in_force(today))
        .order_by(Delegation.since, Delegation.id)
    )


async def _one(session: AsyncSession, asked: Select[Any]) -> LoanView:
    found = await _views(session, asked)
    if not found:
        raise NotFound("error-away-over")
    return found[0]


async def _views(session: AsyncSession, asked: Select[Any]) -> Sequence[LoanView]:
    return [
        LoanView(
            id=DelegationId(row.id),
            role=Role(role),
            unit_name=unit_name,
            other=other.name,
            since=row.since,
            until=row.until,
        )
        for row, role, unit_name, other in await session.execute(asked)
    ]
