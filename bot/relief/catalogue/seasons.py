"""Activities of a season: they are offered first only around their occasion. A search finds them at any time."""

from datetime import date, timedelta

from bot.relief.catalogue.occasions import next_days
from bot.relief.vocabulary import Occasion

DAYS_BEFORE, DAYS_AFTER = 40, 10
_OCCASIONS = {
    "102": Occasion.RAMADAN,
    "103": Occasion.NOWRUZ,
    "104": Occasion.YALDA,
    "111": Occasion.RAMADAN,
    "113": Occasion.FITR,
    "224": Occasion.ARBAEEN,
    "714": Occasion.RAMADAN,
}
"""The occasion by the code of the activity, as in the starter catalogue."""


def out_of_season(today: date) -> frozenset[str]:
    """Return the codes of the activities whose occasion is far."""
    return frozenset(code for code, occasion in _OCCASIONS.items() if not _is_near(occasion, today))


def _is_near(occasion: Occasion, today: date) -> bool:
    days = next_days(occasion, today - timedelta(DAYS_AFTER))
    return days.since - timedelta(DAYS_BEFORE) <= today
