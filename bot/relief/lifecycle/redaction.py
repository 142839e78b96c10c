"""Names and numbers of an erased family within what people wrote to each other: they are struck out, the rest stays.

It knows how a name may be spelled and where words are kept; who may erase is decided before.
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
    """A number wherever it stands; a name of two words or more in the family's own unit and over it, where it is hardly
    anybody else's.
    """
    line = set(await session.scalars(ancestors((unit,), today)))
    everywhere = _whole_words(map(_number_pattern, numbers))
    at_home = _whole_words([*map(_number_pattern, numbers), *([_name_pattern(name)] if " " in fold(name) else [])])
    for row in await _load_free_texts(session):
        wanted = at_home if row.unit_id in line else everywhere
        struck = wanted.sub(REDACTION_MARK, row.text)
        if struck != row.text:
            row.text = struck
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
    """However it was spelled: half-spaces, marks, and letters that look alike."""
    words = fold(name.replace(_HALF_SPACE, " ")).split()
    return _WORD_SEPARATOR.join(_OPTIONAL_MARKS.join(map(_letter_pattern, word)) for word in words)


def _number_pattern(number: str) -> str:
    return _DIGIT_SEPARATOR.join(map(_letter_pattern, number))


def _letter_pattern(letter: str) -> str:
    alike = next((letters for letters in _LOOKALIKES if letter in letters), "")
    return f"[{alike}]" if alike else re.escape(letter)
