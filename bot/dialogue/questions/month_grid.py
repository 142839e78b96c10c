"""A month of the Jalali calendar as buttons: Saturday first, only the days that may be chosen."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dialogue.screen import Button, Rows, rows_of
from bot.i18n.messages import Digits, Said, Text, text
from bot.persian.jalali import weekday
from bot.persian.periods import PeriodName, period_of

WEEK = 7


def month(shown: date, allows: Callable[[date], bool]) -> Rows:
    """The month that holds the day `shown`. Payloads: an ISO date is a day, `m` before it another month, `.` nothing."""

    def key(label: Said, day: date, kind: str = "") -> Button:
        return Button(label, f"{kind}{day}") if allows(day) else blank

    blank = Button("·", ".")
    whole = period_of(PeriodName.MONTH, shown)
    length = (whole.until - whole.since).days + 1
    cells = [blank] * weekday(whole.since)
    cells += [key(Digits(n + 1), whole.since + timedelta(n)) for n in range(length)]
    cells += [blank] * (-len(cells) % WEEK)
    weeks = [week for week in rows_of(cells, WEEK) if any(cell is not blank for cell in week)]
    before = key(text("dialogue-month-before"), whole.since - timedelta(1), "m")
    after = key(text("dialogue-month-after"), whole.until + timedelta(1), "m")
    names = tuple(Button(Text(f"dialogue-weekday-{n}"), ".") for n in range(WEEK))
    return ((before, Button(whole, "."), after), names, *weeks)
