"""What is said, before it is said in a language: texts by their key, and the values that they may be given.

The sentences themselves are in locales/; which language and which digits is decided where a message leaves the house.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from bot.persian.amounts import Toman
from bot.persian.jalali import DateStyle
from bot.persian.periods import Period, PeriodName


@dataclass(frozen=True, slots=True)
class Money:
    """An amount shown with its unit; `round` writes 64,000,000,000 as «۶۴ میلیارد تومان» where nothing is lost by it."""

    value: Toman
    round: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    style: DateStyle = DateStyle.FULL


@dataclass(frozen=True, slots=True)
class Percent:
    """A ratio shown as a percentage with one decimal; exact integers in, so that nothing is rounded twice."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Digits:
    """A number that names something (file number, code): digits of the language, never grouped."""

    said: str | int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A link, a code or a command, as it must be copied: no marks of direction, its digits left alone."""

    said: str


@dataclass(frozen=True, slots=True)
class Text:
    """A key of locales/*.ftl and its arguments. A `str` argument is a person's own words: never markup."""

    key: str
    args: "Mapping[str, Said]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts one under the other; empty ones are left out."""

    items: "tuple[Said, ...]" = ()
    between: "Said" = "\n"


Said: TypeAlias = str | int | Money | Day | Period | Percent | Digits | Verbatim | Text | Lines


def text(key: str, /, **args: Said) -> Text:
    return Text(key, args)


def kebab(name: str) -> str:
    """`ServiceReport` is «service-report», `in_kind` is «in-kind»: how names of code stand in text keys."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-").replace("_", "-")


class Term(StrEnum):
    """A closed vocabulary whose members are shown. `text_key` begins their text keys: `Kind.IN_KIND` is `kind-in-kind`."""

    __text_key__: ClassVar[str]

    def __init_subclass__(cls, *, text_key: str) -> None:
        super().__init_subclass__()
        cls.__text_key__ = text_key


def word(value: Term) -> Text:
    """The name of a term on screen."""
    return Text(f"{value.__text_key__}-{kebab(value.value)}")


def said_json(value: Said) -> Any:
    """A value as JSON, for what is kept to be said later."""
    match value:
        case Money():
            return {"money": [value.value, value.round, value.words]}
        case Day():
            return {"day": [value.date.isoformat(), value.style.value]}
        case Period():
            return {"period": [value.name.value, value.since.isoformat(), value.until.isoformat()]}
        case Percent():
            return {"percent": [value.numerator, value.denominator]}
        case Digits():
            return {"digits": value.said}
        case Verbatim():
            return {"verbatim": value.said}
        case Text():
            return {"key": value.key, "args": {name: said_json(argument) for name, argument in value.args.items()}}
        case Lines():
            return {"lines": [said_json(item) for item in value.items], "between": said_json(value.between)}
        case _:
            return value


def said_of(data: Any) -> Said:
    """The opposite of `said_json`."""
    match data:
        case {"money": [amount, rounded, words]}:
            return Money(Toman(amount), round=rounded, words=words)
        case {"day": [day, style]}:
            return Day(date.fromisoformat(day), DateStyle(style))
        case {"period": [name, since, until]}:
            return Period(PeriodName(name), date.fromisoformat(since), date.fromisoformat(until))
        case {"percent": [numerator, denominator]}:
            return Percent(numerator, denominator)
        case {"digits": said}:
            return Digits(said)
        case {"verbatim": said}:
            return Verbatim(said)
        case {"key": key, "args": args}:
            return Text(key, {name: said_of(argument) for name, argument in args.items()})
        case {"lines": items, "between": between}:
            return Lines(tuple(map(said_of, items)), said_of(between))
        case str() | int():
            return data
        case _:
            raise ValueError("no value that can be said")
