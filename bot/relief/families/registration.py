"""Families: registering one after consent, and showing to each person only the files that are theirs to see.

It knows files, names and needs; what was delivered belongs to `services`, who may do what to `access`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import IdentityKind
from bot.persian.identity_numbers import WrongIdentity, read_foreigner_id, read_national_id, read_passport
from bot.persian.normalisation import fold, normalise
from bot.relief.access.policy import Action, Actor, require
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import identity_digest, name_tokens, phone_digest
from bot.relief.constraints import refusing
from bot.relief.errors import Conflict, NotFound, Trace
from bot.relief.families.files import FamilyCard, FamilyView, family, find_families, in_sight, view_of
from bot.relief.ids import FamilyId, UnitId
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.encryption import keyring
from bot.storage.index_key import digest_key
from bot.storage.sequences import Series, next_number
from bot.storage.tables import Family, FamilyToken, Need, Unit

KNOWN_A_DAY = (
    10  # so many times a day a person may be told; then the check stays silent, it is no way to look people up
)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    domain: Domain
    urgency: Urgency
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFamily:
    """`phone` is E.164. `identity` goes with the kinds that are numbers; the other kinds say why there is none.

    `consent_version` is that of the text which was read to the family and agreed to.
    """

    unit: UnitId
    head_name: str
    head_sex: Sex | None
    identity_kind: IdentityKind | None
    identity: str | None
    phone: str | None
    neighbourhood: str
    members: int | None
    coverage: Coverage | None
    support: Support | None
    needs: tuple[NewNeed, ...]
    consent_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What is added to a file on another day; None leaves what stands, needs are added to those stated before."""

    family: FamilyId
    head_sex: Sex | None = None
    identity_kind: IdentityKind | None = None
    identity: str | None = None
    coverage: Coverage | None = None
    support: Support | None = None
    needs: tuple[NewNeed, ...] = ()


async def register(session: AsyncSession, actor: Actor, new: NewFamily, now: datetime, today: date) -> FamilyView:
    """A household known anywhere by the same identity is refused with the centre's name and nothing else; one's own is
    for somebody else to register.
    """
    await require(session, actor, Action.REGISTER_FAMILY, new.unit, today)
    if new.phone is not None and phone_digest(new.phone) in actor.phones:
        raise Conflict("error-family-own", at="phone")
    identity = _identity(new.identity_kind, new.identity)
    under = await digest_key(session)
    digest = identity_digest(new.identity_kind, identity, under)
    if identity is not None:
        await _refuse_known(session, actor, f"{new.identity_kind}:{identity}", new.unit, now)
    row = await _row(session, actor, new, now, under)
    row.identity, row.identity_digest = identity, digest
    try:
        async with refusing(session):
            session.add(row)
    except Conflict:
        if identity is not None:  # registered elsewhere between the question and the answer
            await _refuse_known(session, actor, f"{new.identity_kind}:{identity}", new.unit, now)
        raise
    session.add_all(FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name, under))
    session.add_all(_need(row, need, now) for need in new.needs)
    await session.flush()
    await audit.note(
        session,
        actor,
        AuditAction.REGISTER_FAMILY,
        unit=new.unit,
        subject=f"family:{row.number}",
        right=Action.REGISTER_FAMILY,
        now=now,
    )
    return view_of(row, (await session.get_one(Unit, row.unit_id)).name, actor.language)


async def complete(session: AsyncSession, actor: Actor, added: Completion, now: datetime, today: date) -> FamilyView:
    """By whoever sees the file and may register in its unit. A number that stands is not replaced, and one that is known
    of another household is refused as at registration.
    """
    seen = select(Family).where(Family.id == added.family, in_sight(actor, today))
    row = await session.scalar(seen.with_for_update(of=Family))
    if row is None:
        raise NotFound("error-family-not-found", at="family")
    unit = UnitId(row.unit_id)
    await require(session, actor, Action.REGISTER_FAMILY, unit, today)
    identity = _identity(added.identity_kind, added.identity)
    digest = identity_digest(added.identity_kind, identity, await digest_key(session))
    stands = row.identity_digest is not None
    if identity is not None and stands and (added.identity_kind, identity) != (row.identity_kind, row.identity):
        raise Conflict("error-family-identity-stands", at="identity")
    if identity is not None and not stands:
        await _refuse_known(session, actor, f"{added.identity_kind}:{identity}", unit, now)
    async with refusing(session):
        _fill(row, added, identity, digest)
        session.add_all(_need(row, need, now) for need in added.needs)
    await audit.note(
        session,
        actor,
        AuditAction.COMPLETE_FAMILY,
        unit=unit,
        subject=f"family:{row.number}",
        right=Action.REGISTER_FAMILY,
        now=now,
    )
    return view_of(row, (await session.get_one(Unit, unit)).name, actor.language)


