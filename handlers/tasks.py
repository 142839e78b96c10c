"""«کارهای من»: the list of what waits for the actor, and the line of the menu that counts it.

Topics register their kinds in `TASK_SOURCES` of their modules; drafts, which are of every topic, are registered here.
"""

from collections.abc import Sequence
from itertools import islice

from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, paged_list, view_button
from bot.i18n.messages import Joined, Localizable, Text, text
from bot.turn.context import TurnContext
from bot.turn.conversation.drafts import list_drafts, select_drafts
from bot.turn.tasks import MAX_TASKS_OF_KIND, OpenTasks, TaskRank, TaskSource, list_open_tasks
from handlers.navigation import home_row

MAX_KINDS_NAMED = 3  # in the line of the menu


async def open_tasks(turn: TurnContext) -> tuple[OpenTasks, ...]:
    """Return what waits for the actor. Nothing waits for a person without a role: they may do nothing."""
    if not turn.require_actor().grants:
        return ()
    return await list_open_tasks(turn.caller(), turn.registry.task_sources)


async def task_buttons(turn: TurnContext, tasks: Sequence[OpenTasks]) -> ButtonRows:
    """Return the button of the menu: to the list, or straight to the only thing that waits."""
    if not tasks:
        return ()
    only = tasks[0] if len(tasks) == 1 and len(tasks[0].references) == 1 else None
    straight = await only.source.rows(turn, only.references) if only else ()
    return ((straight[0] if straight else view_button(text("tasks-title"), "tasks"),),)


def tasks_line(tasks: Sequence[OpenTasks]) -> Text:
    """Return «۳ کار برای شما: یک خدمت برگشته، …»."""
    named: list[Localizable] = [_counted(one) for one in islice(tasks, MAX_KINDS_NAMED)]
    if len(tasks) > MAX_KINDS_NAMED:
        named.append(text("tasks-and-more"))
    total = sum(len(one.references) for one in tasks)
    has_more = any(one.has_more for one in tasks)
    return text(
        "tasks-line",
        count=text("tasks-more-than", count=total) if has_more else total,
        what=Joined(tuple(named), separator=text("dialogue-comma")),
    )


def _counted(one: OpenTasks) -> Text:
    shown = text("tasks-more-than", count=MAX_TASKS_OF_KIND) if one.has_more else len(one.references)
    return Text(f"tasks-{one.source.name}", {"count": len(one.references), "shown": shown})


async def show_tasks(turn: TurnContext, request: ViewRequest) -> Screen:
    tasks = await open_tasks(turn)
    here = slice(request.offset, request.offset + ROWS_PER_PAGE)
    every = [(one.source, reference) for one in tasks for reference in one.references]
    rows = await _rows(turn, every[here])
    return Screen(
        text=tasks_line(tasks) if tasks else text("tasks-none"),
        buttons=(*paged_list(rows, request, more=len(every) > here.stop), *home_row()),
    )


async def _rows(turn: TurnContext, here: Sequence[tuple[TaskSource, str]]) -> list[Button]:
    """Return the buttons of one page, kind by kind."""
    kinds = dict.fromkeys(source.name for source, _ in here)
    rows: list[Button] = []
    for name in kinds:
        of_kind = [(source, reference) for source, reference in here if source.name == name]
        rows += await of_kind[0][0].rows(turn, [reference for _, reference in of_kind])
    return rows


async def draft_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    drafts = await list_drafts(turn, limit=MAX_TASKS_OF_KIND + 1)
    return [draft.button for draft in drafts.items if str(draft.id) in references]


VIEWS = (View(name="tasks", render=show_tasks),)
TASK_SOURCES = (TaskSource(name="drafts", rank=TaskRank.GO_ON, select=select_drafts, rows=draft_rows),)
