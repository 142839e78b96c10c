"""Families: registering one after consent, and showing to each person only the files that are theirs to see.

It knows files, names and needs; what was delivered belongs to `services`, who may do what to `access`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import IdentityKind
from bot.persian.identity_numbers import InvalidIdentity, parse_foreigner_id, parse_national_id, parse_passport
from bot.persian.normalisation import fold, normalise
from bot.relief.access.policy import Action, Actor, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import identity_digest, name_tokens, phone_digest
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, DeniedAttempt, NotFound
from bot.relief.families.files import (
    FamilyCard,
    FamilyView,
    build_family_view,
    family_visible,
    find_families,
    load_family,
)
from bot.relief.ids import FamilyId, UnitId
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.encryption import keyring
from bot.storage.index_key import index_key_number
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Family, FamilyToken, Need, Unit

MAX_DUPLICATE_HINTS_PER_DAY = (
    10  # so many times a day a person may be told; then the check stays silent, it is no way to look people up
)
DUPLICATE_HINT_WINDOW = timedelta(days=1)


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


async def register_family(
    session: AsyncSession, actor: Actor, new_family: NewFamily, now: datetime, today: date
) -> FamilyView:
    """A household known anywhere by the same identity is refused with the centre's name and nothing else; one's own is
    for somebody else to register.
    """
    await require(session, actor, Action.REGISTER_FAMILY, new_family.unit, today)
    if new_family.phone is not None and phone_digest(new_family.phone) in actor.phone_digests:
        raise Conflict("error-family-own", field="phone")
    identity = _canonical_identity(new_family.identity_kind, new_family.identity)
    under = await index_key_number(session)
    digest = identity_digest(new_family.identity_kind, identity, under)
    if identity is not None:
        await _refuse_duplicate(session, actor, f"{new_family.identity_kind}:{identity}", new_family.unit, now)
    row = await _build_family(session, actor, new_family, now, under)
    row.identity, row.identity_digest = identity, digest
    try:
        async with translate_integrity_errors(session):
            session.add(row)
    except Conflict:
        if identity is not None:  # registered elsewhere between the question and the answer
            await _refuse_duplicate(session, actor, f"{new_family.identity_kind}:{identity}", new_family.unit, now)
        raise
    session.add_all(FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name, under))
    session.add_all(_build_need(row, need, now) for need in new_family.needs)
    await session.flush()
    await audit_log.record(
        session,
        actor,
        AuditAction.REGISTER_FAMILY,
        unit=new_family.unit,
        subject=f"family:{row.number}",
        right=Action.REGISTER_FAMILY,
        now=now,
    )
    return build_family_view(row, (await session.get_one(Unit, row.unit_id)).name, actor.language)


async def complete_family(
    session: AsyncSession, actor: Actor, completion: Completion, now: datetime, today: date
) -> FamilyView:
    """By whoever sees the file and may register in its unit. A number that stands is not replaced, and one that is known
    of another household is refused as at registration.
    """
    seen = select(Family).where(Family.id == completion.family, family_visible(actor, today))
    row = await session.scalar(seen.with_for_update(of=Family))
    if row is None:
        raise NotFound("error-family-not-found", field="family")
    unit = UnitId(row.unit_id)
    await require(session, actor, Action.REGISTER_FAMILY, unit, today)
    identity = _canonical_identity(completion.identity_kind, completion.identity)
    digest = identity_digest(completion.identity_kind, identity, await index_key_number(session))
    stands = row.identity_digest is not None
    if identity is not None and stands and (completion.identity_kind, identity) != (row.identity_kind, row.identity):
        raise Conflict("error-family-identity-stands", field="identity")
    if identity is not None and not stands:
        await _refuse_duplicate(session, actor, f"{completion.identity_kind}:{identity}", unit, now)
    async with translate_integrity_errors(session):
        _apply_completion(row, completion, identity, digest)
        session.add_all(_build_need(row, need, now) for need in completion.needs)
    await audit_log.record(
        session,
        actor,
        AuditAction.COMPLETE_FAMILY,
        unit=unit,
        subject=f"family:{row.number}",
        right=Action.REGISTER_FAMILY,
        now=now,
    )
    return build_family_view(row, (await session.get_one(Unit, unit)).name, actor.language)


def _apply_completion(row: Family, completion: Completion, identity: str | None, digest: bytes | None) -> None:
    row.head_sex = completion.head_sex or row.head_sex
    row.coverage = completion.coverage or row.coverage
    row.support = completion.support or row.support
    if digest is not None:
        row.identity_kind, row.identity, row.identity_digest = completion.identity_kind, identity, digest
    elif row.identity_digest is None:
        row.identity_kind = completion.identity_kind or row.identity_kind


async def _build_family(
    session: AsyncSession, actor: Actor, new_family: NewFamily, now: datetime, key_number: int
) -> Family:
    name = normalise(new_family.head_name)
    if not fold(name):
        raise Conflict("error-name-missing", field="head_name")
    return Family(
        number=await next_number(session, NumberSequence.FAMILIES),
        unit_id=new_family.unit,
        head_name=name,
        head_sex=new_family.head_sex,
        identity_kind=new_family.identity_kind,
        phone=new_family.phone,
        phone_digest=None if new_family.phone is None else phone_digest(new_family.phone, key_number),
        neighbourhood=normalise(new_family.neighbourhood),
        members=new_family.members,
        coverage=new_family.coverage,
        support=new_family.support,
        consent_version=new_family.consent_version,
        consented_at=now,
        registered_by=actor.person,
        registered_at=now,
    )


def _build_need(family_row: Family, need: NewNeed, now: datetime) -> Need:
    return Need(
        family_id=family_row.id,
        domain=need.domain,
        urgency=need.urgency,
        note=normalise(need.note) if need.note else None,
        stated_at=now,
    )


def _canonical_identity(kind: IdentityKind | None, typed: str | None) -> str | None:
    """In its one form, so that the same number is the same household's, however it was typed."""
    if kind is None or typed is None:
        return None
    match kind:
        case IdentityKind.NATIONAL_ID:
            read = parse_national_id(typed)
        case IdentityKind.FOREIGNER_ID:
            read = parse_foreigner_id(typed)
        case IdentityKind.PASSPORT:
            read = parse_passport(typed)
        case IdentityKind.NO_CERTIFICATE | IdentityKind.NOT_AT_HAND | IdentityKind.DECLINED:
            return None
    if isinstance(read, InvalidIdentity):
        raise Conflict("error-identity-wrong", field="identity")
    return read


async def _refuse_duplicate(
    session: AsyncSession, actor: Actor, kind_and_number: str, unit: UnitId, now: datetime
) -> None:
    """`kind_and_number` is kind and number; rows wait under an older key while keys are changed."""
    digests = keyring().lookup_digests("identity", kind_and_number)
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
    told = await audit_log.count_since(
        session, actor.person, AuditAction.FIND_DUPLICATE_FAMILY, now, DUPLICATE_HINT_WINDOW
    )
    refusal = (
        Conflict("error-family-known", field="identity", unit=centre)
        if told < MAX_DUPLICATE_HINTS_PER_DAY
        else Conflict("error-family-known-often", field="identity")
    )
    refusal.denied_attempt = DeniedAttempt(
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
    "complete_family",
    "find_families",
    "load_family",
    "register_family",
]