def _fill(row: Family, added: Completion, identity: str | None, digest: bytes | None) -> None:
    row.head_sex = added.head_sex or row.head_sex
    row.coverage = added.coverage or row.coverage
    row.support = added.support or row.support
    if digest is not None:
        row.identity_kind, row.identity, row.identity_digest = added.identity_kind, identity, digest
    elif row.identity_digest is None:
        row.identity_kind = added.identity_kind or row.identity_kind


async def _row(session: AsyncSession, actor: Actor, new: NewFamily, now: datetime, under: int) -> Family:
    name = normalise(new.head_name)
    if not fold(name):
        raise Conflict("error-name-missing", at="head_name")
    return Family(
        number=await next_number(session, Series.FAMILIES),
        unit_id=new.unit,
        head_name=name,
        head_sex=new.head_sex,
        identity_kind=new.identity_kind,
        phone=new.phone,
        phone_digest=None if new.phone is None else phone_digest(new.phone, under),
        neighbourhood=normalise(new.neighbourhood),
        members=new.members,
        coverage=new.coverage,
        support=new.support,
        consent_version=new.consent_version,
        consented_at=now,
        registered_by=actor.person,
        registered_at=now,
    )


def _need(family_row: Family, need: NewNeed, now: datetime) -> Need:
    return Need(
        family_id=family_row.id,
        domain=need.domain,
        urgency=need.urgency,
        note=normalise(need.note) if need.note else None,
        stated_at=now,
    )


def _identity(kind: IdentityKind | None, typed: str | None) -> str | None:
    """In its one form, so that the same number is the same household's, however it was typed."""
    if kind is None or typed is None:
        return None
    match kind:
        case IdentityKind.NATIONAL_ID:
            read = read_national_id(typed)
        case IdentityKind.FOREIGNER_ID:
            read = read_foreigner_id(typed)
        case IdentityKind.PASSPORT:
            read = read_passport(typed)
        case IdentityKind.NO_CERTIFICATE | IdentityKind.NOT_AT_HAND | IdentityKind.DECLINED:
            return None
    if isinstance(read, WrongIdentity):
        raise Conflict("error-identity-wrong", at="identity")
    return read


async def _refuse_known(session: AsyncSession, actor: Actor, said: str, unit: UnitId, now: datetime) -> None:
    """`said` is kind and number; rows wait under an older key while keys are changed."""
    digests = keyring().digests("identity", said)
    found = await session.execute(
        select(Family.number, Unit.name)
        .join(Unit, Unit.id == Family.unit_id)
        .where(Family.identity_digest.in_(digests))
        .limit(1)
    )
    known = found.one_or_none()
    if known is None:
        return
    number, centre = known
    told = await audit.count_since(session, actor.person, AuditAction.FIND_DUPLICATE_FAMILY, now, DAY)
    refusal = (
        Conflict("error-family-known", at="identity", unit=centre)
        if told < KNOWN_A_DAY
        else Conflict("error-family-known-often", at="identity")
    )
    refusal.trace = Trace(
        person=actor.person,
        messenger=actor.messenger,
        action=AuditAction.FIND_DUPLICATE_FAMILY,
        unit=unit,
        subject=f"family:{number}",
        at=now,
    )
    raise refusal


__all__ = [
    "Completion",
    "FamilyCard",
    "FamilyId",
    "FamilyView",
    "NewFamily",
    "NewNeed",
    "complete",
    "family",
    "find_families",
    "register",
]
