"""Where things are on the map, and which units are nearest to a point. It knows degrees and metres, no rights."""

import math
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.digits import latin
from bot.relief.hierarchy import BODIES, UnitView, open_on, unit_view
from bot.relief.pages import Found, page
from bot.storage.tables import Unit, UnitFact

EARTH = 6_371_000.0  # metres, the mean radius
NORTHERNMOST, EASTERNMOST = 90, 180  # degrees
LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float

    @property
    def written(self) -> str:
        """To a metre or so: nobody needs more of a public place."""
        return f"{self.latitude:.5f},{self.longitude:.5f}"

    def metres_to(self, other: "Point") -> int:
        """Along the great circle."""
        one, two = math.radians(self.latitude), math.radians(other.latitude)
        north, east = two - one, math.radians(other.longitude - self.longitude)
        part = math.sin(north / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(east / 2) ** 2
        return round(2 * EARTH * math.asin(math.sqrt(part)))


def read_point(said: str) -> Point | None:
    """«30.66,51.58»; None for what is no place on earth."""
    first, _, second = latin(said).partition(",")
    try:
        there = Point(latitude=float(first), longitude=float(second))
    except ValueError:
        return None
    on_earth = abs(there.latitude) <= NORTHERNMOST and abs(there.longitude) <= EASTERNMOST
    return there if on_earth else None


async def nearest(
    session: AsyncSession, here: Point, today: date, *, offset: int, limit: int
) -> Found[tuple[UnitView, int]]:
    """Open bodies whose place is known, each with its distance in metres; the nearest first."""
    rows = await session.execute(
        select(Unit, UnitFact.value)
        .join(UnitFact, UnitFact.unit_id == Unit.id)
        .where(UnitFact.fact == LOCATION, UnitFact.until.is_(None), Unit.kind.in_(BODIES), open_on(today))
    )
    placed = [(unit, read_point(value)) for unit, value in rows]
    far = sorted((here.metres_to(there), unit.id, unit) for unit, there in placed if there is not None)
    found = [(unit_view(unit), metres) for metres, _, unit in far]
    return page(found[offset : offset + limit + 1], limit)
