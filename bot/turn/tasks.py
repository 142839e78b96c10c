"""Tasks of a person, «کارهای من»: everything that waits for them, found by one query.

Conversations register their kinds as `TaskSource`. The count in the menu and the rows of the list come from the same
references. Knows no topic and no text.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import CompoundSelect, Select, literal, select, union_all

from bot.dialogue.screen import Button
from bot.relief.access.caller import Caller

MAX_TASKS_OF_KIND = 20  # of each kind, counted and listed; the query stops at one more

TaskSelect: TypeAlias = Callable[[Caller], Select[str] | CompoundSelect[str]]
TaskRows: TypeAlias = Callable[[Any, Sequence[str]], Awaitable[Sequence[Button]]]


class TaskRank(IntEnum):
    """The order of the kinds: what others wait for stands above what one has promised."""

    MEND = auto()
    DECIDE = auto()
    REVIEW = auto()
    GO_ON = auto()
    COME = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSource:
    """One kind of task; `name` ends the key of its text, «tasks-{name}».

    `select` finds the references as one column of text, for actors with any of the `actions` (none named: for every
    member). It must find its rows by an index, and stop at a limit. `rows(turn, references)` returns a button for each
    that still waits, which opens the very form or page where it gets done.
    """

    name: str
    rank: TaskRank
    select: TaskSelect
    rows: TaskRows
    actions: frozenset[str] = frozenset()

    def is_for(self, caller: Caller) -> bool:
        return not self.actions or not self.actions.isdisjoint(caller.actor.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTasks:
    """The references of one kind. `has_more`: there are more than the `MAX_TASKS_OF_KIND` that are named."""

    source: TaskSource
    references: tuple[str, ...]
    has_more: bool


async def list_open_tasks(caller: Caller, sources: Sequence[TaskSource]) -> tuple[OpenTasks, ...]:
    """Return what waits for the actor, by rank; kinds of which nothing waits are left out. One query."""
    asked = sorted((source for source in sources if source.is_for(caller)), key=lambda source: source.rank)
    if not asked:
        return ()
    found = await caller.session.execute(
        union_all(*(_select_references(place, caller, one) for place, one in enumerate(asked)))
    )
    places = groupby(sorted(found.all(), key=lambda row: row.place), key=lambda row: row.place)
    return tuple(_open_tasks(asked[place], tuple(row.reference for row in rows)) for place, rows in places)


def _select_references(place: int, caller: Caller, source: TaskSource) -> Select[int, str]:
    """Select at most one reference more than is named; a limit inside a union needs a query of its own."""
    (reference,) = (limited := source.select(caller).limit(MAX_TASKS_OF_KIND + 1).subquery()).columns
    return select(literal(place).label("place"), reference.label("reference")).select_from(limited)


def _open_tasks(source: TaskSource, references: tuple[str, ...]) -> OpenTasks:
    has_more = len(references) > MAX_TASKS_OF_KIND
    return OpenTasks(source=source, references=references[:MAX_TASKS_OF_KIND], has_more=has_more)
