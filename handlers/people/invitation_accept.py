"""Joining by an invitation: its unit and role, name, own number and the confidentiality agreement."""

from dataclasses import dataclass, replace

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import NameQuestion, PhoneQuestion
from bot.dialogue.questions.pickers import PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Joined, Text, text
from bot.relief.access.guess_limits import GuessKind, limited_guesses
from bot.relief.errors import NotFound
from bot.relief.people.registration import (
    InvitationView,
    accept_confidentiality,
    join_by_invitation,
    preview_invitation,
)
from bot.turn.context import TurnContext
from handlers.navigation import home_row


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningInput:
    """`invitation` is its code; `phone` is the person's own, E.164."""

    invitation: str
    name: str
    phone: str


async def show_invitation(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show an invitation; a registered person joins by one press."""
    if not request.args:
        return Screen(text=text("invitation-not-mine"), buttons=home_row())
    code = request.args[0]
    invited = await _read_invitation(turn, code)
    known = turn.actor is not None
    join = (
        act_button(text("invitation-join"), "invitation", "join", code)
        if known
        else form_button(_JOIN_LABEL, "joining", code)
    )
    return Screen(
        text=Joined((text("invitation-welcome"), _invitation_text(invited))),
        buttons=((join,), (view_button(text("invitation-refuse"), "invitation"),)),
    )


async def _read_invitation(turn: TurnContext, code: str) -> InvitationView:
    """Load an invitation by its code; an unknown code counts as a guess (rate limit)."""
    async with limited_guesses(turn.session, GuessKind.INVITATION, turn.messenger, turn.account, turn.now):
        return await preview_invitation(turn.session, code, turn.now)


_JOIN_LABEL = text("invitation-join")


def _invitation_text(invited: InvitationView) -> Text:
    task = Text(f"invitation-task-{invited.role.value}")
    if invited.inviter_name is None:
        return text("invitation-to", task=task, unit=invited.unit_name)
    return text("invitation-from", inviter=invited.inviter_name, task=task, unit=invited.unit_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningContext:
    """The invitation; the id of its answer is the code."""

    invitation: PickAnswer | None = None


async def start_joining(turn: TurnContext, args: tuple[str, ...]) -> FormValues[JoiningContext]:
    if not args:
        raise NotFound("error-invitation-unknown")
    invited = await _read_invitation(turn, args[0])
    return FormValues(context=JoiningContext(invitation=pick_answer(args[0], invited.unit_name)))


async def submit_joining(turn: TurnContext, joining: JoiningInput) -> Screen:
    return await _join(turn, joining.invitation, joining.name, joining.phone)


async def on_join(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Add a membership to a registered person."""
    if not args:
        raise NotFound("error-invitation-unknown")
    return await _join(turn, args[0], turn.require_actor().name, None)


async def _join(turn: TurnContext, code: str, name: str, phone: str | None) -> Screen:
    invited = await _read_invitation(turn, code)
    turn.actor = await join_by_invitation(
        turn.session,
        code=code,
        messenger=turn.messenger,
        external_id=turn.account,
        name=name,
        phone=phone,
        language=turn.locale,
        now=turn.now,
    )
    welcome = text("joining-welcome", name=turn.actor.name, unit=invited.unit_name)
    if turn.actor.accepted_confidentiality:
        home = await turn.show_view("home")
        return Screen(text=Joined((welcome, text("joining-begin"))), buttons=home.buttons)
    return Screen(
        text=Joined((welcome, text("joining-trust"))),
        buttons=(
            (act_button(text("pledge-accept"), "pledge", "accept"), view_button(text("pledge-whole-text"), "pledge")),
        ),
    )


async def show_pledge(turn: TurnContext, _: ViewRequest) -> Screen:
    """Show the confidentiality agreement, and what the bot stores about whom."""
    message = text("pledge-text", messenger=Text(f"messenger-{turn.messenger}"))
    if turn.actor is None or turn.actor.accepted_confidentiality:
        return Screen(text=message, buttons=home_row())
    return Screen(text=message, buttons=((act_button(text("pledge-accept"), "pledge", "accept"),),))


async def on_accept_pledge(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    actor = turn.require_actor()
    await accept_confidentiality(turn.session, actor.person, turn.now)
    turn.actor = replace(actor, accepted_confidentiality=True)
    home = await turn.show_view("home")
    return Screen(text=text("joining-begin"), buttons=home.buttons)


joining_form = Form(
    JoiningInput,
    Preset("invitation", parse_id=str),
    NameQuestion("name"),
    PhoneQuestion("phone", own=True),
    name="joining",
    submit=submit_joining,
    start=start_joining,
    context=JoiningContext,
    confirm=False,
)

FORMS = (joining_form,)
VIEWS = (
    View(name="invitation", render=show_invitation, acts={"join": on_join}),
    View(name="pledge", render=show_pledge, acts={"accept": on_accept_pledge}),
)
