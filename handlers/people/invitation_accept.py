"""Joining by an invitation: who invites to what, one's name and own number, and the promise to keep what one sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Phone, Words
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Screen
from bot.dialogue.state import Json
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Lines, Text, text
from bot.relief.access.guess_limits import Guessed, guessing
from bot.relief.errors import NotFound
from bot.relief.people import registration as people
from bot.relief.people.registration import InvitationView
from bot.turn.context import Turn
from handlers.menu import home_row
from handlers.questions import Told, as_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """`invitation` is its code; `phone` is the person's own, E.164."""

    invitation: str
    name: str
    phone: str


async def show_invitation(turn: Turn, visit: Visit) -> Screen:
    """To whom it is known already, joining is one press: the bot has their name and number."""
    if not visit.args:
        return Screen(text=text("invitation-not-mine"), buttons=home_row())
    code = visit.args[0]
    invited = await _invitation(turn, code)
    known = turn.actor is not None
    join = does(text("invitation-join"), "invitation", "join", code) if known else begins(_JOIN, "joining", code)
    return Screen(
        text=Lines((text("invitation-welcome"), _invited_to(invited))),
        buttons=((join,), (opens(text("invitation-refuse"), "invitation"),)),
    )


async def _invitation(turn: Turn, code: str) -> InvitationView:
    """A code that is none counts as a guess, and nobody has many."""
    async with guessing(turn.session, Guessed.INVITATION, turn.messenger, turn.account, turn.now):
        return await people.read_invitation(turn.session, code, turn.now)


_JOIN = text("invitation-join")


def _invited_to(invited: InvitationView) -> Text:
    task = Text(f"invitation-task-{invited.role.value}")
    if invited.inviter_name is None:
        return text("invitation-to", task=task, unit=invited.unit_name)
    return text("invitation-from", inviter=invited.inviter_name, task=task, unit=invited.unit_name)


async def start_joining(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    if not args:
        raise NotFound("error-invitation-unknown")
    invited = await _invitation(turn, args[0])
    return {"told_invitation": picked(args[0], invited.unit_name)}


async def join(turn: Turn, joining: Joining) -> Screen:
    return await _member(turn, joining.invitation, joining.name, joining.phone)


async def join_too(turn: Turn, args: tuple[str, ...]) -> Screen:
    """One more membership of a person who is known."""
    if not args:
        raise NotFound("error-invitation-unknown")
    return await _member(turn, args[0], turn.known().name, None)


async def _member(turn: Turn, code: str, name: str, phone: str | None) -> Screen:
    invited = await _invitation(turn, code)
    turn.actor = await people.join(
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
    if turn.actor.pledged:
        home = await turn.page("home")
        return Screen(text=Lines((welcome, text("joining-begin"))), buttons=home.buttons)
    return Screen(
        text=Lines((welcome, text("joining-trust"))),
        buttons=((does(text("pledge-accept"), "pledge", "accept"), opens(text("pledge-whole-text"), "pledge")),),
    )


async def show_pledge(turn: Turn, _: Visit) -> Screen:
    """All that a user should know about what is kept, and of whom."""
    said = text("pledge-text", messenger=Text(f"messenger-{turn.messenger}"))
    if turn.actor is None or turn.actor.pledged:
        return Screen(text=said, buttons=home_row())
    return Screen(text=said, buttons=((does(text("pledge-accept"), "pledge", "accept"),),))


async def accept(turn: Turn, _: tuple[str, ...]) -> Screen:
    actor = turn.known()
    await people.pledge(turn.session, actor.person, turn.now)
    turn.actor = replace(actor, pledged=True)
    home = await turn.page("home")
    return Screen(text=text("joining-begin"), buttons=home.buttons)


joining = Form(
    Joining,
    Told("invitation", from_=as_told("invitation"), builds=str),
    Words("name", at_least=3, at_most=80),
    Phone("phone", own=True),
    name="joining",
    submit=join,
    start=start_joining,
    confirm=False,
)

FORMS = (joining,)
VIEWS = (
    Browse(name="invitation", page=show_invitation, acts={"join": join_too}),
    Browse(name="pledge", page=show_pledge, acts={"accept": accept}),
)
