"""Queries on members: those of a unit, for its managers, and a person's own memberships. Changes nothing.

Names are encrypted: the members of a unit are loaded, then searched and sorted in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import fold, match_key, sort_key
from bot.relief import pages
from bot.relief.access.caller import Caller, Grant
from bot.relief.access.policy import SENIORITY, Action
from bot.relief.access.rights import require
from bot.relief.access.validity import suspension_active
from bot.relief.errors import Forbidden, NotFound
from bot.relief.ids import AccountId, MembershipId, PersonId, UnitId
from bot.relief.pages import Page
from bot.relief.people.profile import Profile, load_profile
from bot.relief.vocabulary import Role
from bot.storage.tables import Account, Membership, Person, Suspension, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A membership with its person. `suspended_until` is the last day of a suspension, None if it lasts until lifted."""

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
    """A linked account. `reachable` is False after the messenger rejected our messages to it."""

    id: AccountId
    messenger: str
    last_seen_at: datetime
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDetails:
    """The details of a member. `phone` is E.164; `can_manage`: the viewer may change this membership."""

    membership: MemberView
    phone: str | None
    accounts: tuple[AccountView, ...]
    profile: Profile
    can_manage: bool


async def find_members(caller: Caller, unit: UnitId, *, search: str, offset: int, limit: int) -> Page[MemberView]:
    """Return a page of the members of exactly this unit, the most senior first, then in Persian order.

    Every word of the search is in the name.
    """
    await require(caller, Action.MANAGE_MEMBERS, unit)
    views = await _load_views(caller.session, _membership_query(caller.today).where(Membership.unit_id == unit))
    words = fold(search).split()
    matches = [view for view in views if all(word in match_key(view.name) for word in words)]
    matches.sort(key=lambda view: (-SENIORITY.index(view.role), sort_key(view.name), view.id))
    return pages.paginate(matches, offset=offset, limit=limit)


async def load_member(caller: Caller, membership_id: MembershipId) -> MemberDetails:
    """Load the details of a member. Raises NotFound, not Forbidden, if the actor may not manage the unit's members."""
    view = await load_membership(caller.session, membership_id, caller.today)
    try:
        grant = await require(caller, Action.MANAGE_MEMBERS, view.unit)
    except Forbidden:
        raise NotFound("error-member-unknown") from None
    person = await caller.session.get_one(Person, view.person)
    return MemberDetails(
        membership=view,
        phone=person.phone,
        accounts=await list_accounts(caller.session, view.person),
        profile=await load_profile(caller.session, view.person),
        can_manage=can_manage_role(grant, view.role) and view.person != caller.actor.person,
    )


async def load_membership(session: AsyncSession, membership_id: MembershipId, today: date) -> MemberView:
    """Load a membership that has not ended. Raises NotFound for any other."""
    views = await _load_views(session, _membership_query(today).where(Membership.id == membership_id))
    if not views:
        raise NotFound("error-member-unknown")
    return views[0]


async def list_own_memberships(session: AsyncSession, person: PersonId, today: date) -> tuple[MemberView, ...]:
    return tuple(await _load_views(session, _membership_query(today).where(Membership.person_id == person)))


async def list_accounts(session: AsyncSession, person: PersonId) -> tuple[AccountView, ...]:
    """List the linked accounts of the person, the one used last first."""
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
    """Return True if the grant manages members of this role: up to its own, or below it if borrowed."""
    own_rank, rank = SENIORITY.index(grant.role), SENIORITY.index(role)
    return rank < own_rank if grant.delegated_by is not None else rank <= own_rank


async def require_manager_of(caller: Caller, person: PersonId, *, strictly_above: bool = False) -> None:
    """Require that the actor manages every membership of the person.

    An account belongs to the whole person, so one membership is not enough. Raises Forbidden otherwise, and for the
    actor themselves. `strictly_above` requires a role above each of them.
    """
    if person == caller.actor.person:
        raise Forbidden
    for membership in await list_own_memberships(caller.session, person, caller.today):
        try:
            grant = await require(caller, Action.MANAGE_MEMBERS, membership.unit)
        except Forbidden:
            raise Forbidden("error-member-elsewhere") from None
        if not can_manage_role(grant, membership.role) or (strictly_above and grant.role is membership.role):
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
    session: AsyncSession, query: Select[Membership, Person, str, Suspension | None]
) -> Sequence[MemberView]:
    rows = await session.execute(query)
    return [
        MemberView(
            id=MembershipId(row.id),
            person=PersonId(person.id),
            name=person.name,
            role=Role(row.role),
            unit=UnitId(row.unit_id),
            unit_name=unit_name,
            since=row.since,
            suspended=suspension is not None,
            suspended_until=None if suspension is None else suspension.until,
        )
        for row, person, unit_name, suspension in rows
    ]
