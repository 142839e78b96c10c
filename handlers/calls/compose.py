"""Sending a call for help: the audience, the text, and a preview of what arrives and at how many."""

import hashlib
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.question import AnswerResult, Input, Pending, QuestionContext
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.candidates import candidate_buttons
from bot.dialogue.questions.pickers import Option, Options, OptionsRequest, Pick, PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, FormValues, JsonValue
from bot.dialogue.views import view_button
from bot.i18n.messages import Digits, Joined, Localizable, Text, from_json, text
from bot.relief.calls import calls
from bot.relief.calls.approvals import load_approval_request, request_call_approval
from bot.relief.calls.audiences import Audience, CallReach, find_audiences, load_audience, measure_reach
from bot.relief.campaigns.campaigns import CampaignView, load_campaign
from bot.relief.errors import Conflict
from bot.relief.ids import CallApprovalId, CampaignId, UnitId
from bot.relief.vocabulary import Role
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.calls.approval import approval_request_screen
from handlers.calls.call import audience_text, change_of_reach
from handlers.calls.delivery import copy_text
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
    """A call to be sent. `look` is how many people it reached when its preview was confirmed."""

    audience: AudienceChoice
    text: str
    look: int
    campaign: CampaignId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """Context of the form of a call. `campaign` is None for a call of no campaign."""

    campaign: PickAnswer | None = None


async def audiences_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Find audiences: the actor's own unit first, whole and by role, then the units under it.

    For a campaign they are within its unit: others do not see it.
    """
    campaign = await _load_campaign(turn, query.context.campaign)
    page = await find_audiences(
        turn.caller(),
        query.offset,
        query.limit,
        search=query.search,
        within=None if campaign is None else campaign.unit,
    )
    rows = (Option(id=_encode_audience(one), label=_audience_text(one)) for one in page.items)
    return Options(items=tuple(rows), more=page.has_more)


def _encode_audience(one: Audience) -> str:
    return f"{one.unit}:{one.role.value if one.role else ''}"


def parse_audience(stored: str) -> AudienceChoice:
    unit, _, role = stored.partition(":")
    return AudienceChoice(unit=UnitId(int(unit)), role=Role(role) if role else None)


async def _load_campaign(turn: TurnContext, chosen: PickAnswer | None) -> CampaignView | None:
    return None if chosen is None else await load_campaign(turn.caller(), parse_campaign_id(chosen["id"]))


def parse_campaign_id(stored: str) -> CampaignId:
    return CampaignId(int(stored))


async def preview_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Offer sending as the one option; no option if no one is reached."""
    whom = parse_audience(query.answers["audience"]["id"])
    reach = await measure_reach(turn.caller(), whom.unit, whom.role)
    if not reach.people:
        return Options()
    audience = await load_audience(turn.caller(), whom.unit, whom.role)
    many = reach.people > calls.APPROVAL_THRESHOLD
    send = text("call-sending-ask" if many else "call-sending-send", people=reach.people)
    shown = (
        copy_text(
            name=text("call-sending-name"),
            sender=turn.require_actor().name,
            unit=audience.unit_name,
            campaign=await _load_campaign(turn, query.context.campaign),
            call_text=query.answers["text"],
        ),
        Joined((text("call-to", audience=_audience_text(audience)), _reach_text(turn, reach))),
        *((text("call-sending-many", most=calls.APPROVAL_THRESHOLD),) if many else ()),
    )
    token = preview_token(query.answers, reach.people)
    return Options(items=(Option(id=token, label=send, answer_label=Joined(shown, separator="\n\n")),))


def _reach_text(turn: TurnContext, reach: CallReach) -> Localizable:
    """Say how many people are reached in each messenger (even none), and how many are left out."""
    counts = dict.fromkeys(turn.deep_links, 0) | dict(reach.by_messenger)
    parts = tuple(
        text("call-sending-messenger", people=people, messenger=messenger_text(name))
        for name, people in sorted(counts.items())
    )
    messengers = Joined(parts, separator=text("dialogue-comma"))
    return text("call-sending-reach", people=reach.people, messengers=messengers, missing=reach.unreachable)


def preview_token(answers: Answers, people: int | None = None) -> str:
    """Return a token of the audience and of every letter of the text, which ends with the count."""
    digest = hashlib.blake2b(answers["text"].encode(), digest_size=8).hexdigest()
    return f"{answers['audience']['id']}:{digest}:{'' if people is None else people}"


