"""Composing a call for help: its audience, its text, and a preview of what will arrive and at how many people."""

import zlib
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.question import AnswerResult, Input, Pending, QuestionContext, candidate_buttons
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.pickers import Option, Options, OptionsRequest, Pick, pick_value
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, JsonValue
from bot.dialogue.views import view_button
from bot.i18n.messages import Digits, Joined, Localizable, from_json, text
from bot.relief.calls import calls
from bot.relief.calls.approvals import load_approval_request, request_call_approval
from bot.relief.calls.calls import Audience, AudiencePreview
from bot.relief.ids import CallApprovalId, UnitId
from bot.relief.vocabulary import Role
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.calls.approval import approval_request_screen
from handlers.calls.call import audience_text
from handlers.menu import home_row
from handlers.questions import messenger_text

MAX_TYPED_CALL_LENGTH = 1500  # characters: what a person reads in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChoice:
    """An audience, not yet counted. `role` None is everybody."""

    unit: UnitId
    role: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDraft:
    """The answers of the form. `look` is the token of the preview that was looked at: no call is sent unseen."""

    audience: AudienceChoice
    text: str
    look: str


async def audiences_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Find audiences: one's own unit first, all its people and then role by role; then the units under it.

    A unit's name can be typed.
    """
    found = await calls.find_audiences(
        turn.session, turn.require_actor(), turn.today, query.offset, query.limit, search=query.search
    )
    rows = (
        Option(id=_encode_audience(one), label=audience_text(one.unit_name, one.role, one.count)) for one in found.items
    )
    return Options(items=tuple(rows), more=found.has_more)


def _encode_audience(one: Audience) -> str:
    return f"{one.unit}:{one.role.value if one.role else ''}"


def parse_audience(kept: str) -> AudienceChoice:
    unit, _, role = kept.partition(":")
    return AudienceChoice(unit=UnitId(int(unit)), role=Role(role) if role else None)


async def preview_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Offer to send, with the preview as its label. No option where no one is reached."""
    whom = parse_audience(query.answers["audience"]["id"])
    audience = await calls.load_audience(turn.session, turn.require_actor(), whom.unit, whom.role, turn.today)
    seen = await calls.preview_audience(turn.session, turn.require_actor(), audience, turn.today)
    if not seen.people:
        return Options()
    many = seen.people > calls.APPROVAL_THRESHOLD
    send = text("call-sending-ask" if many else "call-sending-send", people=seen.people)
    shown = _preview_text(turn, audience, query.answers["text"], seen)
    if many:
        shown = Joined((shown, text("call-sending-many", most=calls.APPROVAL_THRESHOLD)))
    return Options(items=(Option(id=preview_token(query.answers), label=send, answer_label=shown),))


def _preview_text(turn: TurnContext, audience: Audience, call_text: str, preview: AudiencePreview) -> Localizable:
    return text(
        "call-sending-preview",
        sender=turn.require_actor().name,
        unit=audience.unit_name,
        text=call_text,
        people=preview.people,
        messengers=_messengers_text(turn, preview),
        missing=preview.unreachable,
    )


def _messengers_text(turn: TurnContext, preview: AudiencePreview) -> Joined:
    """Say how many people are reached in each messenger, also where there are none."""
    counts = dict.fromkeys(turn.deep_links, 0) | dict(preview.by_messenger)
    parts = (
        text("call-sending-messenger", people=people, messenger=messenger_text(name))
        for name, people in sorted(counts.items())
    )
    return Joined(tuple(parts), separator=text("dialogue-comma"))


def preview_token(answers: Answers) -> str:
    """Return a token that changes with the audience and with every letter of the text."""
    return f"{answers['audience']['id']}:{zlib.crc32(answers['text'].encode()):x}"


@dataclass(frozen=True, slots=True)
class PreviewQuestion(Pick):
    """The preview. A change of the audience or of the text must be looked at again."""

    def still_valid(self, value: JsonValue, answers: Answers) -> bool:
        return bool(value["id"] == preview_token(answers))

    def render(self, asked: QuestionContext) -> Screen:
        offered = asked.state.draft["items"]
        reach = tuple(from_json(one["value"]["label"]) for one in offered)
        return Screen(text=Joined(reach or (text("call-sending-nobody"),)), buttons=candidate_buttons(offered))

    def accept(self, given: Input, asked: QuestionContext) -> AnswerResult:
        return Pending(asked.state.draft, text("call-sending-press"))


async def submit_call(turn: TurnContext, sending: CallDraft) -> Screen:
    whom = sending.audience
    audience = await calls.load_audience(turn.session, turn.require_actor(), whom.unit, whom.role, turn.today)
    if (
        await calls.preview_audience(turn.session, turn.require_actor(), audience, turn.today)
    ).people > calls.APPROVAL_THRESHOLD:
        return await _request_approval(turn, sending)
    sent = await calls.create_call(
        turn.session,
        turn.require_actor(),
        unit=sending.audience.unit,
        role=sending.audience.role,
        text=sending.text,
        now=turn.now,
        today=turn.today,
    )
    turn.wake_worker()
    return Screen(
        text=text("call-started", number=Digits(sent.number)),
        buttons=((view_button(text("home-calls"), "calls"), *home_row()[0]),),
    )


async def _request_approval(turn: TurnContext, sending: CallDraft) -> Screen:
    asked = await request_call_approval(
        turn.session,
        turn.require_actor(),
        unit=sending.audience.unit,
        role=sending.audience.role,
        text=sending.text,
        now=turn.now,
        today=turn.today,
    )
    return await approval_request_screen(turn, asked)


async def start_call_sending(turn: TurnContext, args: tuple[str, ...]) -> Answers:
    """Begin anew, or with the text and the audience of a call that was not approved."""
    if not args:
        return {}
    wanted = CallApprovalId(parse_id(args))
    was = (await load_approval_request(turn.session, turn.require_actor(), wanted, turn.now, turn.today)).view
    audience = await calls.load_audience(turn.session, turn.require_actor(), was.unit, was.role, turn.today)
    said = audience_text(audience.unit_name, audience.role, audience.count)
    return {"audience": pick_value(_encode_audience(audience), said), "text": was.text}


call_sending_form = Form(
    CallDraft,
    Pick("audience", source=audiences_query, parse_id=parse_audience),
    TextQuestion("text", min_length=5, max_length=MAX_TYPED_CALL_LENGTH),
    PreviewQuestion("look", source=preview_query, parse_id=str),
    name="call-sending",
    submit=submit_call,
    start=start_call_sending,
    confirm=False,
)

FORMS = (call_sending_form,)
VIEWS = ()
