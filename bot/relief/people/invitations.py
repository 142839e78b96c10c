"""Open invitations, for those who may invite: listing and revoking them.

`people.registration` creates and uses them. A code is shown only to actors who could have created it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief import pages
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import SENIORITY, Action, Scope
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import code_digest
from bot.relief.errors import NotFound
from bot.relief.hierarchy import descendants
from bot.relief.ids import InvitationId, UnitId
from bot.relief.pages import Page
from bot.relief.people.members import can_manage_role
from bot.relief.vocabulary import Role
from bot.storage.encryption import keyring
from bot.storage.tables import Invitation, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitation:
    """An invitation that can still be used. `inviter_name` is None for one of the command line."""

    id: InvitationId
    unit: UnitId
    unit_name: str
    role: Role
    code: str
    max_uses: int
    joined_count: int
    expires_at: datetime
    inviter_name: str | None


async def list_open_invitations(caller: Caller, *, offset: int, limit: int) -> Page[OpenInvitation]:
    """Return a page of the open invitations that the actor could create, the newest first."""
    query = (
        _invitation_query()
        .where(_is_grantable(caller.actor, caller.today), _is_open(caller.now))
        .order_by(Invitation.id.desc())
    )
    return await pages.fetch(caller.session, query, _view, offset=offset, limit=limit)


async def load_invitation(caller: Caller, invitation_id: InvitationId) -> OpenInvitation:
    """Load an open invitation. Raises NotFound if it is used up or the actor could not create it."""
    return await _load_one(
        caller.session, Invitation.id == invitation_id, _is_grantable(caller.actor, caller.today), _is_open(caller.now)
    )


async def find_invitation_by_code(caller: Caller, code: str) -> OpenInvitation:
    digests = [code_digest(code, key) for key in keyring().key_numbers]
    return await _load_one(
        caller.session,
        Invitation.code_digest.in_(digests),
        _is_grantable(caller.actor, caller.today),
        _is_open(caller.now),
    )


async def revoke_invitation(caller: Caller, invitation_id: InvitationId) -> None:
    """Revoke an invitation. Memberships created with it stay."""
    invitation = await load_invitation(caller, invitation_id)
    await caller.session.execute(update(Invitation).where(Invitation.id == invitation_id).values(revoked_at=caller.now))
    subject = f"role:{invitation.role}"
    await audit_log.record(caller, AuditAction.REVOKE_INVITATION, unit=invitation.unit, subject=subject)


async def _load_one(session: AsyncSession, *conditions: ColumnElement[bool]) -> OpenInvitation:
    row = (await session.execute(_invitation_query().where(*conditions))).first()
    if row is None:
        raise NotFound("error-invitation-gone")
    return _view(*row)


def _invitation_query() -> Select[Invitation, str, Person | None]:
    return select(Invitation, Unit.name, Person).join(Unit).outerjoin(Person, Person.id == Invitation.created_by)


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.revoked_at.is_(None), Invitation.expires_at > now, Invitation.uses_left > 0)


def _is_grantable(actor: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition that the unit and role of the invitation are within one of the actor's grants."""
    grants = [grant for grant in actor.grants if grant.scope(Action.INVITE) is Scope.BELOW]
    by_grant = (
        and_(
            Invitation.unit_id.in_(descendants((grant.unit,), today)),
            Invitation.role.in_([role for role in SENIORITY if can_manage_role(grant, role)]),
        )
        for grant in grants
    )
    return or_(false(), *by_grant)


def _view(row: Invitation, unit_name: str, inviter: Person | None) -> OpenInvitation:
    return OpenInvitation(
        id=InvitationId(row.id),
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        role=Role(row.role),
        code=row.code or "",
        max_uses=row.uses,
        joined_count=row.uses - row.uses_left,
        expires_at=row.expires_at,
        inviter_name=None if inviter is None else inviter.name,
    )
