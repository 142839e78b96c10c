"""Who is who in the sample province: its bodies, its people with their accounts, who reports for whom, who is invited.

It writes units, persons and invitations; of families and services it knows nothing.
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
from bot.relief.units import directory as units
from bot.relief.units import facts as unit_facts
from bot.relief.units.facts import Fact
from bot.relief.units.geo import EARTH, Point
from bot.relief.vocabulary import Role
from bot.storage.tables import Account, Invitation, Membership, Person

YEAR = 1404
BEGAN = Jalali(YEAR - 1, 1, 1).to_date()
"""When the sample's bodies opened and its people joined: well before what they report."""
INVITED_FOR = timedelta(days=365)
DEGREE = math.radians(1) * EARTH
"""Metres along a meridian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleInvitation:
    """The account that may come with the code, once. Codes are the same in every sample and open nothing but a sample."""

    messenger: str
    account: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """Units and people by their keys in the starter data; whoever reports for a body, by the body's key."""

    units: Mapping[str, UnitId]
    people: Mapping[str, PersonId]
    staff: Mapping[str, tuple[PersonId, ...]]


def invitations() -> tuple[SampleInvitation, ...]:
    return tuple(
        SampleInvitation(messenger=guest.messenger, account=int(guest.account), code=_code(guest))
        for guest in _guests()
    )


async def is_there(session: AsyncSession) -> bool:
    """The sample is known by its invitations, used or not."""
    digests = [code_digest(one.code) for one in invitations()]
    return await session.scalar(select(Invitation.id).where(Invitation.code_digest.in_(digests)).limit(1)) is not None


async def settle(session: AsyncSession, now: datetime) -> Province:
    places = await load_places(session)
    settled = dict(places) | await _bodies(session, places)
    members = [person for person in sample_people() if not person.invited]
    people = await _people(session, members, settled)
    province = Province(units=settled, people=people, staff=_staff(members, people))
    await _invite_guests(session, province, now)
    return province


def evening(day: date, *, minutes: int = 0) -> datetime:
    """Five in the afternoon in Tehran, and so many minutes."""
    return datetime.combine(day, time(17), TEHRAN) + timedelta(minutes=minutes)


async def _bodies(session: AsyncSession, places: Mapping[str, UnitId]) -> dict[str, UnitId]:
    """The groups' areas, the groups and the centres: a parent always comes before its children."""
    bodies: dict[str, UnitId] = {}
    for place, body in enumerate(sample_units()):
        parent = bodies.get(body.parent) or places[body.parent]
        added = await units.add_unit(
            session, kind=body.kind, name=body.name, parent=parent, opened_on=BEGAN, phone=body.phone or ""
        )
        bodies[body.key] = added.id
        if body.town is not None:
            there = _beside(Point(latitude=body.town[0], longitude=body.town[1]), place)
            unit_facts.begin(session, added.id, Fact.LOCATION, there.written, BEGAN, by=None)
    await session.flush()
    return bodies


def _beside(town: Point, place: int) -> Point:
    """Somewhere in the town, another spot for each: the houses are as invented as those who work there."""
    metres, turned = 200 + 150 * (place % 7), 2.4 * place
    north, east = metres * math.cos(turned), metres * math.sin(turned)
    return Point(
        latitude=town.latitude + north / DEGREE,
        longitude=town.longitude + east / DEGREE / math.cos(math.radians(town.latitude)),
    )


async def _people(
    session: AsyncSession, members: Iterable[StarterPerson], places: Mapping[str, UnitId]
) -> dict[str, PersonId]:
    """Everybody who has joined already, with their account and the promise to keep what they see."""
    joined = evening(BEGAN)
    people: dict[str, PersonId] = {}
    for member in members:
        row = Person(
            name=normalise(member.name),
            phone=member.phone,
            phone_digest=phone_digest(member.phone),
            language=member.language,
            pledged_at=joined,
            created_at=joined,
        )
        session.add(row)
        await session.flush()
        session.add_all(_belongings(member, row.id, places[member.unit], joined))
        people[member.key] = PersonId(row.id)
    await session.flush()
    return people


def _belongings(member: StarterPerson, person: int, unit: UnitId, joined: datetime) -> tuple[Account, Membership]:
    account = Account(
        person_id=person, messenger=member.messenger, external_id=int(member.account), last_seen_at=joined
    )
    membership = Membership(person_id=person, unit_id=unit, role=member.role, title=member.title or "", since=BEGAN)
    return account, membership


def _staff(members: Iterable[StarterPerson], people: Mapping[str, PersonId]) -> dict[str, tuple[PersonId, ...]]:
    """Its volunteers; for a body without any, the coordinators above it; else the administrator who brought its papers in."""
    everybody = tuple(members)
    staff: dict[str, tuple[PersonId, ...]] = {}
    for body in sample_units():
        own = (one for one in everybody if one.unit == body.key)
        above = (one for one in everybody if one.role is Role.COORDINATOR and _stands_under(body, one.unit))
        last = (one for one in everybody if one.role is Role.ADMINISTRATOR)
        found = tuple(own) or tuple(above) or tuple(last)
        staff[body.key] = tuple(people[one.key] for one in found)
    return staff


def _stands_under(body: StarterUnit, place: str) -> bool:
    return f"{body.parent}/".startswith(f"{place}/")


def _guests() -> Iterator[StarterPerson]:
    return (person for person in sample_people() if person.invited)


def _code(guest: StarterPerson) -> str:
    return f"hamyar{guest.account}"


async def _invite_guests(session: AsyncSession, province: Province, now: datetime) -> None:
    hosts = {body.key: body for body in sample_units()}
    coordinators = [person for person in sample_people() if person.role is Role.COORDINATOR]
    for guest in _guests():
        host = next(one for one in coordinators if _stands_under(hosts[guest.unit], one.unit))
        session.add(
            Invitation(
                code_digest=code_digest(_code(guest)),
                code=_code(guest),
                unit_id=province.units[guest.unit],
                role=guest.role,
                created_by=province.people[host.key],
                created_at=now,
                expires_at=now + INVITED_FOR,
                uses_left=1,
            )
        )
    await session.flush()
