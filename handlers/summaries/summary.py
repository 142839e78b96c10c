"""Asking for a summary: unit and period, and the ways on from it. Its text is in `lines`."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.pickers import DateQuestion, Pick, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Text, text
from bot.persian.jalali import DateStyle, Jalali
from bot.persian.periods import Period, PeriodName, period_of, previous_period
from bot.relief.access.policy import Action, permitted_units
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import UnitView
from bot.relief.ids import UnitId
from bot.relief.pages import Page
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.units.directory import find_units, load_unit
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, unit_label, units_query
from handlers.summaries.lines import arithmetic_lines, domain_lines, summary_lines

_PERIOD_LETTERS = {
    PeriodName.MONTH: "m",
    PeriodName.SEASON: "s",
    PeriodName.HALF_YEAR: "h",
    PeriodName.NINE_MONTHS: "n",
    PeriodName.YEAR: "y",
    PeriodName.CUSTOM: "o",
}
VERIFIED_MARK = "v"  # the mark of a summary of what was verified alone
_EARLIEST_DAY, _LATEST_DAY = Jalali(1350, 1, 1).to_date(), Jalali(1499, 12, 29).to_date()
_PERIOD_NAMES = {letter: name for name, letter in _PERIOD_LETTERS.items()}


def encode_period(period: Period) -> str:
    """Encode a period for a button: its letter, its first day, and the last day of a custom one."""
    last = f"{period.until:%Y%m%d}" if period.name is PeriodName.CUSTOM else ""
    return f"{_PERIOD_LETTERS[period.name]}{period.since:%Y%m%d}{last}"


def decode_period(stored: str) -> Period:
    """Decode a period. Raises NotFound if it is none, or far from any day that is reported."""
    try:
        since, name = date.fromisoformat(stored[1:9]), _PERIOD_NAMES[stored[0]]
        until = date.fromisoformat(stored[9:]) if name is PeriodName.CUSTOM else since
    except (ValueError, LookupError):
        raise NotFound from None
    if not _EARLIEST_DAY <= since <= until <= _LATEST_DAY:
        raise NotFound
    return Period(name, since, until) if name is PeriodName.CUSTOM else period_of(name, since)


# ---- which period


async def show_period_choices(turn: TurnContext, request: ViewRequest) -> Screen:
    """List the periods, for the actor's own unit unless another was chosen."""
    chosen = await _load_unit(turn, request.args)

    def of(key: str, period: Period) -> Button:
        return view_button(Text(f"summary-{key}"), "summary", chosen.id, encode_period(period))

    offered = tuple(tuple(of(key, period) for key, period in row) for row in _period_choices(turn.today))
    last = (
        form_button(text("summary-own-dates"), "summary-dates", chosen.id),
        view_button(text("summary-other-unit"), "summary-units"),
    )
    return Screen(text=text("summary-which", unit=chosen.name), buttons=(*offered, last, *home_row()))


def _period_choices(today: date) -> tuple[tuple[tuple[str, Period], ...], ...]:
    """Return the usual periods; «شش‌ماهه» and «۹ ماهه» begin with the year, as in reports."""
    year = Jalali.from_date(today).year

    def half(in_year: int, month: int) -> Period:
        return period_of(PeriodName.HALF_YEAR, Jalali(in_year, month, 1).to_date())

    def now_and_before(name: PeriodName, now: str, before: str) -> tuple[tuple[str, Period], ...]:
        this = period_of(name, today)
        return (now, this), (before, previous_period(this))

    second = (("second-half", half(year, 7)), ("second-half-before", half(year - 1, 7)))
    return (
        now_and_before(PeriodName.MONTH, "this-month", "month-before"),
        now_and_before(PeriodName.SEASON, "this-season", "season-before"),
        (("half-year", half(year, 1)), ("half-year-before", half(year - 1, 1))),
        tuple((key, period) for key, period in second if period.since <= today),
        now_and_before(PeriodName.NINE_MONTHS, "nine-months", "nine-months-before"),
        now_and_before(PeriodName.YEAR, "this-year", "year-before"),
    )


async def _load_unit(turn: TurnContext, args: tuple[str, ...]) -> UnitView:
    if args:
        return await load_unit(turn.session, UnitId(parse_id(args)))
    own = await permitted_units(turn.session, turn.require_actor(), Action.ASK_SUMMARY, turn.today, limit=1)
    if not own:
        raise Forbidden
    return own[0]


# ---- the summary


async def show_summary(turn: TurnContext, request: ViewRequest) -> Screen:
    summary = await _load_summary(turn, request)
    return Screen(
        text=Joined((summary_lines(summary), *_as_of_lines(turn, summary))), buttons=_links(turn, request, summary)
    )


