"""Families: registering one after consent, and showing to each person only the files that are theirs to see.

It knows files, names and needs; what was delivered belongs to `services`, who may do what to `access`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.identity import IdentityKind, WrongIdentity, read_foreigner_id, read_national_id, read_passport
from bot.persian.text import fold, normalise
from bot.relief import audit
from bot.relief.access import Action, Actor, require
from bot.relief.constraints import refusing
from bot.relief.errors import Conflict, Trace
from bot.relief.family_files import FamilyCard, FamilyView, family, find_families, name_tokens, view_of
from bot.relief.ids import FamilyId, UnitId
from bot.relief.people import phone_digest
from bot.relief.words import Coverage, Domain, Sex, Support, Urgency
from bot.storage.numbers import Series, next_number
from bot.storage.secrets import keyring
from bot.storage.tables import Family, FamilyToken, Need, Unit

KNOWN = "family-known"  # the audited action of having been told that a household is known elsewhere
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


async def register(session: AsyncSession, actor: Actor, new: NewFamily, now: datetime, today: date) -> FamilyView:
    """A household known anywhere by the same identity is refused with the centre's name and nothing else."""
    await require(session, actor, Action.REGISTER_FAMILY, new.unit, today)
    identity = _identity(new)
    digest = identity_digest(new.identity_kind, identity)
    if digest is not None:
        await _refuse_known(session, actor, digest, new.unit, now)
    row = await _row(session, actor, new, now)
    row.identity, row.identity_digest = identity, digest
    try:
        async with refusing(session):
            session.add(row)
    except Conflict:
        if digest is not None:  # registered elsewhere between the question and the answer
            await _refuse_known(session, actor, digest, new.unit, now)
        raise
    session.add_all(FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name))
    session.add_all(_need(row, need, now) for need in new.needs)
    await session.flush()
    await audit.note(session, actor, "register-family", unit=new.unit, subject=f"family:{row.number}", now=now)
    return view_of(row, (await session.get_one(Unit, row.unit_id)).name, actor.language)


async def _row(session: AsyncSession, actor: Actor, new: NewFamily, now: datetime) -> Family:
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
        phone_digest=None if new.phone is None else phone_digest(new.phone),
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


def _identity(new: NewFamily) -> str | None:
    """In its one form, so that the same number is the same household's, however it was typed."""
    if new.identity_kind is None or new.identity is None:
        return None
    match new.identity_kind:
        case IdentityKind.NATIONAL_ID:
            read = read_national_id(new.identity)
        case IdentityKind.FOREIGNER_ID:
            read = read_foreigner_id(new.identity)
        case IdentityKind.PASSPORT:
            read = read_passport(new.identity)
        case IdentityKind.NO_CERTIFICATE | IdentityKind.NOT_AT_HAND | IdentityKind.DECLINED:
            return None
    if isinstance(read, WrongIdentity):
        raise Conflict("error-identity-wrong", at="identity")
    return read


def identity_digest(kind: IdentityKind | None, identity: str | None) -> bytes | None:
    """By which the same household is found wherever it is registered. `identity` is in its one form; None has no digest."""
    return None if identity is None else keyring().digest("identity", f"{kind}:{identity}")


async def _refuse_known(session: AsyncSession, actor: Actor, digest: bytes, unit: UnitId, now: datetime) -> None:
    found = await session.execute(
        select(Family.number, Unit.name).join(Unit, Unit.id == Family.unit_id).where(Family.identity_digest == digest)
    )
    known = found.one_or_none()
    if known is None:
        return
    number, centre = known
    told = await audit.count_since(session, actor.person, KNOWN, now, DAY)
    refusal = (
        Conflict("error-family-known", at="identity", unit=centre)
        if told < KNOWN_A_DAY
        else Conflict("error-family-known-often", at="identity")
    )
    refusal.trace = Trace(
        person=actor.person,
        messenger=actor.messenger,
        action=KNOWN,
        unit=unit,
        subject=f"family:{number}",
        at=now,
    )
    raise refusal


__all__ = [
    "FamilyCard",
    "FamilyId",
    "FamilyView",
    "NewFamily",
    "NewNeed",
    "family",
    "find_families",
    "identity_digest",
    "register",
]
