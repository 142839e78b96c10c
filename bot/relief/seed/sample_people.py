"""People of the sample province: bodies, persons with accounts, staff of each body, invitations.

It writes units, persons and invitations. No families and no services are known here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.persian.jalali import Jalali
from bot.persian.normalisation import normalise
from bot.relief.blind_index import code_digest, phone_digest
from bot.relief.ids import PersonId, UnitId
from bot.relief.seed.places import load_places
from bot.relief.seed.starter_data import StarterPerson, StarterUnit, sample_people, sample_units
from bot.relief.units import directory
from bot.relief.units.attributes import UnitAttribute, insert_first_attribute
from bot.relief.units.geo import EARTH_RADIUS_METRES, Point
from bot.relief.vocabulary import Role
from bot.storage.tables import Account, Invitation, Membership, Person

SAMPLE_YEAR = 1404
SAMPLE_START = Jalali(SAMPLE_YEAR - 1, 1, 1).to_date()
"""Day on which bodies opened and people joined: well before their first report."""
MAX_SILENT_DAYS = 23  # since a member of the sample was last heard of
SAMPLE_INVITATION_VALIDITY = timedelta(days=365)
METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_METRES
"""Metres of one degree along a meridian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleInvitation:
    """An invitation for one account, once. The codes are fixed and valid in samples only."""

    messenger: str
    account: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleProvince:
    """Units and people by their keys in the starter data; `staff` reports for a body, by its key."""

    units: Mapping[str, UnitId]
    people: Mapping[str, PersonId]
    staff: Mapping[str, tuple[PersonId, ...]]


def sample_invitations() -> tuple[SampleInvitation, ...]:
    return tuple(
        SampleInvitation(messenger=guest.messenger, account=int(guest.account), code=_invitation_code(guest))
        for guest in _invited_people()
    )


async def is_sample_loaded(session: AsyncSession) -> bool:
    """Return True if the database has an invitation of the sample, used or not."""
    digests = [code_digest(one.code) for one in sample_invitations()]
    return await session.scalar(select(Invitation.id).where(Invitation.code_digest.in_(digests)).limit(1)) is not None


async def create_sample_province(session: AsyncSession, now: datetime, last_day: date) -> SampleProvince:
    """Create places, bodies and people, last heard of in the days before `last_day`."""
    places = await load_places(session)
    settled = dict(places) | await _create_bodies(session, places)
    members = [person for person in sample_people() if not person.invited]
    people = await _create_people(session, members, settled, last_day)
    province = SampleProvince(units=settled, people=people, staff=_assign_staff(members, people))
    await _invite_guests(session, province, now)
    return province


def evening(day: date, *, minutes: int = 0) -> datetime:
    """Return 17:00 in Tehran on that day, plus `minutes`."""
    return datetime.combine(day, time(17), TEHRAN) + timedelta(minutes=minutes)


async def _create_bodies(session: AsyncSession, places: Mapping[str, UnitId]) -> dict[str, UnitId]:
    """Create the areas of the groups, the groups and the centres, parents first."""
    bodies: dict[str, UnitId] = {}
    for place, body in enumerate(sample_units()):
        parent = bodies.get(body.parent) or places[body.parent]
        added = await directory.add_unit(
            session, kind=body.kind, name=body.name, parent=parent, opened_on=SAMPLE_START, phone=body.phone or ""
        )
        bodies[body.key] = added.id
        if body.city_location is not None:
            there = _scatter(Point(latitude=body.city_location[0], longitude=body.city_location[1]), place)
            insert_first_attribute(session, added.id, UnitAttribute.LOCATION, there.as_text, SAMPLE_START, by=None)
    await session.flush()
    return bodies


def _scatter(centre: Point, position: int) -> Point:
    """Return a point near the centre of the town, another one for each position."""
    metres, turned = 200 + 150 * (position % 7), 2.4 * position
    north, east = metres * math.cos(turned), metres * math.sin(turned)
    return Point(
        latitude=centre.latitude + north / METRES_PER_DEGREE,
        longitude=centre.longitude + east / METRES_PER_DEGREE / math.cos(math.radians(centre.latitude)),
    )


async def _create_people(
    session: AsyncSession, members: Iterable[StarterPerson], places: Mapping[str, UnitId], last_day: date
) -> dict[str, PersonId]:
    """Create the persons who have joined, with account, membership and confidentiality agreement."""
    joined = evening(SAMPLE_START)
    people: dict[str, PersonId] = {}
    for place, member in enumerate(members):
        row = Person(
            name=normalise(member.name),
            phone=member.phone,
            phone_digest=phone_digest(member.phone),
            language=member.language,
            confidentiality_accepted_at=joined,
            created_at=joined,
        )
        session.add(row)
        await session.flush()
        session.add_all(_build_account_and_membership(member, row.id, places[member.unit], _last_seen(place, last_day)))
        people[member.key] = PersonId(row.id)
    await session.flush()
    return people


def _last_seen(position: int, last_day: date) -> datetime:
    """Return an evening of the last weeks, most of them of the last days; it repeats for a position."""
    return evening(last_day - timedelta(days=1 + position * position % MAX_SILENT_DAYS), minutes=position % 240)


def _build_account_and_membership(
    member: StarterPerson, person: int, unit: UnitId, last_seen_at: datetime
) -> tuple[Account, Membership]:
    account = Account(
        person_id=person, messenger=member.messenger, external_id=int(member.account), last_seen_at=last_seen_at
    )
    membership = Membership(
        person_id=person, unit_id=unit, role=member.role, title=member.title or "", since=SAMPLE_START
    )
    return account, membership


def _assign_staff(members: Iterable[StarterPerson], people: Mapping[str, PersonId]) -> dict[str, tuple[PersonId, ...]]:
    """Return the staff of each body: its members, else the coordinators above, else the administrators."""
    everyone = tuple(members)
    staff: dict[str, tuple[PersonId, ...]] = {}
    for body in sample_units():
        own = (one for one in everyone if one.unit == body.key)
        above = (one for one in everyone if one.role is Role.COORDINATOR and _is_below(body, one.unit))
        last = (one for one in everyone if one.role is Role.ADMINISTRATOR)
        reporters = tuple(own) or tuple(above) or tuple(last)
        staff[body.key] = tuple(people[one.key] for one in reporters)
    return staff


def _is_below(body: StarterUnit, place_key: str) -> bool:
    return f"{body.parent}/".startswith(f"{place_key}/")


def _invited_people() -> Iterator[StarterPerson]:
    return (person for person in sample_people() if person.invited)


def _invitation_code(guest: StarterPerson) -> str:
    return f"hamyar{guest.account}"


async def _invite_guests(session: AsyncSession, province: SampleProvince, now: datetime) -> None:
    hosts = {body.key: body for body in sample_units()}
    coordinators = [person for person in sample_people() if person.role is Role.COORDINATOR]
    for guest in _invited_people():
        host = next(one for one in coordinators if _is_below(hosts[guest.unit], one.unit))
        session.add(
            Invitation(
                code_digest=code_digest(_invitation_code(guest)),
                code=_invitation_code(guest),
                unit_id=province.units[guest.unit],
                role=guest.role,
                created_by=province.people[host.key],
                created_at=now,
                expires_at=now + SAMPLE_INVITATION_VALIDITY,
                uses_left=1,
            )
        )
    await session.flush()
