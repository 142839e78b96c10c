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
    said = vocabulary.normalise_date_text(text)
    if len(said) > _MAX_DATE_LENGTH:
        return InvalidDate("not-a-date")
    try:
        return _after_weekday(said, DateContext(today, future))
    except InvalidDateError as refused:
        return InvalidDate(refused.reason)


def _after_weekday(said: str, now: DateContext) -> _DateReading:
    """Parse «دوشنبه ۱۲ آبان»; a weekday that disagrees with the date makes it ambiguous."""
    begin = vocabulary.LEADING_WEEKDAY_PATTERN.match(said)
    if begin is None or vocabulary.WEEKDAY_PATTERN.fullmatch(said):
        return _read(said, now)
    rest = said[begin.end() :]
    if vocabulary.WEEKDAY_PATTERN.fullmatch(rest):
        raise InvalidDateError("not-a-date")
    found = _read(rest, now)
    named = vocabulary.WEEKDAY_NUMBERS[begin["weekday"]]
    readings = found.readings if isinstance(found, AmbiguousDate) else (found,)
    agreeing = tuple(day for day in readings if weekday(day) == named)
    return agreeing[0] if len(agreeing) == 1 else AmbiguousDate(agreeing or readings)


def _read(said: str, now: DateContext) -> _DateReading:
    if said in vocabulary.DAY_OFFSETS:
        return now.today + timedelta(days=vocabulary.DAY_OFFSETS[said])
    in_digits = parse_numeric_date(said, now)
    if in_digits:
        return in_digits
    for shape, meaning in (
        (vocabulary.OFFSET_PATTERN, _distance),
        (vocabulary.ADJACENT_PATTERN, _distance),
        (vocabulary.WEEKDAY_PATTERN, _on_weekday),
        (vocabulary.DAY_MONTH_PATTERN, _of_month),
        (vocabulary.MONTH_DAY_PATTERN, _of_month),
        (vocabulary.DAY_ONLY_PATTERN, _day_alone),
    ):
        found = shape.fullmatch(said)
        if found:
            return meaning(found.groupdict(), now)
    raise InvalidDateError("not-a-date")


_Groups: TypeAlias = dict[str, str | None]


def _distance(said: _Groups, now: DateContext) -> _DateReading:
    """Resolve «۳ روز پیش», «هفتهٔ پیش»; a month away is ambiguous, because few mean that very day."""
    count = _count(said) * (-1 if said["past"] or said.get("past_en") else 1)
    unit = said["unit"] or said.get("unit_en")
    if unit in _DAYS:
        return now.today + timedelta(days=count)
    if unit in _WEEKS:
        return now.today + timedelta(days=count * _WEEK)
    here = Jalali.from_date(now.today)
    year, month = add_months(here.year, here.month, count)
    return AmbiguousDate((resolve_date(year, month, min(here.day, month_length(year, month))),))


def _count(said: _Groups) -> int:
    figures, word = said.get("count"), said.get("count_word")
    if figures:
        return int(figures)
    return vocabulary.CARDINALS[word] if word else 1


def _on_weekday(said: _Groups, now: DateContext) -> _DateReading:
    """Resolve «شنبه», on a Saturday today or a week away; «شنبهٔ گذشته» never is today."""
    past, to_come = bool(said["past"] or said["past_en"]), bool(said["to_come"] or said["to_come_en"])
    ahead = vocabulary.WEEKDAY_NUMBERS[said["weekday"] or ""] - weekday(now.today)
    if said["week"] or said["this_week"]:
        return now.today + timedelta(days=ahead + _WEEK * (to_come - past))
    ahead %= _WEEK
    if to_come or (now.future and not past):
        other = now.today + timedelta(days=ahead or _WEEK)
    else:
        other = now.today + timedelta(days=ahead - _WEEK)
    return other if ahead or past or to_come else AmbiguousDate((now.today, other))


def _of_month(said: _Groups, now: DateContext) -> _DateReading:
    month, day = vocabulary.MONTH_NUMBERS[said["month"] or ""], _day(said)
    year = said["year"]
    if year:
        return resolve_date(int(year) if len(year) == _FOUR_DIGITS else now.expand_year(int(year)), month, day)
    this = Jalali.from_date(now.today).year
    if said.get("this"):
        return resolve_date(this, month, day)
    return resolve_date(this - 1, month, day) if said.get("last") else now.nearest_date(month, day)


def _day_alone(said: _Groups, now: DateContext) -> _DateReading:
    """Resolve «دهم همین ماه»; a day without its month is ambiguous."""
    here, day = Jalali.from_date(now.today), _day(said)
    if said["here"]:
        return resolve_date(here.year, here.month, day)
    if said["before"]:
        return resolve_date(*add_months(here.year, here.month, -1), day)
    step = 1 if now.future else -1
    for months in range(_MONTHS_SEARCHED):
        year, month = add_months(here.year, here.month, step * months)
        there = month_length(year, month) if day == LAST_DAY else day
        if there <= month_length(year, month) and (months or (there - here.day) * step >= 0):
            return AmbiguousDate((resolve_date(year, month, there),))
    raise InvalidDateError("no-such-day")


def _day(said: _Groups) -> int:
    word = said.get("day_word")
    return vocabulary.DAY_WORDS[word] if word else parse_day_number(said["day"] or "0")
