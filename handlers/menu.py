"""The main menu by the actor's roles, language, help, and the commands that work everywhere."""

import re

from bot.dialogue.inputs import Command
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Day, Joined, Text, enum_text, text
from bot.relief.access.caller import Actor, Caller, SuspendedMembership
from bot.relief.access.policy import SENIORITY, Action
from bot.relief.people import join_requests
from bot.relief.people.account_linking import parse_link_code
from bot.relief.people.codes import find_code
from bot.relief.people.registration import set_language
from bot.turn.context import TurnContext
from bot.turn.conversation.drafts import list_drafts
from handlers.navigation import home_row

HOME = ViewRequest(view="home")
INVITATION_LINK_PREFIX = "j-"
CARD_LINK_PREFIX = "v-"
ACCOUNT_LINK_PREFIX = "l-"
_LINK = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})")
COMMANDS = ("start", "menu", "help", "cancel", "language")

_MENU: tuple[tuple[Action, Button], ...] = (
    (Action.REGISTER_FAMILY, form_button(text("home-register-family"), "family-registration")),
    (Action.REPORT_SERVICE, form_button(text("home-report-service"), "service-report")),
    (Action.SEE_FAMILY, view_button(text("home-families"), "families")),
    (Action.SIGN_UP, view_button(text("home-campaigns"), "campaigns")),
    (Action.OPEN_CAMPAIGN, form_button(text("home-open-campaign"), "campaign-opening")),
    (Action.SEND_CALL, form_button(text("home-send-call"), "call-sending")),
    (Action.SEE_CALL, view_button(text("home-calls"), "calls")),
    (Action.ASK_SUMMARY, view_button(text("home-summary"), "choose-period")),
    (Action.VERIFY_SERVICE, view_button(text("home-verify"), "waiting")),
    (Action.INVITE, form_button(text("home-invite"), "inviting")),
    (Action.MANAGE_MEMBERS, view_button(text("home-members"), "members")),
)


def route_command(command: Command) -> ViewRequest:
    """Return the page that a command opens; an unknown command opens the menu, like /menu."""
    match command.name:
        case "start" if command.argument.startswith(INVITATION_LINK_PREFIX):
            return ViewRequest(view="invitation", args=(command.argument.removeprefix(INVITATION_LINK_PREFIX),))
        case "start" if command.argument.startswith(ACCOUNT_LINK_PREFIX):
            return ViewRequest(view="link-code", args=(command.argument.removeprefix(ACCOUNT_LINK_PREFIX),))
        case "start" if command.argument.startswith(CARD_LINK_PREFIX):
            return ViewRequest(view="check-card", args=(command.argument.removeprefix(CARD_LINK_PREFIX),))
        case "help":
            return ViewRequest(view="help")
        case "language":
            return ViewRequest(view="language")
        case _:
            return HOME


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


def _menu_rows(actor: Actor) -> ButtonRows:
    allowed = {action for grant in actor.grants for action in Action if grant.scope(action)}
    buttons = [
        *(button for action, button in _MENU if action in allowed),
        view_button(text("home-unit"), "unit"),
        view_button(text("home-own"), "me"),
    ]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


_FIND_ROW = (view_button(text("home-find-unit"), "joinable"),)
_LINK_ROW = (form_button(text("home-link"), "account-linking"),)
_ME_ROW = (view_button(text("home-own"), "me"),)
_FOOTER_ROWS = ((view_button(text("home-help"), "help"), view_button(text("home-language"), "language")),)


async def show_home(turn: TurnContext, _: ViewRequest) -> Screen:
    actor = turn.actor
    if actor is None:
        return Screen(text=text("home-stranger"), buttons=(_FIND_ROW, _LINK_ROW, *_FOOTER_ROWS))
    if actor.primary_grant is None:
        return await _page_without_role(turn, actor)
    if not actor.accepted_confidentiality:
        return await turn.show_view("pledge")
    left = [(draft.button,) for draft in (await list_drafts(turn)).items]
    lent = (
        text("home-lent", role=enum_text(one.role), unit=one.unit_name, until=Day(one.delegated_until))
        for one in actor.grants
        if one.delegated_until is not None
    )
    return Screen(
        text=Joined((text("home-menu", name=actor.name, unit=actor.primary_grant.unit_name), *lent)),
        buttons=(*left, *_menu_rows(actor), *_delegated_unit_rows(actor), *_FOOTER_ROWS),
    )


def _delegated_unit_rows(actor: Actor) -> ButtonRows:
    """Return the units where the actor is only a delegate: «واحد من» does not lead there."""
    own = {grant.unit for grant in actor.grants if grant.delegated_by is None}
    there = {grant.unit: grant.unit_name for grant in actor.grants if grant.unit not in own}
    return tuple((view_button(text("home-lent-unit", unit=name), "unit", unit),) for unit, name in there.items())


async def _page_without_role(turn: TurnContext, actor: Actor) -> Screen:
    """Render the home of a person without a role: suspended, waiting for an answer, or new."""
    if actor.suspended_memberships:
        notice = Joined((text("home-paused", name=actor.name), *map(_suspension_line, actor.suspended_memberships)))
        return Screen(text=notice, buttons=(_ME_ROW, *_FOOTER_ROWS))
    if await join_requests.load_own_join_request(Caller(turn.session, actor, turn.now)):
        return await turn.show_view("join-request")
    return Screen(text=text("home-no-role", name=actor.name), buttons=(_FIND_ROW, _ME_ROW, *_FOOTER_ROWS))


def _suspension_line(pause: SuspendedMembership) -> Text:
    if pause.until is None:
        return text("home-paused-in", unit=pause.unit_name)
    return text("home-paused-until", unit=pause.unit_name, until=Day(pause.until))


async def show_help(turn: TurnContext, _: ViewRequest) -> Screen:
    roles = turn.actor.roles if turn.actor else ()
    role = max(roles, key=SENIORITY.index).value if roles else "stranger"
    role = "paused" if turn.actor and turn.actor.suspended_memberships and not roles else role
    practise = (view_button(text("practice-open"), "practice"),) if turn.actor else ()
    return Screen(
        text=Joined((Text(f"home-help-{role}"), text("home-help-everywhere")), separator="\n\n"),
        buttons=home_row(*practise),
    )


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
    View(name="home", render=show_home),
    View(name="help", render=show_help),
    View(name="language", render=show_language, acts={"choose": on_choose_language}),
)
