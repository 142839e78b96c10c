"""Cards by which a family can tell that somebody at the door is who they say: made by the member, checked by anybody.

Whoever checks learns a first name, a unit, and whether that is a member in force today; never more. It knows no picture.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import SENIORITY, Actor
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
"""A first name that begins so has another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCardView:
    """The member's own card, whole."""

    unit: UnitId
    unit_name: str
    role: Role
    name: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCheck:
    """What a family is told."""

    first_name: str
    unit_name: str
    active: bool


async def load_or_issue_card(
    session: AsyncSession, actor: Actor, unit: UnitId, now: datetime, today: date
) -> MemberCardView:
    """The one that stands, or a fresh one. Forbidden where the actor is no member in force."""
    membership = await _load_own_membership(session, actor, unit, today)
    standing = select(MemberCard).where(
        MemberCard.membership_id == membership.id, MemberCard.revoked_at.is_(None), MemberCard.expires_at > now
    )
    card = await session.scalar(standing.order_by(MemberCard.id.desc()))
    if card is None:
        card = await _issue_card(session, actor, membership, now)
    here = await session.get_one(Unit, unit)
    return MemberCardView(
        unit=unit,
        unit_name=here.name,
        role=Role(membership.role),
        name=actor.name,
        code=card.code or "",
        expires_at=card.expires_at,
    )


async def renew_card(session: AsyncSession, actor: Actor, unit: UnitId, now: datetime, today: date) -> MemberCardView:
    """All that were made before open nothing from now on."""
    membership = await _load_own_membership(session, actor, unit, today)
    await session.execute(
        update(MemberCard)
        .where(MemberCard.membership_id == membership.id, MemberCard.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return await load_or_issue_card(session, actor, unit, now, today)


async def check_card(session: AsyncSession, code: str, now: datetime, today: date) -> CardCheck:
    """NotFound where there never was such a card."""
    digests = [digest for said in code_variants(code) for digest in keyring().lookup_digests("card", said)]
    active = case(
        (and_(membership_valid(today), MemberCard.revoked_at.is_(None), MemberCard.expires_at > now), True), else_=False
    )
    found = await session.execute(
        select(Person, Unit.name, active)
        .select_from(MemberCard)
        .join(Membership, Membership.id == MemberCard.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(MemberCard.code_digest.in_(digests))
    )
    row = found.first()
    if row is None:
        raise NotFound("error-card-unknown")
    person, unit_name, stands = row
    return CardCheck(first_name=first_name(person.name), unit_name=unit_name, active=bool(stands))


def first_name(name: str) -> str:
    words = name.split()
    return " ".join(words[: 2 if words[0] in HONORIFIC_PREFIXES else 1]) if words else ""


async def _load_own_membership(session: AsyncSession, actor: Actor, unit: UnitId, today: date) -> Membership:
    """The actor's own, the most senior where there are several; what is lent makes nobody a member."""
    rows = await session.scalars(
        select(Membership).where(
            Membership.person_id == actor.person, Membership.unit_id == unit, membership_valid(today)
        )
    )
    held = sorted(rows, key=lambda row: SENIORITY.index(Role(row.role)))
    if not held:
        raise Forbidden
    return held[-1]


async def _issue_card(session: AsyncSession, actor: Actor, membership: Membership, now: datetime) -> MemberCard:
    code = generate_code()
    card = MemberCard(
        membership_id=membership.id,
        code_digest=card_digest(code, await index_key_number(session)),
        code=code,
        issued_at=now,
        expires_at=now + CARD_LIFETIME,
    )
    session.add(card)
    await session.flush()
    await audit_log.record(
        session, actor, AuditAction.ISSUE_CARD, unit=UnitId(membership.unit_id), subject=f"card:{card.id}", now=now
    )
    return card
