"""Parser of amounts as people write them, in toman; an ambiguous text yields every reading.

Knows neither the asker nor what the amount is for. Nothing is guessed: the caller gets an amount, readings or a
reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from bot.persian.money import (
    MAX_TOMAN,
    AmbiguousAmount,
    Amount,
    Currency,
    InvalidAmount,
    InvalidAmountReason,
    Toman,
)
from bot.persian.normalisation import fold, normalise
from bot.persian.numbers.parser import THOUSAND, InvalidNumberError, ParsedNumber, parse_number
from bot.persian.numbers.tokens import Token, TokenKind, tokenize

_MILLION = 1_000_000
_HUNDRED = 100
_TEN = 10
_UNITS = frozenset({TokenKind.TOMAN, TokenKind.RIAL})
_BREAKS = frozenset({TokenKind.EACH, TokenKind.COUNT_NOUN, TokenKind.TIMES, TokenKind.BREAK})
_MAX_AMBIGUOUS_TOKENS = 3
_NEGATIVE = re.compile(r"^(?:[-−]\s*|منفی |minus )+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Reading:
    toman: Fraction
    currency: Currency = Currency.TOMAN


@dataclass(frozen=True, slots=True)
class _Readings:
    """Possible values of one text.

    `sure`: the words have one meaning, so that a single reading needs no question.
    """

    options: tuple[_Reading, ...]
    sure: bool = True


class _CountWithoutAmountError(ValueError):
    """Hours, people or pieces, and no money."""


class _MultipleAmountsError(ValueError):
    """More than one amount, or an amount for each without how many."""


def parse_amount(text: str) -> Amount | AmbiguousAmount | InvalidAmount:
    """Parse an amount of money in figures, words or both.

    A scale word («هزار», «میلیون») or a unit makes an amount plain; a bare number is always ambiguous. Below a
    thousand, «۵۰۰ تومن» may leave out «هزار». A thousand or more without a unit may be toman or rial.
    """
    normalised = normalise(text)
    sign = _NEGATIVE.match(fold(normalised))
    if sign:
        absolute = parse_amount(_NEGATIVE.sub("", fold(normalised)))
        return absolute if isinstance(absolute, InvalidAmount) else InvalidAmount("negative")
    tokens = tokenize(normalised)
    if not tokens:
        return InvalidAmount("not-an-amount")
    try:
        readings = _parse_tokens(tokens)
    except _MultipleAmountsError:
        return InvalidAmount("several")
    except _CountWithoutAmountError:
        return InvalidAmount("count")
    except InvalidNumberError:
        return InvalidAmount("not-an-amount")
    return _to_result(readings, normalised)


def _to_result(readings: _Readings, text: str) -> Amount | AmbiguousAmount | InvalidAmount:
    amounts_by_value: dict[int, Amount] = {}
    reason: InvalidAmountReason = "not-an-amount"
    for reading in readings.options:
        fault = _find_fault(reading.toman)
        if fault:
            reason = fault
        else:
            value = int(reading.toman)
            amounts_by_value.setdefault(value, Amount(Toman(value), text, reading.currency))
    match tuple(amounts_by_value.values()):
        case ():
            return InvalidAmount(reason)
        case (amount,) if readings.sure:
            return amount
        case amounts:
            return AmbiguousAmount(amounts)


def _find_fault(toman: Fraction) -> InvalidAmountReason | None:
    if not toman:
        return "zero"
    if toman > MAX_TOMAN:
        return "too-large"
    return None if toman.denominator == 1 else "not-whole"


def _parse_tokens(tokens: Sequence[Token]) -> _Readings:
    """Parse the amount and its repetition in brackets; «حدود» makes any reading a question."""
    is_approximate = any(token.kind is TokenKind.APPROXIMATOR for token in tokens)
    tokens = [token for token in tokens if token.kind is not TokenKind.APPROXIMATOR]
    kinds = [token.kind for token in tokens]
    if TokenKind.OPEN in kinds and kinds[-1] is TokenKind.CLOSE:
        start = kinds.index(TokenKind.OPEN)
        readings = _reconcile(_parse_clauses(tokens[:start]), _parse_clauses(tokens[start + 1 : -1]))
    else:
        readings = _parse_clauses(tokens)
    return replace(readings, sure=readings.sure and not is_approximate)


def _reconcile(one: _Readings, other: _Readings) -> _Readings:
    """Return the readings that both texts share if there are any, else the readings of either."""
    values = {reading.toman for reading in other.options}
    shared = tuple(reading for reading in one.options if reading.toman in values)
    if shared:
        return _Readings(shared, sure=one.sure or other.sure)
    return _Readings(one.options + other.options, sure=False)


def _parse_clauses(tokens: Sequence[Token]) -> _Readings:
    """Split into clauses: a count and an amount for each multiply, otherwise there is one amount.

    «هر نفر ۵۰ هزار، ۳۰ نفر» and «۳۰ × ۵۰ هزار» are products.
    """
    counts: list[Sequence[Token]] = []
    amounts: list[Sequence[Token]] = []
    each = False
    clause: list[Token] = []
    previous: TokenKind | None = None
    for token in (*tokens, Token(TokenKind.BREAK)):
        if token.kind is TokenKind.COUNT_NOUN and previous is TokenKind.EACH:
            continue
        if token.kind in _BREAKS:
            if clause:
                (counts if token.kind in {TokenKind.COUNT_NOUN, TokenKind.TIMES} else amounts).append(clause)
            each, clause = each or token.kind is TokenKind.EACH, []
        else:
            clause.append(token)
        previous = token.kind
    return _multiply_out(counts, amounts, each=each)


def _multiply_out(counts: list[Sequence[Token]], amounts: list[Sequence[Token]], *, each: bool) -> _Readings:
    if not counts and not amounts:
        raise InvalidNumberError
    if counts and not amounts:
        raise _CountWithoutAmountError
    if len(amounts) != 1 or len(counts) > 1 or (each and not counts):
        raise _MultipleAmountsError
    if not counts:
        return _parse_single_amount(amounts[0])
    for count, amount in ((counts[0], amounts[0]), (amounts[0], counts[0])):
        if all(token.kind in {TokenKind.FIGURE, TokenKind.WORD, TokenKind.HUNDRED, TokenKind.AND} for token in count):
            times = _parse_count(count)
            options = _parse_single_amount(amount).options
            return _Readings(tuple(replace(option, toman=option.toman * times) for option in options), sure=False)
    raise _MultipleAmountsError


def _parse_count(tokens: Sequence[Token]) -> int:
    number = parse_number([(token.kind, token.values[0] if token.values else Fraction(0)) for token in tokens]).tail
    if number is None or number.denominator != 1:
        raise InvalidNumberError
    return int(number)


def _parse_single_amount(tokens: Sequence[Token]) -> _Readings:
    unit = _find_unit(tokens)
    numbers = [token for token in tokens if token.kind not in _UNITS]
    if sum(len(token.values) > 1 for token in numbers) > _MAX_AMBIGUOUS_TOKENS:
        raise InvalidNumberError
    results: list[_Readings] = []
    for values in product(*(token.values or (Fraction(0),) for token in numbers)):
        try:
            total = parse_number([(token.kind, value) for token, value in zip(numbers, values, strict=True)])
            results.append(_meanings(total, unit))
        except InvalidNumberError:
            continue
    if not results:
        raise InvalidNumberError
    return _Readings(
        tuple(option for readings in results for option in readings.options),
        sure=all(readings.sure for readings in results),
    )


def _find_unit(tokens: Sequence[Token]) -> TokenKind | None:
    """Return the unit, which is first, last or after a scale word; elsewhere it parts two amounts."""
    units = {token.kind for token in tokens if token.kind in _UNITS}
    if len(units) > 1 or any(token.kind is TokenKind.JOINER for token in tokens):
        raise _MultipleAmountsError
    for index, token in enumerate(tokens):
        if token.kind in _UNITS and 0 < index < len(tokens) - 1 and tokens[index - 1].kind is not TokenKind.SCALE:
            raise _MultipleAmountsError
    return units.pop() if units else None


def _meanings(total: ParsedNumber, unit: TokenKind | None) -> _Readings:
    values, sure = _possible_values(total, unit)
    if unit is TokenKind.RIAL:
        return _Readings(tuple(_Reading(value / _TEN, Currency.RIAL) for value in values), sure)
    options = tuple(map(_Reading, values))
    if unit is None and not total.scale and values[0] == total.tail:
        return _Readings((*options, _Reading(values[0] / _TEN, Currency.RIAL)), sure=False)
    return _Readings(options, sure)


def _possible_values(total: ParsedNumber, unit: TokenKind | None) -> tuple[tuple[Fraction, ...], bool]:
    if total.scale:
        return _scaled_values(total, said_unit=unit is not None)
    if total.tail is None:
        raise InvalidNumberError
    if unit is TokenKind.RIAL or total.tail >= THOUSAND:
        return (total.tail,), True
    return _short_values(total.tail, said_unit=unit is not None), False


def _short_values(number: Fraction, *, said_unit: bool) -> tuple[Fraction, ...]:
    """Return the values of a number below a thousand with its scale left out.

    «یک تومن» is a thousand or a million, «۵۰۰ تومن» five hundred thousand or five hundred, «۲ و نیم» millions.
    """
    if number.denominator != 1 and number < _HUNDRED and not said_unit:
        return (number * _MILLION,)
    if number.denominator != 1 or number < _HUNDRED:
        return number * THOUSAND, number * _MILLION
    return number * THOUSAND, number


def _scaled_values(total: ParsedNumber, *, said_unit: bool) -> tuple[tuple[Fraction, ...], bool]:
    """Return the values of a number with a scale word, and True if they need no question.

    «۱ میلیون و ۲۰۰» leaves out «هزار»; with «تومان» after it, it may also mean what it says.
    """
    closed, tail = total.scaled_total, total.tail
    if tail is None:
        return (closed,), True
    if not tail or tail.denominator != 1 or tail >= total.scale:
        raise InvalidNumberError
    if total.scale == THOUSAND or tail >= THOUSAND:
        return (closed + tail,), True
    lower = total.scale // THOUSAND
    meant = [closed + tail * lower]
    if tail < _TEN:
        meant.append(closed + tail * lower * _HUNDRED)
    if said_unit:
        meant.append(closed + tail)
    return tuple(meant), len(meant) == 1