def parse_previewed_people(token: str) -> int:
    return int(token.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class PreviewQuestion(Pick):
    """A preview of the call and its reach; a change of either asks again."""

    def still_valid(self, value: JsonValue, values: FormValues[CallContext]) -> bool:
        return str(value["id"]).startswith(preview_token(values.answers))

    def render(self, scope: QuestionContext) -> Screen:
        offered = scope.state.draft["items"]
        reach = tuple(from_json(one["value"]["label"]) for one in offered)
        return Screen(text=Joined(reach or (text("call-sending-nobody"),)), buttons=candidate_buttons(offered))

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return Pending(scope.state.draft, text("call-sending-press"))


async def submit_call(turn: TurnContext, sending: CallDraft) -> Screen:
    whom = sending.audience
    if (await measure_reach(turn.caller(), whom.unit, whom.role)).people > calls.APPROVAL_THRESHOLD:
        return await _request_approval(turn, sending)
    sent = await calls.create_call(
        turn.caller(), unit=whom.unit, role=whom.role, text=sending.text, campaign=sending.campaign
    )
    turn.wake_worker()
    return Screen(
        text=Joined((text("call-started", number=Digits(sent.number)), change_of_reach(sending.look, sent.waiting))),
        buttons=home_row(view_button(text("home-calls"), "calls")),
    )


async def _request_approval(turn: TurnContext, sending: CallDraft) -> Screen:
    request = await request_call_approval(
        turn.caller(),
        unit=sending.audience.unit,
        role=sending.audience.role,
        text=sending.text,
        campaign=sending.campaign,
    )
    return await approval_request_screen(turn, request, previewed=sending.look)


async def start_call_sending(turn: TurnContext, args: tuple[str, ...]) -> FormValues[CallContext]:
    """Begin empty, for a campaign, or with the text and the audience of a call that was not approved."""
    match args:
        case ():
            return FormValues(context=CallContext())
        case ("campaign", *key):
            return await _start_for_campaign(turn, CampaignId(parse_id(key)))
        case _:
            return await _start_again(turn, CallApprovalId(parse_id(args)))


async def _start_for_campaign(turn: TurnContext, campaign_id: CampaignId) -> FormValues[CallContext]:
    """Begin with the campaign and everybody whom the actor may call to it: only the text is asked."""
    campaign = await load_campaign(turn.caller(), campaign_id)
    page = await find_audiences(turn.caller(), 0, 1, within=campaign.unit)
    if not page.items:
        raise Conflict("error-call-nobody")
    await calls.check_campaign(turn.caller(), campaign_id, page.items[0].unit)
    return FormValues(
        context=CallContext(campaign=pick_answer(campaign.id, campaign.title)),
        answers={"audience": _audience_answer(page.items[0])},
    )


async def _start_again(turn: TurnContext, call_approval_id: CallApprovalId) -> FormValues[CallContext]:
    was = (await load_approval_request(turn.caller(), call_approval_id)).view
    audience = await load_audience(turn.caller(), was.unit, was.role)
    context = CallContext()
    if was.campaign is not None:
        campaign = await load_campaign(turn.caller(), was.campaign)
        context = CallContext(campaign=pick_answer(campaign.id, campaign.title))
    return FormValues(
        context=context,
        answers={"audience": _audience_answer(audience), "text": was.text},
    )


def _audience_answer(audience: Audience) -> PickAnswer:
    return pick_answer(_encode_audience(audience), _audience_text(audience))


def _audience_text(audience: Audience) -> Text:
    return audience_text(audience.unit_name, audience.role, audience.count)


call_sending_form = Form(
    CallDraft,
    Preset("campaign", parse_id=parse_campaign_id, when=lambda values: values.context.campaign is not None),
    Pick("audience", source=audiences_query, parse_id=parse_audience),
    TextQuestion("text", min_length=5, max_length=MAX_TYPED_CALL_LENGTH),
    PreviewQuestion("look", source=preview_query, parse_id=parse_previewed_people),
    name="call-sending",
    subject=lambda values: values.answers.get("text"),
    submit=submit_call,
    start=start_call_sending,
    context=CallContext,
    confirm=False,
)

FORMS = (call_sending_form,)
