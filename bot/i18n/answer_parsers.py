"""What a person wrote, read as an answer: the one thing it says, the few things that it may say, or why it says nothing.

A reader for each kind of answer, all of one shape. They know no question and no screen: values are plain JSON, reasons
are the ends of text keys.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from bot.i18n.messages import Day, Digits, Money, Said, Term
from bot.persian import amounts, phones
from bot.persian import identity_numbers as identity
from bot.persian.dates.parser import UnclearDate, WrongDate, read_date
from bot.persian.digits import latin
from bot.persian.jalali import DateStyle
from bot.persian.numbers.parser import NoSumError, add_up
from bot.persian.numbers.tokens import Sign, tokens

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Says:
    """`value` is what is kept of it, as JSON."""

    value: Json


@dataclass(frozen=True, slots=True)
class MaySay:
    """Each reading as it is shown and as it would be kept, likeliest first. Which one was meant is asked, never guessed."""

    readings: tuple[tuple[Said, Json], ...]


@dataclass(frozen=True, slots=True)
class SaysNothing:
    """`why` is the end of a text key, `args` are what that text may mention."""

    why: str
    args: Mapping[str, Said] = field(default_factory=dict)


Reading: TypeAlias = Says | MaySay | SaysNothing


class Reader(ABC):
    """`about` is how the text keys of its refusals and of its «which one?» begin."""

    @property
    @abstractmethod
    def about(self) -> str: ...

    @abstractmethod
    def read(self, said: str, today: date) -> Reading:
        """`said` is normalised text."""

    def load(self, value: Json) -> object:
        """The typed value of what was kept."""
        return value

    def say(self, value: Json) -> Said:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class WordsReader(Reader):
    """Free text of so many letters."""

    at_least: int = 2
    at_most: int = 200
    about = "words"

    def read(self, said: str, today: date) -> Reading:
        if len(said) < self.at_least:
            return SaysNothing("short", {"least": self.at_least})
        if len(said) > self.at_most:
            return SaysNothing("long", {"most": self.at_most, "length": len(said)})
        return Says(said)


@dataclass(frozen=True, kw_only=True)
class NumberReader(Reader):
    """A whole number in figures or in words: «۴», «چهار», «۴ نفر»."""

    least: int = 0
    most: int = 1_000_000
    about = "number"

    def read(self, said: str, today: date) -> Reading:
        number = _whole(said)
        if number is None:
            return SaysNothing("unknown")
        if not self.least <= number <= self.most:
            return SaysNothing("range", {"least": self.least, "most": self.most})
        return Says(number)

    def say(self, value: Json) -> Said:
        return int(value)


_LONGEST_NUMBER = 40
_OF_A_NUMBER = frozenset({Sign.FIGURE, Sign.WORD, Sign.HUNDRED, Sign.SCALE, Sign.AND})


def _whole(said: str) -> int | None:
    """«۴ نفر» and «۴ تا» count; what may be two numbers («۱.۲۰۰») or is none that is whole does not."""
    figures = latin(said)
    if len(said) > _LONGEST_NUMBER:
        return None
    if figures.isdecimal():
        return int(figures)
    signs = [token for token in tokens(said.removesuffix(" تا")) or () if token.sign is not Sign.COUNTED]
    if any(token.sign not in _OF_A_NUMBER or len(token.values) > 1 for token in signs):
        return None
    try:
        total = add_up([(token.sign, token.values[0] if token.values else Fraction(0)) for token in signs])
    except NoSumError:
        return None
    number = total.closed + (total.tail or 0)
    return int(number) if number.denominator == 1 else None


class AmountReader(Reader):
    """Toman; kept with the words and the currency it was said in."""

    about = "amount"

    def read(self, said: str, today: date) -> Reading:
        match amounts.read_amount(said):
            case amounts.Amount() as amount:
                return Says(_amount_json(amount))
            case amounts.Unclear(readings=meant):
                return MaySay(tuple((Money(a.value, round=True), _amount_json(a)) for a in meant))
            case amounts.Wrong(why=why):
                return SaysNothing(why)

    def load(self, value: Json) -> object:
        return amounts.Amount(amounts.Toman(value["value"]), value["said"], amounts.Currency(value["currency"]))

    def say(self, value: Json) -> Said:
        return Money(amounts.Toman(value["value"]), words=True)


def _amount_json(amount: amounts.Amount) -> Json:
    return {"value": amount.value, "said": amount.said, "currency": amount.currency.value}


class PhoneReader(Reader):
    """E.164; shown masked."""

    about = "phone"

    def read(self, said: str, today: date) -> Reading:
        phone = phones.read_phone(said)
        return Says(phone) if isinstance(phone, str) else SaysNothing(phone.why)

    def say(self, value: Json) -> Said:
        return Digits(phones.mask_phone(value, "en"))


class IdentityKind(Term, text_key="identity-kind"):
    """What a person showed, or why nothing: «ندارد» alone is no answer."""

    NATIONAL_ID = "national_id"
    FOREIGNER_ID = "foreigner_id"
    PASSPORT = "passport"
    NO_CERTIFICATE = "no_certificate"
    NOT_AT_HAND = "not_at_hand"
    DECLINED = "declined"


_NUMBERS: Mapping[IdentityKind, Callable[[str], str | identity.WrongIdentity]] = {
    IdentityKind.NATIONAL_ID: identity.read_national_id,
    IdentityKind.FOREIGNER_ID: identity.read_foreigner_id,
    IdentityKind.PASSPORT: identity.read_passport,
}


@dataclass(frozen=True)
class IdentityReader(Reader):
    """The number of one kind of identity paper; shown masked."""

    kind: IdentityKind

    @property
    def about(self) -> str:
        return self.kind.value.replace("_", "-")

    def read(self, said: str, today: date) -> Reading:
        number = _NUMBERS[self.kind](said)
        if isinstance(number, str):
            return Says(number)
        return SaysNothing("swapped" if number.swapped else number.why)

    def say(self, value: Json) -> Said:
        return Digits(identity.mask_identity(value, "en"))


@dataclass(frozen=True, kw_only=True)
class DayReader(Reader):
    """A Jalali day, kept as an ISO date. `past` takes none after today, `future` none before it."""

    past: bool = False
    future: bool = False
    about = "date"

    def allows(self, day: date, today: date) -> bool:
        return not ((self.past and day > today) or (self.future and day < today))

    def near(self, today: date) -> Mapping[str, date]:
        """The days that are meant most, likeliest first."""
        near = {"today": today, "yesterday": today - timedelta(1), "tomorrow": today + timedelta(1)}
        return {name: day for name, day in near.items() if self.allows(day, today)}

    def read(self, said: str, today: date) -> Reading:
        match read_date(said, today, future=self.future):
            case UnclearDate(readings=days):
                return self._which(days, today)
            case WrongDate(why=why):
                return SaysNothing(why)
            case day:
                return Says(day.isoformat()) if self.allows(day, today) else self._outside(today)

    def _which(self, days: tuple[date, ...], today: date) -> Reading:
        """Of several days the only one that may be; a single reading was doubtful from the start, and is asked."""
        fit = [day for day in days if self.allows(day, today)]
        if not fit:
            return self._outside(today)
        if len(fit) == 1 < len(days):
            return Says(fit[0].isoformat())
        return MaySay(tuple((Day(day), day.isoformat()) for day in fit))

    def _outside(self, today: date) -> SaysNothing:
        return SaysNothing("not-yet" if self.past else "gone", {"today": Day(today)})

    def load(self, value: Json) -> object:
        return date.fromisoformat(value)

    def say(self, value: Json) -> Said:
        return Day(date.fromisoformat(value), DateStyle.LONG)
