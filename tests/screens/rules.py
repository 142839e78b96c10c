"""Rules that a screen is held to by its text alone: no key, no placeholder, no machine's word."""

import re

from tests.screens.shown import Shown

_MARKS = re.compile("[\u2066-\u2069\u200e\u200f\u2060]")
_LINK = re.compile(r"https?://\S+|\S+@\S+|[\w./]*\?start=\S+|/[a-z]+\b|\b[\w-]+\.(?:xlsx|csv|png|jpg|pdf)\b")
_CODE = re.compile(r"\b(?=\w*\d)[A-Za-z0-9]+\b|\b[a-z]-[A-Za-z0-9]+\b|\b[A-Z]{10}\b")  # an invitation is ten capitals
_KEY = re.compile(r"\b[a-z]+(?:-[a-z]+)+(?:\.[a-z]+)?\b")
_PLACEHOLDER = re.compile(r"\{\s*\$?[\w-]*\s*\}|\bNone\b|\bTrue\b|\bFalse\b|\bnull\b")
_LATIN = re.compile(r"[A-Za-z]{2,}")
KNOWN_LATIN = frozenset(
    {"PDF", "QR", "xlsx", "Language", "English", "Which", "language", "USSD", "CSV", "IR", "Sara", "Miller"}
)
"""Latin words that a person expects in a Persian screen: kinds of files, the way to the other language, a member's name."""


def machine_words(shown: Shown) -> list[str]:
    """Return what no person says: text keys, placeholders, and Latin words in a Persian screen."""
    said = _MARKS.sub("", "\n".join((shown.text, *shown.labels)))
    without_links = _CODE.sub("", _LINK.sub("", said))
    found = [*(_KEY.findall(without_links) if shown.is_persian else ()), *_PLACEHOLDER.findall(said)]
    if shown.is_persian:
        found += [word for word in _LATIN.findall(without_links) if word not in KNOWN_LATIN]
    return found
