"""«تمرین»: a report of a made-up family from the first question to the last, for beginners.

Nothing is stored: this module calls no use case that writes.
"""

from dataclasses import dataclass
from enum import auto

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, MoneyQuestion
from bot.dialogue.questions.pickers import Option, Options, OptionsRequest, Pick
from bot.dialogue.screen import Screen
from bot.dialogue.views import View, ViewRequest, form_button, view_button
from bot.i18n.messages import Joined, Money, Term, enum_text, text
from bot.persian.money import Amount
from bot.relief.catalogue.activities import find_activities, load_activity
from bot.relief.catalogue.seasons import out_of_season
from bot.relief.ids import ActivityId
from bot.turn.context import TurnContext
from handlers.navigation import home_row


class MadeUpFamily(Term, text_key="made-up-family"):
    FIRST = auto()
    SECOND = auto()
    THIRD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeReport:
    family: MadeUpFamily
    activity: ActivityId
    value: Amount


async def show_practice(_: TurnContext, __: ViewRequest) -> Screen:
    begin = form_button(text("practice-begin"), "practice-report")
    return Screen(text=text("practice-about"), buttons=((begin, view_button(text("practice-end"), "home")),))


async def practice_activities_query(turn: TurnContext, query: OptionsRequest) -> Options:
    late = out_of_season(turn.today)
    page = await find_activities(
        turn.session, search=query.search, out_of_season=late, offset=query.offset, limit=query.limit
    )
    return Options(items=tuple(Option(id=str(one.id), label=one.short) for one in page.items), more=page.has_more)


async def submit_practice_report(turn: TurnContext, report: PracticeReport) -> Screen:
    """Show what would have been stored."""
    activity = await load_activity(turn.session, report.activity)
    line = text(
        "practice-line", family=enum_text(report.family), activity=activity.short, value=Money(report.value.value)
    )
    return Screen(
        text=Joined((text("practice-done"), line, text("practice-over"))),
        buttons=home_row(form_button(text("practice-again"), "practice-report")),
    )


practice_report_form = Form(
    PracticeReport,
    Choice("family", MadeUpFamily, width=1),
    Pick("activity", source=practice_activities_query, parse_id=lambda kept: ActivityId(int(kept))),
    MoneyQuestion("value"),
    name="practice-report",
    submit=submit_practice_report,
)

FORMS = (practice_report_form,)
VIEWS = (View(name="practice", render=show_practice),)
