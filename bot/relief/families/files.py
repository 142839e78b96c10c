"""Family files: which ones an actor may see, search by name or number, and what is shown of them.

It decrypts the sealed columns of a file and masks identifying numbers. It changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from bot.i18n.answer_parsers import IdentityKind
from bot.persian.digits import to_latin_digits
from bot.persian.identity_numbers import mask_identity
from bot.persian.normalisation import fold, normalise
from bot.persian.phones import mask_phone
from bot.relief import pages
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action, Scope
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.blind_index import name_tokens
from bot.relief.errors import NotFound
from bot.relief.ids import FamilyId, UnitId
from bot.relief.ledger.totals import service_counts
from bot.relief.pages import Page
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.encryption import keyring
from bot.storage.tables import Family, FamilyToken, Need, OwnHousehold, Person, Service, Unit

MAX_FILE_NUMBER_DIGITS = 9
MIN_TRIGRAM_OVERLAP = 0.5  # part of the searched trigrams that a match must have


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """A family as a line of a list.

    `number` is the file number that people use. The phone is masked for the language of the actor.
    """

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
    """A family file as its reader sees it.

    `service_count` and `last_delivered_on` are of the services that stand.
    """

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
    consent_taken_by: str
    registered_by: str
    service_count: int
    last_delivered_on: date | None


def family_visible(actor: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition for families that the actor may see; for queries over `Family`.

    They are all families of a permitted unit. Where the role sees only its own, they are those that the person
    registered there or delivered to. The own household of the actor is never one of them.
    """
    mine = actor.units(Action.SEE_FAMILY, (Scope.MINE,))
    served = select(Service.family_id).where(Service.reported_by == actor.person, Service.voided_at.is_(None))
    return and_(
        Family.erased_at.is_(None),
        not_own_household(actor),
        or_(
            Family.unit_id.in_(permitted_unit_ids(actor, Action.SEE_FAMILY, today)),
            and_(
                Family.unit_id.in_(mine),
                or_(Family.registered_by == actor.person, Family.id.in_(served)),
            ),
        ),
    )


def not_own_household(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that excludes the own households of the actor.

    A household is their own by its phone or by their declaration. No one opens, reports to or verifies their own.
    """
    others = Family.id.not_in(select(OwnHousehold.family_id).where(OwnHousehold.person_id == actor.person))
    if not actor.phone_digests:
        return others
    return and_(others, or_(Family.phone_digest.is_(None), Family.phone_digest.not_in(actor.phone_digests)))


async def find_families(caller: Caller, *, search: str, offset: int, limit: int) -> Page[FamilyView]:
    """Return a page of the families that a search finds.

    A file number finds that file. A name finds near names, the nearest first (trigrams over a blind index). Without a
    search the families that the actor dealt with last come first, then the newest.
    """
    visible = family_visible(caller.actor, caller.today)
    typed = to_latin_digits(normalise(search)).replace(",", "")
    if not fold(search):
        ranked = _recent_first(caller.actor, visible)
    elif not typed.isdecimal():
        ranked = _nearest_first(search, visible)
    elif len(typed) <= MAX_FILE_NUMBER_DIGITS:
        ranked = _select_families().where(visible, Family.number == int(typed))
    else:
        return Page(items=(), has_more=False)
    view = partial(build_family_view, language=caller.actor.language)
    return await pages.fetch(caller.session, ranked, view, offset=offset, limit=limit)


def _select_families() -> Select[Family, str]:
    return select(Family, Unit.name).join(Unit, Unit.id == Family.unit_id)


def _recent_first(actor: Actor, visible: ColumnElement[bool]) -> Select[Family, str]:
    dealt = (
        select(Service.family_id, func.max(Service.reported_at).label("last"))
        .where(Service.reported_by == actor.person, Service.voided_at.is_(None))
        .group_by(Service.family_id)
        .subquery()
    )
    registered = case((Family.registered_by == actor.person, Family.registered_at))
    touched = func.coalesce(dealt.c.last, registered)
    return (
        _select_families()
        .outerjoin(dealt, dealt.c.family_id == Family.id)
        .where(visible)
        .order_by(touched.is_(None), touched.desc(), Family.registered_at.desc(), Family.id.desc())
    )


def _nearest_first(search: str, visible: ColumnElement[bool]) -> Select[Family, str]:
    """Rank by the share of searched trigrams in the name, then by how much of the name they are."""
    tokens = [name_tokens(search, number) for number in keyring().key_numbers]
    hits = (
        select(FamilyToken.family_id, func.count().label("hits"))
        .where(
            FamilyToken.token.in_(set[bytes]().union(*tokens)),
            FamilyToken.family_id.in_(select(Family.id).where(visible)),
        )
        .group_by(FamilyToken.family_id)
        .having(func.count() >= MIN_TRIGRAM_OVERLAP * len(tokens[0]))
        .subquery()
    )
    length = select(func.count()).where(FamilyToken.family_id == Family.id).correlate(Family).scalar_subquery()
    return (
        _select_families()
        .join(hits, hits.c.family_id == Family.id)
        .order_by(hits.c.hits.desc(), length, Family.number.desc())
    )


async def load_family(caller: Caller, family_id: FamilyId) -> FamilyCard:
    """Return a file. The caller audits the access, because it knows the reason.

    Raises NotFound if the actor may not see it.
    """
    taking = aliased(Person)
    rows = await caller.session.execute(
        select(Family, Unit.name, Person, taking)
        .join(Unit, Unit.id == Family.unit_id)
        .join(Person, Person.id == Family.registered_by)
        .join(taking, taking.id == func.coalesce(Family.consent_taken_by, Family.registered_by))
        .where(Family.id == family_id, family_visible(caller.actor, caller.today))
    )
    columns = rows.one_or_none()
    if columns is None:
        raise NotFound("error-family-not-found", field="family")
    row, unit_name, registrar, taker = columns
    needs = await caller.session.scalars(select(Need).where(Need.family_id == family_id).order_by(Need.id))
    delivered = await caller.session.execute(
        select(func.count(), func.max(Service.delivered_on)).where(Service.family_id == family_id, service_counts())
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
        identity_masked=None if row.identity is None else mask_identity(row.identity, caller.actor.language),
        phone_masked=_masked_phone(row, caller.actor.language),
        neighbourhood=row.neighbourhood or "",
        members=row.members,
        coverage=None if row.coverage is None else Coverage(row.coverage),
        support=None if row.support is None else Support(row.support),
        needs=tuple(_build_need_view(need) for need in needs),
        consent_version=row.consent_version,
        consented_at=row.consented_at,
        consent_taken_by=taker.name,
        registered_by=registrar.name,
        service_count=services,
        last_delivered_on=last_delivered_on,
    )


def build_family_view(row: Family, unit_name: str, language: str) -> FamilyView:
    return FamilyView(
        id=FamilyId(row.id),
        number=row.number,
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        head_name=row.head_name,
        members=row.members,
        neighbourhood=row.neighbourhood or "",
        phone_masked=_masked_phone(row, language),
    )


def _build_need_view(row: Need) -> NeedView:
    return NeedView(domain=Domain(row.domain), urgency=Urgency(row.urgency), note=row.note)


def _masked_phone(row: Family, language: str) -> str | None:
    return None if row.phone is None else mask_phone(row.phone, language)
