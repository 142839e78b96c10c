"""Erasing a family's file for ever: a warning of what goes and what stays, a reason, and a last page."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.pickers import Preset, pick_answer
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import view_button
from bot.i18n.messages import Digits, text
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.errors import NotFound
from bot.relief.families.files import load_family
from bot.relief.ids import FamilyId
from bot.relief.lifecycle.family_erasure import MIN_ERASURE_REASON_LENGTH, erase_family
from bot.turn.context import TurnContext
from bot.turn.purge import purge_mentions
from handlers.button_args import parse_id
from handlers.families.file import FamilyContext, file_subject
from handlers.navigation import home_row


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyErasureRequest:
    family: FamilyId
    reason: str


async def start_family_erasing(turn: TurnContext, args: tuple[str, ...]) -> FormValues[FamilyContext]:
    if not args:
        raise NotFound("error-family-not-found")
    card = await load_family(turn.caller(), FamilyId(parse_id(args)))
    await require(turn.caller(), Action.ERASE_FAMILY, card.unit)
    label = text("family-option", name=card.head_name, number=Digits(card.number))
    return FormValues(context=FamilyContext(family=pick_answer(card.id, label)))


async def submit_family_erasure(turn: TurnContext, erasing: FamilyErasureRequest) -> Screen:
    traces = await erase_family(turn.caller(), erasing.family, erasing.reason)
    await purge_mentions(turn, traces.matches)
    turn.wake_worker()
    await turn.show_view("families")
    return Screen(
        text=text("erasing-done", number=Digits(traces.number)),
        buttons=home_row(view_button(text("family-list"), "families")),
    )


family_erasing_form = Form(
    FamilyErasureRequest,
    Preset("family", parse_id=lambda kept: FamilyId(int(kept))),
    TextQuestion("reason", min_length=MIN_ERASURE_REASON_LENGTH, max_length=300),
    name="family-erasing",
    subject=file_subject,
    submit=submit_family_erasure,
    start=start_family_erasing,
    context=FamilyContext,
)

FORMS = (family_erasing_form,)
