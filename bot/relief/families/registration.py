"""Registration of a family after consent, and completion of its file on another day.

It knows files, names and needs. Services belong to `services`, rights to `access`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.i18n.answer_parsers import IdentityKind
from bot.persian.identity_numbers import InvalidIdentity, parse_foreigner_id, parse_national_id, parse_passport
from bot.persian.normalisation import normalise
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import identity_digest, name_tokens, phone_digest
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, DeniedAttempt, NotFound
from bot.relief.families.files import (
    FamilyView,
    build_family_view,
    family_visible,
)
from bot.relief.ids import FamilyId, UnitId
from bot.relief.names import require_name
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.encryption import keyring
from bot.storage.index_key import index_key_number
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Family, FamilyToken, Need, Unit

MAX_DUPLICATE_HINTS_PER_DAY = 10  # a person; then no centre is named, so that it cannot be used to look people up
DUPLICATE_HINT_WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    domain: Domain
    urgency: Urgency
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFamily:
    """A family to register.

    `phone` is E.164. `identity` belongs to the kinds that are numbers; the other kinds say why there is none.
    `consent_version` is that of the text that was read to the family.
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
    """Additions to a file on another day. None leaves a value; needs are added to earlier ones."""

    family: FamilyId
    head_sex: Sex | None = None
    identity_kind: IdentityKind | None = None
    identity: str | None = None
    coverage: Coverage | None = None
    support: Support | None = None
    needs: tuple[NewNeed, ...] = ()


async def register_family(caller: Caller, new_family: NewFamily) -> FamilyView:
    """Register a family and return it.

    Raises Conflict if a family with the same identity exists in any unit; it names that unit and nothing else. Raises
    Conflict for the own household of the actor: another person must register it.
    """
    await require(caller, Action.REGISTER_FAMILY, new_family.unit)
    if new_family.phone is not None and phone_digest(new_family.phone) in caller.actor.phone_digests:
        raise Conflict("error-family-own", field="phone")
    identity = _canonical_identity(new_family.identity_kind, new_family.identity)
    key_number = await index_key_number(caller.session)
    digest = identity_digest(new_family.identity_kind, identity, key_number)
    if identity is not None:
        await _refuse_duplicate(caller, f"{new_family.identity_kind}:{identity}", new_family.unit)
    row = await _build_family(caller, new_family, key_number)
    row.identity, row.identity_digest = identity, digest
    try:
        async with translate_integrity_errors(caller.session):
            caller.session.add(row)
    except Conflict:
        if identity is not None:  # registered elsewhere between the question and the answer
            await _refuse_duplicate(caller, f"{new_family.identity_kind}:{identity}", new_family.unit)
        raise
    caller.session.add_all(
        FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name, key_number)
    )
    caller.session.add_all(_build_need(row, need, caller.now) for need in new_family.needs)
    await caller.session.flush()
    await audit_log.record(
        caller,
        AuditAction.REGISTER_FAMILY,
        unit=new_family.unit,
        subject=f"family:{row.number}",
        right=Action.REGISTER_FAMILY,
    )
    return build_family_view(row, (await caller.session.get_one(Unit, row.unit_id)).name, caller.actor.language)


async def complete_family(caller: Caller, completion: Completion) -> FamilyView:
    """Add to a file that the actor sees, in a unit where they may register.

    An identity number that is there is not replaced. Raises Conflict for a duplicate, as at registration.
    """
    query = select(Family).where(Family.id == completion.family, family_visible(caller.actor, caller.today))
    row = await caller.session.scalar(query.with_for_update(of=Family))
    if row is None:
        raise NotFound("error-family-not-found", field="family")
    unit = UnitId(row.unit_id)
    await require(caller, Action.REGISTER_FAMILY, unit)
    identity = _canonical_identity(completion.identity_kind, completion.identity)
    digest = identity_digest(completion.identity_kind, identity, await index_key_number(caller.session))
    has_identity = row.identity_digest is not None
    if (
        identity is not None
        and has_identity
        and (completion.identity_kind, identity) != (row.identity_kind, row.identity)
    ):
        raise Conflict("error-family-identity-stands", field="identity")
    if identity is not None and not has_identity:
        await _refuse_duplicate(caller, f"{completion.identity_kind}:{identity}", unit)
    async with translate_integrity_errors(caller.session):
        _apply_completion(row, completion, identity, digest)
        caller.session.add_all(_build_need(row, need, caller.now) for need in completion.needs)
    await audit_log.record(
        caller, AuditAction.COMPLETE_FAMILY, unit=unit, subject=f"family:{row.number}", right=Action.REGISTER_FAMILY
    )
    return build_family_view(row, (await caller.session.get_one(Unit, unit)).name, caller.actor.language)


