"""Redaction of an erased family in letters and calls: its names and numbers are struck out.

It knows how a name may be spelled and where free texts are stored. Rights are checked before.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import fold
from bot.relief.hierarchy import ancestors
from bot.relief.ids import UnitId
from bot.storage.tables import Call, CallApproval, Letter

REDACTION_MARK = "…"
_HALF_SPACE = "\u200c"
_LOOKALIKES = (
    "یيىئ",
    "کك",
    "هةۀ",
    "اآأإٱ",
    "وؤ",
    *("".join(three) for three in zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
)
_OPTIONAL_MARKS = "[\u200c\u064b-\u0652]*"
_WORD_SEPARATOR = r"[\s\u200c]*"
_DIGIT_SEPARATOR = r"[\s\-_.()]{0,2}"


async def redact(session: AsyncSession, unit: UnitId, name: str, numbers: Collection[str], today: date) -> None:
    """Strike out the numbers in all free texts, and the name in those of its unit and the units above.

    A name of one word is left: other people have it too.
    """
    lineage = set(await session.scalars(ancestors((unit,), today)))
    everywhere = _whole_words(map(_number_pattern, numbers))
    at_home = _whole_words([*map(_number_pattern, numbers), *([_name_pattern(name)] if " " in fold(name) else [])])
    for row in await _load_free_texts(session):
        pattern = at_home if row.unit_id in lineage else everywhere
        redacted = pattern.sub(REDACTION_MARK, row.text)
        if redacted != row.text:
            row.text = redacted
    await session.flush()


async def _load_free_texts(session: AsyncSession) -> list[Letter | Call | CallApproval]:
    return [
        *await session.scalars(select(Letter)),
        *await session.scalars(select(Call)),
        *await session.scalars(select(CallApproval)),
    ]


def _whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in patterns) or r"(?!)")


def _name_pattern(name: str) -> str:
    """Return a pattern for the name with any half-spaces, diacritics and lookalike letters."""
    words = fold(name.replace(_HALF_SPACE, " ")).split()
    return _WORD_SEPARATOR.join(_OPTIONAL_MARKS.join(map(_letter_pattern, word)) for word in words)


def _number_pattern(number: str) -> str:
    return _DIGIT_SEPARATOR.join(map(_letter_pattern, number))


def _letter_pattern(letter: str) -> str:
    alike = next((letters for letters in _LOOKALIKES if letter in letters), "")
    return f"[{alike}]" if alike else re.escape(letter)
