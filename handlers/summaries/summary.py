"""Summary screens: choice of unit and period, the summary, its cuts. Its lines are in `lines`."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.layout import paging_buttons
from bot.dialogue.questions.last_day import LastDayQuestion
from bot.dialogue.questions.pickers import DateQuestion, Pick, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Text, text
from bot.persian.jalali import DateStyle
from bot.persian.periods import Period, PeriodName, previous_period
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_units
from bot.relief.errors import Conflict, Forbidden
from bot.relief.hierarchy import UnitView
from bot.relief.ids import UnitId
from bot.relief.pages import Page
from bot.relief.summaries.cuts import LINE_CUTS, SCREEN_CUTS, Cut
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.units.directory import find_units, load_unit
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, unit_label, units_query
from handlers.summaries.arithmetic import arithmetic_lines, meaning_lines
from handlers.summaries.lines import cut_lines, detail_lines, summary_lines
from handlers.summaries.periods import decode_period, encode_period, next_period, period_choices

VERIFIED_MARK = "v"  # in button arguments: verified services only


# ---- which period


async def show_period_choices(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show the periods to choose from, for the own unit of the actor if no other was chosen."""
    chosen = await _load_unit(turn, request.args)

    def of(key: str, period: Period) -> Button:
        return view_button(Text(f"summary-{key}"), "summary", chosen.id, encode_period(period))

    offered = tuple(tuple(of(key, period) for key, period in row) for row in period_choices(turn.today))
    last = (
        form_button(text("summary-own-dates"), "summary-dates", chosen.id),
        view_button(text("summary-other-unit"), "summary-units"),
    )
    return Screen(text=text("summary-which", unit=chosen.name), buttons=(*offered, last, *home_row()))


async def _load_unit(turn: TurnContext, args: tuple[str, ...]) -> UnitView:
    if args:
        return await load_unit(turn.session, UnitId(parse_id(args)))
    own = await permitted_units(turn.caller(), Action.ASK_SUMMARY, limit=1)
    if not own:
        raise Forbidden
    return own[0]


# ---- the summary


async def show_summary(turn: TurnContext, request: ViewRequest) -> Screen:
    summary = await _load_summary(turn, request)
    return Screen(
        text=Joined((summary_lines(summary), *_as_of_lines(turn, summary))), buttons=_links(turn, request, summary)
    )


async def _load_summary(turn: TurnContext, request: ViewRequest, cuts: tuple[Cut[Any], ...] = LINE_CUTS) -> Summary:
    return await summarise(
        turn.caller(),
        UnitId(parse_id(request.args)),
        decode_period("".join(request.args[1:2])),
        verified_only=bool(_verified_args(request)),
        cuts=cuts,
    )


def _verified_args(request: ViewRequest) -> tuple[str, ...]:
    """Return the mark of verified services only; each button of a summary carries it on."""
    return tuple(mark for mark in request.args[2:3] if mark == VERIFIED_MARK)


def _as_of_lines(turn: TurnContext, summary: Summary) -> tuple[Text, ...]:
    """Return the time of the summary if its period is not over yet."""
    if summary.period.until < turn.today:
        return ()
    here: datetime = turn.now.astimezone(TEHRAN)
    return (text("summary-as-of", time=Digits(f"{here:%H:%M}"), day=Day(turn.today, DateStyle.DAY)),)


def _links(turn: TurnContext, request: ViewRequest, summary: Summary) -> ButtonRows:
    unit, encoded_period, *_ = request.args
    mark, period = _verified_args(request), decode_period(encoded_period)
    steps = [view_button(text("summary-before"), "summary", unit, encode_period(previous_period(period)), *mark)]
    if (after := next_period(period)).since <= turn.today:
        steps.append(view_button(text("summary-after"), "summary", unit, encode_period(after), *mark))
    steps.append(view_button(text("summary-other-period"), "choose-period", unit))
    more = [*_details_button(request, summary), *_verified_toggle(request, summary)]
    other_unit = view_button(text("summary-other-unit"), "summary-units", encoded_period, *mark)
    return (*_in_pairs(more), tuple(steps), *home_row(other_unit))


def _details_button(request: ViewRequest, summary: Summary) -> tuple[Button, ...]:
    if not (summary.services or summary.commitment):
        return ()
    return (view_button(text("summary-details"), "summary-details", *request.args[:2], *_verified_args(request)),)


def cut_view(cut: Cut[Any]) -> str:
    """Return the name of the view of a cut, which is also the key of the text on its button."""
    return f"summary-by-{cut.name}"


def _in_pairs(buttons: list[Button]) -> ButtonRows:
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))