def _apply_completion(row: Family, completion: Completion, identity: str | None, digest: bytes | None) -> None:
    row.head_sex = completion.head_sex or row.head_sex
    row.coverage = completion.coverage or row.coverage
    row.support = completion.support or row.support
    if digest is not None:
        row.identity_kind, row.identity, row.identity_digest = completion.identity_kind, identity, digest
    elif row.identity_digest is None:
        row.identity_kind = completion.identity_kind or row.identity_kind


async def _build_family(caller: Caller, new_family: NewFamily, key_number: int) -> Family:
    return Family(
        number=await next_number(caller.session, NumberSequence.FAMILIES),
        unit_id=new_family.unit,
        head_name=require_name(new_family.head_name, "person", field="head_name"),
        head_sex=new_family.head_sex,
        identity_kind=new_family.identity_kind,
        phone=new_family.phone,
        phone_digest=None if new_family.phone is None else phone_digest(new_family.phone, key_number),
        neighbourhood=normalise(new_family.neighbourhood),
        members=new_family.members,
        coverage=new_family.coverage,
        support=new_family.support,
        consent_version=new_family.consent_version,
        consented_at=caller.now,
        registered_by=caller.actor.person,
        registered_at=caller.now,
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
    """Return the canonical form of an identity number, so that equal numbers have equal digests."""
    if kind is None or typed is None:
        return None
    match kind:
        case IdentityKind.NATIONAL_ID:
            identity = parse_national_id(typed)
        case IdentityKind.FOREIGNER_ID:
            identity = parse_foreigner_id(typed)
        case IdentityKind.PASSPORT:
            identity = parse_passport(typed)
        case IdentityKind.NO_CERTIFICATE | IdentityKind.NOT_AT_HAND | IdentityKind.DECLINED:
            return None
    if isinstance(identity, InvalidIdentity):
        raise Conflict("error-identity-wrong", field="identity")
    return identity


async def _refuse_duplicate(caller: Caller, kind_and_number: str, unit: UnitId) -> None:
    """Raise Conflict if a family with this identity exists; audited as a denied attempt.

    `kind_and_number` is «kind:number». During a key rotation rows under older keys are found too.
    """
    digests = keyring().lookup_digests("identity", kind_and_number)
    rows = await caller.session.execute(
        select(Family.number, Unit.name)
        .join(Unit, Unit.id == Family.unit_id)
        .where(Family.identity_digest.in_(digests))
        .limit(1)
    )
    duplicate = rows.one_or_none()
    if duplicate is None:
        return
    number, centre = duplicate
    hints = await audit_log.count_since(
        caller.session, caller.actor.person, AuditAction.FIND_DUPLICATE_FAMILY, caller.now, DUPLICATE_HINT_WINDOW
    )
    refusal = (
        Conflict("error-family-known", field="identity", unit=centre)
        if hints < MAX_DUPLICATE_HINTS_PER_DAY
        else Conflict("error-family-known-often", field="identity")
    )
    refusal.denied_attempt = DeniedAttempt(
        person=caller.actor.person,
        messenger=caller.actor.messenger,
        action=AuditAction.FIND_DUPLICATE_FAMILY,
        unit=unit,
        subject=f"family:{number}",
        at=caller.now,
    )
    raise refusal
