"""Valid answers, by the kind of the question alone, within what that kind accepts.

Knows the kinds of questions; no form, and no single question.
"""

import random
from collections.abc import Sequence
from typing import Any

from bot.dialogue.question import Question
from bot.dialogue.questions.basic import (
    IdentityQuestion,
    LocationQuestion,
    MoneyQuestion,
    NameQuestion,
    NumberQuestion,
    PhoneQuestion,
    TextQuestion,
)
from bot.dialogue.questions.multiples import FileUpload
from bot.dialogue.questions.pickers import DateQuestion, Pick
from bot.i18n.answer_parsers import IdentityKind
from bot.persian.identity_numbers import parse_national_id
from tests.fuzz.malformed_values import ANSWERS
from tests.fuzz.updates import Json, Origin

MANY = 60
WORDS = (
    *("مریم احمدی", "علی‌اکبر حسینی‌پور", "زهرا موسوی", "کوچهٔ لاله", "بی‌بی‌حکیمه، روستای چشمه‌خانی"),
    *("جمعه ساعت ۸ جلوی مسجد گرد می‌آییم.", "لطفاً برای بسته‌بندی بیایید", "به اشتباه ثبت شده بود، پوزش می‌خواهیم"),
    *("۰۱۲۳۴۵۶۷", "*780*1404#", "IR062960000000100324200001", "30.67,51.58", "۱۵ آبان ۱۴۰۴", "عید غدیر", "ندارد"),
)
NAMES = (
    *("مریم احمدی", "علی‌اکبر حسینی‌پور", "گل‌آغا", "Jean-Luc O'Neil", "ژیان ڕۆژبەیانی", "زه\u202eرا موسوی", "خانم رضایی", "رضا"),
    *("گروه\r\nجهادی سادات", "مریم 🌸 احمدی", "\u3164\u3164", "...", "۰۹۱۷۱۱۱۲۲۳۳", "حاج آقا", "M\u0430ryam", "م\u0301\u0301\u0301\u0301ریم"),
    *("سیده‌فاطمه‌سادات " * 5, "ششششش", "t.me/maryam", "پایگاه ۱۲"),
)  # fmt: skip
AMOUNTS = ("۳۰۰ هزار تومان", "۲ میلیون تومان", "500", "۵ میلیارد و ۳۰۰ میلیون تومان", "۱۲۰۰۰۰۰ ریال", "۵۰۰ تومن")
PHONES = ("09170001234", "+98 917 000 9876", "۰۹۱۷۱۱۱۲۲۳۳", "00989172223344")
DAYS = ("امروز", "دیروز", "فردا", "۱۵ مهر", "۲۰ آذر", "۱۴۰۴/۹/۱", "۱۴۰۵/۱/۱", "1404/5/1", "پس‌فردا", "۱۴۰۳/۱۲/۳۰")
_NATIONAL = [n for n in (f"{n:010}" for n in range(4_220_000_000, 4_220_002_000)) if parse_national_id(n) == n]


def fitting(chance: random.Random, question: Question | None, origin: Origin, heard: Sequence[str]) -> Json:
    """Return the parts of a message. `heard` are codes that were on a screen: some are typed again."""
    match question:
        case PhoneQuestion(own=True):
            return {"contact": card(origin)}
        case LocationQuestion():
            return {"location": {"latitude": chance.uniform(29.8, 31.5), "longitude": chance.uniform(49.9, 52.0)}}
        case FileUpload():
            return {"photo": [{"file_id": f"f{chance.randrange(40)}", "width": 90, "height": 90}]}
        case _:
            return {"text": _said(chance, question, heard)}


def unasked(chance: random.Random, origin: Origin) -> Json:
    """Return a file, a place or a contact as people send them without being asked: with a caption, or in an album."""
    caption = {"caption": chance.choice((*WORDS, *AMOUNTS, *PHONES))} if chance.random() < 0.5 else {}
    album = {"media_group_id": f"a{chance.randrange(3)}"} if chance.random() < 0.4 else {}
    file = {"file_id": f"f{chance.randrange(40)}"}
    return chance.choice(
        (
            {"photo": [{**file, "width": 90, "height": 90}], **caption, **album},
            {"photo": [{**file, "width": 90, "height": 90}], **caption, **album},
            {"document": {**file, "file_name": "receipt.jpg"}, **caption, **album},
            {"voice": {**file, "duration": 3}, **caption},
            {"video": {**file}, **caption, **album},
            {"location": {"latitude": chance.uniform(29.8, 31.5), "longitude": chance.uniform(49.9, 52.0)}},
            {"contact": {"phone_number": chance.choice(PHONES), "first_name": origin.name}},
        )
    )


def card(origin: Origin) -> Json:
    """Return the sender's own contact card; every seventh person has a number of Afghanistan, without its «+»."""
    phone = f"9370{origin.account:07}" if origin.account % 7 == 0 else f"98917{origin.account:07}"
    return {"phone_number": phone, "first_name": origin.name, "user_id": origin.account}


def _said(chance: random.Random, question: Question | None, heard: Sequence[str]) -> str:
    match question:
        case NameQuestion():
            return chance.choice(NAMES)
        case TextQuestion(min_length=least, max_length=most):
            known = [code for code in heard if least <= len(code) <= most]
            if known and chance.random() < (0.7 if most <= MANY else 0.1):
                return chance.choice(known)
            return chance.choice([said for said in WORDS if least <= len(said) <= most] or ANSWERS)
        case NumberQuestion(minimum=least, maximum=most):
            return str(chance.randint(least, min(most, least + MANY)))
        case MoneyQuestion():
            return chance.choice(AMOUNTS)
        case PhoneQuestion():
            return chance.choice(PHONES)
        case DateQuestion():
            return chance.choice(DAYS)
        case IdentityQuestion(kind=kind):
            return _paper(chance, kind)
        case Pick():
            return chance.choice(("سادات", "گچساران", "یاسوج", "احمدی", "مرکز", "ن", *ANSWERS))
        case _:
            return chance.choice((*heard, *ANSWERS) if chance.random() < 0.3 else ANSWERS)


def _paper(chance: random.Random, kind: IdentityKind) -> str:
    papers: dict[Any, Sequence[str]] = {
        IdentityKind.NATIONAL_ID: _NATIONAL,
        IdentityKind.FOREIGNER_ID: ("123456789012", "987654321098"),
        IdentityKind.PASSPORT: ("A12345678", "U98765432"),
    }
    return chance.choice(papers.get(kind, ANSWERS))
