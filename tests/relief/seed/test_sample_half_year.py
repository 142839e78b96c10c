"""The half-year of the sample: exact totals, repeatable, consistent with the catalogue and families."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from bot.relief.seed.sample_half_year import HALF_YEAR_COMMITMENT, plan_half_year
from bot.relief.seed.starter_data import Beneficiary, sample_families, sample_units, starter_activities
from bot.relief.vocabulary import Domain, UnitKind

BODIES = {UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP}


def test_the_half_year_sums_to_exactly_64_milliard_and_623_million_of_it_with_partners() -> None:
    services = plan_half_year()
    assert sum(service.value for service in services) == 64_000_000_000
    assert sum(service.value for service in services if service.joint) == 623_000_000
    assert HALF_YEAR_COMMITMENT == 24_000_000_000
    assert all(service.value > 0 and service.people > 0 for service in services)


def test_the_half_year_is_the_same_every_time_and_another_in_another_year() -> None:
    services = plan_half_year()
    assert services == plan_half_year(1404)
    other = plan_half_year(1403)
    assert sum(service.value for service in other) == 64_000_000_000
    assert {service.delivered_on for service in other}.isdisjoint(service.delivered_on for service in services)


def test_every_body_served_within_the_half_year_in_order_of_days() -> None:
    services = plan_half_year()
    assert 1500 <= len(services) <= 2500
    bodies = {unit.key for unit in sample_units() if unit.kind in BODIES}
    assert {service.unit for service in services} == bodies
    days = [service.delivered_on for service in services]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (date(2025, 3, 21), date(2025, 9, 22))


def test_a_planned_service_agrees_with_the_catalogue_and_the_family() -> None:
    catalogue = {activity.code: activity for activity in starter_activities()}
    families = sample_families()
    for service in plan_half_year():
        activity = catalogue[service.activity]
        assert service.kind in activity.kinds
        if service.family_index is None:
            assert Beneficiary.GROUP in activity.beneficiaries
        else:
            assert Beneficiary.FAMILY in activity.beneficiaries
            assert families[service.family_index].unit == service.unit
            assert families[service.family_index].members == service.people
    assert {catalogue[service.activity].domain for service in plan_half_year()} == set(Domain)


def test_no_family_is_planned_the_same_help_again_too_soon() -> None:
    wait = {activity.code: timedelta(activity.served_again_after_days) for activity in starter_activities()}
    got: dict[tuple[int, str], list[date]] = defaultdict(list)
    for service in plan_half_year():
        if service.family_index is not None:
            got[service.family_index, service.activity].append(service.delivered_on)
    for (_, code), days in got.items():
        assert all(later - earlier >= wait[code] for earlier, later in pairwise(days))
