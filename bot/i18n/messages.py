"""Messages as values, before they are formatted in a language: text keys and typed arguments.

The sentences are in locales/; the language and its digits are chosen where a message leaves the program.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from bot.persian.jalali import DateStyle
from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName


@dataclass(frozen=True, slots=True)
class Money:
    """An amount shown with its unit.

    `compact` writes 64,000,000,000 as «۶۴ میلیارد تومان» where nothing is lost by it.
    """

    value: Toman
    compact: bool = False
    spell_out: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    style: DateStyle = DateStyle.FULL


@dataclass(frozen=True, slots=True)
class Percent:
    """A ratio shown as a percentage with one decimal.

    Exact integers come in, so that nothing is rounded twice.
    """

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Digits:
    """A number that names something (file number, code): digits of the language, never grouped."""

    value: str | int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A link, code or command, to be copied as it is: no direction marks, digits untouched."""

    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A key of locales/ and its arguments. A `str` argument is a person's own words: never markup."""

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


def person_words(message: Localizable) -> tuple[str, ...]:
    """Return the words of people in a message: its `str` parts, in no text of ours."""
    match message:
        case str():
            return (message,)
        case Text(args=args):
            return tuple(word for argument in args.values() for word in person_words(argument))
        case Joined(items=items):
            return tuple(word for item in items for word in person_words(item))
        case _:
            return ()


def map_words(message: Localizable, change: Callable[[str], str]) -> Localizable:
    """Return a message with each of people's words changed."""
    match message:
        case str():
            return change(message)
        case Text(key=key, args=args):
            return Text(key, {name: map_words(argument, change) for name, argument in args.items()})
        case Joined(items=items, separator=separator):
            return Joined(tuple(map_words(item, change) for item in items), separator)
        case _:
            return message


def kebab(name: str) -> str:
    """Convert a name of code for a text key: `ServiceReport` to «service-report»."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-").replace("_", "-")


class Term(StrEnum):
    """A closed vocabulary with members that are shown.

    `text_key` begins their text keys: `Kind.IN_KIND` is `kind-in-kind`.
    """

    __text_key__: ClassVar[str]

    def __init_subclass__(cls, *, text_key: str) -> None:
        super().__init_subclass__()
        cls.__text_key__ = text_key


def enum_text(value: Term) -> Text:
    """Return the name of a term on screen."""
    return Text(f"{value.__text_key__}-{kebab(value.value)}")


def to_json(value: Localizable) -> Any:
    """Convert a value to JSON, to be stored and formatted later."""
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
    """Convert JSON of `to_json` back to a value. Raises ValueError for other JSON."""
    match data:
        case {"money": [amount, rounded, words]}:
            return Money(Toman(amount), compact=rounded, spell_out=words)
        case {"day": [day, style]}:
            return Day(date.fromisoformat(day), DateStyle(style))
        case {"period": [name, since, until]}:
            return Period(PeriodName(name), date.fromisoformat(since), date.fromisoformat(until))
        case {"percent": [numerator, denominator]}:
            return Percent(numerator, denominator)
        case {"digits": value}:
            return Digits(value)
        case {"verbatim": value}:
            return Verbatim(value)
        case {"key": key, "args": args}:
            return Text(key, {name: from_json(argument) for name, argument in args.items()})
        case {"lines": items, "between": between}:
            return Joined(tuple(map(from_json, items)), from_json(between))
        case str() | int():
            return data
        case _:
            raise ValueError("no value that can be said")
