"""Parsers of typed answers, one for each kind: a value, a few possible values, or a reason.

They know no question and no screen: values are plain JSON, reasons are the ends of text keys.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from bot.i18n.messages import Day, Digits, Localizable, Money, Term, Text, text
from bot.persian import amounts, phones
from bot.persian.dates.parser import parse_date
from bot.persian.dates.resolution import AmbiguousDate, InvalidDate
from bot.persian.digits import to_latin_digits
from bot.persian.identity_numbers import (
    MAX_SHOWN_LENGTH,
    InvalidIdentity,
    group_identity,
    mask_identity,
    parse_foreigner_id,
    parse_national_id,
    parse_passport,
)
from bot.persian.jalali import DateStyle
from bot.persian.money import RIAL_IN_TOMAN, AmbiguousAmount, Amount, Currency, InvalidAmount, Toman
from bot.persian.names import MAX_NAME_LENGTH, InvalidName, NameKind, is_single_word, parse_name
from bot.persian.numbers.parser import InvalidNumberError, parse_number
from bot.persian.numbers.tokens import TokenKind, tokenize

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Parsed:
    """An answer: `value` is stored, as JSON."""

    value: Json


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several readings, each as it is shown and as it would be stored, likeliest first.

    The person is asked which one was meant; it is never guessed.
    """

    readings: tuple[tuple[Localizable, Json], ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """No answer. `reason` is the end of a text key, `args` are arguments for that text."""

    reason: str
    args: Mapping[str, Localizable] = field(default_factory=dict)


ParseResult: TypeAlias = Parsed | Ambiguous | Rejected


class AnswerParser(ABC):
    """Parser of one kind of answer.

    `key_prefix` begins the text keys of its refusals and of its «which one?».
    """

    @property
    @abstractmethod
    def key_prefix(self) -> str: ...

    @abstractmethod
    def parse(self, text: str, today: date) -> ParseResult:
        """Parse normalised text."""

    def load(self, value: Json) -> object:
        """Return the typed value of a stored answer."""
        return value

    def format_answer(self, value: Json) -> Localizable:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class TextParser(AnswerParser):
    """Free text of bounded length."""

    min_length: int = 2
    max_length: int = 200
    key_prefix = "words"

    def parse(self, text: str, today: date) -> ParseResult:
        if len(text) < self.min_length:
            return Rejected("short", {"least": self.min_length})
        if len(text) > self.max_length:
            return Rejected("long", {"most": self.max_length, "length": len(text)})
        return Parsed(text)


@dataclass(frozen=True, kw_only=True)
class NameParser(AnswerParser):
    """A name. A person's of a single word is ambiguous.

    Many families from abroad have one word, and most of ours have two.
    """

    named: NameKind = "person"
    max_length: int = MAX_NAME_LENGTH
    key_prefix = "name"

    def parse(self, text: str, today: date) -> ParseResult:
        name = parse_name(text, self.named, max_length=self.max_length)
        if isinstance(name, InvalidName):
            return Rejected(name.reason, {"most": self.max_length} if name.reason == "long" else {})
        if self.named == "person" and is_single_word(name):
            return Ambiguous(((Text("dialogue-name-take", {"name": name}), name),))
        return Parsed(name)


@dataclass(frozen=True, kw_only=True)
class NumberParser(AnswerParser):
    """A whole number in figures or in words: «۴», «چهار», «۴ نفر»."""

    minimum: int = 0
    maximum: int = 1_000_000
    key_prefix = "number"

    def parse(self, text: str, today: date) -> ParseResult:
        number = _parse_whole_number(text)
        if number is None:
            return Rejected("unknown")
        if not self.minimum <= number <= self.maximum:
            return Rejected("range", {"least": self.minimum, "most": self.maximum})
        return Parsed(number)

    def format_answer(self, value: Json) -> Localizable:
        return int(value)


_MAX_NUMBER_LENGTH = 40
_NUMBER_TOKENS = frozenset({TokenKind.FIGURE, TokenKind.WORD, TokenKind.HUNDRED, TokenKind.SCALE, TokenKind.AND})


def _parse_whole_number(text: str) -> int | None:
    """Parse a whole number; None for two possible numbers («۱.۲۰۰») or a fraction.

    «۴ نفر» and «۴ تا» are numbers.
    """
    figures = to_latin_digits(text)
    if len(text) > _MAX_NUMBER_LENGTH:
        return None
    if figures.isdecimal():
        return int(figures)
    tokens = [token for token in tokenize(text.removesuffix(" تا")) or () if token.kind is not TokenKind.COUNT_NOUN]
    if any(token.kind not in _NUMBER_TOKENS or len(token.values) > 1 for token in tokens):
        return None
    try:
        total = parse_number([(token.kind, token.values[0] if token.values else Fraction(0)) for token in tokens])
    except InvalidNumberError:
        return None
    number = total.scaled_total + (total.tail or 0)
    return int(number) if number.denominator == 1 else None


class MoneyParser(AnswerParser):
    """Toman; stored with the typed text and its currency."""

    key_prefix = "amount"

    def parse(self, text: str, today: date) -> ParseResult:
        match amounts.parse_amount(text):
            case Amount() as amount:
                return Parsed(_amount_json(amount))
            case AmbiguousAmount(readings=readings):
                return Ambiguous(tuple((_amount_label(a), _amount_json(a)) for a in readings))
            case InvalidAmount(reason=reason):
                return Rejected(reason)

    def load(self, value: Json) -> object:
        return Amount(Toman(value["value"]), value["said"], Currency(value["currency"]))

    def format_answer(self, value: Json) -> Localizable:
        amount = Money(Toman(value["value"]), spell_out=True)
        is_rial = value["currency"] == Currency.RIAL
        return (
            text("dialogue-amount-in-rial", amount=amount, rial=value["value"] * RIAL_IN_TOMAN) if is_rial else amount
        )


def _amount_label(amount: Amount) -> Localizable:
    """Return the label of a reading; one in rial says both, for the typed digits are those of the rial."""
    shown = Money(amount.value, compact=True)
    is_rial = amount.currency is Currency.RIAL
    return text("dialogue-amount-of-rial", amount=shown, rial=amount.value * RIAL_IN_TOMAN) if is_rial else shown


def _amount_json(amount: Amount) -> Json:
    return {"value": amount.value, "said": amount.text, "currency": amount.currency.value}


class PhoneParser(AnswerParser):
    """A phone number in E.164; shown masked."""

    key_prefix = "phone"

    def parse(self, text: str, today: date) -> ParseResult:
        return self._to_result(phones.parse_phone(text))

    def parse_shared(self, text: str) -> ParseResult:
        """Parse the number of a contact card that a messenger wrote."""
        return self._to_result(phones.parse_shared_phone(text))

    @staticmethod
    def _to_result(phone: str | phones.InvalidPhone) -> ParseResult:
        return Parsed(phone) if isinstance(phone, str) else Rejected(phone.reason)

    def format_answer(self, value: Json) -> Localizable:
        return Digits(phones.mask_phone(value, "en"))


class IdentityKind(Term, text_key="identity-kind"):
    """The paper that a person showed, or the reason for none: «ندارد» alone is no answer."""

    NATIONAL_ID = "national_id"
    FOREIGNER_ID = "foreigner_id"
    PASSPORT = "passport"
    NO_CERTIFICATE = "no_certificate"
    NOT_AT_HAND = "not_at_hand"
    DECLINED = "declined"


_NUMBERS: Mapping[IdentityKind, Callable[[str], str | InvalidIdentity]] = {
    IdentityKind.NATIONAL_ID: parse_national_id,
    IdentityKind.FOREIGNER_ID: parse_foreigner_id,
    IdentityKind.PASSPORT: parse_passport,
}


@dataclass(frozen=True)
class IdentityParser(AnswerParser):
    """The number of one kind of identity paper; shown masked."""

    kind: IdentityKind
    reasons_that_show = frozenset({"length", "checksum", "swapped"})

    @property
    def key_prefix(self) -> str:
        return self.kind.value.replace("_", "-")

    def parse(self, text: str, today: date) -> ParseResult:
        number = _NUMBERS[self.kind](text)
        if isinstance(number, str):
            return Parsed(number)
        reason = "swapped" if number.likely_transposition else number.reason
        # The message is deleted: what was read is shown, or nobody sees which figure was wrong.
        shown = {"said": Digits(group_identity(text[:MAX_SHOWN_LENGTH], "en"))}
        return Rejected(reason, shown if reason in self.reasons_that_show else {})

    def format_answer(self, value: Json) -> Localizable:
        return Digits(mask_identity(value, "en"))


@dataclass(frozen=True, kw_only=True)
class DateParser(AnswerParser):
    """A Jalali day, stored as an ISO date.

    `past` accepts no day after today, `future` no day before it.
    """

    past: bool = False
    future: bool = False
    key_prefix = "date"

    def allows(self, day: date, today: date) -> bool:
        return not ((self.past and day > today) or (self.future and day < today))

    def suggested_days(self, today: date) -> Mapping[str, date]:
        """Return the days that are meant most, likeliest first."""
        days = {"today": today, "yesterday": today - timedelta(1), "tomorrow": today + timedelta(1)}
        return {name: day for name, day in days.items() if self.allows(day, today)}

    def parse(self, text: str, today: date) -> ParseResult:
        match parse_date(text, today, future=self.future):
            case AmbiguousDate(readings=days):
                return self._pick_allowed(days, today)
            case InvalidDate(reason=reason):
                return Rejected(reason)
            case day:
                return Parsed(day.isoformat()) if self.allows(day, today) else self._reject_out_of_range(today)

    def _pick_allowed(self, days: tuple[date, ...], today: date) -> ParseResult:
        """Return the only allowed one of several days.

        A single reading was ambiguous from the start and stays so.
        """
        allowed = [day for day in days if self.allows(day, today)]
        if not allowed:
            return self._reject_out_of_range(today)
        if len(allowed) == 1 < len(days):
            return Parsed(allowed[0].isoformat())
        return Ambiguous(tuple((Day(day), day.isoformat()) for day in allowed))

    def _reject_out_of_range(self, today: date) -> Rejected:
        return Rejected("not-yet" if self.past else "gone", {"today": Day(today)})

    def load(self, value: Json) -> object:
        return date.fromisoformat(value)

    def format_answer(self, value: Json) -> Localizable:
        return Day(date.fromisoformat(value), DateStyle.LONG)
