"""Invitations that still stand, for those who may invite: who came with them, and taking them back.

How one is made and used is told by `people`. A code is shown only to who could have made it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import SENIORITY, Action, Actor, Reach
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import code_digest
from bot.relief.errors import NotFound
from bot.relief.hierarchy import below
from bot.relief.ids import InvitationId, UnitId
from bot.relief.pages import Found, page
from bot.relief.people.members import outranks
from bot.relief.vocabulary import Role
from bot.storage.encryption import keyring
from bot.storage.tables import Invitation, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingInvitation:
    """`came` of `uses` people have come with it. `inviter` is None for one of the command line."""

    id: InvitationId
    unit: UnitId
    unit_name: str
    role: Role
    code: str
    uses: int
    came: int
    expires_at: datetime
    inviter: str | None


async def standing(
    session: AsyncSession, actor: Actor, now: datetime, today: date, *, offset: int, limit: int
) -> Found[StandingInvitation]:
    """Those that can still be used, where the actor invites, the newest first."""
    rows = await session.execute(
        _asked()
        .where(_may_give(actor, today), _stands(now))
        .order_by(Invitation.id.desc())
        .offset(offset)
        .limit(limit + 1)
    )
    return page([_view(*row) for row in rows], limit)


async def invitation(
    session: AsyncSession, actor: Actor, wanted: InvitationId, now: datetime, today: date
) -> StandingInvitation:
    """NotFound where it cannot be used any more, and where the actor may not give it."""
    return await _one(session, Invitation.id == wanted, _may_give(actor, today), _stands(now))


async def with_code(session: AsyncSession, actor: Actor, code: str, now: datetime, today: date) -> StandingInvitation:
    digests = [code_digest(code, key) for key in keyring().numbers]
    return await _one(session, Invitation.code_digest.in_(digests), _may_give(actor, today), _stands(now))


async def revoke(session: AsyncSession, actor: Actor, wanted: InvitationId, now: datetime, today: date) -> None:
    """From now on nobody comes with it; who has come stays."""
    known = await invitation(session, actor, wanted, now, today)
    await session.execute(update(Invitation).where(Invitation.id == wanted).values(revoked_at=now))
    subject = f"role:{known.role}"
    await audit.note(session, actor, AuditAction.REVOKE_INVITATION, unit=known.unit, subject=subject, now=now)


async def _one(session: AsyncSession, *wanted: ColumnElement[bool]) -> StandingInvitation:
    found = (await session.execute(_asked().where(*wanted))).first()
    if found is None:
        raise NotFound("error-invitation-gone")
    return _view(*found)


def _asked() -> Select[Invitation, str, Person | None]:
    return select(Invitation, Unit.name, Person).join(Unit).outerjoin(Person, Person.id == Invitation.created_by)


def _stands(now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.revoked_at.is_(None), Invitation.expires_at > now, Invitation.uses_left > 0)


def _may_give(actor: Actor, today: date) -> ColumnElement[bool]:
    """In and under the units where they invite, to the roles that they could invite to themselves there."""
    mine = [grant for grant in actor.grants if grant.reach(Action.INVITE) is Reach.BELOW]
    given = (
        and_(
            Invitation.unit_id.in_(below((grant.unit,), today)),
            Invitation.role.in_([role for role in SENIORITY if outranks(grant, role)]),
        )
        for grant in mine
    )
    return or_(false(), *given)


def _view(row: Invitation, unit_name: str, inviter: Person | None) -> StandingInvitation:
    return StandingInvitation(
        id=InvitationId(row.id),
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        role=Role(row.role),
        code=row.code or "",
        uses=row.uses,
        came=row.uses - row.uses_left,
        expires_at=row.expires_at,
        inviter=None if inviter is None else inviter.name,
    )
