"""Scenario of one form: preparation, an action for each question, and the rows expected afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from tests.faults.killable_bot import Talker

Do: TypeAlias = Callable[[Talker], Awaitable[None]]
Held: TypeAlias = Callable[[AsyncSession], Awaitable[Any]]
NEWCOMER = 5001


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One scenario.

    `opening` comes before the form, `closing` after it; each step is the question (keys, inner ones last) and the action
    there. `held` reads the rows that are to equal `kept`: once, and as they were typed.
    """

    who: int
    opening: tuple[Do, ...]
    steps: tuple[tuple[str, Do], ...]
    held: Held
    kept: Any
    closing: tuple[Do, ...] = ()


def say(text: str) -> Do:
    return lambda talker: talker.say(text)


def tap(label: str) -> Do:
    return lambda talker: talker.tap(label)


def contact(phone: str) -> Do:
    return lambda talker: talker.share_contact(phone)


def picture(talker: Talker) -> Awaitable[None]:
    return talker.share_picture()
