"""Which families a person may see, how a name finds them, and what of a file is shown. Numbers that identify are masked.

It knows the sealed columns of a file; it changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import IdentityKind
from bot.persian.digits import latin
from bot.persian.identity_numbers import mask_identity
from bot.persian.normalisation import fold, normalise
from bot.persian.phones import mask_phone
from bot.relief.access.policy import Action, Actor, Reach, visible_units
from bot.relief.blind_index import name_tokens
from bot.relief.errors import NotFound
from bot.relief.ids import FamilyId, UnitId
from bot.relief.pages import Found, page
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.encryption import keyring
from bot.storage.tables import Family, FamilyToken, Need, OwnHousehold, Person, Service, Unit

LONGEST_NUMBER = 9
ENOUGH = 0.5  # the part of the searched trigrams that a near name shares


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """A line of a list. `number` is the file number that people say; the phone is masked for the actor's language."""

    id: FamilyId
    number: int
    unit: UnitId
    unit_name: str
    head_name: str
    members: int | None
    neighbourhood: str
    phone_masked: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    domain: Domain
    urgency: Urgency
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCard:
    """The whole file. `services` counts what was delivered and stands, `last_delivered_on` is the latest of their days."""

    id: FamilyId
    number: int
    unit: UnitId
    unit_name: str
    head_name: str
    head_sex: Sex | None
    identity_kind: IdentityKind | None
    identity_masked: str | None
    phone_masked: str | None
    neighbourhood: str
    members: int | None
    coverage: Coverage | None
    support: Support | None
    needs: tuple[NeedView, ...]
    consent_version: int
    consented_at: datetime
    registered_by: str
    services: int
    last_delivered_on: date | None


def in_sight(actor: Actor, today: date) -> ColumnElement[bool]:
    """The families that the actor may see; for queries over `Family`.

    All of a unit's, or, where the role sees only its own, those that the person registered there or delivered to; never
    the actor's own household.
    """
    mine = actor.units(Action.SEE_FAMILY, (Reach.MINE,))
    served = select(Service.family_id).where(Service.reported_by == actor.person, Service.voided_at.is_(None))
    return and_(
        Family.erased_at.is_(None),
        of_others(actor),
        or_(
            Family.unit_id.in_(visible_units(actor, Action.SEE_FAMILY, today)),
            and_(
                Family.unit_id.in_(mine),
                or_(Family.registered_by == actor.person, Family.id.in_(served)),
            ),
        ),
    )


def of_others(actor: Actor) -> ColumnElement[bool]:
    """Households that are not the actor's own, by their number or by their word: nobody opens, reports to or verifies
    their own.
    """
    others = Family.id.not_in(select(OwnHousehold.family_id).where(OwnHousehold.person_id == actor.person))
    if not actor.phones:
        return others
    return and_(others, or_(Family.phone_digest.is_(None), Family.phone_digest.not_in(actor.phones)))


async def find_families(
    session: AsyncSession, actor: Actor, *, search: str, today: date, offset: int, limit: int
) -> Found[FamilyView]:
    """A file number finds that file, a name finds near names, the nearest first.

    Nothing typed finds those that the actor dealt with last, then the newest.
    """
    seen = in_sight(actor, today)
    typed = latin(normalise(search)).replace(",", "")
    if not fold(search):
        ranked = _recent(actor, seen)
    elif not typed.isdecimal():
        ranked = _near(search, seen)
    elif len(typed) <= LONGEST_NUMBER:
        ranked = _lines().where(seen, Family.number == int(typed))
    else:
        return Found(items=(), more=False)
    rows = await session.execute(ranked.offset(offset).limit(limit + 1))
    return page([view_of(row, unit_name, actor.language) for row, unit_name in rows], limit)


def _lines() -> Select[Family, str]:
    return select(Family, Unit.name).join(Unit, Unit.id == Family.unit_id)


def _recent(actor: Actor, seen: ColumnElement[bool]) -> Select[Family, str]:
    dealt = (
        select(Service.family_id, func.max(Service.reported_at).label("last"))
        .where(Service.reported_by == actor.person, Service.voided_at.is_(None))
        .group_by(Service.family_id)
        .subquery()
    )
    registered = case((Family.registered_by == actor.person, Family.registered_at))
    touched = func.coalesce(dealt.c.last, registered)
    return (
        _lines()
        .outerjoin(dealt, dealt.c.family_id == Family.id)
        .where(seen)
        .order_by(touched.is_(None), touched.desc(), Family.registered_at.desc(), Family.id.desc())
    )


def _near(search: str, seen: ColumnElement[bool]) -> Select[Family, str]:
    """By the part of the searched trigrams that the name has, then by the part of the name that was searched for."""
    tokens = [name_tokens(search, number) for number in keyring().numbers]
    hits = (
        select(FamilyToken.family_id, func.count().label("hits"))
        .where(
            FamilyToken.token.in_(set[bytes]().union(*tokens)), FamilyToken.family_id.in_(select(Family.id).where(seen))
        )
        .group_by(FamilyToken.family_id)
        .having(func.count() >= ENOUGH * len(tokens[0]))
        .subquery()
    )
    length = select(func.count()).where(FamilyToken.family_id == Family.id).correlate(Family).scalar_subquery()
    return _lines().join(hits, hits.c.family_id == Family.id).order_by(hits.c.hits.desc(), length, Family.number.desc())


async def family(session: AsyncSession, actor: Actor, wanted: FamilyId, today: date) -> FamilyCard:
    """Who opens a file is audited by the caller, who knows why it is opened."""
    found = await session.execute(
        select(Family, Unit.name, Person)
        .join(Unit, Unit.id == Family.unit_id)
        .join(Person, Person.id == Family.registered_by)
        .where(Family.id == wanted, in_sight(actor, today))
    )
    one = found.one_or_none()
    if one is None:
        raise NotFound("error-family-not-found", at="family")
    row, unit_name, registrar = one
    needs = await session.scalars(select(Need).where(Need.family_id == wanted).order_by(Need.id))
    delivered = await session.execute(
        select(func.count(), func.max(Service.delivered_on)).where(
            Service.family_id == wanted, Service.voided_at.is_(None)
        )
    )
    services, last_delivered_on = delivered.one()
    return FamilyCard(
        id=FamilyId(row.id),
        number=row.number,
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        head_name=row.head_name,
        head_sex=None if row.head_sex is None else Sex(row.head_sex),
        identity_kind=None if row.identity_kind is None else IdentityKind(row.identity_kind),
        identity_masked=None if row.identity is None else mask_identity(row.identity, actor.language),
        phone_masked=_phone(row, actor.language),
        neighbourhood=row.neighbourhood or "",
        members=row.members,
        coverage=None if row.coverage is None else Coverage(row.coverage),
        support=None if row.support is None else Support(row.support),
        needs=tuple(_need_view(need) for need in needs),
        consent_version=row.consent_version,
        consented_at=row.consented_at,
        registered_by=registrar.name,
        services=services,
        last_delivered_on=last_delivered_on,
    )


def view_of(row: Family, unit_name: str, language: str) -> FamilyView:
    return FamilyView(
        id=FamilyId(row.id),
        number=row.number,
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        head_name=row.head_name,
        members=row.members,
        neighbourhood=row.neighbourhood or "",
        phone_masked=_phone(row, language),
    )


def _need_view(row: Need) -> NeedView:
    return NeedView(domain=Domain(row.domain), urgency=Urgency(row.urgency), note=row.note)


def _phone(row: Family, language: str) -> str | None:
    return None if row.phone is None else mask_phone(row.phone, language)
