"""The places of Iran as units: the country, its provinces and counties, and of the sample province the cities.

A new installation begins with them. It knows places only: no bodies, no people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.jalali import Jalali
from bot.persian.normalisation import normalise, sort_key
from bot.relief.ids import UnitId
from bot.relief.seed.starter_data import COUNTRY_KEY, StarterPlace, starter_provinces
from bot.relief.vocabulary import UnitKind
from bot.storage.orm import new_id
from bot.storage.tables import Unit, UnitAncestor

PLACES_OPENED_ON = Jalali(1380, 1, 1).to_date()
"""A place is older than anything that is reported there."""

PlaceIdentity = tuple[UnitId | None, UnitKind, str]
"""What tells a place from every other: its parent, kind and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlaceImport:
    """What is there, and the rows that are missing. `units_by_key` are those of the starter data."""

    existing: Mapping[PlaceIdentity, UnitId]
    units_by_key: dict[str, UnitId] = field(default_factory=dict)
    new_units: list[dict[str, object]] = field(default_factory=list)
    new_ancestors: list[dict[str, object]] = field(default_factory=list)


async def load_places(session: AsyncSession) -> Mapping[str, UnitId]:
    """The places by their keys in the starter data. One that is there already is kept as it is."""
    rows = await session.execute(select(Unit.parent_id, Unit.kind, Unit.name, Unit.id))
    planting = _PlaceImport(
        existing={
            (None if parent is None else UnitId(parent), UnitKind(kind), name): UnitId(unit)
            for parent, kind, name, unit in rows
        }
    )
    country = StarterPlace(key=COUNTRY_KEY, kind=UnitKind.COUNTRY, name=COUNTRY_KEY, places=starter_provinces())
    _add_places(planting, (country,), ())
    if planting.new_units:
        await session.execute(insert(Unit), planting.new_units)
        await session.execute(insert(UnitAncestor), planting.new_ancestors)
    return planting.units_by_key


def _add_places(batch: _PlaceImport, places: Iterable[StarterPlace], lineage: tuple[UnitId, ...]) -> None:
    """`lineage` is the line from the parent up to the country."""
    parent = lineage[0] if lineage else None
    for place in places:
        name = normalise(place.name)
        unit = batch.existing.get((parent, place.kind, name))
        if unit is None:
            unit = UnitId(new_id())
            batch.new_units.append(
                {
                    "id": unit,
                    "parent_id": parent,
                    "kind": place.kind.value,
                    "name": name,
                    "sort_key": sort_key(name),
                    "opened_on": PLACES_OPENED_ON,
                }
            )
            batch.new_ancestors.extend(
                {"unit_id": unit, "ancestor_id": ancestor, "since": PLACES_OPENED_ON, "depth": depth}
                for depth, ancestor in enumerate((unit, *lineage))
            )
        batch.units_by_key[place.key] = unit
        _add_places(batch, place.places, (unit, *lineage))
