"""Campaigns: opening, signing up and leaving, the list of participants, closing."""

from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.question import Accepted, AnswerResult, QuestionContext
from bot.dialogue.questions.basic import NameQuestion, NumberQuestion, TextQuestion
from bot.dialogue.questions.pickers import DateQuestion, Pick, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen, button_rows
from bot.dialogue.state import FormValues, JsonValue
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Digits, Joined, Localizable, Text, enum_text, text
from bot.persian.periods import Period, PeriodName
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed, permitted_units
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView, NewCampaign
from bot.relief.campaigns.participants import list_participants
from bot.relief.errors import Forbidden
from bot.relief.ids import CampaignId, UnitId
from bot.relief.vocabulary import Occasion
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import confirm_page, home_row
from handlers.questions import UnitContext, parse_unit_id, units_query

ENDED_MARK = "ended"
SIGN_UPS_PER_PAGE = 20  # on a page that is read, not pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """`occasion` is one of `Occasion` or the coordinator's own words; `places` None is without limit."""

    called: str
    since: date
    until: date
    unit: UnitId
    occasion: str = ""
    places: int | None = None


def occasion_text(stored: str) -> Localizable:
    return enum_text(Occasion(stored)) if stored in list(Occasion) else stored


@dataclass(frozen=True, slots=True)
class OccasionQuestion(TextQuestion):
    """An occasion: the usual ones as buttons, any other typed."""

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(buttons=button_rows([Button(enum_text(one), one.value) for one in Occasion], 2))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return Accepted(Occasion(payload).value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return occasion_text(value)


async def start_campaign_opening(turn: TurnContext, _: tuple[str, ...]) -> FormValues[UnitContext]:
    """Begin with the actor's own unit; another one under it is chosen on the last page."""
    own = await permitted_units(turn.caller(), Action.OPEN_CAMPAIGN, limit=1)
    if not own:
        raise Forbidden
    return FormValues(context=UnitContext(unit=pick_answer(own[0].id, own[0].name)))


async def submit_campaign(turn: TurnContext, opening: CampaignDraft) -> Screen:
    new = NewCampaign(
        unit=opening.unit,
        title=opening.called,
        occasion=opening.occasion,
        since=opening.since,
        until=opening.until,
        places=opening.places,
    )
    opened = await campaigns.open_campaign(turn.caller(), new)
    message = text("campaign-opened", number=Digits(opened.number))
    return Screen(
        text=Joined((message, campaign_lines(opened))),
        buttons=(
            (
                form_button(text("campaign-call"), "call-sending"),
                view_button(text("campaign-see"), "campaign", opened.id),
            ),
            *home_row(),
        ),
    )


def campaign_period(campaign: CampaignView) -> Period:
    return Period(PeriodName.CUSTOM, campaign.since, campaign.until)


def campaign_lines(campaign: CampaignView) -> Joined:
    occasion = text("campaign-occasion", occasion=occasion_text(campaign.occasion)) if campaign.occasion else ""
    return Joined(
        (
            text("campaign-title", title=campaign.title),
            occasion,
            text("campaign-when", unit=campaign.unit_name, when=campaign_period(campaign)),
            _places_line(campaign),
        )
    )


def _places_line(campaign: CampaignView) -> Text:
    if not campaign.open:
        return text("campaign-taken", taken=campaign.taken_places)
    if campaign.free_places is None:
        return text("campaign-without-limit", taken=campaign.taken_places)
    return text("campaign-places", left=campaign.free_places, places=campaign.places or 0)


async def show_campaigns(turn: TurnContext, request: ViewRequest) -> Screen:
    ended = request.args == (ENDED_MARK,)
    look = campaigns.list_past_campaigns if ended else campaigns.list_open_campaigns
    page = await look(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [view_button(_row(one), "campaign", one.id) for one in page.items]
    head = (
        ("campaigns-ended" if rows else "campaigns-none-ended")
        if ended
        else ("campaigns" if rows else "campaigns-none")
    )
    return Screen(
        text=Text(head), buttons=(*paged_list(rows, request, more=page.has_more), *_extra_rows(turn, ended=ended))
    )


def _row(campaign: CampaignView) -> Text:
    title = text("dialogue-marked", what=campaign.title) if campaign.mine else campaign.title
    if not campaign.open:
        return text("campaign-row-ended", title=title, taken=campaign.taken_places)
    if campaign.free_places is None:
        return text("campaign-row", title=title)
    return text("campaign-row-places", title=title, left=campaign.free_places)


def _extra_rows(turn: TurnContext, *, ended: bool) -> ButtonRows:
    """Return the way to ended campaigns, for those who may open campaigns."""
    row: tuple[Button, ...] = ()
    if ended:
        row = (view_button(text("campaigns-open"), "campaigns"),)
    elif any(grant.scope(Action.OPEN_CAMPAIGN) for grant in turn.require_actor().grants):
        row = (
            form_button(text("home-open-campaign"), "campaign-opening"),
            view_button(text("campaigns-see-ended"), "campaigns", ENDED_MARK),
        )
    return (*((row,) if row else ()), *home_row(view_button(text("own-calls-back"), "own-calls")))


async def show_campaign(turn: TurnContext, request: ViewRequest) -> Screen:
    return await _page(turn, await _load_campaign(turn, request.args))


async def _load_campaign(turn: TurnContext, args: tuple[str, ...]) -> CampaignView:
    return await campaigns.load_campaign(turn.caller(), CampaignId(parse_id(args)))


async def _page(turn: TurnContext, campaign: CampaignView, note: Text | None = None) -> Screen:
    """Render a campaign; `done` is the note of what has just happened, else the actor's part in it."""
    return Screen(
        text=Joined((campaign_lines(campaign), note or _status_line(turn, campaign))),
        buttons=(*_sign_up_row(turn, campaign), *await _coordinator_row(turn, campaign), *_back_row()),
    )


def _is_over(turn: TurnContext, campaign: CampaignView) -> bool:
    return campaign.until < turn.today


def _status_line(turn: TurnContext, campaign: CampaignView) -> Text | str:
    if _is_over(turn, campaign):
        return text("campaign-over")
    if campaign.mine:
        return text("campaign-mine")
    return "" if campaign.open else text("campaign-shut")


def _sign_up_row(turn: TurnContext, campaign: CampaignView) -> ButtonRows:
    """Return the button to sign up or leave; none once it has ended."""
    if campaign.mine and not _is_over(turn, campaign):
        return ((act_button(text("campaign-leave"), "campaign", "leave", campaign.id),),)
    if campaign.open and campaign.free_places != 0:
        return ((act_button(text("campaign-sign-up"), "campaign", "sign-up", campaign.id),),)
    return ()


async def _coordinator_row(turn: TurnContext, campaign: CampaignView) -> ButtonRows:
    if not await is_allowed(turn.caller(), Action.OPEN_CAMPAIGN, campaign.unit):
        return ()
    who = view_button(text("campaign-who"), "sign-ups", campaign.id)
    return ((who, view_button(text("campaign-close"), "confirm-close", campaign.id)) if campaign.may_close else (who,),)


def _back_row() -> ButtonRows:
    return home_row(view_button(text("home-campaigns"), "campaigns"))


async def on_sign_up(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    campaign = await campaigns.sign_up(turn.caller(), CampaignId(parse_id(args)))
    return await _page(turn, campaign, text("campaign-signed-up", when=campaign_period(campaign)))


async def on_leave_campaign(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    campaign = await campaigns.leave_campaign(turn.caller(), CampaignId(parse_id(args)))
    return await _page(turn, campaign, text("campaign-left"))


async def show_campaign_closing(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: a closed campaign cannot be opened again."""
    campaign = await _load_campaign(turn, request.args)
    return confirm_page(
        text("campaign-close-sure", title=campaign.title),
        act_button(text("campaign-close-yes"), "campaign", "close", campaign.id),
        view_button(text("dialogue-back"), "campaign", campaign.id),
    )


async def on_close_campaign(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    campaign = await campaigns.close_campaign(turn.caller(), CampaignId(parse_id(args)))
    return await _page(turn, campaign, text("campaign-closed"))


async def show_sign_ups(turn: TurnContext, request: ViewRequest) -> Screen:
    campaign = await _load_campaign(turn, request.args)
    page = await list_participants(
        turn.caller(), campaign.id, offset=request.page * SIGN_UPS_PER_PAGE, limit=SIGN_UPS_PER_PAGE
    )
    names = tuple(text("campaign-name", name=one.name) for one in page.items)
    head = text("campaign-who-head", title=campaign.title, taken=campaign.taken_places)
    return Screen(
        text=Joined((head, *names)),
        buttons=(
            *paged_list((), request, more=page.has_more),
            (view_button(text("dialogue-back"), "campaign", campaign.id),),
        ),
    )


campaign_opening_form = Form(
    CampaignDraft,
    NameQuestion("called", named="thing", max_length=campaigns.MAX_CAMPAIGN_TEXT_LENGTH),
    OccasionQuestion("occasion", optional=True, max_length=100),
    DateQuestion("since", future=True),
    DateQuestion("until", future=True),
    NumberQuestion(
        "places", optional=True, minimum=1, maximum=campaigns.MAX_CAMPAIGN_PLACES, suggestions=(5, 10, 20, 30, 50, 100)
    ),
    Pick("unit", source=units_query(Action.OPEN_CAMPAIGN), parse_id=parse_unit_id, preset=True),
    name="campaign-opening",
    submit=submit_campaign,
    start=start_campaign_opening,
    context=UnitContext,
)

FORMS = (campaign_opening_form,)
VIEWS = (
    View(name="campaigns", render=show_campaigns),
    View(
        name="campaign",
        render=show_campaign,
        acts={"sign-up": on_sign_up, "leave": on_leave_campaign, "close": on_close_campaign},
    ),
    View(name="confirm-close", render=show_campaign_closing),
    View(name="sign-ups", render=show_sign_ups),
)
