"""Days as people write them, Jalali unless plainly Gregorian, read into a `date`.

«Today» is given, never taken. Nothing is guessed: what may be two days comes out as both.
"""

from datetime import date, timedelta
from typing import TypeAlias

from bot.persian.dates import vocabulary as words
from bot.persian.dates.numeric import read_figures
from bot.persian.dates.resolution import LAST, Now, RefusedError, UnclearDate, WrongDate, day_of, in_figures
from bot.persian.jalali import Jalali, add_months, month_length, weekday

__all__ = ["UnclearDate", "WrongDate", "read_date"]

_Read: TypeAlias = date | UnclearDate
_LONGEST = 60
_WEEK = 7
_MONTHS_SEARCHED = 13
_FOUR_DIGITS = 4
_DAYS = frozenset({"روز", "day", "days"})
_WEEKS = frozenset({"هفته", "week", "weeks"})


def read_date(text: str, today: date, *, future: bool = False) -> date | UnclearDate | WrongDate:
    """A day without its year is the latest that has come, or with `future` the next to come, today included.

    A day that is written in full is taken as it is: whether it may lie ahead is the question's own rule.
    """
    said = words.spelled(text)
    if len(said) > _LONGEST:
        return WrongDate("not-a-date")
    try:
        return _after_weekday(said, Now(today, future))
    except RefusedError as refused:
        return WrongDate(refused.why)


def _after_weekday(said: str, now: Now) -> _Read:
    """«دوشنبه ۱۲ آبان»: where the two disagree the date is asked, not taken."""
    begin = words.LEADING_WEEKDAY.match(said)
    if begin is None or words.ON_WEEKDAY.fullmatch(said):
        return _read(said, now)
    rest = said[begin.end() :]
    if words.ON_WEEKDAY.fullmatch(rest):
        raise RefusedError("not-a-date")
    found = _read(rest, now)
    named = words.WEEKDAYS[begin["weekday"]]
    readings = found.readings if isinstance(found, UnclearDate) else (found,)
    agreeing = tuple(day for day in readings if weekday(day) == named)
    return agreeing[0] if len(agreeing) == 1 else UnclearDate(agreeing or readings)


def _read(said: str, now: Now) -> _Read:
    if said in words.NAMED_DAYS:
        return now.today + timedelta(days=words.NAMED_DAYS[said])
    in_digits = read_figures(said, now)
    if in_digits:
        return in_digits
    for shape, meaning in (
        (words.DISTANCE, _distance),
        (words.ONE_AWAY, _distance),
        (words.ON_WEEKDAY, _on_weekday),
        (words.OF_MONTH, _of_month),
        (words.MONTH_FIRST, _of_month),
        (words.DAY_ALONE, _day_alone),
    ):
        found = shape.fullmatch(said)
        if found:
            return meaning(found.groupdict(), now)
    raise RefusedError("not-a-date")


_Said: TypeAlias = dict[str, str | None]


def _distance(said: _Said, now: Now) -> _Read:
    """«۳ روز پیش», «هفتهٔ پیش»; a month away is asked: few mean that very day."""
    count = _count(said) * (-1 if said["past"] or said.get("past_en") else 1)
    unit = said["unit"] or said.get("unit_en")
    if unit in _DAYS:
        return now.today + timedelta(days=count)
    if unit in _WEEKS:
        return now.today + timedelta(days=count * _WEEK)
    here = Jalali.of(now.today)
    year, month = add_months(here.year, here.month, count)
    return UnclearDate((day_of(year, month, min(here.day, month_length(year, month))),))


def _count(said: _Said) -> int:
    figures, word = said.get("count"), said.get("count_word")
    if figures:
        return int(figures)
    return words.CARDINALS[word] if word else 1


def _on_weekday(said: _Said, now: Now) -> _Read:
    """«شنبه» on a Saturday may be today or a week away; «شنبهٔ گذشته» never is today."""
    past, to_come = bool(said["past"] or said["past_en"]), bool(said["to_come"] or said["to_come_en"])
    ahead = words.WEEKDAYS[said["weekday"] or ""] - weekday(now.today)
    if said["week"] or said["this_week"]:
        return now.today + timedelta(days=ahead + _WEEK * (to_come - past))
    ahead %= _WEEK
    if to_come or (now.future and not past):
        other = now.today + timedelta(days=ahead or _WEEK)
    else:
        other = now.today + timedelta(days=ahead - _WEEK)
    return other if ahead or past or to_come else UnclearDate((now.today, other))


def _of_month(said: _Said, now: Now) -> _Read:
    month, day = words.MONTHS[said["month"] or ""], _day(said)
    year = said["year"]
    if year:
        return day_of(int(year) if len(year) == _FOUR_DIGITS else now.full_year(int(year)), month, day)
    this = Jalali.of(now.today).year
    if said.get("this"):
        return day_of(this, month, day)
    return day_of(this - 1, month, day) if said.get("last") else now.nearest(month, day)


def _day_alone(said: _Said, now: Now) -> _Read:
    """«دهم همین ماه» is plain; a day without its month is asked."""
    here, day = Jalali.of(now.today), _day(said)
    if said["here"]:
        return day_of(here.year, here.month, day)
    if said["before"]:
        return day_of(*add_months(here.year, here.month, -1), day)
    step = 1 if now.future else -1
    for months in range(_MONTHS_SEARCHED):
        year, month = add_months(here.year, here.month, step * months)
        there = month_length(year, month) if day == LAST else day
        if there <= month_length(year, month) and (months or (there - here.day) * step >= 0):
            return UnclearDate((day_of(year, month, there),))
    raise RefusedError("no-such-day")


def _day(said: _Said) -> int:
    word = said.get("day_word")
    return words.DAY_WORDS[word] if word else in_figures(said["day"] or "0")
