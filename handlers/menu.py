"""The main menu by the actor's roles, and the commands that work everywhere."""

import re
from collections.abc import Mapping

from bot.dialogue.inputs import Command
from bot.dialogue.layout import button_rows
from bot.dialogue.screen import ButtonRows, Screen
from bot.dialogue.views import FORM_VIEW, View, ViewRequest, form_button, view_button
from bot.i18n.messages import Day, Joined, Text, enum_text, text
from bot.relief.access.caller import Actor, Caller, SuspendedMembership
from bot.relief.people import join_requests
from bot.relief.people.account_linking import parse_link_code
from bot.relief.people.codes import find_code
from bot.turn.context import TurnContext
from handlers.menu_entries import menu_nouns, menu_verbs
from handlers.tasks import open_tasks, task_buttons, tasks_line

HOME = ViewRequest(view="home")
INVITATION_LINK_PREFIX = "j-"
CARD_LINK_PREFIX = "v-"
ACCOUNT_LINK_PREFIX = "l-"
_LINK = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})")

_COMMAND_VIEWS: Mapping[str, ViewRequest] = {
    "tasks": ViewRequest(view="tasks"),
    "help": ViewRequest(view="help"),
    "language": ViewRequest(view="language"),
    "me": ViewRequest(view="me"),
    "skills": ViewRequest(view=FORM_VIEW, args=("profile-keeping",)),
    "accounts": ViewRequest(view="accounts"),
    "away": ViewRequest(view="delegation"),
    "mydata": ViewRequest(view="subject-access"),
    "practice": ViewRequest(view="practice"),
}
COMMANDS = ("start", "menu", "cancel", *_COMMAND_VIEWS)


def route_command(command: Command) -> ViewRequest:
    """Return the page that a command opens; an unknown command opens the menu, like /menu."""
    match command.name:
        case "start" if command.argument.startswith(INVITATION_LINK_PREFIX):
            return ViewRequest(view="invitation", args=(command.argument.removeprefix(INVITATION_LINK_PREFIX),))
        case "start" if command.argument.startswith(ACCOUNT_LINK_PREFIX):
            return ViewRequest(view="link-code", args=(command.argument.removeprefix(ACCOUNT_LINK_PREFIX),))
        case "start" if command.argument.startswith(CARD_LINK_PREFIX):
            return ViewRequest(view="check-card", args=(command.argument.removeprefix(CARD_LINK_PREFIX),))
        case name:
            return _COMMAND_VIEWS.get(name, HOME)


def route_typed_code(typed: str) -> ViewRequest | None:
    """Return the page that a typed code or a pasted link opens, or None if the text has neither.

    Eight digits link an account; a code without a prefix is an invitation.
    """
    if (link := _LINK.search(typed)) and (opened := route_command(Command(name="start", argument=link[1]))) != HOME:
        return opened
    if linked := parse_link_code(typed):
        return ViewRequest(view="typed-code", args=(linked,))
    match find_code(typed):
        case ("" | "j", code):
            return ViewRequest(view="invitation", args=(code,))
        case ("v", code):
            return ViewRequest(view="check-card", args=(code,))
        case _:
            return None


_FIND_ROW = (view_button(text("home-find-unit"), "joinable"),)
_LINK_ROW = (form_button(text("home-link"), "account-linking"),)
_ME_ROW = (view_button(text("home-own"), "me"),)
_FOOTER_ROW = (view_button(text("home-help"), "help"), view_button(text("home-language"), "language"))


def _menu_rows(actor: Actor) -> ButtonRows:
    verbs, nouns = ([entry.button for entry in entries] for entries in (menu_verbs(actor), menu_nouns(actor)))
    return (tuple(verbs), *button_rows(nouns, 2))


async def show_home(turn: TurnContext, _: ViewRequest) -> Screen:
    actor = turn.actor
    if actor is None:
        return Screen(text=text("home-stranger"), buttons=(_FIND_ROW, _LINK_ROW, _FOOTER_ROW))
    if actor.primary_grant is None:
        return await _page_without_role(turn, actor)
    if not actor.accepted_confidentiality:
        return await turn.show_view("pledge")
    tasks = await open_tasks(turn)
    lent = (
        text("home-lent", role=enum_text(one.role), unit=one.unit_name, until=Day(one.delegated_until))
        for one in actor.grants
        if one.delegated_until is not None
    )
    return Screen(
        text=Joined(
            (
                text("home-menu", name=actor.name, unit=actor.primary_grant.unit_name),
                *lent,
                tasks_line(tasks) if tasks else "",
                text("home-begin"),
            )
        ),
        buttons=(*await task_buttons(turn, tasks), *_menu_rows(actor)),
    )


async def _page_without_role(turn: TurnContext, actor: Actor) -> Screen:
    """Render the home of a person without a role: suspended, waiting for an answer, or new."""
    if actor.suspended_memberships:
        notice = Joined((text("home-paused", name=actor.name), *map(_suspension_line, actor.suspended_memberships)))
        return Screen(text=notice, buttons=(_ME_ROW,))
    if await join_requests.load_own_join_request(Caller(turn.session, actor, turn.now)):
        return await turn.show_view("join-request")
    return Screen(text=text("home-no-role", name=actor.name), buttons=(_FIND_ROW, _ME_ROW))


def _suspension_line(pause: SuspendedMembership) -> Text:
    if pause.until is None:
        return text("home-paused-in", unit=pause.unit_name)
    return text("home-paused-until", unit=pause.unit_name, until=Day(pause.until))


VIEWS = (View(name="home", render=show_home),)
