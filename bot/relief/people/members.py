"""The members of a unit as those who look after them see them, and one's own memberships. It changes nothing.

Names are sealed: a unit's members are read, then searched and put in order here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import fold, sort_key
from bot.relief import pages
from bot.relief.access.policy import SENIORITY, Action, Actor, Grant, require
from bot.relief.access.validity import suspension_active
from bot.relief.errors import Forbidden, NotFound
from bot.relief.ids import AccountId, MembershipId, PersonId, UnitId
from bot.relief.pages import Page
from bot.relief.people.profile import Profile, load_profile
from bot.relief.vocabulary import Role
from bot.storage.tables import Account, Membership, Person, Suspension, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A membership with whose it is. `suspended_until` is the last day of a suspension, None where it waits to be lifted."""

    id: MembershipId
    person: PersonId
    name: str
    role: Role
    unit: UnitId
    unit_name: str
    since: date
    suspended: bool
    suspended_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """`reachable` says that it takes our messages."""

    id: AccountId
    messenger: str
    last_seen_at: datetime
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDetails:
    """One member opened. `phone` is E.164; `can_manage` says that the viewer may change this membership."""

    membership: MemberView
    phone: str | None
    accounts: tuple[AccountView, ...]
    profile: Profile
    can_manage: bool


async def find_members(
    session: AsyncSession, actor: Actor, unit: UnitId, today: date, *, search: str, offset: int, limit: int
) -> Page[MemberView]:
    """Of this very unit, the most senior first, then in Persian order; every word typed is in the name."""
    await require(session, actor, Action.MANAGE_MEMBERS, unit, today)
    found = await _load_views(session, _membership_query(today).where(Membership.unit_id == unit))
    words = fold(search).split()
    fitting = [one for one in found if all(word in fold(one.name) for word in words)]
    fitting.sort(key=lambda one: (-SENIORITY.index(one.role), sort_key(one.name), one.id))
    return pages.paginate(fitting, offset=offset, limit=limit)


async def load_member(session: AsyncSession, actor: Actor, membership_id: MembershipId, today: date) -> MemberDetails:
    """NotFound where the actor does not look after members: what they may not see is not there."""
    view = await load_membership(session, membership_id, today)
    try:
        grant = await require(session, actor, Action.MANAGE_MEMBERS, view.unit, today)
    except Forbidden:
        raise NotFound("error-member-unknown") from None
    person = await session.get_one(Person, view.person)
    return MemberDetails(
        membership=view,
        phone=person.phone,
        accounts=await list_accounts(session, view.person),
        profile=await load_profile(session, view.person),
        can_manage=can_manage_role(grant, view.role) and view.person != actor.person,
    )


async def load_membership(session: AsyncSession, membership_id: MembershipId, today: date) -> MemberView:
    """One that has not ended. NotFound else."""
    found = await _load_views(session, _membership_query(today).where(Membership.id == membership_id))
    if not found:
        raise NotFound("error-member-unknown")
    return found[0]


async def list_own_memberships(session: AsyncSession, person: PersonId, today: date) -> tuple[MemberView, ...]:
    return tuple(await _load_views(session, _membership_query(today).where(Membership.person_id == person)))


async def list_accounts(session: AsyncSession, person: PersonId) -> tuple[AccountView, ...]:
    """Those that are linked, the one used last first."""
    rows = await session.scalars(
        select(Account)
        .where(Account.person_id == person, Account.unlinked_at.is_(None))
        .order_by(Account.last_seen_at.desc(), Account.id)
    )
    return tuple(
        AccountView(
            id=AccountId(row.id),
            messenger=row.messenger,
            last_seen_at=row.last_seen_at,
            reachable=row.unreachable_since is None,
        )
        for row in rows
    )


def can_manage_role(grant: Grant, role: Role) -> bool:
    """Nobody looks after a role above their own; who acts in another's stead, only after those below that."""
    mine, theirs = SENIORITY.index(grant.role), SENIORITY.index(role)
    return theirs < mine if grant.delegated_by is not None else theirs <= mine


async def require_manager_of(
    session: AsyncSession, actor: Actor, person: PersonId, today: date, *, strictly_above: bool = False
) -> None:
    """Forbidden for who looks after a part of what they do, and for themselves: an account is of the whole person."""
    if person == actor.person:
        raise Forbidden
    for held in await list_own_memberships(session, person, today):
        try:
            grant = await require(session, actor, Action.MANAGE_MEMBERS, held.unit, today)
        except Forbidden:
            raise Forbidden("error-member-elsewhere") from None
        if not can_manage_role(grant, held.role) or (strictly_above and grant.role is held.role):
            raise Forbidden("error-member-elsewhere")


def _membership_query(today: date) -> Select[Membership, Person, str, Suspension | None]:
    return (
        select(Membership, Person, Unit.name, Suspension)
        .join(Person, Person.id == Membership.person_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Suspension, and_(Suspension.membership_id == Membership.id, suspension_active(today)))
        .where(Membership.until.is_(None))
        .order_by(Membership.id)
    )


async def _load_views(
    session: AsyncSession, asked: Select[Membership, Person, str, Suspension | None]
) -> Sequence[MemberView]:
    rows = await session.execute(asked)
    return [
        MemberView(
            id=MembershipId(row.id),
            person=PersonId(person.id),
            name=person.name,
            role=Role(row.role),
            unit=UnitId(row.unit_id),
            unit_name=unit_name,
            since=row.since,
            suspended=pause is not None,
            suspended_until=None if pause is None else pause.until,
        )
        for row, person, unit_name, pause in rows
    ]
