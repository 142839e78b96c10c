"""Pages of drafts: the choice beside a new form, a saved one, and the question before one is deleted."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM_VIEW, ROWS_PER_PAGE, ViewRequest, act_button, paged_list
from bot.i18n.messages import Joined, Text, text
from bot.relief.pages import paginate
from bot.turn.context import BEGIN_ACT, DROP_ACT, DROP_NOW_ACT, Registry, TurnContext
from bot.turn.conversation.drafts import DraftView, draft_views
from bot.turn.step_result import home_row


def choice_screen(turn: TurnContext, request: ViewRequest, drafts: Sequence[FormState], *, full: bool) -> Screen:
    """Offer to begin anew or to go on with one of the drafts, the latest left first.

    `full`: there is no room for one more draft of the form, so that none is begun.
    """
    name, *args = request.args
    page = paginate(draft_views(turn, drafts), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = paged_list([draft.button for draft in page.items], request, more=page.has_more)
    if full:
        question = text("draft-full", form=Text(f"{name}-title"), count=len(drafts))
        return Screen(text=question, buttons=(*rows, *home_row(turn.registry)))
    begin = act_button(text("draft-begin"), FORM_VIEW, BEGIN_ACT, name, *args)
    question = text("draft-or-new", form=Text(f"{name}-title"), count=len(drafts))
    return Screen(text=question, buttons=((begin,), *rows, *home_row(turn.registry)))


def saved_screen(registry: Registry, draft: DraftView, reason: Text | None = None) -> Screen:
    """Say by its label what was kept, after the reason for which the form was left."""
    ways = (replace(draft.button, label=text("turn-go-on")), _draft_act(text("dialogue-drop"), DROP_ACT, draft))
    kept = text("turn-kept", draft=draft.label)
    return Screen(text=Joined((reason or "", kept)), buttons=(ways, *home_row(registry)))


def drop_question(registry: Registry, draft: DraftView) -> Screen:
    """Ask once more before a draft is deleted."""
    ways = (
        _draft_act(text("draft-drop-yes"), DROP_NOW_ACT, draft),
        replace(draft.button, label=text("draft-drop-no")),
    )
    return Screen(text=text("draft-drop-sure", draft=draft.label), buttons=(ways, *home_row(registry)))


def _draft_act(label: Text, act: str, draft: DraftView) -> Button:
    return act_button(label, FORM_VIEW, act, draft.form, draft.id)


def final_screen(registry: Registry, message: Text) -> Screen:
    """Say a message, with the way home."""
    return Screen(text=message, buttons=home_row(registry))
