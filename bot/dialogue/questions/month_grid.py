"""A month of the Jalali calendar as buttons: Saturday first, only the days that may be chosen."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dialogue.layout import button_rows
from bot.dialogue.screen import Button, ButtonRows
from bot.i18n.messages import Digits, Localizable, Text, text
from bot.persian.jalali import weekday
from bot.persian.periods import PeriodName, period_of

_DAYS_IN_WEEK = 7
BLANK = "\u2800"
"""The label of a key with nothing on it: a sign without ink that both messengers count as text."""


def month_buttons(shown: date, allows: Callable[[date], bool]) -> ButtonRows:
    """Draw the month of the day `shown`, a week a row in reading order; its name stands in the text above.

    Payloads: an ISO date is a day, `m` before it another month, `.` nothing.
    """

    def key(label: Localizable, day: date, kind: str = "") -> Button:
        return Button(label, f"{kind}{day}") if allows(day) else blank

    blank = Button(BLANK, ".")
    whole = period_of(PeriodName.MONTH, shown)
    length = (whole.until - whole.since).days + 1
    cells = [blank] * weekday(whole.since)
    cells += [key(Digits(n + 1), whole.since + timedelta(n)) for n in range(length)]
    cells += [blank] * (-len(cells) % _DAYS_IN_WEEK)
    weeks = [week for week in button_rows(cells, _DAYS_IN_WEEK) if any(cell is not blank for cell in week)]
    before = key(text("dialogue-month-before"), whole.since - timedelta(1), "m")
    after = key(text("dialogue-month-after"), whole.until + timedelta(1), "m")
    turn = tuple(one for one in (before, after) if one is not blank)
    names = tuple(Button(Text(f"dialogue-weekday-{n}"), ".") for n in range(_DAYS_IN_WEEK))
    return (names, *weeks, *((turn,) if turn else ()))
