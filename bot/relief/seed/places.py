"""The places of Iran as units: country, provinces, counties; in the sample province also cities.

A new installation begins with them. No bodies and no people are known here.
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
"""Opening day of all places, before any report."""

PlaceIdentity = tuple[UnitId | None, UnitKind, str]
"""Natural key of a place: parent, kind and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlaceImport:
    """Existing places, and the rows that are missing. `units_by_key` are by the keys of the starter data."""

    existing: Mapping[PlaceIdentity, UnitId]
    units_by_key: dict[str, UnitId] = field(default_factory=dict)
    new_units: list[dict[str, object]] = field(default_factory=list)
    new_ancestors: list[dict[str, object]] = field(default_factory=list)


async def load_places(session: AsyncSession) -> Mapping[str, UnitId]:
    """Insert the missing places, and return all by their keys in the starter data. Idempotent."""
    rows = await session.execute(select(Unit.parent_id, Unit.kind, Unit.name, Unit.id))
    batch = _PlaceImport(
        existing={
            (None if parent is None else UnitId(parent), UnitKind(kind), name): UnitId(unit)
            for parent, kind, name, unit in rows
        }
    )
    country = StarterPlace(key=COUNTRY_KEY, kind=UnitKind.COUNTRY, name=COUNTRY_KEY, places=starter_provinces())
    _add_places(batch, (country,), ())
    if batch.new_units:
        await session.execute(insert(Unit), batch.new_units)
        await session.execute(insert(UnitAncestor), batch.new_ancestors)
    return batch.units_by_key


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