def _verified_toggle(request: ViewRequest, summary: Summary) -> tuple[Button, ...]:
    unit, encoded_period, *_ = request.args
    if summary.verified_only:
        return (view_button(text("summary-together"), "summary", unit, encoded_period),)
    if summary.unverified[0]:
        return (view_button(text("summary-only-verified"), "summary", unit, encoded_period, VERIFIED_MARK),)
    return ()


async def show_summary_details(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show what does not fit into the summary, and the ways deeper into it."""
    summary = await _load_summary(turn, request)
    unit, encoded_period, *_ = request.args
    mark = _verified_args(request)
    deeper = [
        *(view_button(Text(cut_view(cut)), cut_view(cut), unit, encoded_period, *mark) for cut in SCREEN_CUTS),
        view_button(text("summary-why"), "summary-why", unit, encoded_period, *mark),
    ]
    out = [view_button(text("outside-ask"), "disclosure", unit, encoded_period)] if summary.services else []
    return Screen(text=detail_lines(summary), buttons=(*_in_pairs([*deeper, *out]), *_back_rows(request)))


async def show_summary_cut(cut: Cut[Any], turn: TurnContext, request: ViewRequest) -> Screen:
    return Screen(text=cut_lines(cut, await _load_summary(turn, request, (cut,))), buttons=_back_rows(request))


async def show_summary_arithmetic(turn: TurnContext, request: ViewRequest) -> Screen:
    """Explain the percentages, and on a second page the words."""
    lines = meaning_lines if request.page else arithmetic_lines
    here = replace(request, args=(*request.args[:2], *_verified_args(request)))
    pages = paging_buttons(
        min(request.page, 1), more=not request.page, data=lambda page: replace(here, page=page).encode()
    )
    return Screen(text=lines(await _load_summary(turn, request), turn.locale), buttons=(*pages, *_back_rows(request)))


def _back_rows(request: ViewRequest) -> ButtonRows:
    back = "summary" if request.view == "summary-details" else "summary-details"
    return ((view_button(text("dialogue-back"), back, *request.args[:2], *_verified_args(request)),),)


# ---- another unit, other days


async def show_summary_units(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show the units to choose from, own ones first, found by a part of the name. A chosen period is kept."""
    period_args = request.args[:2]
    if period_args:
        decode_period(period_args[0])
    page = await find_units(
        turn.caller(), Action.ASK_SUMMARY, search=request.search, offset=request.offset, limit=ROWS_PER_PAGE
    )
    view = "summary" if period_args else "choose-period"
    rows = [view_button(unit_label(one), view, one.id, *period_args) for one in page.items]
    every = ((view_button(text("summary-every-unit"), "summary-units", *period_args),),) if request.search else ()
    return Screen(
        text=_unit_heading(request, page),
        buttons=(*paged_list(rows, replace(request, args=period_args), more=page.has_more), *every, *home_row()),
    )


def _unit_heading(request: ViewRequest, page: Page[UnitView]) -> Text:
    if request.search and not page.items:
        return text("dialogue-none-found", search=request.search)
    return text("summary-which-unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryDates:
    """The answers of the form. Both days belong to the period."""

    unit: UnitId
    since: date
    until: date


async def start_summary_dates(turn: TurnContext, args: tuple[str, ...]) -> FormValues[UnitContext]:
    chosen = await _load_unit(turn, args)
    return FormValues(context=UnitContext(unit=pick_answer(chosen.id, chosen.name)))


async def submit_summary_dates(turn: TurnContext, dates: SummaryDates) -> Screen:
    if dates.until < dates.since:
        raise Conflict("error-summary-backwards", field="until")
    return await turn.show_view(
        "summary", dates.unit, encode_period(Period(PeriodName.CUSTOM, dates.since, dates.until))
    )


summary_dates_form = Form(
    SummaryDates,
    Pick("unit", source=units_query(Action.ASK_SUMMARY), parse_id=parse_unit_id, preset=True),
    DateQuestion("since", past=True),
    LastDayQuestion("until", past=True),
    name="summary-dates",
    submit=submit_summary_dates,
    start=start_summary_dates,
    context=UnitContext,
    confirm=False,
)

FORMS = (summary_dates_form,)
VIEWS = (
    View(name="choose-period", render=show_period_choices),
    View(name="summary", render=show_summary),
    *(View(name=cut_view(cut), render=partial(show_summary_cut, cut)) for cut in SCREEN_CUTS),
    View(name="summary-details", render=show_summary_details),
    View(name="summary-why", render=show_summary_arithmetic),
    View(name="summary-units", render=show_summary_units, searchable=True),
)
