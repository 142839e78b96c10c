"""Starter data, read from data files: the catalogue, the places of Iran, a sample province.

All of the sample is invented. No database, clock or messenger is known here.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.i18n.answer_parsers import IdentityKind
from bot.relief.vocabulary import Coverage, Domain, Kind, Role, Sex, Support, UnitKind, Urgency

DATA_FOLDER = Path(__file__).parent / "data"
COUNTRY_KEY = "ایران"
SAMPLE_PROVINCE = "کهگیلویه و بویراحمد"

DataRow = dict[str, str]


class Beneficiary(StrEnum):
    FAMILY = "family"
    GROUP = "group"


class Focus(StrEnum):
    """Purpose of a charity centre: neighbourhood (محله‌محور), speciality (تخصصی) or trade (صنفی)."""

    NEIGHBOURHOOD = "neighbourhood"
    SPECIALITY = "speciality"
    TRADE = "trade"


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterActivity:
    """An activity. `served_again_after_days` is a proposal that a unit may correct; 0 never asks."""

    code: str
    domain: Domain
    short: str
    name: str
    kinds: tuple[Kind, ...]
    unit_of_measure: str
    beneficiaries: tuple[Beneficiary, ...]
    served_again_after_days: int
    sensitive: bool
    search_words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterPlace:
    """A province, county or city.

    The key is its path, «province/county/city»: a county and its city share names.
    """

    key: str
    kind: UnitKind
    name: str
    centre: str | None = None
    places: tuple["StarterPlace", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterUnit:
    """A body or an area of the sample.

    `parent` is the key of a place or of an earlier unit. `phone` (E.164) may be given to families. `city_location` is
    the centre of its city, latitude and longitude in degrees (WGS 84).
    """

    key: str
    kind: UnitKind
    name: str
    parent: str
    phone: str | None = None
    city_location: tuple[float, float] | None = None
    focus: Focus | None = None
    speciality: str | None = None
    domain: Domain | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterPerson:
    """A person of the sample. `unit` is the key of a place, a unit or the country.

    An `invited` person has no role yet, only an invitation.
    """

    key: str
    name: str
    role: Role
    unit: str
    title: str | None
    messenger: str
    account: str
    phone: str
    language: str
    invited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterNeed:
    domain: Domain
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFamily:
    """A family of the sample. National IDs begin with 998, which is never issued; phones are E.164."""

    key: str
    unit: str
    head_name: str
    sex: Sex
    neighbourhood: str
    members: int
    coverage: Coverage
    support: Support
    needs: tuple[StarterNeed, ...]
    identity_kind: IdentityKind
    identity: str | None
    phone: str | None


def read_rows(name: str) -> tuple[DataRow, ...]:
    """Return the rows of a data file by column name. Raises ValueError for a wrong number of cells."""
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    return tuple(dict(zip(head, row, strict=True)) for row in rows)


@cache
def starter_activities() -> tuple[StarterActivity, ...]:
    """Return the starter catalogue in the order of its codes."""
    hints = {row["code"]: row for row in read_rows("catalogue_hints.tsv")}
    return tuple(_build_activity(row | hints[row["code"]]) for row in read_rows("catalogue.tsv"))


def _build_activity(row: DataRow) -> StarterActivity:
    return StarterActivity(
        code=row["code"],
        domain=Domain(row["domain"]),
        short=row["short"],
        name=row["name"],
        kinds=tuple(Kind(kind) for kind in row["kinds"].split(",")),
        unit_of_measure=row["unit"],
        beneficiaries=tuple(Beneficiary(whom) for whom in row["serves"].split(",")),
        served_again_after_days=int(row["served_again_after_days"]),
        sensitive=_parse_yes_no(row["sensitive"]),
        search_words=tuple(word for word in row["search_words"].split("، ") if word),
    )


@cache
def starter_provinces() -> tuple[StarterPlace, ...]:
    """Return the 31 provinces with their counties; the counties of the sample province with cities."""
    cities: dict[str, list[str]] = defaultdict(list)
    for row in read_rows("kohgiluyeh_cities.tsv"):
        cities[f"{SAMPLE_PROVINCE}/{row['county']}"].append(row["city"])
    counties: dict[str, list[StarterPlace]] = defaultdict(list)
    centres: dict[str, str] = {}
    for row in read_rows("places.tsv"):
        if row["county"]:
            counties[row["province"]].append(_build_county(row, cities))
        else:
            centres[row["province"]] = row["centre"]
    return tuple(
        StarterPlace(key=name, kind=UnitKind.PROVINCE, name=name, centre=centre, places=tuple(counties[name]))
        for name, centre in centres.items()
    )


def _build_county(row: DataRow, cities: dict[str, list[str]]) -> StarterPlace:
    key = f"{row['province']}/{row['county']}"
    return StarterPlace(
        key=key,
        kind=UnitKind.COUNTY,
        name=row["county"],
        centre=row["centre"] or None,
        places=tuple(StarterPlace(key=f"{key}/{city}", kind=UnitKind.CITY, name=city) for city in cities.get(key, ())),
    )


@cache
def sample_units() -> tuple[StarterUnit, ...]:
    """Return the areas of the relief groups, the groups, then the charity centres: parents first."""
    groups = read_rows("sample_groups.tsv")
    return (
        *(
            StarterUnit(key=_area_key(row), kind=UnitKind(row["area_kind"]), name=row["area"], parent=_city_key(row))
            for row in groups
        ),
        *(_build_group(row) for row in groups),
        *(_build_centre(row) for row in read_rows("sample_centres.tsv")),
    )


def _build_group(row: DataRow) -> StarterUnit:
    return StarterUnit(
        key=row["key"],
        kind=UnitKind.RELIEF_GROUP,
        name=row["name"],
        parent=_area_key(row),
        phone=row["phone"],
        city_location=_city_locations().get(_city_key(row)),
    )


def _build_centre(row: DataRow) -> StarterUnit:
    return StarterUnit(
        key=row["key"],
        kind=UnitKind.CHARITY_CENTRE,
        name=row["name"],
        parent=_city_key(row),
        phone=row["phone"],
        city_location=_city_locations().get(_city_key(row)),
        focus=Focus(row["focus"]),
        speciality=row["speciality"] or None,
        domain=Domain(row["domain"]) if row["domain"] else None,
    )


@cache
def _city_locations() -> dict[str, tuple[float, float]]:
    return {
        _city_key(row): (float(row["latitude"]), float(row["longitude"]))
        for row in read_rows("kohgiluyeh_cities.tsv")
        if row["latitude"]
    }


def _city_key(row: DataRow) -> str:
    return f"{SAMPLE_PROVINCE}/{row['county']}/{row['city']}"


def _area_key(row: DataRow) -> str:
    return f"{_city_key(row)}/{row['area']}"


@cache
def sample_people() -> tuple[StarterPerson, ...]:
    return tuple(
        StarterPerson(
            key=row["key"],
            name=row["name"],
            role=Role(row["role"]),
            unit=row["unit"],
            title=row["title"] or None,
            messenger=row["messenger"],
            account=row["account"],
            phone=row["phone"],
            language=row["language"],
            invited=_parse_yes_no(row["invited"]),
        )
        for row in read_rows("sample_people.tsv")
    )


@cache
def sample_families() -> tuple[StarterFamily, ...]:
    return tuple(_build_family(row) for row in read_rows("sample_families.tsv"))


def _build_family(row: DataRow) -> StarterFamily:
    needs = (need.partition(":") for need in row["needs"].split())
    return StarterFamily(
        key=row["key"],
        unit=row["unit"],
        head_name=row["head_name"],
        sex=Sex(row["sex"]),
        neighbourhood=row["neighbourhood"],
        members=int(row["members"]),
        coverage=Coverage(row["coverage"]),
        support=Support(row["support"]),
        needs=tuple(StarterNeed(domain=Domain(domain), urgency=Urgency(urgency)) for domain, _, urgency in needs),
        identity_kind=IdentityKind(row["identity_kind"]),
        identity=row["identity"] or None,
        phone=row["phone"] or None,
    )


def _parse_yes_no(word: str) -> bool:
    return {"yes": True, "no": False}[word]
