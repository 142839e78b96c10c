"""The rules of docs/persian.md that a program can see: words, spelling, buttons and what is quoted of them."""

import re

import pytest

from tests.support.written_texts import GAP, labels, quoted_without_a_label, written_texts

LETTER = r"\w\u200c\u064b-\u0655"
WORDS = {
    "سپاس": "ممنون",
    "پیوند": "لینک، اتصال",
    "پیوستن": "عضویت",
    "می‌پیوندم": "پذیرش دعوت",
    "رونوشت": "کپی",
    "برچسب": "استیکر",
    "واپسین": "آخرین",
    "نخستین": "اولین",
    "پیشین": "قبلی",
    "کنونی": "فعلی",
    "دست‌بالا": "حداکثر",
    "نویسه": "حرف",
    "شمار": "تعداد",
    "مال": "برای، مربوط به",
    "یافته‌ها": "نتیجهٔ جست‌وجو",
    "گشایش": "تاریخ تأسیس",
    "رایانه": "کامپیوتر",
    "آفرین": "خیلی خوب بود",
    "نفهمیدم": "متوجه … نشدم",
    "او": "ایشان",
    "گروهتان": "واحدتان",
    "برگشت‌خورده": "نیازمند اصلاح",
    "برگشت خورد": "نیاز به اصلاح",
    "زیر پوشش": "تحت پوشش",
    "زنگ بزنید": "تماس بگیرید",
    "تلفن کنید": "تماس بگیرید",
    "نوشته شد": "ثبت شد",
    "دور ریخت": "حذف",
    "دور بریز": "حذف",
    "به جای": "به‌جای",
    "به صورت": "به‌صورت",
    "دوبار": "دو بار",
    "هرچه": "هر چه",
    "جستجو": "جست‌وجو",
    "در اختیار شما نیست": "دسترسی ندارید",
    "گروه بی‌نام": "گروهی، بدون نام",
}
"""What is not said, and what is said instead. A word is matched whole."""
SHAPES = {
    "[يكةى٠-٩]": "Arabic letters and digits",
    f"(?:{GAP}|[۰-۹])[ ](?:نفره|روزه|ساعته|ماهه)(?![{LETTER}])": "a space before نفره: half-space",
    r"ه‌ی ": "هٔ",
    r"(?:^|[.؟!] )(?:باشد،|نشد\.|چرا؟)": "a cold answer",
    r"علت(?! سرپرستی)": "دلیل",
    r"(?<!بخش )پیوست": "عکس یا فایل",
    r"(?:خانوار|خانواده|افراد|شخص|مناسبت|این‌ها|هر چند تا|واحد)[^«».؛]{0,12} (?:را |که هست )بزنید": "people and places are not hit",
    r"(?<!روی )(?<!نام )هر کدام را بزنید": "people are not hit",
    r"(?:^| )این‌ها (?!درست|محرمانه|را آ)": "people are not «این‌ها»",
}
LATIN = re.compile(r"[A-Za-z]+")
FORMATS = {"PDF", "CSV", "IR", "xlsx"}
BILINGUAL = {"home-language", "home-which-language", "home-english"}
COPIED = re.compile(r"\u200e\S+|A\d{8}")
MOODS = re.compile(
    r"(?:^| )(?:شود|شوند|بماند|برود|برگردد|کن|بفرست|بده|بریز|بزن|بگیر|بگذار|می‌فرستم|می‌کنم|می‌دهم|می‌گیرم|برمی‌گردانم)$"
)
OWN_WORDS = {"large-call-approve", "verify-after-all"}
"""Where a person gives their word for something, a button speaks in the first person."""
LONGEST_LABEL = 40
NOT_LABELS = {"عینک", "از کجا بدانم واقعی هستید؟", "واحد بالاتر", "نوع", "نام"}


def faults(locale: str, pattern: str) -> list[str]:
    return [
        f"{key}: {reading}"
        for key, readings in written_texts(locale).items()
        for reading in readings
        if re.search(pattern, reading)
    ]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_people_do_not_use_is_not_used(word: str) -> None:
    assert faults("fa", f"(?<![{LETTER}]){word}(?![{LETTER}])") == [], f"say «{WORDS[word]}»"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_that_reads_wrong_is_not_written(shape: str) -> None:
    assert faults("fa", shape) == [], SHAPES[shape]


def test_prose_has_persian_digits_and_no_foreign_words() -> None:
    strange = [
        f"{key}: {reading}"
        for key, readings in written_texts("fa").items()
        for reading in (COPIED.sub("", reading) for reading in readings)
        if key not in BILINGUAL and (re.search(r"[0-9]", reading) or set(LATIN.findall(reading)) - FORMATS)
    ]
    assert strange == []


def test_a_button_is_a_noun_or_an_infinitive() -> None:
    moody = [
        f"{key}: {reading}"
        for key, readings in labels("fa").items()
        for reading in readings
        if key not in OWN_WORDS and MOODS.search(reading) and not reading.startswith(("بله", "نه،"))
    ]
    assert moody == []


def test_a_button_that_a_text_quotes_is_there_with_that_label() -> None:
    assert quoted_without_a_label("fa", ("«", "»"), LONGEST_LABEL, NOT_LABELS) == {}


def test_the_checks_find_what_they_should() -> None:
    """The patterns see what they are for."""
    wrong = ("کتاب مال من", "۱۲ نفره", "یکی از خانوارها را بزنید، یا", "به جای من", "دست‌بالا ۵")
    patterns = [f"(?<![{LETTER}]){word}(?![{LETTER}])" for word in WORDS] + list(SHAPES)
    assert [text for text in wrong if not any(re.search(pattern, text) for pattern in patterns)] == []
    right = ("بالاترین", "مالیات", "اولین روز", "شمارهٔ ۵", "گروه‌ها", "پیش‌نویس حذف شد.")
    assert [text for text in right if any(re.search(pattern, text) for pattern in patterns)] == []
