"""Erasing a family's file for ever: what goes and what stays is said, a reason is asked, and it is confirmed on a last page."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Words
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Screen
from bot.dialogue.state import Json
from bot.dialogue.views import opens
from bot.i18n.messages import Digits, text
from bot.relief.access.policy import Action, require
from bot.relief.errors import NotFound
from bot.relief.families.files import family
from bot.relief.ids import FamilyId
from bot.relief.lifecycle import family_erasure as erasure
from bot.turn.context import Turn
from bot.turn.purge import forget
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, as_told


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyErasing:
    family: FamilyId
    reason: str


async def start_erasing(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    if not args:
        raise NotFound("error-family-not-found")
    card = await family(turn.session, turn.known(), FamilyId(row_id(args)), turn.today)
    await require(turn.session, turn.known(), Action.ERASE_FAMILY, card.unit, turn.today)
    return {"told_family": picked(card.id, text("family-option", name=card.head_name, number=Digits(card.number)))}


async def erase(turn: Turn, erasing: FamilyErasing) -> Screen:
    traces = await erasure.erase_family(
        turn.session, turn.known(), erasing.family, erasing.reason, turn.now, turn.today
    )
    await forget(turn, traces.within)
    turn.wake()
    await turn.page("families")
    return Screen(
        text=text("erasing-done", number=Digits(traces.number)),
        buttons=((opens(text("family-list"), "families"), *home_row()[0]),),
    )


erase_family = Form(
    FamilyErasing,
    Told("family", from_=as_told("family"), builds=lambda kept: FamilyId(int(kept))),
    Words("reason", at_least=erasure.SHORTEST_REASON, at_most=300),
    name="family-erasing",
    submit=erase,
    start=start_erasing,
)

FORMS = (erase_family,)
VIEWS = ()
