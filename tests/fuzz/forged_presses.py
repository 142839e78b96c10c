"""Forged presses: of existing views, forms and acts, with data that no button has.

Knows the registry, because its names make the best forgeries.
"""

import random
from collections.abc import Sequence
from itertools import product

from bot.dialogue.engine import active_form
from bot.dialogue.form import Form
from bot.dialogue.questions.multiples import Repeat
from bot.turn.context import FORM_ACTS, Registry
from bot.turn.conversation.state import ConversationState

ACTIONS = (
    *(
        "ok",
        "edit",
        "back",
        "skip",
        "keep",
        "help",
        "later",
        "drop",
        "",
        "=",
        "=0",
        "=5",
        "=-1",
        "=999",
        "=x",
        "=+",
        "=!",
        "=<",
        "=>",
    ),
    *(
        "=-0",
        "=m1404-8",
        "=m1404-13",
        "=m0-0",
        "=m99999-1",
        "=m1-1",
        "=d1404-12-30",
        "=d1404-13-1",
        "==2025-02-30",
        "==9999-12-31",
    ),
    *(
        "=.",
        "==0001-01-01",
        "=m9378-12",
        "=yes",
        "=no",
        "=near",
        "=elsewhere",
        "=cash",
        "e:",
        "e:x",
        "=" + "9" * 50,
        "=²",
        "=۱",
    ),
)


ARGS = (
    "",
    "0",
    "1",
    "x",
    "-1",
    "1,2,3",
    "9" * 19,
    "9" * 40,
    "x" * 45,
    "²",
    ",",
    "live",
    "a,b,c",
    "1" + "0" * 17,
    "1,m14040801",
)
VERBS = ("", "1", "99999", "9" * 30, "!", "!x", "²", "۵")
LOOSE = (
    "",
    "f",
    "f|",
    "f||",
    "f|x|ok",
    "f|" + "9" * 20 + "|ok",
    "b",
    "b|",
    "b|home",
    "b|home|",
    "|||",
    "b|again||",
    "x" * 64,
)


def changed(chance: random.Random, registry: Registry, presses: Sequence[str]) -> str:
    """Return a press of the present screen with an action that none of its buttons has."""
    own = next((press for press in presses if press.startswith("f|")), "f|1|x")
    keys = [f"e:{question.key}" for form in _forms(registry) for question in form.questions]
    return f"{own.rpartition('|')[0]}|{chance.choice([*ACTIONS, *keys])}"


def forgeries(registry: Registry) -> list[str]:
    """Return some thousand forged presses."""
    pages = [f"b|{view}|{verb}|{arg}" for view, verb, arg in product((*registry.views, "gone", ""), VERBS, ARGS)]
    acts = [f"b|{name}|!{act}|{arg}" for name, view in registry.views.items() for act, arg in product(view.acts, ARGS)]
    begun = product(
        (*(act and f"!{act}" for act in FORM_ACTS), "!x"),
        (*registry.forms, "gone", ""),
        ("", ",1", ",x", "," + "9" * 30),
    )
    return [*pages, *acts, *(f"b|form|{verb}|{form}{arg}" for verb, form, arg in begun), *LOOSE]


def standing_at(registry: Registry, state: ConversationState | None) -> str:
    """Return the `form-question` that the person is asked now, «» if none."""
    if state is None or state.form is None or state.form.form not in registry.forms:
        return ""
    form, inner = active_form(registry.forms[state.form.form], state.form)
    return f"{form.name}-{inner.at}"


def every_question(registry: Registry) -> set[str]:
    """Return all questions, of forms and of the forms nested in them."""
    return {f"{form.name}-{question.key}" for form in _forms(registry) for question in form.questions}


def _forms(registry: Registry) -> list[Form[object]]:
    outer = list(registry.forms.values())
    return [*outer, *(q.form for form in outer for q in form.questions if isinstance(q, Repeat))]
