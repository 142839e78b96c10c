"""Where every conversation begins: the menu of what one's roles allow, language, help, and the commands that work everywhere."""

from bot.dialogue.screen import Button, Command, Rows, Screen
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Day, Lines, Text, text, word
from bot.relief.access.policy import SENIORITY, Action, Actor, Pause
from bot.relief.people import join_requests
from bot.relief.people import registration as people
from bot.relief.people.account_linking import typed_code
from bot.relief.people.codes import read_code
from bot.turn.context import Turn
from bot.turn.conversation.drafts import drafts_of

HOME = Visit(view="home")
INVITED = "j-"
CHECKED = "v-"
LINKED = "l-"
COMMANDS = ("start", "menu", "help", "cancel", "language")

_MENU: tuple[tuple[Action, Button], ...] = (
    (Action.REGISTER_FAMILY, begins(text("home-register-family"), "family-registration")),
    (Action.REPORT_SERVICE, begins(text("home-report-service"), "service-report")),
    (Action.SEE_FAMILY, opens(text("home-families"), "families")),
    (Action.SIGN_UP, opens(text("home-campaigns"), "campaigns")),
    (Action.OPEN_CAMPAIGN, begins(text("home-open-campaign"), "campaign-opening")),
    (Action.SEND_CALL, begins(text("home-send-call"), "call-sending")),
    (Action.SEE_CALL, opens(text("home-calls"), "calls")),
    (Action.ASK_SUMMARY, opens(text("home-summary"), "summary")),
    (Action.VERIFY_SERVICE, opens(text("home-verify"), "waiting")),
    (Action.INVITE, begins(text("home-invite"), "inviting")),
    (Action.MANAGE_MEMBERS, opens(text("home-members"), "members")),
)


def entry(command: Command) -> Visit:
    """The page that a command opens; an unknown one opens the menu, like /menu."""
    match command.name:
        case "start" if command.argument.startswith(INVITED):
            return Visit(view="invitation", args=(command.argument.removeprefix(INVITED),))
        case "start" if command.argument.startswith(LINKED):
            return Visit(view="link", args=(command.argument.removeprefix(LINKED),))
        case "start" if command.argument.startswith(CHECKED):
            return Visit(view="check-card", args=(command.argument.removeprefix(CHECKED),))
        case "help":
            return Visit(view="help")
        case "language":
            return Visit(view="language")
        case _:
            return HOME


def typed(said: str) -> Visit | None:
    """The page that a code opens which somebody typed: from a card, an invitation where no other kind is named; of eight
    digits, as it stands in one's other messenger.
    """
    if linked := typed_code(said):
        return Visit(view="typed-link", args=(linked,))
    match read_code(said):
        case ("" | "j", code):
            return Visit(view="invitation", args=(code,))
        case ("v", code):
            return Visit(view="check-card", args=(code,))
        case _:
            return None


def _menu(actor: Actor) -> Rows:
    allowed = {action for grant in actor.grants for action in Action if grant.reach(action)}
    buttons = [
        *(button for action, button in _MENU if action in allowed),
        opens(text("home-unit"), "unit"),
        opens(text("home-own"), "own"),
    ]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


_FIND = (opens(text("home-find-unit"), "joinable"),)
_LINK = (begins(text("home-link"), "account-linking"),)
_OWN = (opens(text("home-own"), "own"),)
_LAST = ((opens(text("home-help"), "help"), opens(text("home-language"), "language")),)


async def show_home(turn: Turn, _: Visit) -> Screen:
    actor = turn.actor
    if actor is None:
        return Screen(text=text("home-stranger"), buttons=(_FIND, _LINK, *_LAST))
    if actor.main is None:
        return await _without_role(turn, actor)
    if not actor.pledged:
        return await turn.page("pledge")
    left = [(begins(text("turn-go-on-with", form=Text(f"{form}-title")), form),) for form in await drafts_of(turn)]
    lent = (
        text("home-lent", role=word(one.role), unit=one.unit_name, until=Day(one.lent_until))
        for one in actor.grants
        if one.lent_until is not None
    )
    return Screen(
        text=Lines((text("home-menu", name=actor.name, unit=actor.main.unit_name), *lent)),
        buttons=(*left, *_menu(actor), *_elsewhere(actor), *_LAST),
    )


def _elsewhere(actor: Actor) -> Rows:
    """Units where one only stands in: «واحد من» does not lead there."""
    own = {grant.unit for grant in actor.grants if grant.lent_by is None}
    there = {grant.unit: grant.unit_name for grant in actor.grants if grant.unit not in own}
    return tuple((opens(text("home-lent-unit", unit=name), "unit", unit),) for unit, name in there.items())


async def _without_role(turn: Turn, actor: Actor) -> Screen:
    """Who is suspended is told so; who asked to join sees that they wait, and for whom."""
    if actor.pauses:
        told = Lines((text("home-paused", name=actor.name), *map(_paused, actor.pauses)))
        return Screen(text=told, buttons=(_OWN, *_LAST))
    if await join_requests.mine(turn.session, actor, turn.today):
        return await turn.page("join-request")
    return Screen(text=text("home-no-role", name=actor.name), buttons=(_FIND, _OWN, *_LAST))


def _paused(pause: Pause) -> Text:
    if pause.until is None:
        return text("home-paused-in", unit=pause.unit_name)
    return text("home-paused-until", unit=pause.unit_name, until=Day(pause.until))


async def show_help(turn: Turn, _: Visit) -> Screen:
    roles = turn.actor.roles if turn.actor else ()
    role = max(roles, key=SENIORITY.index).value if roles else "stranger"
    role = "paused" if turn.actor and turn.actor.pauses and not roles else role
    practise = (opens(text("practice-open"), "practice"),) if turn.actor else ()
    return Screen(
        text=Lines((Text(f"home-help-{role}"), text("home-help-everywhere")), between="\n\n"),
        buttons=((*practise, *home_row()[0]),),
    )


async def show_language(_: Turn, __: Visit) -> Screen:
    names = (
        does(text("home-persian"), "language", "speak", "fa"),
        does(text("home-english"), "language", "speak", "en"),
    )
    return Screen(text=text("home-which-language"), buttons=(names, *home_row()))


async def speak(turn: Turn, args: tuple[str, ...]) -> Screen:
    """The choice is kept: with the person, or with the conversation of a stranger."""
    language = args[0] if args else ""
    if language in ("fa", "en"):
        turn.speak(language)
        if turn.actor:
            await people.set_language(turn.session, turn.actor.person, language)
    return await turn.page("home")


def home_row() -> Rows:
    return ((opens(text("turn-home"), "home"),),)


FORMS = ()
VIEWS = (
    Browse(name="home", page=show_home),
    Browse(name="help", page=show_help),
    Browse(name="language", page=show_language, acts={"speak": speak}),
)
