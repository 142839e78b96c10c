"""The profile of a person: skills, free times, neighbourhoods, preferred messenger and quiet hours.

Every field may be empty. Knows no search for helpers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict
from bot.relief.ids import PersonId
from bot.relief.vocabulary import DayPart, Skill, Weekday
from bot.storage.tables import Account, FreeTime, Person, PersonSkill

_WEEK = tuple(Weekday)  # Saturday first, as the days are numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A profile: free on each of the `days` in each of the `parts`.

    Quiet hours are full hours in Tehran, both set or both None.
    """

    skills: tuple[Skill, ...] = ()
    days: tuple[Weekday, ...] = ()
    parts: tuple[DayPart, ...] = ()
    neighbourhoods: str | None = None
    messenger: str | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None


async def load_profile(session: AsyncSession, person: PersonId) -> Profile:
    row = await session.get_one(Person, person)
    skills = set(await session.scalars(select(PersonSkill.skill).where(PersonSkill.person_id == person)))
    free = (await session.execute(select(FreeTime.weekday, FreeTime.part).where(FreeTime.person_id == person))).all()
    days, parts = {day for day, _ in free}, {part for _, part in free}
    return Profile(
        skills=tuple(skill for skill in Skill if skill in skills),
        days=tuple(day for number, day in enumerate(_WEEK) if number in days),
        parts=tuple(part for part in DayPart if part in parts),
        neighbourhoods=row.neighbourhoods,
        messenger=row.preferred_messenger,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
    )


async def save_profile(caller: Caller, profile: Profile) -> None:
    """Replace the actor's profile. Raises Conflict for invalid quiet hours or a messenger that is not linked."""
    if (profile.quiet_from is None) != (profile.quiet_until is None) or _is_whole_day(profile):
        raise Conflict("error-quiet-hours", field="quiet_until")
    if profile.messenger is not None and profile.messenger not in await linked_messengers(
        caller.session, caller.actor.person
    ):
        raise Conflict("error-messenger-not-linked", field="messenger")
    row = await caller.session.get_one(Person, caller.actor.person)
    row.neighbourhoods = normalise(profile.neighbourhoods) if profile.neighbourhoods else None
    row.preferred_messenger = profile.messenger
    row.quiet_from, row.quiet_until = profile.quiet_from, profile.quiet_until
    await _write_skills_and_times(caller.session, caller.actor.person, profile)
    await audit_log.record(caller, AuditAction.CHANGE_PROFILE)


def _is_whole_day(profile: Profile) -> bool:
    return profile.quiet_from is not None and profile.quiet_from == profile.quiet_until


async def linked_messengers(session: AsyncSession, person: PersonId) -> Sequence[str]:
    """Return the messengers in which the person has an account, in the order in which they were linked."""
    linked = select(Account.messenger).where(Account.person_id == person, Account.unlinked_at.is_(None))
    names = await session.scalars(linked.group_by(Account.messenger).order_by(func.min(Account.id)))
    return names.all()


async def _write_skills_and_times(session: AsyncSession, person: PersonId, profile: Profile) -> None:
    await session.execute(delete(PersonSkill).where(PersonSkill.person_id == person))
    await session.execute(delete(FreeTime).where(FreeTime.person_id == person))
    session.add_all(PersonSkill(person_id=person, skill=skill) for skill in dict.fromkeys(profile.skills))
    numbers = [number for number, day in enumerate(_WEEK) if day in profile.days]
    free = product(numbers, (part for part in DayPart if part in profile.parts))
    session.add_all(FreeTime(person_id=person, weekday=number, part=part) for number, part in free)
    await session.flush()
