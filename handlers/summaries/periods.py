"""Periods of summaries: their code in button arguments, the choices of the first screen, the next one."""

from datetime import date, timedelta

from bot.persian.jalali import Jalali
from bot.persian.periods import Period, PeriodName, period_of, previous_period
from bot.relief.errors import NotFound

_PERIOD_LETTERS = {
    PeriodName.MONTH: "m",
    PeriodName.SEASON: "s",
    PeriodName.HALF_YEAR: "h",
    PeriodName.NINE_MONTHS: "n",
    PeriodName.YEAR: "y",
    PeriodName.CUSTOM: "o",
}
_EARLIEST_DAY, _LATEST_DAY = Jalali(1350, 1, 1).to_date(), Jalali(1499, 12, 29).to_date()
_PERIOD_NAMES = {letter: name for name, letter in _PERIOD_LETTERS.items()}


def encode_period(period: Period) -> str:
    """Encode a period for a button: letter, first day, and the last day of a custom one."""
    last = f"{period.until:%Y%m%d}" if period.name is PeriodName.CUSTOM else ""
    return f"{_PERIOD_LETTERS[period.name]}{period.since:%Y%m%d}{last}"


def decode_period(encoded: str) -> Period:
    """Decode a period. Raises NotFound if it is malformed or outside the years of any report."""
    try:
        since, name = date.fromisoformat(encoded[1:9]), _PERIOD_NAMES[encoded[0]]
        until = date.fromisoformat(encoded[9:]) if name is PeriodName.CUSTOM else since
    except (ValueError, LookupError):
        raise NotFound from None
    if not _EARLIEST_DAY <= since <= until <= _LATEST_DAY:
        raise NotFound
    return Period(name, since, until) if name is PeriodName.CUSTOM else period_of(name, since)


def period_choices(today: date) -> tuple[tuple[tuple[str, Period], ...], ...]:
    """Return the rows of choices. «شش‌ماهه» and «۹ ماهه» begin with the year, as in reports.

    The second half is offered once it has begun.
    """
    year = Jalali.from_date(today).year

    def half(in_year: int, month: int) -> Period:
        return period_of(PeriodName.HALF_YEAR, Jalali(in_year, month, 1).to_date())

    def now_and_before(name: PeriodName, now: str, before: str) -> tuple[tuple[str, Period], ...]:
        this = period_of(name, today)
        return (now, this), (before, previous_period(this))

    second = (("second-half", half(year, 7)), ("second-half-before", half(year - 1, 7)))
    return (
        now_and_before(PeriodName.MONTH, "this-month", "month-before"),
        now_and_before(PeriodName.SEASON, "this-season", "season-before"),
        (("half-year", half(year, 1)), ("half-year-before", half(year - 1, 1))),
        tuple((key, period) for key, period in second if period.since <= today),
        now_and_before(PeriodName.NINE_MONTHS, "nine-months", "nine-months-before"),
        now_and_before(PeriodName.YEAR, "this-year", "year-before"),
    )


def next_period(period: Period) -> Period:
    """Return the next period of the same name and length."""
    first = period.until + timedelta(days=1)
    if period.name is PeriodName.CUSTOM:
        return Period(period.name, first, first + (period.until - period.since))
    after = period_of(period.name, first)
    return (
        after if after != period else period_of(period.name, Jalali(Jalali.from_date(first).year + 1, 1, 1).to_date())
    )
