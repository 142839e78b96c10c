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
    """An amount shown with its unit; `compact` writes 64,000,000,000 as «۶۴ میلیارد تومان» where nothing is lost by it."""

    value: Toman
    compact: bool = False
    spell_out: bool = False


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

    value: str | int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A link, a code or a command, as it must be copied: no marks of direction, its digits left alone."""

    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A key of locales/*.ftl and its arguments. A `str` argument is a person's own words: never markup."""

    key: str
    args: "Mapping[str, Localizable]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts one under the other; empty ones are left out."""

    items: "tuple[Localizable, ...]" = ()
    separator: "Localizable" = "\n"


Localizable: TypeAlias = str | int | Money | Day | Period | Percent | Digits | Verbatim | Text | Joined


def text(key: str, /, **args: Localizable) -> Text:
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


def enum_text(value: Term) -> Text:
    """The name of a term on screen."""
    return Text(f"{value.__text_key__}-{kebab(value.value)}")


def to_json(value: Localizable) -> Any:
    """A value as JSON, for what is kept to be said later."""
    match value:
        case Money():
            return {"money": [value.value, value.compact, value.spell_out]}
        case Day():
            return {"day": [value.date.isoformat(), value.style.value]}
        case Period():
            return {"period": [value.name.value, value.since.isoformat(), value.until.isoformat()]}
        case Percent():
            return {"percent": [value.numerator, value.denominator]}
        case Digits():
            return {"digits": value.value}
        case Verbatim():
            return {"verbatim": value.value}
        case Text():
            return {"key": value.key, "args": {name: to_json(argument) for name, argument in value.args.items()}}
        case Joined():
            return {"lines": [to_json(item) for item in value.items], "between": to_json(value.separator)}
        case _:
            return value


def from_json(data: Any) -> Localizable:
    """The opposite of `to_json`."""
    match data:
        case {"money": [amount, rounded, words]}:
            return Money(Toman(amount), compact=rounded, spell_out=words)
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
            return Text(key, {name: from_json(argument) for name, argument in args.items()})
        case {"lines": items, "between": between}:
            return Joined(tuple(map(from_json, items)), from_json(between))
        case str() | int():
            return data
        case _:
            raise ValueError("no value that can be said")
