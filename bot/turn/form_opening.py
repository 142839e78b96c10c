"""Opening of forms, anew or from a draft, and the acts on drafts."""

from dataclasses import replace

from bot.dialogue.content import content_digest
from bot.dialogue.engine import Continue
from bot.dialogue.screen import Screen
from bot.dialogue.views import ViewRequest
from bot.i18n.messages import text
from bot.turn.context import BEGIN_ACT, DROP_ACT, DROP_NOW_ACT, RESUME_ACT, TurnContext
from bot.turn.conversation.drafts import (
    delete_draft,
    draft_view,
    find_drafts,
    instant_text,
    is_full,
    load_draft,
    resumed_note,
)
from bot.turn.draft_pages import choice_screen, drop_question, final_screen

MAX_ID_DIGITS = 18  # a forged id must still fit into a query


async def open_form(turn: TurnContext, request: ViewRequest) -> Continue | Screen:
    """Open a form as its button says; a screen is a page about its drafts.

    Where drafts wait they are offered beside a new form: none goes on unless it is chosen by its name. A button with
    arguments offers those that began alike.
    """
    match request.act:
        case act if act == RESUME_ACT:
            return await _resume(turn, draft_of(request))
        case act if act == DROP_ACT:
            return await _ask_to_drop(turn, draft_of(request))
        case act if act == DROP_NOW_ACT:
            deleted = await delete_draft(turn, draft_of(request))
            return final_screen(turn.registry, text("turn-dropped" if deleted else "draft-gone"))
        case _:
            return await _open_new(turn, request)


def draft_of(request: ViewRequest) -> int:
    """Return the draft that a button names, or 0, which is none."""
    draft_id = request.args[1] if len(request.args) > 1 else ""
    return int(draft_id) if draft_id.isdecimal() and len(draft_id) <= MAX_ID_DIGITS else 0


async def _open_new(turn: TurnContext, request: ViewRequest) -> Continue | Screen:
    """Begin a form with the values of its `start`, unless drafts are to be offered first."""
    name, *args = request.args
    form = turn.registry.forms[name]
    waiting_files = turn.files
    values = await form.start(turn, tuple(args)) if form.start else None
    full = bool(turn.actor and turn.actor.grants) and await is_full(turn, name)
    if full or request.act != BEGIN_ACT:
        drafts = await find_drafts(turn, name, alike=values if args and not full else None)
        if drafts or full:
            turn.files = waiting_files
            return choice_screen(turn, replace(request, act=""), drafts, full=full)
    begun = replace(form.begin(values), since=instant_text(turn.now))
    if turn.files == waiting_files:  # else it holds what the person sent before
        begun = replace(begun, digest=content_digest(form, begun))
    return Continue(state=begun)


async def _resume(turn: TurnContext, draft_id: int) -> Continue | Screen:
    draft = await load_draft(turn, draft_id, renews=True)
    if draft is None:
        return final_screen(turn.registry, text("draft-gone"))
    return Continue(state=draft, note=resumed_note(turn, draft))


async def _ask_to_drop(turn: TurnContext, draft_id: int) -> Screen:
    draft = await load_draft(turn, draft_id)
    if draft is None:
        return final_screen(turn.registry, text("draft-gone"))
    return drop_question(turn.registry, draft_view(turn, draft))
