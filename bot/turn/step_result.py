"""Outcomes of a step, and the screens that belong to no form and no view: refusals, apologies, notes."""

from dataclasses import dataclass, replace

from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.i18n.messages import Digits, Joined, Text, text
from bot.relief.errors import DomainError
from bot.turn.context import REDRAW_PRESS, Registry
from bot.turn.conversation.state import ConversationState


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """The outcome of a step: the next state, and the screen to show.

    `is_current` is false for a view looked at beside an open form: its screen is not the current one. An `is_note` result
    is a short message below the current screen, which stays with its keys. A `toast_only` result shows the toast alone. An
    `is_standalone` screen is that of a standalone message, whose button was pressed.
    """

    state: ConversationState
    screen: Screen
    is_current: bool = True
    is_note: bool = False
    toast_only: bool = False
    is_standalone: bool = False


def toast_result(state: ConversationState, note: Text) -> StepResult:
    """Return a result that says a note in passing."""
    return StepResult(state=state, screen=Screen(text=note, toast=note), toast_only=True)


def note_result(state: ConversationState, note: Text) -> StepResult:
    """Return a result that says a note, with a key that brings the current screen down to it."""
    show_again = Button(label=text("turn-show-again"), data=REDRAW_PRESS)
    screen = Screen(text=note, buttons=((show_again,),), toast=note)
    return StepResult(state=state, screen=screen, is_current=False, is_note=True)


def with_toast(result: StepResult, note: Text | None) -> StepResult:
    """Return a result with another toast."""
    return replace(result, screen=replace(result.screen, toast=note))


def with_note(result: StepResult, note: Text) -> StepResult:
    """Return a result whose screen has the note as its last line, next to the keys, and as its toast."""
    body = Joined((result.screen.text, note), separator="\n\n")
    return replace(result, screen=replace(result.screen, text=body, toast=note))


def with_heading(result: StepResult, heading: Text) -> StepResult:
    """Return a result whose screen has the heading as its first line."""
    return replace(result, screen=replace(result.screen, text=Joined((heading, result.screen.text))))


def refusal_screen(registry: Registry, state: ConversationState, error: DomainError) -> StepResult:
    """Return a screen that says why not, with a button that leads on where there is one."""
    reason = Text(error.key, dict(error.message_args))
    rows = ((registry.refusal_buttons[error.key],),) if error.key in registry.refusal_buttons else ()
    screen = Screen(text=reason, buttons=(*rows, *home_row(registry)), toast=reason)
    return StepResult(state=state, screen=screen, is_current=state.form is None)


def private_chat_screen(result: StepResult, link: str) -> StepResult:
    """Return the answer to a command in a group: a link into private chat."""
    rows = ((Button(label=text("turn-open-private"), url=link),),)
    return replace(result, screen=replace(result.screen, buttons=rows))


def failure_screen(registry: Registry, state: ConversationState, reference: str) -> StepResult:
    """Return the apology for an unexpected failure; the state stays, and one press draws it again."""
    number = Digits(reference)
    retry = Button(label=text("turn-try-again"), data=REDRAW_PRESS)
    apology, toast = text("turn-apology", reference=number), text("turn-failed", reference=number)
    return StepResult(state=state, screen=Screen(text=apology, buttons=((retry,), *home_row(registry)), toast=toast))


def home_row(registry: Registry) -> ButtonRows:
    """Return the row of buttons that leads home."""
    return ((Button(label=text("turn-home"), data=registry.home.encode()),),)
