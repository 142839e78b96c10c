"""Opening a campaign: its name, occasion, days and places."""

from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.layout import button_rows
from bot.dialogue.question import Accepted, AnswerResult, Pending, QuestionContext
from bot.dialogue.questions.basic import NameQuestion, NumberQuestion, TextQuestion
from bot.dialogue.questions.last_day import LastDayQuestion
from bot.dialogue.questions.pickers import DateQuestion, Pick, pick_answer
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.dialogue.views import view_button
from bot.i18n.messages import Digits, Joined, Localizable, enum_text, text
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_units
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.catalogue.occasions import upcoming_occasions
from bot.relief.errors import Forbidden
from bot.relief.ids import UnitId
from bot.relief.vocabulary import Occasion
from bot.turn.context import TurnContext
from handlers.campaigns.campaign import call_row, campaign_lines, occasion_text
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, units_query

ALL_MARK = "*"
OCCASIONS_SHOWN = 4  # the next ones by date


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """`occasion` is one of `Occasion` or the coordinator's own words; `places` None is without limit."""

    called: str
    since: date
    until: date
    unit: UnitId
    occasion: str = ""
    places: int | None = None


@dataclass(frozen=True, slots=True)
class OccasionQuestion(TextQuestion):
    """An occasion: the next ones as buttons, the rest behind one more, any other typed."""

    def render(self, scope: QuestionContext) -> Screen:
        order = upcoming_occasions(scope.moment.today)
        shown = order if scope.state.draft == ALL_MARK else order[:OCCASIONS_SHOWN]
        rows = button_rows([Button(enum_text(one), one.value) for one in shown], 2)
        rest = () if len(shown) == len(order) else ((Button(text("campaign-all-occasions"), ALL_MARK),),)
        return Screen(buttons=(*rows, *rest))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return Pending(ALL_MARK) if payload == ALL_MARK else Accepted(Occasion(payload).value)

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
    page = view_button(text("campaign-see"), "campaign", opened.id)
    return Screen(
        text=Joined((message, campaign_lines(opened))), buttons=((*await call_row(turn, opened), page), *home_row())
    )


campaign_opening_form = Form(
    CampaignDraft,
    NameQuestion("called", named="thing", max_length=campaigns.MAX_CAMPAIGN_TEXT_LENGTH),
    OccasionQuestion("occasion", optional=True, max_length=100),
    DateQuestion("since", future=True),
    LastDayQuestion("until", future=True),
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
