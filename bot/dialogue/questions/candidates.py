"""Candidates: answers that a draft offers as buttons. A press is read against exactly what the screen showed."""

from bot.dialogue.context import dump_context
from bot.dialogue.layout import button_rows
from bot.dialogue.question import Accepted
from bot.dialogue.screen import Button, ButtonRows
from bot.dialogue.state import Answers, JsonValue
from bot.i18n.messages import Localizable, from_json, to_json


def candidate(
    label: Localizable, value: JsonValue, also_answers: Answers | None = None, context: object = None
) -> JsonValue:
    """Return an answer for a draft to offer, as JSON."""
    return {
        "label": to_json(label),
        "value": value,
        "fills": dict(also_answers or {}),
        "context": dump_context(context),
    }


def candidate_buttons(possibles: JsonValue, width: int = 1) -> ButtonRows:
    return button_rows([Button(from_json(one["label"]), str(i)) for i, one in enumerate(possibles)], width)


def pick_candidate(possibles: JsonValue, payload: str) -> Accepted:
    one = possibles[int(payload)]
    return Accepted(one["value"], one["fills"], one.get("context"))
