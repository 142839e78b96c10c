"""Help and language: a line for each button of the menu, and the commands that work everywhere."""

from collections.abc import Iterator

from bot.dialogue.screen import Screen
from bot.dialogue.views import View, ViewRequest, act_button, view_button
from bot.i18n.messages import Joined, Localizable, Text, text
from bot.relief.access.caller import Actor
from bot.relief.people.registration import set_language
from bot.turn.context import TurnContext
from handlers.menu_entries import MenuEntry, menu_nouns, menu_verbs
from handlers.navigation import home_row


async def show_help(turn: TurnContext, _: ViewRequest) -> Screen:
    practise = (view_button(text("practice-open"), "practice"),) if turn.actor else ()
    lines = Joined(tuple(_help_lines(turn.actor)))
    return Screen(
        text=Joined((lines, text("home-help-everywhere")), separator="\n\n"),
        buttons=home_row(*practise),
    )


def _help_lines(actor: Actor | None) -> Iterator[Localizable]:
    if actor is not None and actor.grants:
        yield from map(_help_line, (*menu_verbs(actor), *menu_nouns(actor)))
        yield text("home-help-later")
    elif actor is not None and actor.suspended_memberships:
        yield text("home-help-paused")
    else:
        yield text("home-help-stranger")


def _help_line(entry: MenuEntry) -> Text:
    return text("home-help-line", button=entry.button.label, what=entry.help)


async def show_language(_: TurnContext, __: ViewRequest) -> Screen:
    names = (
        act_button(text("home-persian"), "language", "choose", "fa"),
        act_button(text("home-english"), "language", "choose", "en"),
    )
    return Screen(text=text("home-which-language"), buttons=(names, *home_row()))


async def on_choose_language(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Store the language with the person, or with the conversation of a stranger."""
    language = args[0] if args else ""
    if language in ("fa", "en"):
        turn.set_locale(language)
        if turn.actor:
            await set_language(turn.session, turn.actor.person, language)
    return await turn.show_view("home")


VIEWS = (
    View(name="help", render=show_help),
    View(name="language", render=show_language, acts={"choose": on_choose_language}),
)
