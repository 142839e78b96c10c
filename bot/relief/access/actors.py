"""Loading of actors: the person behind an account, with the grants in force that day.

Reads people, memberships, suspensions and delegations. `access.policy` says what a grant allows.
"""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Date, and_, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.relief.access.caller import Actor, Grant, SuspendedMembership
from bot.relief.access.validity import delegate_valid, delegation_valid, membership_valid, suspension_active
from bot.relief.ids import AccountRef, PersonId, UnitId
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.account_filter import account_in, account_params
from bot.storage.encryption import keyring
from bot.storage.tables import Account, Delegation, Draft, Membership, Person, Suspension, Unit

_TODAY = bindparam("today", type_=Date)
_PERSON, _ACCOUNT, _MEMBERSHIP, _UNIT, _SUSPENSION = (
    t.__table__.c for t in (Person, Account, Membership, Unit, Suspension)
)
# Runs at every step that touches the database, so it selects columns, not objects, and is built once.
_ACTOR_ROWS = (
    select(
        _ACCOUNT.messenger,
        _ACCOUNT.external_id,
        _PERSON.id,
        _PERSON.name_box,
        _PERSON.phone_box,
        _PERSON.language,
        _PERSON.confidentiality_accepted_at,
        _MEMBERSHIP.role,
        _UNIT.id.label("unit"),
        _UNIT.name.label("unit_name"),
        _UNIT.kind.label("unit_kind"),
        _SUSPENSION.id.label("suspension"),
        _SUSPENSION.until.label("suspended_until"),
        _ACCOUNT.last_seen_at,
        _ACCOUNT.unreachable_since,
        exists().where(Delegation.__table__.c.delegate_id == _PERSON.id, delegation_valid(_TODAY)).label("borrows"),
        exists().where(Draft.__table__.c.person_id == _PERSON.id).label("unfinished"),
    )
    .select_from(Account.__table__)
    .join(Person.__table__, _PERSON.id == _ACCOUNT.person_id)
    .outerjoin(Membership.__table__, and_(_MEMBERSHIP.person_id == _PERSON.id, _MEMBERSHIP.until.is_(None)))
    .outerjoin(Unit.__table__, _UNIT.id == _MEMBERSHIP.unit_id)
    .outerjoin(Suspension.__table__, and_(_SUSPENSION.membership_id == _MEMBERSHIP.id, suspension_active(_TODAY)))
    .where(_ACCOUNT.unlinked_at.is_(None))
    .order_by(_ACCOUNT.id, _MEMBERSHIP.id)
)
_ACTORS_BY_ACCOUNTS = _ACTOR_ROWS.where(account_in(_ACCOUNT.messenger, _ACCOUNT.external_id))
_ACTOR_BY_ACCOUNT = _ACTOR_ROWS.where(
    _ACCOUNT.messenger == bindparam("messenger"),
    _ACCOUNT.external_id == bindparam("external_id"),
)


async def load_actor(session: AsyncSession, messenger: str, external_id: int, today: date) -> Actor | None:
    """Load the actor of one account; None for a stranger.

    A person whose memberships have all ended or are suspended is an actor without grants. Changes that the session has
    not flushed are not seen.
    """
    params = {"messenger": messenger, "external_id": external_id, "today": today}
    rows = (await session.execute(_ACTOR_BY_ACCOUNT, params)).all()
    return await _build_actor(session, rows, today) if rows else None


async def load_actors(
    bind: AsyncSession | AsyncConnection, accounts: Collection[AccountRef], today: date
) -> dict[AccountRef, Actor]:
    """Batch-load the actors of many accounts with one query; a stranger is left out.

    For rendering only: a use case loads its actor again inside its own transaction.
    """
    rows = (await bind.execute(_ACTORS_BY_ACCOUNTS, {**account_params(accounts), "today": today})).all()
    return {
        account: await _build_actor(bind, tuple(account_rows), today)
        for account, account_rows in groupby(rows, key=lambda row: AccountRef(row.messenger, row.external_id))
        if account in accounts
    }


async def _build_actor(bind: AsyncSession | AsyncConnection, account_rows: Sequence[Any], today: date) -> Actor:
    """Build the actor of one account's rows: one row for each membership, at least one."""
    person = account_rows[0]
    memberships = [row for row in account_rows if row.role is not None and row.unit is not None]
    own = tuple(_build_grant(row) for row in memberships if row.suspension is None)
    borrowed = await _delegated_grants(bind, person.id, today) if person.borrows else ()
    phone = person.phone_box and Person.phone.open_box(person.phone_box, person.id)
    return Actor(
        person=PersonId(person.id),
        name=Person.name.open_box(person.name_box, person.id),
        language=person.language,
        messenger=person.messenger,
        grants=(*own, *borrowed),
        accepted_confidentiality=person.confidentiality_accepted_at is not None,
        suspended_memberships=tuple(
            SuspendedMembership(unit_name=row.unit_name, until=row.suspended_until)
            for row in memberships
            if row.suspension is not None
        ),
        phone_digests=tuple(keyring().lookup_digests("phone", phone)) if phone else (),
        last_seen_at=None if person.unreachable_since else person.last_seen_at,
        may_have_draft=person.unfinished,
    )


def _build_grant(row: Any, lent_by: PersonId | None = None, lent_until: date | None = None) -> Grant:
    return Grant(
        unit=UnitId(row.unit),
        unit_name=row.unit_name,
        unit_kind=UnitKind(row.unit_kind),
        role=Role(row.role),
        delegated_by=lent_by,
        delegated_until=lent_until,
    )


async def _delegated_grants(bind: AsyncSession | AsyncConnection, person: int, today: date) -> tuple[Grant, ...]:
    """Load the grants lent to this person.

    A delegation gives nothing once its lender no longer holds the membership, or its delegate is no member of the
    unit's line.
    """
    rows = await bind.execute(
        select(
            Unit.id.label("unit"),
            Unit.name.label("unit_name"),
            Unit.kind.label("unit_kind"),
            Membership.role,
            Membership.person_id,
            Delegation.until,
        )
        .join(Membership, Membership.unit_id == Unit.id)
        .join(Delegation, Delegation.membership_id == Membership.id)
        .where(Delegation.delegate_id == person, Membership.person_id != person)
        .where(delegation_valid(today), membership_valid(today), delegate_valid(today))
        .order_by(Delegation.id)
    )
    return tuple(_build_grant(row, PersonId(row.person_id), row.until) for row in rows)
