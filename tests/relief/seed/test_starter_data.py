"""Data files of a new installation: complete, consistent, spelt right, invented where needed."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from bot.i18n.answer_parsers import IdentityKind
from bot.relief.seed.starter_data import (
    COUNTRY_KEY,
    DATA_FOLDER,
    SAMPLE_PROVINCE,
    StarterPlace,
    sample_families,
    sample_people,
    sample_units,
    starter_activities,
    starter_provinces,
)
from bot.relief.vocabulary import Domain, Kind, Role, UnitKind

BODIES = {UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP}
CITIES_WITHOUT_A_CENTRE = {"ممبی", "دیشموک"}


def sample_province() -> StarterPlace:
    (province,) = (place for place in starter_provinces() if place.name == SAMPLE_PROVINCE)
    return province


def cities_with_centres() -> set[str]:
    units = sample_units()
    return {unit.parent for unit in units if unit.kind is UnitKind.CHARITY_CENTRE}


def check_digit(nine: str) -> int:
    left = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return left if left < 2 else 11 - left


def test_the_catalogue_has_203_activities_in_all_eight_domains() -> None:
    activities = starter_activities()
    assert len({activity.code for activity in activities}) == len(activities) == 203
    by_domain = Counter(activity.domain for activity in activities)
    assert by_domain == {
        Domain.LIVELIHOOD: 30,
        Domain.CULTURE: 30,
        Domain.EMPLOYMENT: 25,
        Domain.HEALTH: 30,
        Domain.HOUSING: 22,
        Domain.BRIDAL: 19,
        Domain.SPONSORSHIP: 19,
        Domain.OTHER: 28,
    }


def test_the_first_digit_of_a_code_is_its_domain() -> None:
    domains = list(Domain)
    for activity in starter_activities():
        assert domains[int(activity.code[0]) - 1] is activity.domain


def test_an_activity_carries_its_hints() -> None:
    basket = next(activity for activity in starter_activities() if activity.code == "101")
    assert (basket.short, basket.unit_of_measure, basket.served_again_after_days) == ("سبد کالا", "سبد", 25)
    assert basket.kinds == (Kind.IN_KIND,)
    assert "ارزاق" in basket.search_words
    debt = next(activity for activity in starter_activities() if activity.code == "117")
    assert debt.sensitive


def test_31_provinces_and_every_county_once_in_its_province() -> None:
    provinces = starter_provinces()
    assert len({province.name for province in provinces}) == len(provinces) == 31
    counties = [county.key for province in provinces for county in province.places]
    assert len(counties) >= 440
    assert len(set(counties)) == len(counties)
    assert all(province.centre and province.places for province in provinces)


def test_the_sample_province_has_its_nine_counties_and_twenty_cities() -> None:
    counties = {county.name: county for county in sample_province().places}
    assert counties.keys() == {
        "بویراحمد", "کهگیلویه", "گچساران", "دنا", "بهمئی", "باشت", "چرام", "لنده", "مارگون",
    }  # fmt: skip
    cities = {county.name: {city.name for city in county.places} for county in counties.values()}
    assert sum(map(len, cities.values())) == 20
    for county in counties.values():
        assert county.centre in cities[county.name]


def test_57_centres_in_every_county_and_in_18_cities_but_not_in_the_two_that_have_none() -> None:
    centres = [unit for unit in sample_units() if unit.kind is UnitKind.CHARITY_CENTRE]
    assert len({centre.name for centre in centres}) == len(centres) == 57
    with_centre = cities_with_centres()
    assert len(with_centre) == 18
    for county in sample_province().places:
        assert any(city.key in with_centre for city in county.places)
    without = {
        city.name for county in sample_province().places for city in county.places if city.key not in with_centre
    }
    assert without == CITIES_WITHOUT_A_CENTRE


def test_four_relief_groups_stand_in_yasuj_and_gachsaran() -> None:
    units = {unit.key: unit for unit in sample_units()}
    groups = [unit for unit in units.values() if unit.kind is UnitKind.RELIEF_GROUP]
    areas = {units[group.parent].name: units[group.parent].parent.split("/")[1] for group in groups}
    assert areas == {"منطقهٔ یک": "بویراحمد", "منطقهٔ دو": "بویراحمد", "سادات": "گچساران", "لبنان": "گچساران"}


def test_a_parent_comes_before_its_children() -> None:
    province = sample_province()
    known = {province.key} | {county.key for county in province.places}
    known |= {city.key for county in province.places for city in county.places}
    for unit in sample_units():
        assert unit.parent in known
        assert unit.key not in known
        known.add(unit.key)


def test_the_people_of_the_sample_stand_in_units_that_exist() -> None:
    units = {unit.key for unit in sample_units()}
    places = {place.key for province in starter_provinces() for place in (province, *province.places)}
    people = sample_people()
    for person in people:
        assert person.unit in units | places | {COUNTRY_KEY}
    for unique in ("key", "name", "phone"):
        assert len({getattr(person, unique) for person in people}) == len(people)
    assert len({(person.messenger, person.account) for person in people}) == len(people)
    volunteers = Counter(person.unit for person in people if person.role is Role.VOLUNTEER and not person.invited)
    groups = {unit.key for unit in sample_units() if unit.kind is UnitKind.RELIEF_GROUP}
    assert all(volunteers[group] >= 4 for group in groups)


@pytest.mark.parametrize(
    ("account", "name", "role", "language", "invited"),
    [
        (("telegram", "1001"), "مریم احمدی", Role.VOLUNTEER, "fa", False),
        (("telegram", "1002"), "حسین رضایی", Role.COORDINATOR, "fa", False),
        (("telegram", "1003"), "زهرا کاظمی", Role.SUPERVISOR, "fa", False),
        (("telegram", "1004"), "سعید روشن", Role.ADMINISTRATOR, "fa", False),
        (("telegram", "1005"), "Sara Miller", Role.VOLUNTEER, "en", False),
        (("telegram", "1010"), "سینا یزدانی", Role.VOLUNTEER, "fa", True),
        (("bale", "2001"), "نرگس موسوی", Role.VOLUNTEER, "fa", False),
        (("bale", "2002"), "رضا بهرامی", Role.COORDINATOR, "fa", False),
        (("bale", "2003"), "محمود نیک‌نام", Role.SUPERVISOR, "fa", False),
        (("bale", "2010"), "مینا رهنما", Role.VOLUNTEER, "fa", True),
    ],
)
def test_everyone_a_visitor_tries_is_there(
    account: tuple[str, str], name: str, role: Role, language: str, invited: bool
) -> None:
    (person,) = (one for one in sample_people() if (one.messenger, one.account) == account)
    assert (person.name, person.role, person.language, person.invited) == (name, role, language, invited)


def test_60_families_with_identities_that_can_be_entered() -> None:
    families = sample_families()
    assert len(families) == 60
    assert {family.identity_kind for family in families} == set(IdentityKind)
    given = [family.identity for family in families if family.identity]
    assert len(set(given)) == len(given)
    for family in families:
        match family.identity_kind:
            case IdentityKind.NATIONAL_ID:
                assert family.identity is not None
                assert re.fullmatch(r"998\d{7}", family.identity)
                assert int(family.identity[-1]) == check_digit(family.identity[:9])
            case IdentityKind.FOREIGNER_ID:
                assert re.fullmatch(r"\d{12}", family.identity or "")
            case IdentityKind.PASSPORT:
                assert re.fullmatch(r"[A-Z]\d{8}", family.identity or "")
            case _:
                assert family.identity is None


def test_families_live_in_bodies_of_the_sample_and_need_something() -> None:
    bodies = {unit.key for unit in sample_units() if unit.kind in BODIES}
    for family in sample_families():
        assert family.unit in bodies
        assert 1 <= family.members <= 9
        assert family.needs
        assert (family.coverage == "none") == (family.support == "none")


def test_every_phone_is_of_the_invented_block() -> None:
    phones = [person.phone for person in sample_people()]
    phones += [family.phone for family in sample_families() if family.phone]
    bodies = [unit for unit in sample_units() if unit.kind in BODIES]
    assert all(body.phone for body in bodies)
    phones += [body.phone or "" for body in bodies]
    assert len(set(phones)) == len(phones)
    for phone in phones:
        assert re.fullmatch(r"\+98917000\d{4}", phone)


@pytest.mark.parametrize("path", sorted(DATA_FOLDER.glob("*.tsv")), ids=lambda path: path.name)
def test_a_data_file_is_clean_persian(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search("[يكىةـ٠-٩]", text)
    assert not re.search(r"  |[ \u200c]\t|\t[ \u200c]|[ \u200c]\n|\u200c\u200c|\u200c | \u200c", text)
    assert unicodedata.normalize("NFC", text) == text
    assert text.endswith("\n")
    assert len({line.count("\t") for line in text.splitlines()}) == 1
