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
from bot.relief.seed.starter_data import COUNTRY_KEY, StarterPlace, provinces
from bot.relief.vocabulary import UnitKind
from bot.storage.orm import new_id
from bot.storage.tables import Unit, UnitAncestor

STOOD_SINCE = Jalali(1380, 1, 1).to_date()
"""A place is older than anything that is reported there."""

Spot = tuple[UnitId | None, UnitKind, str]
"""What tells a place from every other: its parent, kind and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planting:
    """What is there, and the rows that are missing. `keys` are those of the starter data."""

    there: Mapping[Spot, UnitId]
    keys: dict[str, UnitId] = field(default_factory=dict)
    units: list[dict[str, object]] = field(default_factory=list)
    ancestors: list[dict[str, object]] = field(default_factory=list)


async def load_places(session: AsyncSession) -> Mapping[str, UnitId]:
    """The places by their keys in the starter data. One that is there already is kept as it is."""
    rows = await session.execute(select(Unit.parent_id, Unit.kind, Unit.name, Unit.id))
    planting = _Planting(
        there={
            (None if parent is None else UnitId(parent), UnitKind(kind), name): UnitId(unit)
            for parent, kind, name, unit in rows
        }
    )
    country = StarterPlace(key=COUNTRY_KEY, kind=UnitKind.COUNTRY, name=COUNTRY_KEY, places=provinces())
    _plant(planting, (country,), ())
    if planting.units:
        await session.execute(insert(Unit), planting.units)
        await session.execute(insert(UnitAncestor), planting.ancestors)
    return planting.keys


def _plant(planting: _Planting, places: Iterable[StarterPlace], over: tuple[UnitId, ...]) -> None:
    """`over` is the line from the parent up to the country."""
    parent = over[0] if over else None
    for place in places:
        name = normalise(place.name)
        unit = planting.there.get((parent, place.kind, name))
        if unit is None:
            unit = UnitId(new_id())
            planting.units.append(
                {
                    "id": unit,
                    "parent_id": parent,
                    "kind": place.kind.value,
                    "name": name,
                    "sort_key": sort_key(name),
                    "opened_on": STOOD_SINCE,
                }
            )
            planting.ancestors.extend(
                {"unit_id": unit, "ancestor_id": ancestor, "since": STOOD_SINCE, "depth": depth}
                for depth, ancestor in enumerate((unit, *over))
            )
        planting.keys[place.key] = unit
        _plant(planting, place.places, (unit, *over))
