"""Parser of number tokens: «۲ میلیون و ۳۰۰ هزار», «بیست و پنج هزار», «two and a half million».

Scales must fall from left to right; tokens without one plain sum are refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bot.persian.numbers.tokens import TokenKind

THOUSAND = 1000
_HUNDRED = 100
_TEN = 10


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number in two parts.

    `scaled_total`: the sum of all that stands before a scale word; `scale`: the last of these words; `tail`: a number
    left without one, as the 200 of «۱ میلیون و ۲۰۰».
    """

    scaled_total: Fraction = Fraction(0)
    scale: int = 0
    tail: Fraction | None = None


class InvalidNumberError(ValueError):
    """The tokens are in an order that makes no number."""


@dataclass(slots=True)
class _NumberBuilder:
    """Builds a number token by token.

    `room`: the bound below which the next word is added to `open`: ten after «بیست».
    """

    parts: list[tuple[Fraction, int]] = field(default_factory=list)
    open: Fraction | None = None
    room: int = 0
    linked: bool = False
    before: TokenKind | None = None
    ended: bool = False

    def add(self, kind: TokenKind, value: Fraction, after: TokenKind | None) -> None:
        if self.ended:
            raise InvalidNumberError
        match kind:
            case TokenKind.AND:
                self._link()
            case TokenKind.FIGURE:
                self._figure(value)
            case TokenKind.WORD:
                self._word(value)
            case TokenKind.HUNDRED:
                self._hundred()
            case TokenKind.FRACTION:
                self._part(value, scaled=after is TokenKind.SCALE)
            case TokenKind.SCALE:
                self._scale(int(value))
            case _:
                raise InvalidNumberError
        self.linked = kind is TokenKind.AND
        self.before = kind

    def build(self) -> ParsedNumber:
        if self.linked or (self.open is None and not self.parts):
            raise InvalidNumberError
        closed = sum((value * scale for value, scale in self.parts), Fraction(0))
        return ParsedNumber(closed, self.parts[-1][1] if self.parts else 0, self.open)

    def _link(self) -> None:
        if self.linked or self.before is None:
            raise InvalidNumberError

    def _figure(self, value: Fraction) -> None:
        if self.open is not None:
            raise InvalidNumberError
        self.open, self.room = value, 0

    def _word(self, value: Fraction) -> None:
        if self.open is None:
            self.open = value
        elif 0 < value < self.room:
            self.open += value
        else:
            raise InvalidNumberError
        self.room = _room_after(value)

    def _hundred(self) -> None:
        if self.open is None:
            self.open = Fraction(_HUNDRED)
        elif 1 <= self.open < _HUNDRED and self.open.denominator == 1 and not self.linked:
            self.open *= _HUNDRED
        else:
            raise InvalidNumberError
        self.room = _HUNDRED

    def _part(self, value: Fraction, *, scaled: bool) -> None:
        """Add a fraction: «نیم میلیون», «دو و نیم میلیون», «دو میلیون و نیم»."""
        if self.open is not None and self.linked and self.open.denominator == 1:
            self.open, self.room = self.open + value, 0
        elif self.open is None and self.linked and not scaled:
            self.parts.append((value, self.parts[-1][1]))
            self.ended = True
        elif self.open is None:
            self.open, self.room = value, 0
        else:
            raise InvalidNumberError

    def _scale(self, scale: int) -> None:
        if self.linked and self.open is not None:
            raise InvalidNumberError
        if self.parts and scale >= self.parts[-1][1]:
            coefficient = self._thousands_of(scale)
        else:
            coefficient = self.open if self.open is not None else Fraction(1)
        if not coefficient or (self.parts and scale >= self.parts[-1][1]):
            raise InvalidNumberError
        self.parts.append((coefficient, scale))
        self.open, self.room = None, 0

    def _thousands_of(self, scale: int) -> Fraction:
        """Return thousands of a greater scale: «۲ هزار میلیارد», «هزار و دویست میلیارد»."""
        value, last = self.parts.pop()
        if last != THOUSAND or scale == THOUSAND:
            raise InvalidNumberError
        if self.open is None and not self.linked:
            return value * THOUSAND
        if self.open is not None and self.open >= _HUNDRED and value < _TEN and self.open < THOUSAND:
            return value * THOUSAND + self.open
        raise InvalidNumberError


def _room_after(value: Fraction) -> int:
    if value >= _HUNDRED:
        return _HUNDRED
    return _TEN if value > _TEN and value % _TEN == 0 else 0


def parse_number(tokens: Sequence[tuple[TokenKind, Fraction]]) -> ParsedNumber:
    """Add the tokens up; raises InvalidNumberError if they make no number."""
    builder = _NumberBuilder()
    for index, (kind, value) in enumerate(tokens):
        builder.add(kind, value, tokens[index + 1][0] if index + 1 < len(tokens) else None)
    return builder.build()
