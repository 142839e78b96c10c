"""Points on the map, and the units nearest to one. Knows degrees and metres, no rights."""

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
    """A point in degrees (WGS 84)."""

    latitude: float
    longitude: float

    @property
    def as_text(self) -> str:
        """«latitude,longitude» with five decimals, which is about a metre."""
        return f"{self.latitude:.5f},{self.longitude:.5f}"

    def metres_to(self, other: "Point") -> int:
        """Return the distance in metres along the great circle (haversine formula)."""
        one, two = math.radians(self.latitude), math.radians(other.latitude)
        north, east = two - one, math.radians(other.longitude - self.longitude)
        part = math.sin(north / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(east / 2) ** 2
        return round(2 * EARTH_RADIUS_METRES * math.asin(math.sqrt(part)))


def parse_point(typed: str) -> Point | None:
    """Parse «30.66,51.58»; None if it is no point on earth."""
    first, _, second = to_latin_digits(typed).partition(",")
    try:
        point = Point(latitude=float(first), longitude=float(second))
    except ValueError:
        return None
    on_earth = abs(point.latitude) <= MAX_LATITUDE and abs(point.longitude) <= MAX_LONGITUDE
    return point if on_earth else None


async def find_nearest_units(
    session: AsyncSession, origin: Point, today: date, *, offset: int, limit: int
) -> Page[tuple[UnitView, int]]:
    """Return a page of the open serving units with a location and their distance in metres.

    The nearest comes first.
    """
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
    located = [(unit, parse_point(value)) for unit, value in rows]
    nearest = sorted((origin.metres_to(point), unit.id, unit) for unit, point in located if point is not None)
    return pages.paginate([(unit_view(unit), metres) for metres, _, unit in nearest], offset=offset, limit=limit)
