"""Plausibility of a report: a day long past, and an amount far from what is usual for its activity.

A doubt refuses nothing. The reporter is asked once more, and the doubt stays with the service for its reviewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.messages import Money
from bot.persian.money import Toman
from bot.relief.errors import NeedsConfirmation
from bot.relief.ids import ActivityId
from bot.relief.vocabulary import Domain, Doubt, Kind
from bot.storage.tables import Service

LATE_AFTER = timedelta(days=60)
MAX_SAMPLE_SIZE = 200  # the latest verified services of an activity that are looked at
MIN_SAMPLE_SIZE = 20  # with fewer of one sort, the bounds of the domain hold
HIGH_FACTOR = 10  # times what nine in ten are worth at most
LOW_DIVISOR = 20  # of what nine in ten are worth at least
_LOW_FOR_FAMILY, _LOW_FOR_PERSON = Toman(10_000), Toman(1_000)
_MILLION = 1_000_000
_HIGH_BY_DOMAIN = {  # toman for a family, and for each person of a group
    Domain.LIVELIHOOD: (200 * _MILLION, 20 * _MILLION),
    Domain.CULTURE: (200 * _MILLION, 30 * _MILLION),
    Domain.EMPLOYMENT: (1_000 * _MILLION, 200 * _MILLION),
    Domain.HEALTH: (1_000 * _MILLION, 50 * _MILLION),
    Domain.HOUSING: (5_000 * _MILLION, 200 * _MILLION),
    Domain.BRIDAL: (1_000 * _MILLION, 50 * _MILLION),
    Domain.SPONSORSHIP: (200 * _MILLION, 50 * _MILLION),
    Domain.OTHER: (1_000 * _MILLION, 50 * _MILLION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The part of a report that can be doubted. `people` is None for a family."""

    activity: ActivityId
    activity_short: str
    domain: Domain
    kind: Kind
    value: Toman
    people: int | None
    delivered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualRange:
    """The usual value of a service, from `low` to `high`, for one family or for the people of a group."""

    low: Toman
    high: Toman


async def load_usual_range(session: AsyncSession, claim: Claim) -> UsualRange:
    """Return the usual range by the latest verified services of the activity, else by the domain.

    Only services of the same kind, and to families or groups alike, are compared; a group by its value for each person.
    """
    rows = await session.execute(
        select(Service.kind, Service.value, Service.people, Service.family_id)
        .where(Service.activity_id == claim.activity, Service.verified_at.is_not(None), Service.voided_at.is_(None))
        .order_by(Service.verified_at.desc())
        .limit(MAX_SAMPLE_SIZE)
    )
    sample = sorted(
        value // (people or 1) if family is None else value
        for kind, value, people, family in rows
        if kind == claim.kind and (family is None) == (claim.people is not None)
    )
    low, high = _bounds(sample, claim)
    people = claim.people or 1
    return UsualRange(low=_round_to_two_digits(low * people), high=_round_to_two_digits(high * people))


def _round_to_two_digits(value: int) -> Toman:
    """Round to two significant digits: a bound is no exact figure."""
    unit = 10 ** max(0, len(str(value)) - 2)
    return Toman(value // unit * unit)


def _bounds(sample: Sequence[int], claim: Claim) -> tuple[int, int]:
    """Return the bounds for one recipient: robust quantiles of sorted values, or those of the domain."""
    if len(sample) >= MIN_SAMPLE_SIZE:
        tenth = len(sample) // 10
        return sample[tenth] // LOW_DIVISOR, sample[-1 - tenth] * HIGH_FACTOR
    for_family, for_person = _HIGH_BY_DOMAIN[claim.domain]
    return (_LOW_FOR_FAMILY, for_family) if claim.people is None else (_LOW_FOR_PERSON, for_person)


def is_late(delivered_on: date, reported_on: date) -> bool:
    return reported_on - delivered_on > LATE_AFTER


async def find_doubts(session: AsyncSession, claim: Claim, reported_on: date) -> tuple[Doubt, ...]:
    """Return what is doubtful about a report of that day."""
    usual = await load_usual_range(session, claim)
    late = (Doubt.LATE,) if is_late(claim.delivered_on, reported_on) else ()
    if claim.value > usual.high:
        return (*late, Doubt.HIGH)
    low = claim.kind is not Kind.VOLUNTEER_WORK and claim.value < usual.low
    return (*late, Doubt.LOW) if low else late


def confirmation_of(doubt: Doubt, claim: Claim, reported_on: date) -> NeedsConfirmation:
    """Return the question that a doubt asks its reporter; another answer to what is doubted asks again."""
    if doubt is Doubt.LATE:
        days = (reported_on - claim.delivered_on).days
        token = f"{doubt}:{claim.delivered_on.isoformat()}"
        return NeedsConfirmation("doubt-late", token, field="delivered_on", days=days)
    key = "doubt-high" if doubt is Doubt.HIGH else "doubt-low"
    token = f"{doubt}:{claim.activity}:{claim.kind}:{claim.people}:{claim.value}"
    amount = Money(claim.value, compact=True)
    return NeedsConfirmation(key, token, field="value", amount=amount, activity=claim.activity_short)
