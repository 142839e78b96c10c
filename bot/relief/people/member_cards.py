"""Member cards, by which a family checks a visitor.

The member issues a card, and anyone with its code can check it. A check reveals a first name, a unit and whether the
membership is in force today; never more. Knows no image.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.policy import SENIORITY
from bot.relief.access.validity import membership_valid
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import card_digest
from bot.relief.errors import Forbidden, NotFound
from bot.relief.ids import UnitId
from bot.relief.people.codes import code_variants, generate_code
from bot.relief.vocabulary import Role
from bot.storage.encryption import keyring
from bot.storage.index_key import index_key_number
from bot.storage.tables import MemberCard, Membership, Person, Unit

CARD_LIFETIME = timedelta(days=90)
HONORIFIC_PREFIXES = frozenset({"سید", "سیده", "میر", "حاج", "حاجی", "حاجیه"})
"""Words that precede a first name, which then has two words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCardView:
    """A card as its member sees it, with the code."""

    unit: UnitId
    unit_name: str
    role: Role
    name: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCheck:
    """The result of a check, as a family sees it."""

    first_name: str
    unit_name: str
    unit_phone: str | None
    active: bool


async def load_or_issue_card(caller: Caller, unit: UnitId) -> MemberCardView:
    """Load the actor's valid card, or issue one. Raises Forbidden if the actor has no membership in force."""
    membership = await _load_own_membership(caller, unit)
    valid = select(MemberCard).where(
        MemberCard.membership_id == membership.id, MemberCard.revoked_at.is_(None), MemberCard.expires_at > caller.now
    )
    card = await caller.session.scalar(valid.order_by(MemberCard.id.desc()))
    if card is None:
        card = await _issue_card(caller, membership)
    unit_row = await caller.session.get_one(Unit, unit)
    return MemberCardView(
        unit=unit,
        unit_name=unit_row.name,
        role=Role(membership.role),
        name=caller.actor.name,
        code=card.code or "",
        expires_at=card.expires_at,
    )


async def renew_card(caller: Caller, unit: UnitId) -> MemberCardView:
    """Revoke the actor's cards of this unit and issue a new one."""
    membership = await _load_own_membership(caller, unit)
    await caller.session.execute(
        update(MemberCard)
        .where(MemberCard.membership_id == membership.id, MemberCard.revoked_at.is_(None))
        .values(revoked_at=caller.now)
    )
    return await load_or_issue_card(caller, unit)


async def check_card(session: AsyncSession, code: str, now: datetime, today: date) -> CardCheck:
    """Check a card by its code. Raises NotFound for an unknown one; a revoked or expired one is not `active`."""
    digests = [digest for variant in code_variants(code) for digest in keyring().lookup_digests("card", variant)]
    active = case(
        (and_(membership_valid(today), MemberCard.revoked_at.is_(None), MemberCard.expires_at > now), True), else_=False
    )
    rows = await session.execute(
        select(Person, Unit.name, Unit.phone, active)
        .select_from(MemberCard)
        .join(Membership, Membership.id == MemberCard.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(MemberCard.code_digest.in_(digests))
    )
    row = rows.first()
    if row is None:
        raise NotFound("error-card-unknown")
    person, unit_name, unit_phone, is_active = row
    return CardCheck(
        first_name=first_name(person.name), unit_name=unit_name, unit_phone=unit_phone, active=bool(is_active)
    )


def first_name(name: str) -> str:
    """Return the first name of a full name, with an honorific before it."""
    words = name.split()
    return " ".join(words[: 2 if words[0] in HONORIFIC_PREFIXES else 1]) if words else ""


async def _load_own_membership(caller: Caller, unit: UnitId) -> Membership:
    """Load the actor's most senior own membership in the unit. A delegation does not count."""
    rows = await caller.session.scalars(
        select(Membership).where(
            Membership.person_id == caller.actor.person, Membership.unit_id == unit, membership_valid(caller.today)
        )
    )
    memberships = sorted(rows, key=lambda row: SENIORITY.index(Role(row.role)))
    if not memberships:
        raise Forbidden
    return memberships[-1]


async def _issue_card(caller: Caller, membership: Membership) -> MemberCard:
    code = generate_code()
    card = MemberCard(
        membership_id=membership.id,
        code_digest=card_digest(code, await index_key_number(caller.session)),
        code=code,
        issued_at=caller.now,
        expires_at=caller.now + CARD_LIFETIME,
    )
    caller.session.add(card)
    await caller.session.flush()
    await audit_log.record(caller, AuditAction.ISSUE_CARD, unit=UnitId(membership.unit_id), subject=f"card:{card.id}")
    return card
