"""Amounts as people write them, read into toman; what can mean two things comes out as both.

Knows nothing of who asks or what the amount is for. Nothing is guessed: who reads gets an amount, readings or a reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from bot.persian.money import (
    LARGEST,
    Amount,
    Currency,
    Toman,
    Unclear,
    Why,
    Wrong,
    in_words,
    say,
    say_round,
)
from bot.persian.normalisation import fold, normalise
from bot.persian.numbers.parser import THOUSAND, NoSumError, Sum, add_up
from bot.persian.numbers.tokens import Sign, Token, tokens

__all__ = [
    "LARGEST",
    "Amount",
    "Currency",
    "Toman",
    "Unclear",
    "Why",
    "Wrong",
    "in_words",
    "read_amount",
    "say",
    "say_round",
]

_MILLION = 1_000_000
_HUNDRED = 100
_TEN = 10
_UNITS = frozenset({Sign.TOMAN, Sign.RIAL})
_BREAKS = frozenset({Sign.EACH, Sign.COUNTED, Sign.TIMES, Sign.BREAK})
_MOST_AMBIGUOUS = 3
_NEGATIVE = re.compile(r"^(?:[-−]\s*|منفی |minus )+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Reading:
    toman: Fraction
    currency: Currency = Currency.TOMAN


@dataclass(frozen=True, slots=True)
class _Readings:
    """`sure`: the words say one thing only, so that a single reading needs no question."""

    options: tuple[_Reading, ...]
    sure: bool = True


class _SeveralError(ValueError):
    """More than one amount, or one for each without how many."""


def read_amount(text: str) -> Amount | Unclear | Wrong:
    """A scale word («هزار», «میلیون») or a unit makes an amount plain; a bare number never is.

    Below a thousand, «۵۰۰ تومن» may leave out «هزار»; a thousand or more without a unit may be toman or rial.
    """
    said = normalise(text)
    minus = _NEGATIVE.match(fold(said))
    if minus:
        below = read_amount(_NEGATIVE.sub("", fold(said)))
        return below if isinstance(below, Wrong) else Wrong("negative")
    signs = tokens(said)
    if not signs:
        return Wrong("not-an-amount")
    try:
        readings = _read(signs)
    except _SeveralError:
        return Wrong("several")
    except NoSumError:
        return Wrong("not-an-amount")
    return _judge(readings, said)


def _judge(readings: _Readings, said: str) -> Amount | Unclear | Wrong:
    good: dict[int, Amount] = {}
    why: Why = "not-an-amount"
    for reading in readings.options:
        flaw = _flaw(reading.toman)
        if flaw:
            why = flaw
        else:
            value = int(reading.toman)
            good.setdefault(value, Amount(Toman(value), said, reading.currency))
    match tuple(good.values()):
        case ():
            return Wrong(why)
        case (amount,) if readings.sure:
            return amount
        case amounts:
            return Unclear(amounts)


def _flaw(toman: Fraction) -> Why | None:
    if not toman:
        return "zero"
    if toman > LARGEST:
        return "too-large"
    return None if toman.denominator == 1 else "not-whole"


def _read(signs: Sequence[Token]) -> _Readings:
    """Words in brackets repeat the amount; «حدود» makes any reading a question."""
    about = any(token.sign is Sign.ABOUT for token in signs)
    signs = [token for token in signs if token.sign is not Sign.ABOUT]
    kinds = [token.sign for token in signs]
    if Sign.OPEN in kinds and kinds[-1] is Sign.CLOSE:
        at = kinds.index(Sign.OPEN)
        readings = _both(_clauses(signs[:at]), _clauses(signs[at + 1 : -1]))
    else:
        readings = _clauses(signs)
    return replace(readings, sure=readings.sure and not about)


def _both(one: _Readings, other: _Readings) -> _Readings:
    """What both say, where one of them is plainer than the other; else all that either says."""
    values = {reading.toman for reading in other.options}
    shared = tuple(reading for reading in one.options if reading.toman in values)
    if shared:
        return _Readings(shared, sure=one.sure or other.sure)
    return _Readings(one.options + other.options, sure=False)


def _clauses(signs: Sequence[Token]) -> _Readings:
    """«هر نفر ۵۰ هزار، ۳۰ نفر» and «۳۰ × ۵۰ هزار» ask for the product; otherwise there is one amount."""
    counts: list[Sequence[Token]] = []
    amounts: list[Sequence[Token]] = []
    each = False
    clause: list[Token] = []
    before: Sign | None = None
    for token in (*signs, Token(Sign.BREAK)):
        if token.sign is Sign.COUNTED and before is Sign.EACH:
            continue
        if token.sign in _BREAKS:
            if clause:
                (counts if token.sign in {Sign.COUNTED, Sign.TIMES} else amounts).append(clause)
            each, clause = each or token.sign is Sign.EACH, []
        else:
            clause.append(token)
        before = token.sign
    return _share(counts, amounts, each=each)


def _share(counts: list[Sequence[Token]], amounts: list[Sequence[Token]], *, each: bool) -> _Readings:
    if not counts and not amounts:
        raise NoSumError
    if len(amounts) != 1 or len(counts) > 1 or (each and not counts):
        raise _SeveralError
    if not counts:
        return _amount(amounts[0])
    for count, amount in ((counts[0], amounts[0]), (amounts[0], counts[0])):
        if all(token.sign in {Sign.FIGURE, Sign.WORD, Sign.HUNDRED, Sign.AND} for token in count):
            times = _count(count)
            options = _amount(amount).options
            return _Readings(tuple(replace(option, toman=option.toman * times) for option in options), sure=False)
    raise _SeveralError


def _count(signs: Sequence[Token]) -> int:
    number = add_up([(token.sign, token.values[0] if token.values else Fraction(0)) for token in signs]).tail
    if number is None or number.denominator != 1:
        raise NoSumError
    return int(number)


def _amount(signs: Sequence[Token]) -> _Readings:
    unit = _unit(signs)
    numbers = [token for token in signs if token.sign not in _UNITS]
    if sum(len(token.values) > 1 for token in numbers) > _MOST_AMBIGUOUS:
        raise NoSumError
    found: list[_Readings] = []
    for values in product(*(token.values or (Fraction(0),) for token in numbers)):
        try:
            total = add_up([(token.sign, value) for token, value in zip(numbers, values, strict=True)])
            found.append(_meanings(total, unit))
        except NoSumError:
            continue
    if not found:
        raise NoSumError
    return _Readings(
        tuple(option for readings in found for option in readings.options),
        sure=all(readings.sure for readings in found),
    )


def _unit(signs: Sequence[Token]) -> Sign | None:
    """The unit stands first, last or after a scale word; elsewhere the numbers around it are two amounts."""
    units = {token.sign for token in signs if token.sign in _UNITS}
    if len(units) > 1 or any(token.sign is Sign.BESIDE for token in signs):
        raise _SeveralError
    for at, token in enumerate(signs):
        if token.sign in _UNITS and 0 < at < len(signs) - 1 and signs[at - 1].sign is not Sign.SCALE:
            raise _SeveralError
    return units.pop() if units else None


def _meanings(total: Sum, unit: Sign | None) -> _Readings:
    values, sure = _numbers(total, unit)
    if unit is Sign.RIAL:
        return _Readings(tuple(_Reading(value / _TEN, Currency.RIAL) for value in values), sure)
    options = tuple(map(_Reading, values))
    if unit is None and not total.scale and values[0] == total.tail:
        return _Readings((*options, _Reading(values[0] / _TEN, Currency.RIAL)), sure=False)
    return _Readings(options, sure)


def _numbers(total: Sum, unit: Sign | None) -> tuple[tuple[Fraction, ...], bool]:
    if total.scale:
        return _scaled(total, said_unit=unit is not None)
    if total.tail is None:
        raise NoSumError
    if unit is Sign.RIAL or total.tail >= THOUSAND:
        return (total.tail,), True
    return _short(total.tail, said_unit=unit is not None), False


def _short(number: Fraction, *, said_unit: bool) -> tuple[Fraction, ...]:
    """«یک تومن» is a thousand or a million, «۵۰۰ تومن» five hundred thousand or five hundred, «۲ و نیم» millions."""
    if number.denominator != 1 and number < _HUNDRED and not said_unit:
        return (number * _MILLION,)
    if number.denominator != 1 or number < _HUNDRED:
        return number * THOUSAND, number * _MILLION
    return number * THOUSAND, number


def _scaled(total: Sum, *, said_unit: bool) -> tuple[tuple[Fraction, ...], bool]:
    """«۱ میلیون و ۲۰۰» leaves out «هزار»; with «تومان» after it, it may also mean what it says."""
    closed, tail = total.closed, total.tail
    if tail is None:
        return (closed,), True
    if not tail or tail.denominator != 1 or tail >= total.scale:
        raise NoSumError
    if total.scale == THOUSAND or tail >= THOUSAND:
        return (closed + tail,), True
    lower = total.scale // THOUSAND
    meant = [closed + tail * lower]
    if tail < _TEN:
        meant.append(closed + tail * lower * _HUNDRED)
    if said_unit:
        meant.append(closed + tail)
    return tuple(meant), len(meant) == 1
