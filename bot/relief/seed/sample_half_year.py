"""Plan of the exact half-year of the sample province: its services and their days.

Pure and repeatable: the same year gives the same plan. The windows of lunar occasions (Ramadan, Muharram, Arbaeen) are
those of 1404.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from bot.persian.jalali import Jalali
from bot.relief.seed.sample_generator import (
    PlannedService,
    ServiceGenerator,
    WorkPattern,
    generate_services,
    load_work_patterns,
    mark_joint_work,
    sample_bodies,
)

HALF_YEAR_VALUE = 64_000_000_000
"""Sum of the services of the half-year, exactly (toman)."""
HALF_YEAR_COMMITMENT = 24_000_000_000
"""Commitment of the province for the half-year (toman)."""
JOINT_VALUE = 623_000_000
"""Sum of the joint services (toman)."""

_ROUNDING = 10_000
_SERVICES_PER_BODY = (22, 44)


def plan_half_year(year: int = 1404) -> tuple[PlannedService, ...]:
    """Return the services from Farvardin to Shahrivar, by day.

    The values sum to HALF_YEAR_VALUE, the joint ones to JOINT_VALUE.
    """

    def days(work: WorkPattern) -> tuple[date, date]:
        return Jalali(year, *work.since).to_date(), Jalali(year, *work.until).to_date()

    random = Random(year)  # noqa: S311 - a sample to look at, no secret
    drawing = ServiceGenerator(random=random, patterns=tuple(load_work_patterns()), window=days)
    fewest, most = _SERVICES_PER_BODY
    services = [
        service for unit in sample_bodies() for service in generate_services(drawing, unit, fewest=fewest, most=most)
    ]
    planned = _with_exact_totals(mark_joint_work(random, services, JOINT_VALUE))
    return tuple(sorted(planned, key=lambda service: service.delivered_on))


def _with_exact_totals(services: Sequence[PlannedService]) -> list[PlannedService]:
    joint = [service for service in services if service.joint]
    alone = [service for service in services if not service.joint]
    return _scale_to_total(joint, JOINT_VALUE) + _scale_to_total(alone, HALF_YEAR_VALUE - JOINT_VALUE)


def _scale_to_total(services: Sequence[PlannedService], total: int) -> list[PlannedService]:
    """Scale all values by one ratio and round them; the largest takes the remainder."""
    drawn_value = sum(service.value for service in services)
    values = [max(1, round(service.value * total / drawn_value / _ROUNDING)) * _ROUNDING for service in services]
    values[values.index(max(values))] += total - sum(values)
    return [replace(service, value=value) for service, value in zip(services, values, strict=True)]
