"""Opening a campaign: its name, occasion, days and places."""

from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.layout import button_rows
from bot.dialogue.question import Accepted, AnswerResult, Pending, QuestionContext
from bot.dialogue.questions.basic import NameQuestion, NumberQuestion, TextQuestion
from bot.dialogue.questions.month_grid import month_buttons
from bot.dialogue.questions.pickers import DateQuestion, Pick, pick_answer
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.dialogue.views import view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, enum_text, text
from bot.persian.jalali import DateStyle
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_units
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.errors import Forbidden
from bot.relief.ids import UnitId
from bot.relief.vocabulary import Occasion
from bot.turn.context import TurnContext
from handlers.campaigns.campaign import call_row, campaign_lines, occasion_text
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, units_query


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
    """An occasion: the usual ones as buttons, any other typed."""

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(buttons=button_rows([Button(enum_text(one), one.value) for one in Occasion], 2))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return Accepted(Occasion(payload).value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return occasion_text(value)


@dataclass(frozen=True, slots=True)
class LastDayQuestion(DateQuestion):
    """The last day of a period whose first day is the answer to `since`: no day before that one."""

    def still_valid(self, value: JsonValue, values: FormValues[UnitContext]) -> bool:
        return date.fromisoformat(value) >= _first_day(values)

    def render(self, scope: QuestionContext) -> Screen:
        since, today = _first_day(scope.values), scope.moment.today
        match scope.state.draft:
            case {"month": shown}:
                return Screen(buttons=month_buttons(date.fromisoformat(shown), lambda day: day >= max(since, today)))
            case None:
                same = Button(text("campaign-same-day", day=Day(since, DateStyle.DAY)), f"{since}")
                return Screen(buttons=((same,), (Button(text("dialogue-other-day"), f"m{since}"),)))
            case _:
                return DateQuestion.render(self, scope)

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return self._checked(DateQuestion.press(self, payload, scope), scope)

    def accept_text(self, typed: str, scope: QuestionContext) -> AnswerResult:
        return self._checked(DateQuestion.accept_text(self, typed, scope), scope)

    def _checked(self, result: AnswerResult, scope: QuestionContext) -> AnswerResult:
        since = _first_day(scope.values)
        if isinstance(result, Accepted) and date.fromisoformat(result.value) < since:
            return Pending(note=text("campaign-before-first-day", since=Day(since)))
        return result


def _first_day(values: FormValues[UnitContext]) -> date:
    return date.fromisoformat(values.answers["since"])


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
