"""«تمرین»: a report of a made-up family, from its first question to the last, for who waits or begins. All of it is thrown
away at the end: this room knows no use case that writes.
"""

from dataclasses import dataclass
from enum import auto

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, MoneyAmount
from bot.dialogue.questions.pickers import Option, Options, Pick, Query
from bot.dialogue.screen import Screen
from bot.dialogue.views import Browse, Visit, begins, opens
from bot.i18n.messages import Lines, Money, Term, text, word
from bot.persian.amounts import Amount
from bot.relief.catalogue import activities as catalogue
from bot.relief.ids import ActivityId
from bot.turn.context import Turn
from handlers.menu import home_row


class MadeUpFamily(Term, text_key="made-up-family"):
    FIRST = auto()
    SECOND = auto()
    THIRD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeReport:
    family: MadeUpFamily
    activity: ActivityId
    value: Amount


async def show_practice(_: Turn, __: Visit) -> Screen:
    begin = begins(text("practice-begin"), "practice-report")
    return Screen(text=text("practice-about"), buttons=((begin, opens(text("practice-end"), "home")),))


async def activities(turn: Turn, query: Query) -> Options:
    found = await catalogue.find_activities(turn.session, search=query.search, offset=query.offset, limit=query.limit)
    return Options(items=tuple(Option(id=str(one.id), label=one.short) for one in found.items), more=found.more)


async def throw_away(turn: Turn, report: PracticeReport) -> Screen:
    """What would have been kept is said once, and no more."""
    activity = await catalogue.activity(turn.session, report.activity)
    line = text("practice-line", family=word(report.family), activity=activity.short, value=Money(report.value.value))
    return Screen(
        text=Lines((text("practice-done"), line, text("practice-over"))),
        buttons=((begins(text("practice-again"), "practice-report"), *home_row()[0]),),
    )


practice_report = Form(
    PracticeReport,
    Choice("family", MadeUpFamily, width=1),
    Pick("activity", from_=activities, builds=lambda kept: ActivityId(int(kept))),
    MoneyAmount("value"),
    name="practice-report",
    submit=throw_away,
)

FORMS = (practice_report,)
VIEWS = (Browse(name="practice", page=show_practice),)
