"""Tokenizer of numbers as people write them, in figures, words or both.

Knows no currency and asks nothing: a figure yields every value that its separators allow.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from bot.persian.normalisation import fold, without_pictures


class TokenKind(Enum):
    """Kinds of tokens.

    `HUNDRED` multiplies the number before it, `FRACTION` is a half or a quarter, `COUNT_NOUN` names the things
    counted, `JOINER` joins two amounts to a range or a sum, `FILLER` are words that change nothing.
    """

    FIGURE = auto()
    WORD = auto()
    HUNDRED = auto()
    SCALE = auto()
    FRACTION = auto()
    AND = auto()
    TOMAN = auto()
    RIAL = auto()
    EACH = auto()
    COUNT_NOUN = auto()
    TIMES = auto()
    BREAK = auto()
    JOINER = auto()
    OPEN = auto()
    CLOSE = auto()
    APPROXIMATOR = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the text; a figure has as many values as its separators can mean."""

    kind: TokenKind
    values: tuple[Fraction, ...] = ()


_NUMBER_WORDS = (
    *("صفر zero", "یک یه one", "دو two", "سه three", "چهار چار four", "پنج five", "شش شیش six", "هفت seven"),
    *("هشت eight", "نه nine", "ده ten", "یازده eleven", "دوازده twelve", "سیزده thirteen"),
    *("چهارده چارده fourteen", "پانزده پونزده fifteen", "شانزده شونزده sixteen", "هفده هیفده seventeen"),
    *("هجده هیجده هژده eighteen", "نوزده nineteen", "بیست twenty"),
)
_ROUND_WORDS = {
    30: "سی thirty",
    40: "چهل forty",
    50: "پنجاه fifty",
    60: "شصت sixty",
    70: "هفتاد seventy",
    80: "هشتاد eighty",
    90: "نود ninety",
    200: "دویست",
    300: "سیصد",
    400: "چهارصد چارصد",
    500: "پانصد پونصد",
    600: "ششصد شیشصد",
    700: "هفتصد",
    800: "هشتصد",
    900: "نهصد",
}
_SCALES = {
    10**3: "هزار thousand",
    10**6: "میلیون ملیون میلون million millions",
    10**9: "میلیارد ملیارد میلیار billion billions milliard",
    10**12: "تریلیون trillion",
}
_ABBREVIATED_SCALES = {10**3: "ه k", 10**6: "م m mn mln", 10**9: "b bn"}
_TRILLION_TOMAN = "همت hmt"
_WORDS = {
    TokenKind.AND: "و and",
    TokenKind.TOMAN: "تومان تومن تومنی تومانی تمن toman tomans tmn irt",
    TokenKind.RIAL: "ریال ریالی rial rials irr",
    TokenKind.COUNT_NOUN: (
        "نفر خانوار خانواده بسته سبد پرس عدد دانه دونه کودک بچه یتیم دانشاموز جلسه ساعت روز ماه هفته دست جفت کارتن کیلو "
        "person people family families basket baskets pack packs meal meals child children hour hours"
    ),
    TokenKind.EACH: "هر هرکدام هریک نفری دانهای دونهای بستهای ساعتی روزی ماهی each per every",
    TokenKind.TIMES: "× * x ضربدر times",
    TokenKind.BREAK: "، , ; ؛",
    TokenKind.JOINER: "تا یا to or - – +",
    TokenKind.OPEN: "(",
    TokenKind.CLOSE: ")",
    TokenKind.APPROXIMATOR: "حدود حدودا تقریبا نزدیک about around approximately ~",
    TokenKind.FILLER: "مبلغ ارزش قیمت فقط جمع جمعا کل معادل نقد نقدی کدام به برای a of for only total",
}


def _vocabulary() -> dict[str, Token]:
    words: dict[str, Token] = {}

    def add(names: str, kind: TokenKind, *values: Fraction) -> None:
        words.update({fold(word): Token(kind, values) for word in names.split()})

    for value, names in (*enumerate(_NUMBER_WORDS), *_ROUND_WORDS.items()):
        add(names, TokenKind.WORD, Fraction(value))
    add("صد یکصد hundred", TokenKind.HUNDRED, Fraction(100))
    for scale, names in _SCALES.items():
        add(names, TokenKind.SCALE, Fraction(scale))
    add("نیم half", TokenKind.FRACTION, Fraction(1, 2))
    add("ربع quarter", TokenKind.FRACTION, Fraction(1, 4))
    for kind, names in _WORDS.items():
        add(names, kind)
    return words


