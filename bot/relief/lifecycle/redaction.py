"""Names and numbers of an erased family within what people wrote to each other: they are struck out, the rest stays.

It knows how a name may be spelled and where words are kept; who may erase is decided before.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import fold
from bot.relief.hierarchy import above
from bot.relief.ids import UnitId
from bot.storage.tables import Call, LargeCall, Letter

STRUCK = "…"
HALF_SPACE = "\u200c"
_ALIKE = (
    "یيىئ",
    "کك",
    "هةۀ",
    "اآأإٱ",
    "وؤ",
    *("".join(three) for three in zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
)
_MARKS = "[\u200c\u064b-\u0652]*"
_BETWEEN_WORDS = r"[\s\u200c]*"
_BETWEEN_DIGITS = r"[\s\-_.()]{0,2}"


async def strike(session: AsyncSession, unit: UnitId, name: str, numbers: Collection[str], today: date) -> None:
    """A number wherever it stands; a name of two words or more in the family's own unit and over it, where it is hardly
    anybody else's.
    """
    line = set(await session.scalars(above((unit,), today)))
    everywhere = _any_of(map(_number, numbers))
    at_home = _any_of([*map(_number, numbers), *([_name(name)] if " " in fold(name) else [])])
    for row in await _written(session):
        wanted = at_home if row.unit_id in line else everywhere
        struck = wanted.sub(STRUCK, row.text)
        if struck != row.text:
            row.text = struck
    await session.flush()


async def _written(session: AsyncSession) -> list[Letter | Call | LargeCall]:
    return [
        *await session.scalars(select(Letter)),
        *await session.scalars(select(Call)),
        *await session.scalars(select(LargeCall)),
    ]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in patterns) or r"(?!)")


def _name(name: str) -> str:
    """However it was spelled: half-spaces, marks, and letters that look alike."""
    words = fold(name.replace(HALF_SPACE, " ")).split()
    return _BETWEEN_WORDS.join(_MARKS.join(map(_letter, word)) for word in words)


def _number(number: str) -> str:
    return _BETWEEN_DIGITS.join(map(_letter, number))


def _letter(one: str) -> str:
    alike = next((letters for letters in _ALIKE if one in letters), "")
    return f"[{alike}]" if alike else re.escape(one)
