"""Malformed values that no messenger should send, and texts that people do send.

Seeded; knows no update, no messenger and no part of the application.
"""

import random
from collections.abc import Callable
from typing import Any

NESTED = "<nested {}>"
"""Stands for so many lists in one another: `wire.batch` writes them out, for no encoder would."""
NUMBERS: tuple[Any, ...] = (
    *(0, 1, -1, 7, 2**31 - 1, 2**31, -(2**31), 2**32, 2**52, 2**53, 2**63 - 1, 2**63, -(2**63), 2**64, 10**30),
    *(1.0, 1.5, -0.0, 1e-300, 1e308, float("inf"), float("-inf"), float("nan"), 90.0000001, -180.5),
)
TEXTS = (
    *("", " ", "\n", "\x00", "\x00\x01\x1f\x7f", "x", "7", "-7", "۷", "٧", "²", "½", "Ⅷ", "१२", "1e9", "0x1F", "NaN"),
    *("\ud83d", "نیمه\ud83d تمام", "\udc00\ud800", "😀", "👨‍👩‍👧‍👦", "🇮🇷", "\ufdd00\ufdd1", "\ufffe", "\U000e0041"),
    *("\u202eمریم", "\u2066\u2067\u2068", "\u2069\u2069", "\u200f\u200e", "می\u200cروم", "\u200c", "\ufeff", "\u2028"),
    *("{ $name }", "{ home-menu }", '{"a"}', "{{", "*درشت* _کج_ `کد`", "[پیوند](http://127.0.0.1)", "<b>a</b>&amp;"),
    *("'; DROP TABLE families; --", "%s %d {0}", "=1+1", "=cmd|' /C'!A0", "../../etc/passwd", "$(id)", "\\", "\\u0000"),
    *(
        "/start",
        "/start j-",
        "/start j-x",
        "/menu",
        "/help",
        "/cancel",
        "/language",
        "/",
        "//",
        "/start@other x",
        "/menu@",
    ),
    *("f|1|ok", "b|home||", "null", "true", "[]", "None", "undefined", "ي ك ة ۀ أ", "e\u0301\u0301\u0301", "ﷺ", "ﻼ"),
)
ANSWERS = (
    *("مریم احمدی", "علی‌اکبر حسینی‌پور", "سادات", "گچساران", "خانوار", "احمدی", "جمعه ساعت ۸ جلوی مسجد گرد می‌آییم"),
    *(
        "۳۰۰ هزار تومان",
        "۵ میلیارد و ۳۰۰ میلیون",
        "2.5 میلیون",
        "500",
        "۵۰۰ تومن",
        "۱۲۰۰۰۰۰ ریال",
        "صفر",
        "-۵",
        "۹۹۹۹۹۹۹۹۹۹۹۹۹۹",
    ),
    *(
        "۱۲ آبان",
        "دیروز",
        "فردا",
        "۱۴۰۴/۷/۳",
        "12/8",
        "۳۱ اسفند",
        "۱۴۰۳/۱۲/۳۰",
        "1404-13-1",
        "۰/۰/۰",
        "پس‌فردا",
        "آخر ماه",
    ),
    *(
        "09170001234",
        "+98 917 000 1234",
        "۰۰۹۸۹۱۷۰۰۰۱۲۳۴",
        "917000123",
        "0012345679",
        "1111111111",
        "۴۲۲۰۰۰۰۰۱۲",
        "A12345678",
    ),
    *("4", "۱۲", "60", "61", "1000000", "00000000000000000001", "یک", "ندارد", "نمی‌دانم", "بله", "خیر", "۱۰ نفر"),
)
_PIECES = "".join(TEXTS[:40]) + "مریم ۱۲۳abc \n\t,،/|:;-_*`'\"<>{}[]()"


def seeded(*what: object) -> random.Random:
    """Return randomness that is the same for the same words, on every machine."""
    return random.Random("/".join(map(str, what)))  # noqa: S311  a seed, no secret


def _strewn(chance: random.Random) -> str:
    return "".join(chance.choices(_PIECES, k=chance.randrange(1, 60)))


def _long(chance: random.Random) -> str:
    """Return a text of up to the 4,096 characters that both messengers allow."""
    unit = chance.choice([*TEXTS, *ANSWERS, "9", "۹", "میلیون ", "آ", "😀", "\n", "\u0301"]) or "x"
    return (unit * (4096 // len(unit) + 1))[: chance.choice([64, 65, 1024, 2500, 4095, 4096])]


def _touched(chance: random.Random) -> str:
    """Return a good answer with something invisible or unintended in it."""
    answer = chance.choice(ANSWERS)
    place = chance.randrange(len(answer) + 1)
    return answer[:place] + chance.choice(TEXTS) + answer[place:]


_WAYS: tuple[Callable[[random.Random], str], ...] = (
    lambda chance: chance.choice(TEXTS),
    lambda chance: chance.choice(ANSWERS),
    _strewn,
    _touched,
    _long,
)


def words(chance: random.Random) -> str:
    return chance.choice(_WAYS)(chance)


def huge(chance: random.Random) -> Any:
    """Return a value larger than any that a messenger sends: long text, many items, deep lists."""
    match chance.randrange(4):
        case 0:
            return chance.choice("xآ😀\x00") * chance.choice([5_000, 50_000])
        case 1:
            return [chance.choice(NUMBERS)] * chance.choice([100, 3_000])
        case 2:
            return {f"{number}": number for number in range(1_000)}
        case _:
            return NESTED.format(chance.choice([50, 300, 1_100, 5_000]))


def anything(chance: random.Random, names: tuple[str, ...], depth: int = 0) -> Any:
    """Return JSON of any shape, with field names of updates among others."""
    kind = chance.random()
    if kind < 0.002:
        return huge(chance)
    if depth > 3 or kind < 0.5:
        return chance.choice([None, True, False, [], {}, chance.choice(NUMBERS), chance.choice(TEXTS)])
    if kind < 0.65:
        return [anything(chance, names, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(names): anything(chance, names, depth + 1) for _ in range(chance.randrange(6))}
