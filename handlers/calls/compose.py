"""Sending a call for help: to whom, in which words, and a last look at what will arrive and at how many."""

import zlib
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Given, NotYet, Taken, offers
from bot.dialogue.questions.basic import Words
from bot.dialogue.questions.pickers import Option, Options, Pick, Query, picked
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, Json
from bot.dialogue.views import opens
from bot.i18n.messages import Digits, Lines, Said, said_of, text
from bot.relief.calls import approvals as large_calls
from bot.relief.calls import calls
from bot.relief.calls.calls import Audience, Preview
from bot.relief.ids import LargeCallId, UnitId
from bot.relief.vocabulary import Role
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.calls.approval import asked_screen
from handlers.calls.call import audience_said
from handlers.menu import home_row

LONGEST = 1500  # characters: what a person reads in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An audience, not yet counted; `role` None is everybody."""

    unit: UnitId
    role: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSending:
    """`look` is the seal of the preview that was looked at: nothing is sent unseen."""

    audience: Chosen
    text: str
    look: str


async def audiences_of(turn: Turn, query: Query) -> Options:
    """One's own unit first, everybody and then role by role; then what is under it. A unit's name can be typed."""
    found = await calls.audiences(
        turn.session, turn.known(), turn.today, query.offset, query.limit, search=query.search
    )
    rows = (Option(id=_kept(one), label=audience_said(one.unit_name, one.role, one.count)) for one in found.items)
    return Options(items=tuple(rows), more=found.more)


def _kept(one: Audience) -> str:
    return f"{one.unit}:{one.role.value if one.role else ''}"


def chosen(kept: str) -> Chosen:
    unit, _, role = kept.partition(":")
    return Chosen(unit=UnitId(int(unit)), role=Role(role) if role else None)


async def last_look(turn: Turn, query: Query) -> Options:
    """The one option is to send; where nobody is reached there is none."""
    whom = chosen(query.answers["audience"]["id"])
    audience = await calls.audience(turn.session, turn.known(), whom.unit, whom.role, turn.today)
    seen = await calls.preview(turn.session, turn.known(), audience, turn.today)
    if not seen.people:
        return Options()
    many = seen.people > calls.MOST_UNAPPROVED
    send = text("call-sending-ask" if many else "call-sending-send", people=seen.people)
    shown = _preview(turn.known().name, audience, query.answers["text"], seen)
    if many:
        shown = Lines((shown, text("call-sending-many", most=calls.MOST_UNAPPROVED)))
    return Options(items=(Option(id=seal(query.answers), label=send, said=shown),))


def _preview(sender: str, audience: Audience, said: str, seen: Preview) -> Said:
    by = dict(seen.by_messenger)
    return text(
        "call-sending-preview",
        sender=sender,
        unit=audience.unit_name,
        text=said,
        people=seen.people,
        bale=by.get("bale", 0),
        telegram=by.get("telegram", 0),
        missing=seen.left_out,
    )


def seal(answers: Answers) -> str:
    """Changes with the audience and with every letter of the text."""
    return f"{answers['audience']['id']}:{zlib.crc32(answers['text'].encode()):x}"


@dataclass(frozen=True, slots=True)
class LastLook(Pick):
    """How the call will arrive, and at whom; a change of either must be looked at again."""

    def fits(self, value: Json, answers: Answers) -> bool:
        return bool(value["id"] == seal(answers))

    def face(self, asked: Asked) -> Screen:
        offered = asked.state.draft["items"]
        reach = tuple(said_of(one["value"]["label"]) for one in offered)
        return Screen(text=Lines(reach or (text("call-sending-nobody"),)), buttons=offers(offered))

    def take(self, given: Given, asked: Asked) -> Taken:
        return NotYet(asked.state.draft, text("call-sending-press"))


async def send(turn: Turn, sending: CallSending) -> Screen:
    whom = sending.audience
    audience = await calls.audience(turn.session, turn.known(), whom.unit, whom.role, turn.today)
    if (await calls.preview(turn.session, turn.known(), audience, turn.today)).people > calls.MOST_UNAPPROVED:
        return await _ask(turn, sending)
    sent = await calls.send_call(
        turn.session,
        turn.known(),
        unit=sending.audience.unit,
        role=sending.audience.role,
        text=sending.text,
        now=turn.now,
        today=turn.today,
    )
    turn.wake()
    return Screen(
        text=text("call-started", number=Digits(sent.number)),
        buttons=((opens(text("home-calls"), "calls"), *home_row()[0]),),
    )


async def _ask(turn: Turn, sending: CallSending) -> Screen:
    asked = await large_calls.ask(
        turn.session,
        turn.known(),
        unit=sending.audience.unit,
        role=sending.audience.role,
        text=sending.text,
        now=turn.now,
        today=turn.today,
    )
    return await asked_screen(turn, asked)


async def start_sending(turn: Turn, args: tuple[str, ...]) -> Answers:
    """Anew, or with the words and the audience of a call to many that was not sent."""
    if not args:
        return {}
    wanted = LargeCallId(row_id(args))
    was = (await large_calls.asked(turn.session, turn.known(), wanted, turn.now, turn.today)).view
    audience = await calls.audience(turn.session, turn.known(), was.unit, was.role, turn.today)
    said = audience_said(audience.unit_name, audience.role, audience.count)
    return {"audience": picked(_kept(audience), said), "text": was.text}


send_call = Form(
    CallSending,
    Pick("audience", from_=audiences_of, builds=chosen),
    Words("text", at_least=5, at_most=LONGEST),
    LastLook("look", from_=last_look, builds=str),
    name="call-sending",
    submit=send,
    start=start_sending,
    confirm=False,
)

FORMS = (send_call,)
VIEWS = ()
