"""The buttons of the main menu: two verbs by role, then the nouns that lead on.

The help is made of the same entries. New work gets its place on a noun's page, never an entry here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from bot.dialogue.screen import Button
from bot.dialogue.views import form_button, view_button
from bot.i18n.messages import Text, text
from bot.relief.access.caller import Actor
from bot.relief.access.policy import Action
from bot.relief.vocabulary import Role

MAX_MENU_BUTTONS = 8  # with the one that leads to «کارهای من»
MAX_VERBS = 2
Condition: TypeAlias = Callable[[Collection[Action]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A button of the menu, its line in the help, and the actions that an actor needs for it."""

    button: Button
    help: Text
    is_for: Condition


def _any_of(*wanted: Action) -> Condition:
    return lambda allowed: any(action in allowed for action in wanted)


def _signs_up_only(allowed: Collection[Action]) -> bool:
    return Action.SIGN_UP in allowed and Action.SEE_CALL not in allowed


def _sees_calls_only(allowed: Collection[Action]) -> bool:
    return Action.SEE_CALL in allowed and Action.SIGN_UP not in allowed


def _signs_up_and_sees_calls(allowed: Collection[Action]) -> bool:
    return Action.SIGN_UP in allowed and Action.SEE_CALL in allowed


def _every_member(_: Collection[Action]) -> bool:
    return True


REPORT_SERVICE = MenuEntry(
    button=form_button(text("home-report-service"), "service-report"),
    help=text("home-report-service.help"),
    is_for=_any_of(Action.REPORT_SERVICE),
)
REGISTER_FAMILY = MenuEntry(
    button=form_button(text("home-register-family"), "family-registration"),
    help=text("home-register-family.help"),
    is_for=_any_of(Action.REGISTER_FAMILY),
)
SEND_CALL = MenuEntry(
    button=form_button(text("home-send-call"), "call-sending"),
    help=text("home-send-call.help"),
    is_for=_any_of(Action.SEND_CALL),
)
ASK_SUMMARY = MenuEntry(
    button=view_button(text("home-summary"), "choose-period"),
    help=text("home-summary.help"),
    is_for=_any_of(Action.ASK_SUMMARY),
)
VERIFY_SERVICES = MenuEntry(
    button=view_button(text("home-verify"), "waiting"),
    help=text("home-verify.help"),
    is_for=_any_of(Action.VERIFY_SERVICE),
)
INVITE = MenuEntry(
    button=form_button(text("home-invite"), "inviting"),
    help=text("home-invite.help"),
    is_for=_any_of(Action.INVITE),
)
KEEP_UNITS = MenuEntry(
    button=view_button(text("unit-keep"), "unit-admin"),
    help=text("unit-keep.help"),
    is_for=_any_of(Action.KEEP_UNITS),
)

VERBS: Mapping[Role, tuple[MenuEntry, MenuEntry]] = {
    Role.SUPERVISOR: (ASK_SUMMARY, VERIFY_SERVICES),
    Role.COORDINATOR: (SEND_CALL, REPORT_SERVICE),
    Role.VOLUNTEER: (REPORT_SERVICE, REGISTER_FAMILY),
    Role.ADMINISTRATOR: (INVITE, KEEP_UNITS),
}
"""The two verbs that each role uses most. A person with several roles gets the first verb of each, in this order."""

NOUNS: tuple[MenuEntry, ...] = (
    MenuEntry(
        button=view_button(text("home-families"), "families"),
        help=text("home-families.help"),
        is_for=_any_of(Action.SEE_FAMILY),
    ),
    MenuEntry(
        button=view_button(text("home-campaigns"), "campaigns"),
        help=text("home-campaigns.help"),
        is_for=_signs_up_only,
    ),
    MenuEntry(
        button=view_button(text("home-calls"), "calls"),
        help=text("home-calls.help"),
        is_for=_sees_calls_only,
    ),
    MenuEntry(
        button=view_button(text("home-campaigns-and-calls"), "campaigns"),
        help=text("home-campaigns-and-calls.help"),
        is_for=_signs_up_and_sees_calls,
    ),
    MenuEntry(
        button=view_button(text("home-reports"), "reports"),
        help=text("home-reports.help"),
        is_for=_any_of(Action.REPORT_SERVICE, Action.ASK_SUMMARY, Action.VERIFY_SERVICE),
    ),
    MenuEntry(button=view_button(text("home-unit"), "unit"), help=text("home-unit.help"), is_for=_every_member),
    MenuEntry(button=view_button(text("home-own"), "me"), help=text("home-own.help"), is_for=_every_member),
)


def menu_verbs(actor: Actor) -> tuple[MenuEntry, ...]:
    allowed = actor.actions
    firsts, seconds = zip(*(VERBS[role] for role in VERBS if role in actor.roles), strict=True)
    wanted = [entry for entry in chain(firsts, seconds) if entry.is_for(allowed)]
    return tuple(entry for place, entry in enumerate(wanted) if entry not in wanted[:place])[:MAX_VERBS]


def menu_nouns(actor: Actor) -> tuple[MenuEntry, ...]:
    return tuple(entry for entry in NOUNS if entry.is_for(actor.actions))