async def _load_summary(turn: TurnContext, request: ViewRequest) -> Summary:
    wanted, period = UnitId(parse_id(request.args)), decode_period("".join(request.args[1:2]))
    return await summarise(
        turn.session, turn.require_actor(), wanted, period, turn.today, verified_only=bool(_verified_args(request))
    )


def _verified_args(request: ViewRequest) -> tuple[str, ...]:
    """Return the argument that goes from one summary to the next."""
    return tuple(mark for mark in request.args[2:3] if mark == VERIFIED_MARK)


def _as_of_lines(turn: TurnContext, summary: Summary) -> tuple[Text, ...]:
    """Return the day that a running period is counted to."""
    if summary.period.until < turn.today:
        return ()
    here: datetime = turn.now.astimezone(TEHRAN)
    return (text("summary-as-of", time=Digits(f"{here:%H:%M}"), day=Day(turn.today, DateStyle.DAY)),)


def _links(turn: TurnContext, request: ViewRequest, summary: Summary) -> ButtonRows:
    wanted, kept, *_ = request.args
    mark, period = _verified_args(request), decode_period(kept)
    details = (
        view_button(text("summary-by-domain"), "summary-domains", wanted, kept, *mark),
        view_button(text("summary-why"), "summary-why", wanted, kept, *mark),
    )
    steps = [view_button(text("summary-before"), "summary", wanted, encode_period(previous_period(period)), *mark)]
    if (after := next_period(period)).since <= turn.today:
        steps.append(view_button(text("summary-after"), "summary", wanted, encode_period(after), *mark))
    others = (
        view_button(text("summary-other-period"), "choose-period", wanted),
        view_button(text("summary-other-unit"), "summary-units", kept, *mark),
    )
    shown = (details,) if summary.services or summary.commitment else ()
    out = ((view_button(text("outside-ask"), "disclosure", wanted, kept),),) if summary.services else ()
    return (*_verified_toggle(request, summary), *shown, *out, tuple(steps), others, *home_row())


def _verified_toggle(request: ViewRequest, summary: Summary) -> ButtonRows:
    wanted, kept, *_ = request.args
    if summary.verified_only:
        return ((view_button(text("summary-together"), "summary", wanted, kept),),)
    if summary.unverified[0]:
        return ((view_button(text("summary-only-verified"), "summary", wanted, kept, VERIFIED_MARK),),)
    return ()


def next_period(period: Period) -> Period:
    """Return the period after, of the same name and length."""
    first = period.until + timedelta(days=1)
    if period.name is PeriodName.CUSTOM:
        return Period(period.name, first, first + (period.until - period.since))
    after = period_of(period.name, first)
    return (
        after if after != period else period_of(period.name, Jalali(Jalali.from_date(first).year + 1, 1, 1).to_date())
    )


async def show_summary_domains(turn: TurnContext, request: ViewRequest) -> Screen:
    return Screen(text=domain_lines(await _load_summary(turn, request)), buttons=_back_rows(request))


async def show_summary_arithmetic(turn: TurnContext, request: ViewRequest) -> Screen:
    return Screen(text=arithmetic_lines(await _load_summary(turn, request), turn.locale), buttons=_back_rows(request))


def _back_rows(request: ViewRequest) -> ButtonRows:
    return ((view_button(text("dialogue-back"), "summary", *request.args[:2], *_verified_args(request)),),)


# ---- another unit, other days


async def show_summary_units(turn: TurnContext, request: ViewRequest) -> Screen:
    """List the actor's units and all under them, searched by typing; the chosen period is kept."""
    kept = request.args[:2]
    if kept:
        decode_period(kept[0])
    page = await find_units(
        turn.session,
        turn.require_actor(),
        Action.ASK_SUMMARY,
        search=request.search,
        today=turn.today,
        offset=request.offset,
        limit=ROWS_PER_PAGE,
    )
    view = "summary" if kept else "choose-period"
    rows = [view_button(unit_label(one), view, one.id, *kept) for one in page.items]
    every = ((view_button(text("summary-every-unit"), "summary-units", *kept),),) if request.search else ()
    return Screen(
        text=_unit_heading(request, page),
        buttons=(*paged_list(rows, replace(request, args=kept), more=page.has_more), *every, *home_row()),
    )


def _unit_heading(request: ViewRequest, page: Page[UnitView]) -> Text:
    if request.search and not page.items:
        return text("dialogue-none-found", search=request.search)
    return text("summary-which-unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryDates:
    """A custom period; `since` and `until` are both included."""

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
    DateQuestion("until", past=True),
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
    View(name="summary-domains", render=show_summary_domains),
    View(name="summary-why", render=show_summary_arithmetic),
    View(name="summary-units", render=show_summary_units, searchable=True),
)
