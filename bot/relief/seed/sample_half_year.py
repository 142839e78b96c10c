"""A believable half-year of the sample province: which services its centres and relief groups delivered, and when.

Pure and repeatable: the same year gives the same plan. It knows no database and no clock; its windows of lunar occasions
(Ramadan, Muharram, Arbaeen) are those of 1404.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from bot.persian.jalali import Jalali
from bot.relief.seed.sample_generator import Drawing, PlannedService, Work, all_works, bodies, drawn, with_joint_work

HALF_YEAR_VALUE = 64_000_000_000
"""Toman: what the half-year's services sum to, exactly."""
HALF_YEAR_COMMITMENT = 24_000_000_000
"""Toman: what the province had committed itself to for the same half-year."""
JOINT_VALUE = 623_000_000
"""Toman: the part of the services that was done together with partners."""

_ROUND = 10_000
_OF_A_BODY = (22, 44)


def half_year_services(year: int = 1404) -> tuple[PlannedService, ...]:
    """Farvardin to Shahrivar of `year`, ordered by day; the values sum to HALF_YEAR_VALUE, the joint ones to JOINT_VALUE."""

    def days(work: Work) -> tuple[date, date]:
        return Jalali(year, *work.since).to_date(), Jalali(year, *work.until).to_date()

    random = Random(year)  # noqa: S311 - a sample to look at, no secret
    drawing = Drawing(random=random, works=tuple(all_works()), days=days)
    fewest, most = _OF_A_BODY
    services = [service for unit in bodies() for service in drawn(drawing, unit, fewest=fewest, most=most)]
    planned = _with_exact_totals(with_joint_work(random, services, JOINT_VALUE))
    return tuple(sorted(planned, key=lambda service: service.delivered_on))


def _with_exact_totals(services: Sequence[PlannedService]) -> list[PlannedService]:
    joint = [service for service in services if service.joint]
    alone = [service for service in services if not service.joint]
    return _fitted(joint, JOINT_VALUE) + _fitted(alone, HALF_YEAR_VALUE - JOINT_VALUE)


def _fitted(services: Sequence[PlannedService], total: int) -> list[PlannedService]:
    """All values moved by one ratio and rounded; the largest takes what the rounding left."""
    drawn_value = sum(service.value for service in services)
    values = [max(1, round(service.value * total / drawn_value / _ROUND)) * _ROUND for service in services]
    values[values.index(max(values))] += total - sum(values)
    return [replace(service, value=value) for service, value in zip(services, values, strict=True)]
