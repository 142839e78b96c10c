"""The words and shapes in which days are written: names, ordinals, patterns over folded text.

Knows no day of its own: the meaning of a match is resolved in parser.py.
"""

import re

from bot.persian.dates.resolution import LAST_DAY
from bot.persian.jalali import MONTHS_EN, MONTHS_FA, WEEKDAYS_EN, WEEKDAYS_FA
from bot.persian.normalisation import fold, without_pictures

_ONES = ("یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه")
_TEENS = ("ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده")
_MAX_DAYS_IN_MONTH = 31


def _cardinals() -> dict[str, int]:
    words = [*_ONES, *_TEENS, "بیست", *(f"بیست و {one}" for one in _ONES), "سی", "سی و یک"]
    return {fold(word): number for number, word in enumerate(words, start=1)}


def _ordinals() -> dict[str, int]:
    words = {word + "م": number for word, number in CARDINALS.items()}
    irregular = {"اول": 1, "سوم": 3, "بیست و سوم": 23, "سی ام": 30, "سی‌ام": 30, "سیم": 30, "نیمه": 15}
    words |= {fold(word): number for word, number in irregular.items()}
    return words | dict.fromkeys(("اخر", "اخرین روز", "پایان"), LAST_DAY)


CARDINALS = _cardinals()
ORDINALS = _ordinals()
DAY_WORDS = CARDINALS | ORDINALS
DAY_WORDS |= {word.replace(" ", ""): number for word, number in DAY_WORDS.items()}

MONTH_NUMBERS = {fold(name): number for names in (MONTHS_FA, MONTHS_EN) for number, name in enumerate(names, start=1)}
MONTH_NUMBERS |= {"امرداد": 5, "اردی بهشت": 2, "amordad": 5, "dei": 10, "esphand": 12}

WEEKDAY_NUMBERS = {fold(name): number for names in (WEEKDAYS_FA, WEEKDAYS_EN) for number, name in enumerate(names)}
for _number, _variants in enumerate(
    ("", "یک شنبه|1شنبه|1 شنبه", "دو شنبه|2شنبه|2 شنبه", "سه شنبه|سشنبه|3شنبه|3 شنبه", "چهار شنبه|چارشنبه|4شنبه|4 شنبه")
):
    WEEKDAY_NUMBERS |= dict.fromkeys(filter(None, _variants.split("|")), _number)
WEEKDAY_NUMBERS |= dict.fromkeys(("پنج شنبه", "5شنبه", "5 شنبه"), 5) | {"ادینه": 6}

DAY_OFFSETS = {
    fold(word): distance
    for distance, words in {
        -2: "پریروز|پریشب|day before yesterday|the day before yesterday",
        -1: "دیروز|دیشب|yesterday",
        0: "امروز|همین امروز|امشب|الان|today",
        1: "فردا|tomorrow",
        2: "پس فردا|پس‌فردا|day after tomorrow|the day after tomorrow",
    }.items()
    for word in words.split("|")
}


def _any(words: dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_PAST = "پیش|قبل|گذشته|ago"
_TO_COME = "بعد|دیگر|دیگه|اینده|later"
_DAY = rf"(?P<day>\d{{1,2}})(?: ?(?:ام|م|st|nd|rd|th))?|(?P<day_word>{_any(DAY_WORDS)})"
_YEAR = r"(?P<year>\d{2}|\d{4})|(?P<this>امسال|this year)|(?P<last>پارسال|سال گذشته|سال پیش|سال قبل|last year)"

DAY_MONTH_PATTERN = re.compile(rf"(?:{_DAY}) ?(?P<month>{_any(MONTH_NUMBERS)})(?: ?ماه)?(?: ?(?:{_YEAR}))?")
MONTH_DAY_PATTERN = re.compile(rf"(?P<month>{_any(MONTH_NUMBERS)}) (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?")
DAY_ONLY_PATTERN = re.compile(
    rf"(?:{_DAY})(?: (?P<here>(?:این|همین) ماه|of this month)|(?P<before> ماه (?:{_PAST})| of last month)| ?(?:ماه|برج))?"
)
OFFSET_PATTERN = re.compile(
    rf"(?:(?P<count>\d{{1,3}})|(?P<count_word>{_any(CARDINALS)})) ?(?P<unit>روز|هفته|ماه|days?|weeks?|months?) "
    rf"(?:(?P<past>{_PAST})|(?P<to_come>{_TO_COME}))"
)
ADJACENT_PATTERN = re.compile(
    rf"(?P<unit>هفته|ماه) (?:(?P<past>{_PAST})|(?P<to_come>{_TO_COME}))"
    r"|(?:(?P<past_en>last)|(?P<to_come_en>next)) (?P<unit_en>week|month)"
)
WEEKDAY_PATTERN = re.compile(
    rf"(?:(?:این|همین|this) |(?P<past_en>last )|(?P<to_come_en>next ))?(?P<weekday>{_any(WEEKDAY_NUMBERS)})"
    rf"(?: (?P<this_week>(?:این|همین) هفته)| (?P<week>هفته )?(?:(?P<past>{_PAST})|(?P<to_come>{_TO_COME})))?"
)
LEADING_WEEKDAY_PATTERN = re.compile(rf"(?P<weekday>{_any(WEEKDAY_NUMBERS)}) ?(?=\S)")
_NOISE = re.compile(r"^(?:روز|مورخ|تاریخ|در|on|the) | (?:هجری|شمسی|ه ?\. ?ش\.?|صبح|ظهر|عصر|شب)$")


def normalise_date_text(text: str) -> str:
    """Fold a text and remove the words that add nothing and the stops that end it."""
    cleaned = re.sub(r"[،,](?!\d)|(?<!\d)[،,]", " ", fold(without_pictures(text))).strip(" .!")
    while True:
        shorter = _NOISE.sub("", cleaned).strip()
        if shorter == cleaned:
            return " ".join(cleaned.split())
        cleaned = shorter
