"""The sample province in the database: people, families, an exact half-year and what came after it.

All of it is invented; names and numbers are sealed as real ones are. No messenger and no conversation is known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.persian.jalali import Jalali
from bot.persian.money import Currency, Toman
from bot.persian.normalisation import normalise
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.blind_index import identity_digest, name_tokens, phone_digest
from bot.relief.commitments import commitments
from bot.relief.errors import Conflict
from bot.relief.families.registration import CONSENT_VERSION
from bot.relief.ids import FamilyId, PersonId, UnitId
from bot.relief.ledger import totals
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.seed.sample_campaigns import write_sample_call, write_sample_campaigns
from bot.relief.seed.sample_generator import PlannedService
from bot.relief.seed.sample_half_year import HALF_YEAR_COMMITMENT, plan_half_year
from bot.relief.seed.sample_people import (
    SAMPLE_START,
    SAMPLE_YEAR,
    SampleInvitation,
    SampleProvince,
    create_sample_province,
    evening,
    is_sample_loaded,
    sample_invitations,
)
from bot.relief.seed.sample_recent import (
    LATER_HALF_YEAR_COMMITMENT,
    half_years,
    plan_fresh_needs,
    plan_recent_services,
    recent_since,
)
from bot.relief.seed.starter_data import SAMPLE_PROVINCE, StarterFamily, sample_families
from bot.relief.vocabulary import Measure
from bot.storage.database import Database
from bot.storage.orm import new_id
from bot.storage.sequences import NumberSequence, next_numbers
from bot.storage.tables import Activity, Family, FamilyToken, Need, Person, Service

SAMPLE_SUPERVISOR = "zahra"  # of the province; reports nothing
VERIFICATION_LAG = timedelta(days=7)
"""Services older than this are verified; younger ones wait."""
MAX_REGISTRARS_PER_BODY = 2  # few, so that each has several families to show


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    family: FamilyId
    registrar: PersonId


async def load_sample(
    database: Database, clock: Clock, *, last_day: date | None = None
) -> tuple[SampleInvitation, ...]:
    """Write the sample in one transaction, and return its invitations. Idempotent.

    Raises Conflict in a database with other people. `last_day` is the last day with services, today if None; the exact
    half-year is that of 1404.
    """
    today = clock.today()
    async with database.write_session() as session:
        if not await is_sample_loaded(session):
            if await session.scalar(select(Person.id).limit(1)) is not None:
                raise Conflict("error-sample-not-empty")
            await _write_sample(session, clock.now(), min(last_day or today, today))
            await session.commit()
    return sample_invitations()


async def _write_sample(session: AsyncSession, now: datetime, last_day: date) -> None:
    await load_catalogue(session)
    province = await create_sample_province(session, now, last_day)
    files = await _add_families(session, province)
    half_year = period_of(PeriodName.HALF_YEAR, Jalali(SAMPLE_YEAR, 1, 1).to_date())
    planned = [service for service in plan_half_year(SAMPLE_YEAR) if service.delivered_on <= last_day]
    await _add_commitment(session, province, half_year, HALF_YEAR_COMMITMENT, now)
    if since := recent_since(SAMPLE_YEAR, last_day):
        planned += plan_recent_services(since, last_day, planned)
        for period in half_years(since, last_day):
            await _add_commitment(session, province, period, LATER_HALF_YEAR_COMMITMENT, now)
        await _add_fresh_needs(session, files, last_day)
        await write_sample_campaigns(session, province, last_day)
        await write_sample_call(session, province, last_day)
    await _add_services(session, province, files, planned, now)
    await _verify_services(session, province, last_day - VERIFICATION_LAG)
    await totals.rebuild_totals(session)


async def _add_commitment(
    session: AsyncSession, province: SampleProvince, period: Period, amount: int, now: datetime
) -> None:
    await commitments.set_commitment(
        session,
        unit=province.units[SAMPLE_PROVINCE],
        measure=Measure.VALUE,
        since=period.since,
        until=period.until,
        amount=Toman(amount),
        by=None,
        now=now,
    )


async def _add_fresh_needs(session: AsyncSession, files: Sequence[_File], today: date) -> None:
    """Add needs that families stated after their registration."""
    session.add_all(
        Need(
            family_id=files[one.family_index].family,
            domain=one.need.domain,
            urgency=one.need.urgency,
            stated_at=evening(one.stated_on),
        )
        for one in plan_fresh_needs(today)
    )
    await session.flush()


async def _add_families(session: AsyncSession, province: SampleProvince) -> list[_File]:
    """Add the families in the order of the starter data: plans refer to them by index."""
    numbers = await next_numbers(session, NumberSequence.FAMILIES, len(sample_families()))
    files: list[_File] = []
    for place, (family, number) in enumerate(zip(sample_families(), numbers, strict=True)):
        keepers = province.staff[family.unit][:MAX_REGISTRARS_PER_BODY]
        keeper = keepers[place % len(keepers)]
        row = _build_family(family, province.units[family.unit], keeper, evening(SAMPLE_START + timedelta(days=place)))
        row.number = number
        session.add(row)
        files.append(_File(family=FamilyId(row.id), registrar=keeper))
        await session.flush()
        session.add_all(FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name))
        session.add_all(
            Need(family_id=row.id, domain=need.domain, urgency=need.urgency, stated_at=row.registered_at)
            for need in family.needs
        )
    await session.flush()
    return files


def _build_family(family: StarterFamily, unit: UnitId, registrar: PersonId, registered_at: datetime) -> Family:
    return Family(
        unit_id=unit,
        head_name=normalise(family.head_name),
        head_sex=family.sex,
        identity_kind=family.identity_kind,
        identity=family.identity,
        identity_digest=identity_digest(family.identity_kind, family.identity),
        phone=family.phone,
        phone_digest=None if family.phone is None else phone_digest(family.phone),
        neighbourhood=normalise(family.neighbourhood),
        members=family.members,
        coverage=family.coverage,
        support=family.support,
        consent_version=CONSENT_VERSION,
        consented_at=registered_at,
        registered_by=registrar,
        registered_at=registered_at,
    )


async def _add_services(
    session: AsyncSession,
    province: SampleProvince,
    files: Sequence[_File],
    planned: Sequence[PlannedService],
    now: datetime,
) -> None:
    """Add the planned services, each reported in the evening of its day."""
    if not planned:
        return
    rows = await session.execute(select(Activity.code, Activity.id, Activity.domain))
    catalogue = {code: {"activity_id": activity, "domain": domain} for code, activity, domain in rows}
    numbers = await next_numbers(session, NumberSequence.SERVICES, len(planned))
    written = []
    for place, (service, number) in enumerate(zip(planned, numbers, strict=True)):
        file = None if service.family_index is None else files[service.family_index]
        written.append(
            _service_values(service, file)
            | catalogue[service.activity]
            | {
                "id": new_id(),
                "number": number,
                "unit_id": province.units[service.unit],
                "reported_by": _reporter(service, province, file, place),
                "reported_at": min(evening(service.delivered_on, minutes=place % 240), now),
            }
        )
    await session.execute(insert(Service), written)


async def _verify_services(session: AsyncSession, province: SampleProvince, until: date) -> None:
    supervisor = province.people[SAMPLE_SUPERVISOR]
    old = update(Service).where(Service.delivered_on <= until)
    await session.execute(old.values(verified_at=evening(until + timedelta(days=1)), verified_by=supervisor))


def _reporter(service: PlannedService, province: SampleProvince, file: _File | None, position: int) -> PersonId:
    """Return the planned reporter; else the registrar of the family, else one of the staff by turns."""
    if service.reporter_key is not None:
        return province.people[service.reporter_key]
    staff = province.staff[service.unit]
    return staff[position % len(staff)] if file is None else file.registrar


def _service_values(service: PlannedService, file: _File | None) -> dict[str, object]:
    return {
        "family_id": file and file.family,
        "people": service.people if file is None else None,
        "kind": service.kind.value,
        "value": service.value,
        "currency": Currency.TOMAN.value,
        "delivered_on": service.delivered_on,
        "booked_on": service.delivered_on,
        "joint": service.joint,
    }
