"""Doubts: a form asks once more before it is submitted, with a yes and a way to the answer.

The question waits in the draft of the last page, so that «ok» there means yes. A question that was answered with yes is kept
beside the answers, and is not asked again.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.dialogue.form import CONFIRM_PAGE, Form
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormState
from bot.i18n.messages import Joined, Text, from_json, text, to_json

CONFIRMED = "?confirmed"  # beside the answers: no question has such a key


def ask_doubt(form: Form[Any], state: FormState, token: str, question: Text, field: str) -> FormState:
    """Return the state in which the form waits for a yes; `field` is the key of the doubtful answer."""
    waiting = {"doubt": token, "question": to_json(question), "field": field}
    return replace(form.goto(state, CONFIRM_PAGE), draft=waiting)


def is_doubted(state: FormState) -> bool:
    return state.at == CONFIRM_PAGE and bool(state.draft)


def with_confirmation(before: FormState | None, submitted: FormState) -> FormState:
    """Return the submitted state with the doubt that stood `before` it marked as confirmed."""
    if before is None or not is_doubted(before):
        return submitted
    tokens = [*confirmed_tokens(submitted), before.draft["doubt"]]
    return replace(submitted, answers={**submitted.answers, CONFIRMED: tokens})


def confirmed_tokens(state: FormState) -> Collection[str]:
    return state.answers.get(CONFIRMED) or ()


def render_doubt(form: Form[Any], state: FormState, number: int, note: Text | None) -> Screen:
    """Render the question; its buttons bear `number`, the screen's."""
    rows = [(Button(text("dialogue-doubt-yes"), f"f|{number}|ok"),)]
    if (question := form.question(state.draft["field"])) is not None:
        label = Text(f"{question.text_key(form.name)}.label")
        rows.append((Button(text("dialogue-doubt-edit", what=label), f"f|{number}|e:{question.key}"),))
    ways = (Button(text("dialogue-back"), f"f|{number}|back"), Button(text("dialogue-later"), f"f|{number}|later"))
    return Screen(text=Joined((note or "", from_json(state.draft["question"]))), buttons=(*rows, ways))
