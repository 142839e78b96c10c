"""Parser of days as people write them, Jalali unless plainly Gregorian.

The caller passes «today». Nothing is guessed: a text with two meanings yields both.
"""

from datetime import date, timedelta
from typing import TypeAlias

from bot.persian.dates import vocabulary
from bot.persian.dates.numeric import parse_numeric_date
from bot.persian.dates.resolution import (
    LAST_DAY,
    AmbiguousDate,
    DateContext,
    InvalidDate,
    InvalidDateError,
    parse_day_number,
    resolve_date,
)
from bot.persian.jalali import Jalali, add_months, month_length, weekday

__all__ = ["AmbiguousDate", "InvalidDate", "parse_date"]

_DateReading: TypeAlias = date | AmbiguousDate
_MAX_DATE_LENGTH = 60
_WEEK = 7
_MONTHS_SEARCHED = 13
_FOUR_DIGITS = 4
_DAYS = frozenset({"روز", "day", "days"})
_WEEKS = frozenset({"هفته", "week", "weeks"})


def parse_date(text: str, today: date, *, future: bool = False) -> date | AmbiguousDate | InvalidDate:
    """Parse a day; without its year it is the latest in the past, or with `future` the next to come.

    Today is included either way. A day that is written in full is taken as it is: whether it may lie ahead is the
    question's own rule.
    """
    normalised = vocabulary.normalise_date_text(text)
    if len(normalised) > _MAX_DATE_LENGTH:
        return InvalidDate("not-a-date")
    try:
        return _after_weekday(normalised, DateContext(today, future))
    except InvalidDateError as refused:
        return InvalidDate(refused.reason)


def _after_weekday(text: str, now: DateContext) -> _DateReading:
    """Parse «دوشنبه ۱۲ آبان»; a weekday that disagrees with the date makes it ambiguous."""
    leading = vocabulary.LEADING_WEEKDAY_PATTERN.match(text)
    if leading is None or vocabulary.WEEKDAY_PATTERN.fullmatch(text):
        return _read(text, now)
    rest = text[leading.end() :]
    if vocabulary.WEEKDAY_PATTERN.fullmatch(rest):
        raise InvalidDateError("not-a-date")
    result = _read(rest, now)
    weekday_number = vocabulary.WEEKDAY_NUMBERS[leading["weekday"]]
    readings = result.readings if isinstance(result, AmbiguousDate) else (result,)
    agreeing = tuple(day for day in readings if weekday(day) == weekday_number)
    return agreeing[0] if len(agreeing) == 1 else AmbiguousDate(agreeing or readings)


def _read(text: str, now: DateContext) -> _DateReading:
    if text in vocabulary.DAY_OFFSETS:
        return now.today + timedelta(days=vocabulary.DAY_OFFSETS[text])
    numeric = parse_numeric_date(text, now)
    if numeric:
        return numeric
    for shape, meaning in (
        (vocabulary.OFFSET_PATTERN, _distance),
        (vocabulary.ADJACENT_PATTERN, _distance),
        (vocabulary.WEEKDAY_PATTERN, _on_weekday),
        (vocabulary.DAY_MONTH_PATTERN, _of_month),
        (vocabulary.MONTH_DAY_PATTERN, _of_month),
        (vocabulary.DAY_ONLY_PATTERN, _day_alone),
    ):
        match = shape.fullmatch(text)
        if match:
            return meaning(match.groupdict(), now)
    raise InvalidDateError("not-a-date")


_Groups: TypeAlias = dict[str, str | None]


def _distance(groups: _Groups, now: DateContext) -> _DateReading:
    """Resolve «۳ روز پیش», «هفتهٔ پیش»; a month away is ambiguous, because few mean that very day."""
    count = _count(groups) * (-1 if groups["past"] or groups.get("past_en") else 1)
    unit = groups["unit"] or groups.get("unit_en")
    if unit in _DAYS:
        return now.today + timedelta(days=count)
    if unit in _WEEKS:
        return now.today + timedelta(days=count * _WEEK)
    today = Jalali.from_date(now.today)
    year, month = add_months(today.year, today.month, count)
    return AmbiguousDate((resolve_date(year, month, min(today.day, month_length(year, month))),))


def _count(groups: _Groups) -> int:
    figures, word = groups.get("count"), groups.get("count_word")
    if figures:
        return int(figures)
    return vocabulary.CARDINALS[word] if word else 1


def _on_weekday(groups: _Groups, now: DateContext) -> _DateReading:
    """Resolve «شنبه», on a Saturday today or a week away; «شنبهٔ گذشته» never is today."""
    past, to_come = bool(groups["past"] or groups["past_en"]), bool(groups["to_come"] or groups["to_come_en"])
    ahead = vocabulary.WEEKDAY_NUMBERS[groups["weekday"] or ""] - weekday(now.today)
    if groups["week"] or groups["this_week"]:
        return now.today + timedelta(days=ahead + _WEEK * (to_come - past))
    ahead %= _WEEK
    if to_come or (now.future and not past):
        alternative = now.today + timedelta(days=ahead or _WEEK)
    else:
        alternative = now.today + timedelta(days=ahead - _WEEK)
    return alternative if ahead or past or to_come else AmbiguousDate((now.today, alternative))


def _of_month(groups: _Groups, now: DateContext) -> _DateReading:
    month, day = vocabulary.MONTH_NUMBERS[groups["month"] or ""], _day(groups)
    year = groups["year"]
    if year:
        return resolve_date(int(year) if len(year) == _FOUR_DIGITS else now.expand_year(int(year)), month, day)
    current_year = Jalali.from_date(now.today).year
    if groups.get("this"):
        return resolve_date(current_year, month, day)
    return resolve_date(current_year - 1, month, day) if groups.get("last") else now.nearest_date(month, day)


def _day_alone(groups: _Groups, now: DateContext) -> _DateReading:
    """Resolve «دهم همین ماه»; a day without its month is ambiguous."""
    today, day = Jalali.from_date(now.today), _day(groups)
    if groups["here"]:
        return resolve_date(today.year, today.month, day)
    if groups["before"]:
        return resolve_date(*add_months(today.year, today.month, -1), day)
    step = 1 if now.future else -1
    for months in range(_MONTHS_SEARCHED):
        year, month = add_months(today.year, today.month, step * months)
        last_or_day = month_length(year, month) if day == LAST_DAY else day
        if last_or_day <= month_length(year, month) and (months or (last_or_day - today.day) * step >= 0):
            return AmbiguousDate((resolve_date(year, month, last_or_day),))
    raise InvalidDateError("no-such-day")


def _day(groups: _Groups) -> int:
    word = groups.get("day_word")
    return vocabulary.DAY_WORDS[word] if word else parse_day_number(groups["day"] or "0")
