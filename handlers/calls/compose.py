"""Sending a call for help: the audience, the text, and a preview of what arrives and at how many."""

import hashlib
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.question import AnswerResult, Input, Pending, QuestionContext
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.candidates import candidate_buttons
from bot.dialogue.questions.pickers import Option, Options, OptionsRequest, Pick, pick_answer
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, FormValues, JsonValue
from bot.dialogue.views import view_button
from bot.i18n.messages import Digits, Joined, Localizable, from_json, text
from bot.relief.calls import calls
from bot.relief.calls.approvals import load_approval_request, request_call_approval
from bot.relief.calls.audiences import Audience, AudiencePreview, find_audiences, load_audience, preview_audience
from bot.relief.ids import CallApprovalId, UnitId
from bot.relief.vocabulary import Role
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.calls.approval import approval_request_screen
from handlers.calls.call import audience_text
from handlers.navigation import home_row
from handlers.questions import messenger_text

MAX_TYPED_CALL_LENGTH = 1500  # characters: what a person reads in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChoice:
    """An audience that is not counted yet; `role` None is everybody."""

    unit: UnitId
    role: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDraft:
    """A call to be sent. `look` is the token of the preview that was confirmed."""

    audience: AudienceChoice
    text: str
    look: str


async def audiences_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Find audiences: the actor's own unit first, whole and by role, then the units under it."""
    page = await find_audiences(turn.caller(), query.offset, query.limit, search=query.search)
    rows = (
        Option(id=_encode_audience(one), label=audience_text(one.unit_name, one.role, one.count)) for one in page.items
    )
    return Options(items=tuple(rows), more=page.has_more)


def _encode_audience(one: Audience) -> str:
    return f"{one.unit}:{one.role.value if one.role else ''}"


def parse_audience(stored: str) -> AudienceChoice:
    unit, _, role = stored.partition(":")
    return AudienceChoice(unit=UnitId(int(unit)), role=Role(role) if role else None)


async def preview_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Offer sending as the one option; no option if no one is reached."""
    whom = parse_audience(query.answers["audience"]["id"])
    audience = await load_audience(turn.caller(), whom.unit, whom.role)
    preview = await preview_audience(turn.caller(), audience)
    if not preview.people:
        return Options()
    many = preview.people > calls.APPROVAL_THRESHOLD
    send = text("call-sending-ask" if many else "call-sending-send", people=preview.people)
    shown = _preview_text(turn, audience, query.answers["text"], preview)
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
    """How many people are reached in each messenger, also where there are none."""
    counts = dict.fromkeys(turn.deep_links, 0) | dict(preview.by_messenger)
    parts = (
        text("call-sending-messenger", people=people, messenger=messenger_text(name))
        for name, people in sorted(counts.items())
    )
    return Joined(tuple(parts), separator=text("dialogue-comma"))


def preview_token(answers: Answers) -> str:
    """Return a token that changes with the audience and with every letter of the text."""
    digest = hashlib.blake2b(answers["text"].encode(), digest_size=8).hexdigest()
    return f"{answers['audience']['id']}:{digest}"


@dataclass(frozen=True, slots=True)
class PreviewQuestion(Pick):
    """A preview of the call and its reach; a change of either asks again."""

    def still_valid(self, value: JsonValue, values: FormValues[None]) -> bool:
        return bool(value["id"] == preview_token(values.answers))

    def render(self, scope: QuestionContext) -> Screen:
        offered = scope.state.draft["items"]
        reach = tuple(from_json(one["value"]["label"]) for one in offered)
        return Screen(text=Joined(reach or (text("call-sending-nobody"),)), buttons=candidate_buttons(offered))

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return Pending(scope.state.draft, text("call-sending-press"))


async def submit_call(turn: TurnContext, sending: CallDraft) -> Screen:
    whom = sending.audience
    audience = await load_audience(turn.caller(), whom.unit, whom.role)
    if (await preview_audience(turn.caller(), audience)).people > calls.APPROVAL_THRESHOLD:
        return await _request_approval(turn, sending)
    sent = await calls.create_call(
        turn.caller(), unit=sending.audience.unit, role=sending.audience.role, text=sending.text
    )
    turn.wake_worker()
    return Screen(
        text=text("call-started", number=Digits(sent.number)),
        buttons=home_row(view_button(text("home-calls"), "calls")),
    )


async def _request_approval(turn: TurnContext, sending: CallDraft) -> Screen:
    request = await request_call_approval(
        turn.caller(), unit=sending.audience.unit, role=sending.audience.role, text=sending.text
    )
    return await approval_request_screen(turn, request)


async def start_call_sending(turn: TurnContext, args: tuple[str, ...]) -> FormValues[None]:
    """Begin empty, or with the text and the audience of a call that was not approved."""
    if not args:
        return FormValues(context=None)
    call_approval_id = CallApprovalId(parse_id(args))
    was = (await load_approval_request(turn.caller(), call_approval_id)).view
    audience = await load_audience(turn.caller(), was.unit, was.role)
    message = audience_text(audience.unit_name, audience.role, audience.count)
    answers = {"audience": pick_answer(_encode_audience(audience), message), "text": was.text}
    return FormValues(context=None, answers=answers)


call_sending_form = Form(
    CallDraft,
    Pick("audience", source=audiences_query, parse_id=parse_audience),
    TextQuestion("text", min_length=5, max_length=MAX_TYPED_CALL_LENGTH),
    PreviewQuestion("look", source=preview_query, parse_id=str),
    name="call-sending",
    subject=lambda values: values.answers.get("text"),
    submit=submit_call,
    start=start_call_sending,
    confirm=False,
)

FORMS = (call_sending_form,)
