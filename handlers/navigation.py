"""Navigation that conversations share: home row, confirmation, checklist, the way to a promise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import view_button
from bot.i18n.messages import Localizable, enum_text, text
from bot.relief.calls.promises import Attendance
from bot.relief.vocabulary import CallAnswer

MAX_ATTENDANCE_LENGTH = 20  # letters of a call or a campaign beside its answer


def home_row(*beside: Button) -> ButtonRows:
    """Return the last row of a page: the buttons that lead back, and the one that leads home."""
    return ((*beside, view_button(text("turn-home"), "home")),)


def confirm_page(question: Localizable, yes: Button, *back: Button, stacked: bool = False) -> Screen:
    """Ask once more before an act; `stacked` gives `yes` a row of its own, for long labels."""
    return Screen(text=question, buttons=((yes,), back) if stacked else ((yes, *back),))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One line of a checklist; `button` opens the form or the page where it gets done."""

    button: Button
    done: bool


def checklist_page(heading: Localizable, items: Sequence[ChecklistItem], *footer: tuple[Button, ...]) -> Screen:
    """List what is missing and what is done: missing items first, done ones marked."""
    rows = tuple((_checklist_button(item),) for item in sorted(items, key=lambda item: item.done))
    return Screen(text=heading, buttons=(*rows, *footer))


def _checklist_button(item: ChecklistItem) -> Button:
    if not item.done:
        return item.button
    return replace(item.button, label=text("dialogue-marked", what=item.button.label))


def attendance_button(one: Attendance) -> Button:
    """Return the button of a promise or a call: it opens the page where the answer can be changed."""
    label = _attendance_label(one)
    return view_button(label, "own-call", one.call) if one.call else view_button(label, "campaign", one.campaign)


def _attendance_label(one: Attendance) -> Localizable:
    what = shorten(one.title, MAX_ATTENDANCE_LENGTH, placeholder=" …")
    match one.answer:
        case None:
            return what
        case CallAnswer.COMING:
            return text("dialogue-marked", what=what)
        case CallAnswer.CANNOT | CallAnswer.NO_PLACE:
            return text("own-calls-row", answer=enum_text(one.answer), what=what)
