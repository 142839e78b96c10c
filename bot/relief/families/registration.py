"""Registration of a family after consent.

It knows files, names and needs. Services belong to `services`, rights to `access`, later additions to `completion`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.i18n.answer_parsers import IdentityKind
from bot.persian.identity_numbers import InvalidIdentity, parse_foreigner_id, parse_national_id, parse_passport
from bot.persian.normalisation import normalise
from bot.persian.phones import format_phone
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import identity_digest, name_tokens, phone_digest
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, DeniedAttempt
from bot.relief.families.files import (
    FamilyView,
    build_family_view,
)
from bot.relief.ids import UnitId
from bot.relief.names import require_name
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.encryption import keyring
from bot.storage.index_key import index_key_number
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Family, FamilyToken, Need, Unit

CONSENT_VERSION = 2  # of the text that is read to families: another text is another version
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


async def register_family(caller: Caller, new_family: NewFamily) -> FamilyView:
    """Register a family and return it.

    Raises Conflict if a family with the same identity exists in any unit; it names that unit and its phone, nothing else. Raises
    Conflict for the own household of the actor: another person must register it.
    """
    await require(caller, Action.REGISTER_FAMILY, new_family.unit)
    if new_family.phone is not None and phone_digest(new_family.phone) in caller.actor.phone_digests:
        raise Conflict("error-family-own", field="phone")
    identity = canonical_identity(new_family.identity_kind, new_family.identity)
    key_number = await index_key_number(caller.session)
    digest = identity_digest(new_family.identity_kind, identity, key_number)
    if identity is not None:
        await refuse_duplicate(caller, f"{new_family.identity_kind}:{identity}", new_family.unit)
    row = await _build_family(caller, new_family, key_number)
    row.identity, row.identity_digest = identity, digest
    try:
        async with translate_integrity_errors(caller.session):
            caller.session.add(row)
    except Conflict:
        if identity is not None:  # registered elsewhere between the question and the answer
            await refuse_duplicate(caller, f"{new_family.identity_kind}:{identity}", new_family.unit)
        raise
    caller.session.add_all(
        FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name, key_number)
    )
    caller.session.add_all(build_need(row, need, caller.now) for need in new_family.needs)
    await caller.session.flush()
    await audit_log.record(
        caller,
        AuditAction.REGISTER_FAMILY,
        unit=new_family.unit,
        subject=f"family:{row.number}",
        right=Action.REGISTER_FAMILY,
    )
    return build_family_view(row, (await caller.session.get_one(Unit, row.unit_id)).name, caller.actor.language)


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


def build_need(family_row: Family, need: NewNeed, now: datetime) -> Need:
    return Need(
        family_id=family_row.id,
        domain=need.domain,
        urgency=need.urgency,
        note=normalise(need.note) if need.note else None,
        stated_at=now,
    )


def canonical_identity(kind: IdentityKind | None, typed: str | None) -> str | None:
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


async def refuse_duplicate(caller: Caller, kind_and_number: str, unit: UnitId) -> None:
    """Raise Conflict if a family with this identity exists; audited as a denied attempt.

    `kind_and_number` is «kind:number». During a key rotation rows under older keys are found too.
    """
    digests = keyring().lookup_digests("identity", kind_and_number)
    rows = await caller.session.execute(
        select(Family.number, Unit.name, Unit.phone)
        .join(Unit, Unit.id == Family.unit_id)
        .where(Family.identity_digest.in_(digests))
        .limit(1)
    )
    duplicate = rows.one_or_none()
    if duplicate is None:
        return
    number, centre, phone = duplicate
    hints = await audit_log.count_since(
        caller.session, caller.actor.person, AuditAction.FIND_DUPLICATE_FAMILY, caller.now, DUPLICATE_HINT_WINDOW
    )
    if hints >= MAX_DUPLICATE_HINTS_PER_DAY:
        refusal = Conflict("error-family-known-often", field="identity")
    elif phone:
        refusal = Conflict(
            "error-family-known-call", field="identity", unit=centre, phone=format_phone(phone, caller.actor.language)
        )
    else:
        refusal = Conflict("error-family-known", field="identity", unit=centre)
    refusal.denied_attempt = DeniedAttempt(
        person=caller.actor.person,
        messenger=caller.actor.messenger,
        action=AuditAction.FIND_DUPLICATE_FAMILY,
        unit=unit,
        subject=f"family:{number}",
        at=caller.now,
    )
    raise refusal
