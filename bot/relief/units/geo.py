"""Where things are on the map, and which units are nearest to a point. It knows degrees and metres, no rights."""

import math
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.digits import to_latin_digits
from bot.relief import pages
from bot.relief.hierarchy import SERVING_KINDS, UnitView, open_on, unit_view
from bot.relief.pages import Page
from bot.storage.tables import Unit, UnitAttributeValue

EARTH_RADIUS_METRES = 6_371_000.0  # metres, the mean radius
MAX_LATITUDE, MAX_LONGITUDE = 90, 180  # degrees
LOCATION_ATTRIBUTE = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float

    @property
    def as_text(self) -> str:
        """To a metre or so: nobody needs more of a public place."""
        return f"{self.latitude:.5f},{self.longitude:.5f}"

    def metres_to(self, other: "Point") -> int:
        """Along the great circle."""
        one, two = math.radians(self.latitude), math.radians(other.latitude)
        north, east = two - one, math.radians(other.longitude - self.longitude)
        part = math.sin(north / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(east / 2) ** 2
        return round(2 * EARTH_RADIUS_METRES * math.asin(math.sqrt(part)))


def parse_point(typed: str) -> Point | None:
    """«30.66,51.58»; None for what is no place on earth."""
    first, _, second = to_latin_digits(typed).partition(",")
    try:
        there = Point(latitude=float(first), longitude=float(second))
    except ValueError:
        return None
    on_earth = abs(there.latitude) <= MAX_LATITUDE and abs(there.longitude) <= MAX_LONGITUDE
    return there if on_earth else None


async def find_nearest_units(
    session: AsyncSession, origin: Point, today: date, *, offset: int, limit: int
) -> Page[tuple[UnitView, int]]:
    """Open bodies whose place is known, each with its distance in metres; the nearest first."""
    rows = await session.execute(
        select(Unit, UnitAttributeValue.value)
        .join(UnitAttributeValue, UnitAttributeValue.unit_id == Unit.id)
        .where(
            UnitAttributeValue.attribute == LOCATION_ATTRIBUTE,
            UnitAttributeValue.until.is_(None),
            Unit.kind.in_(SERVING_KINDS),
            open_on(today),
        )
    )
    placed = [(unit, parse_point(value)) for unit, value in rows]
    far = sorted((origin.metres_to(there), unit.id, unit) for unit, there in placed if there is not None)
    return pages.paginate([(unit_view(unit), metres) for metres, _, unit in far], offset=offset, limit=limit)
