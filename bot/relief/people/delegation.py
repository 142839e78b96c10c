"""«نیستم»: what a membership gives, lent for named days to another member of its unit, or of one over or under it, who then
acts in its holder's stead.

One lends only what one holds oneself; what is borrowed is not lent on. It ends by itself, or is taken back, and gives nothing
while the borrower is in force nowhere in that line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.normalisation import fold, sort_key
from bot.relief.access.policy import Actor
from bot.relief.access.revocation import recall
from bot.relief.access.validity import in_force, stands_in
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.hierarchy import UnitView, line, unit_view
from bot.relief.ids import DelegationId, MembershipId, PersonId, UnitId
from bot.relief.pages import Found, page
from bot.relief.people.members import MemberView, own_memberships
from bot.relief.vocabulary import Role
from bot.storage.tables import Delegation, Membership, Person, Unit

LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanView:
    """`other` is the borrower's name for the lender, and the lender's for the borrower. `stands` says that the borrower is
    still in force in the line of the unit; where they are not, nobody has the rights.
    """

    id: DelegationId
    role: Role
    unit_name: str
    other: str
    since: date
    until: date
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrower:
    """Who may be chosen. `elsewhere` is the unit by which they are in the line, None where it is the very same."""

    person: PersonId
    name: str
    elsewhere: UnitView | None


async def lendable(session: AsyncSession, actor: Actor, today: date) -> tuple[MemberView, ...]:
    """One's own memberships that give more than any member has."""
    held = await own_memberships(session, actor.person, today)
    return tuple(one for one in held if one.role is not Role.VOLUNTEER and not one.suspended)


async def borrowers(
    session: AsyncSession, actor: Actor, wanted: MembershipId, today: date, *, search: str, offset: int, limit: int
) -> Found[Borrower]:
    """The other members of the same unit, then those of the nearest units over and under it; of each unit in Persian order.
    Every word typed is in the name or in the unit's.
    """
    lent = await _lendable(session, actor, wanted, today)
    rows = (await session.execute(_others(lent, actor.person, today))).all()
    fitting = _fitting(rows, lent.unit, fold(search).split())
    return page(tuple(islice(fitting, offset, offset + limit + 1)), limit)


def _fitting(rows: Iterable[Any], here: UnitId, words: Sequence[str]) -> Iterator[Borrower]:
    """Everybody once, where they are nearest. Names are opened unit by unit, and only as far as somebody reads on."""
    before: set[int] = set()
    for unit, members in groupby(rows, key=lambda row: row.Unit):
        elsewhere = None if unit.id == here else unit_view(unit)
        in_name = [word for word in words if word not in fold(unit.name)]
        boxes = {row.person_id: row.name_box for row in members if row.person_id not in before}
        before.update(boxes)
        named = [(Person.name.within(box, person), person) for person, box in boxes.items()]
        there = [(name, person) for name, person in named if all(word in fold(name) for word in in_name)]
        for name, person in sorted(there, key=lambda one: (sort_key(one[0]), one[1])):
            yield Borrower(person=PersonId(person), name=name, elsewhere=elsewhere)


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
    await audit.note(session, actor, AuditAction.DELEGATE, unit=lent.unit, subject=f"delegation:{row.id}", now=now)
    return await _one(session, _of(actor.person, today).where(Delegation.id == row.id))


async def take_back(
    session: AsyncSession, actor: Actor, wanted: DelegationId, now: datetime, today: date
) -> tuple[PersonId, LoanView]:
    """Who had borrowed it, and what it was. They have nothing of it from their next step on."""
    known = await _one(session, _of(actor.person, today).where(Delegation.id == wanted))
    taken = update(Delegation).where(Delegation.id == wanted).values(revoked_at=now).returning(Delegation.to_id)
    borrower = PersonId((await session.execute(taken)).scalar_one())
    await recall(session, borrower)
    await audit.note(session, actor, AuditAction.REVOKE_DELEGATION, subject=f"delegation:{wanted}", now=now)
    return borrower, known


async def lent_by(session: AsyncSession, person: PersonId, today: date) -> tuple[LoanView, ...]:
    """What one has lent, now and for days to come."""
    return tuple(await _views(session, _of(person, today)))


async def lent_to(session: AsyncSession, person: PersonId, today: date) -> tuple[LoanView, ...]:
    """What one has borrowed and is in force for, now and for days to come."""
    lender = aliased(Person)
    return tuple(
        await _views(
            session,
            _asked(lender, today)
            .join(lender, lender.id == Membership.person_id)
            .where(Delegation.to_id == person, stands_in(today)),
        )
    )


async def _lendable(session: AsyncSession, actor: Actor, wanted: MembershipId, today: date) -> MemberView:
    for one in await lendable(session, actor, today):
        if one.id == wanted:
            return one
    raise NotFound("error-away-not-yours", at="membership")


def _others(lent: MemberView, lender: PersonId, today: date) -> Select[int, bytes, Unit]:
    """Members in force of the whole line, the nearest first, and of two units that are as near the one above."""
    near = line(lent.unit, today)
    return (
        select(Membership.person_id, Person.name_box, Unit)
        .join(near, near.c.unit_id == Membership.unit_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id != lender, in_force(today))
        .order_by(near.c.depth, near.c.under, Unit.sort_key, Unit.id)
    )


def _of(lender: PersonId, today: date) -> Select[Any]:
    borrower = aliased(Person)
    return _asked(borrower, today).join(borrower, borrower.id == Delegation.to_id).where(Membership.person_id == lender)


def _asked(other: Any, today: date) -> Select[Any]:
    return (
        select(Delegation, Membership.role, Unit.name, other, stands_in(today))
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
            stands=stands,
        )
        for row, role, unit_name, other, stands in await session.execute(asked)
    ]
