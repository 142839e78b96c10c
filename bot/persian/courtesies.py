"""Courtesies that people type to a bot: a greeting or thanks, and nothing else. Pure."""

from typing import Literal, TypeAlias

from bot.persian.normalisation import fold

Courtesy: TypeAlias = Literal["greeting", "thanks"]
"""A message that asks for nothing, and is answered all the same."""

_GREETINGS = (
    "سلام", "درود", "سلام علیکم", "سلام علیک", "سلام و درود", "سلام وقت بخیر", "سلام صبح بخیر", "سلام شب بخیر",
    "سلام خسته نباشید", "سلام خدا قوت", "وقت بخیر", "صبح بخیر", "ظهر بخیر", "عصر بخیر", "شب بخیر", "روز بخیر",
    "سلام خوبی", "سلام خوبید", "hi", "hello", "salam", "hi there", "good morning", "good evening",
    "👋",
)  # fmt: skip
_THANKS = (
    "ممنون", "ممنونم", "ممنونیم", "خیلی ممنون", "خیلی ممنونم", "ممنون از شما", "سپاس", "سپاسگزارم", "متشکرم", "تشکر", "با تشکر",
    "تشکر می‌کنم", "خیلی متشکرم", "مرسی", "خیلی مرسی", "دستتان درد نکند", "دستت درد نکند", "دست شما درد نکند", "دستتون درد نکنه",
    "دست شما درد نکنه", "دستت درد نکنه", "خدا قوت", "خسته نباشید", "لطف کردید", "زنده باشید", "سلامت باشید", "اجرتان با خدا",
    "خدا خیرتان بدهد", "خدا خیرتون بده", "ان شاء الله", "thanks", "thank you", "thank you very much", "thx",
    "🙏", "❤", "👍", "🌹", "🌺", "💐", "👏",
)  # fmt: skip
_EDGES = " \n.!،؛…‌,"
_SKIN_TONES_AND_SELECTORS = dict.fromkeys((0xFE0F, *range(0x1F3FB, 0x1F400)))


def _key(typed: str) -> str:
    return " ".join(fold(typed.translate(_SKIN_TONES_AND_SELECTORS)).replace("!", " ").replace(".", " ").split()).strip(
        _EDGES
    )


_COURTESIES: dict[str, Courtesy] = {
    **{_key(said): "greeting" for said in _GREETINGS},
    **{_key(said): "thanks" for said in _THANKS},
}
_MAX_LENGTH = 60  # nothing longer is a courtesy alone


def read_courtesy(typed: str) -> Courtesy | None:
    """Return the courtesy that the text consists of, or None. A sign said several times, or after words, counts once."""
    if len(typed) > _MAX_LENGTH:
        return None
    key = _key(typed)
    if key in _COURTESIES:
        return _COURTESIES[key]
    signs = "".join(sign for sign in key if sign in _COURTESIES)
    words = _key("".join(sign for sign in key if sign not in signs))
    if not signs or (words and words not in _COURTESIES):
        return None
    return _COURTESIES[words] if words else _COURTESIES[signs[0]]