_VOCABULARY = _vocabulary()
_GLUED = "|".join(
    sorted(
        (
            word
            for word, token in _VOCABULARY.items()
            if not word.isascii()
            and token.kind
            in {TokenKind.WORD, TokenKind.HUNDRED, TokenKind.SCALE, TokenKind.AND, TokenKind.TOMAN, TokenKind.RIAL}
        ),
        key=len,
        reverse=True,
    )
)
_GLUED_WORDS = re.compile(f"(?:{_GLUED})+")
_GLUED_WORD = re.compile(_GLUED)
# Letters that stand for a word, only right after a figure («۳۰۰ه», «5m») or, for the unit, after a scale too.
_ABBREVIATIONS = {
    word: Token(TokenKind.SCALE, (Fraction(scale),))
    for scale, said in _ABBREVIATED_SCALES.items()
    for word in said.split()
} | {"ت": Token(TokenKind.TOMAN)}
_FIGURE = r"[0-9]{1,3}(?:(?: [0-9]{3}){2,}| 000)(?![0-9])|[0-9]+(?:[.,/٫٬،'’][0-9]+)*"
_SIGNS = re.compile(rf"\s*(?:(?P<figure>{_FIGURE})|(?P<word>[^\W\d_]+)|(?P<mark>[×*,;،؛()~+–-]))\s*")
_MAX_TOKENS = 40
_POINTS = "./٫"
_GROUP = 3
_HYPHEN = re.compile("(?<=[a-z])-(?=[a-z])")


def tokenize(text: str) -> tuple[Token, ...] | None:
    """Return the tokens in their order; None if a part of the text is no token of any amount."""
    folded = _HYPHEN.sub(" ", fold(without_pictures(text)).rstrip(".! "))
    tokens: list[Token] = []
    position = 0
    while position < len(folded):
        match = _SIGNS.match(folded, position)
        if match is None or len(tokens) > _MAX_TOKENS:
            return None
        if match["figure"]:
            parsed = _figure(match["figure"])
        else:
            parsed = _word(match["word"] or match["mark"], tokens[-1].kind if tokens else None)
        if not parsed:
            return None
        tokens.extend(parsed)
        position = match.end()
    return tuple(token for token in tokens if token.kind is not TokenKind.FILLER)


def _word(word: str, previous: TokenKind | None) -> tuple[Token, ...]:
    if word in _VOCABULARY:
        return (_VOCABULARY[word],)
    if word in _TRILLION_TOMAN.split():
        return (Token(TokenKind.SCALE, (Fraction(10**12),)), Token(TokenKind.TOMAN))
    if word in _ABBREVIATIONS:
        token = _ABBREVIATIONS[word]
        allowed_before = {TokenKind.FIGURE} if token.kind is TokenKind.SCALE else {TokenKind.FIGURE, TokenKind.SCALE}
        return (token,) if previous in allowed_before else ()
    if _GLUED_WORDS.fullmatch(word):
        return tuple(_VOCABULARY[part] for part in _GLUED_WORD.findall(word))
    return ()


def _figure(written: str) -> tuple[Token, ...]:
    values = figure_values(written)
    return (Token(TokenKind.FIGURE, values),) if values else ()


def figure_values(written: str) -> tuple[Fraction, ...]:
    """Return the possible values of a figure, thousands first; none if it is no number.

    Commas and spaces part thousands, «٫» is decimal; a point and a slash are used for both, so that «۲/۵۰۰» is 2500
    or two and a half.
    """
    first, *rest = re.split(r"[^0-9]", written)
    marks = re.findall(r"[^0-9]", written)
    if not marks:
        return (Fraction(int(first)),) if first[0] != "0" or first == "0" else ()
    in_threes = len(first) <= _GROUP and first[0] != "0" and all(len(part) == _GROUP for part in rest)
    whole = Fraction(int(first + "".join(rest)))
    if len(marks) > 1:
        if in_threes and len(set(marks)) == 1:
            return (whole,)
        return _with_decimals(first, rest, marks)
    decimal = whole / 10 ** len(rest[0])
    if not in_threes:
        return (decimal,) if marks[0] in _POINTS or len(rest[0]) < _GROUP else ()
    if marks[0] not in _POINTS or rest[0] == "000":
        return (whole,)
    return (decimal,) if marks[0] == "٫" else (whole, decimal)


def _with_decimals(first: str, rest: list[str], marks: list[str]) -> tuple[Fraction, ...]:
    """Return the value of «1,200,000.50»: thousands parted by one mark, decimals by another."""
    *parting, last = marks
    in_threes = len(first) <= _GROUP and all(len(part) == _GROUP for part in rest[:-1])
    if not in_threes or len(set(parting)) != 1 or parting[0] == last or last not in _POINTS:
        return ()
    return (Fraction(int(first + "".join(rest))) / 10 ** len(rest[-1]),)
