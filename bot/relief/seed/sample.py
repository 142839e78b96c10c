"""The sample province in the database: its people, their families, an exact half-year of services, and what came after it.

All of it is invented; names and numbers are sealed as real ones are. It knows no messenger and no conversation.
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
from bot.relief.ids import FamilyId, PersonId, UnitId
from bot.relief.ledger import totals
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.seed.sample_campaigns import write_call, write_campaigns
from bot.relief.seed.sample_generator import PlannedService
from bot.relief.seed.sample_half_year import HALF_YEAR_COMMITMENT, half_year_services
from bot.relief.seed.sample_people import (
    BEGAN,
    YEAR,
    Province,
    SampleInvitation,
    evening,
    invitations,
    is_there,
    settle,
)
from bot.relief.seed.sample_recent import HALF_YEAR_PROMISED, fresh_needs, half_years, lately, told_from
from bot.relief.seed.starter_data import SAMPLE_PROVINCE, StarterFamily, sample_families
from bot.relief.vocabulary import Measure
from bot.storage.database import Database
from bot.storage.orm import new_id
from bot.storage.sequences import Series, next_numbers
from bot.storage.tables import Activity, Family, FamilyToken, Need, Person, Service

CONSENT_VERSION = 1
SUPERVISOR = "zahra"  # of the province; she reports nothing
LOOKED_THROUGH = timedelta(days=7)
"""So old is what the province's supervisor has verified; what is younger waits."""
FILE_KEEPERS = 2  # so many of a group keep its families' files: each then has a few to show


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    family: FamilyId
    keeper: PersonId


async def load_sample(database: Database, clock: Clock, *, through: date | None = None) -> tuple[SampleInvitation, ...]:
    """Written whole or not at all; where it is already, nothing changes, and where real people are it is refused.

    `through` is the last day that is told, today where none is said; the exact half-year is that of 1404.
    """
    today = clock.today()
    async with database.writing() as session:
        if not await is_there(session):
            if await session.scalar(select(Person.id).limit(1)) is not None:
                raise Conflict("error-sample-not-empty")
            await _write(session, clock.now(), min(through or today, today))
            await session.commit()
    return invitations()


async def _write(session: AsyncSession, now: datetime, through: date) -> None:
    await load_catalogue(session)
    province = await settle(session, now)
    files = await _families(session, province)
    half_year = period_of(PeriodName.HALF_YEAR, Jalali(YEAR, 1, 1).to_date())
    planned = [service for service in half_year_services(YEAR) if service.delivered_on <= through]
    await _promised(session, province, half_year, HALF_YEAR_COMMITMENT, now)
    if since := told_from(YEAR, through):
        planned += lately(since, through, planned)
        for period in half_years(since, through):
            await _promised(session, province, period, HALF_YEAR_PROMISED, now)
        await _stated(session, files, through)
        await write_campaigns(session, province, through)
        await write_call(session, province, through)
    await _services(session, province, files, planned, now)
    await _verified(session, province, through - LOOKED_THROUGH)
    await totals.rebuild(session)


async def _promised(session: AsyncSession, province: Province, period: Period, amount: int, now: datetime) -> None:
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


async def _stated(session: AsyncSession, files: Sequence[_File], today: date) -> None:
    """What families said they lack since they were registered."""
    session.add_all(
        Need(
            family_id=files[one.family_index].family,
            domain=one.need.domain,
            urgency=one.need.urgency,
            stated_at=evening(one.stated_on),
        )
        for one in fresh_needs(today)
    )
    await session.flush()


async def _families(session: AsyncSession, province: Province) -> list[_File]:
    """In the order of the starter data, by which the plan of the half-year counts them."""
    numbers = await next_numbers(session, Series.FAMILIES, len(sample_families()))
    files: list[_File] = []
    for place, (family, number) in enumerate(zip(sample_families(), numbers, strict=True)):
        keepers = province.staff[family.unit][:FILE_KEEPERS]
        keeper = keepers[place % len(keepers)]
        row = _family(family, province.units[family.unit], keeper, evening(BEGAN + timedelta(days=place)))
        row.number = number
        session.add(row)
        files.append(_File(family=FamilyId(row.id), keeper=keeper))
        await session.flush()
        session.add_all(FamilyToken(family_id=row.id, token=token) for token in name_tokens(row.head_name))
        session.add_all(
            Need(family_id=row.id, domain=need.domain, urgency=need.urgency, stated_at=row.registered_at)
            for need in family.needs
        )
    await session.flush()
    return files


def _family(family: StarterFamily, unit: UnitId, keeper: PersonId, registered_at: datetime) -> Family:
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
        registered_by=keeper,
        registered_at=registered_at,
    )


async def _services(
    session: AsyncSession, province: Province, files: Sequence[_File], planned: Sequence[PlannedService], now: datetime
) -> None:
    """Each reported in the evening of its day."""
    if not planned:
        return
    rows = await session.execute(select(Activity.code, Activity.id, Activity.domain))
    catalogue = {code: {"activity_id": activity, "domain": domain} for code, activity, domain in rows}
    numbers = await next_numbers(session, Series.SERVICES, len(planned))
    written = []
    for place, (service, number) in enumerate(zip(planned, numbers, strict=True)):
        file = None if service.family_index is None else files[service.family_index]
        written.append(
            _service(service, file)
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


async def _verified(session: AsyncSession, province: Province, until: date) -> None:
    supervisor = province.people[SUPERVISOR]
    old = update(Service).where(Service.delivered_on <= until)
    await session.execute(old.values(verified_at=evening(until + timedelta(days=1)), verified_by=supervisor))


def _reporter(service: PlannedService, province: Province, file: _File | None, place: int) -> PersonId:
    """Who is named; else for a family the keeper of its file, else whose turn it is."""
    if service.by is not None:
        return province.people[service.by]
    staff = province.staff[service.unit]
    return staff[place % len(staff)] if file is None else file.keeper


def _service(service: PlannedService, file: _File | None) -> dict[str, object]:
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
