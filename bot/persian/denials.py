"""Words that people type where there is nothing to tell: «ندارن», «نه», «فعلاً نداریم»."""

from bot.persian.normalisation import match_key

_NONE_WORDS = frozenset(
    match_key(words)
    for words in (
        "ندارد", "ندارند", "ندارن", "ندارم", "نداریم", "نداره", "ندارین", "نیست", "نه", "نخیر", "خیر", "هیچ", "هیچی", "هیچ کدام",
        "هیچکدوم", "نمی‌دانم", "نمیدونم", "نمی‌دانند", "نمیدونن", "بلد نیستم", "یادم نیست", "بعداً", "بعدا می‌گم", "بی تلفن", "بدون تلفن",
        "-", "no", "none", "nothing", "not yet", "don't know", "n/a",
    )
)  # fmt: skip
_BEFORE = tuple(match_key(word) for word in ("فعلاً", "الان", "تلفن", "موبایل", "شماره", "گوشی", "هنوز"))


def says_none(text: str) -> bool:
    """Return True if the text says that there is no answer, as «تلفن ندارن»."""
    key = match_key(text).strip(".!،")
    shortened = True
    while shortened and key not in _NONE_WORDS:
        rest = next((key.removeprefix(word) for word in _BEFORE if key.startswith(word)), key)
        shortened, key = rest != key, rest
    return key in _NONE_WORDS
