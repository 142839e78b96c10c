"""Asking for a summary: of which unit, of which period, and what one looks at next. What it says is written next door."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.pickers import JalaliDate, picked
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import ROWS, Browse, Visit, begins, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Text, text
from bot.persian.jalali import DateStyle, Jalali
from bot.persian.periods import Period, PeriodName, period_of, previous
from bot.relief.access.policy import Action, units_for
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import UnitView
from bot.relief.ids import UnitId
from bot.relief.pages import Found
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.units.directory import find_units, unit
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, unit_id, unit_named, units_where
from handlers.summaries.lines import arithmetic_lines, domain_lines, summary_lines

_LETTERS = {
    PeriodName.MONTH: "m",
    PeriodName.SEASON: "s",
    PeriodName.HALF_YEAR: "h",
    PeriodName.NINE_MONTHS: "n",
    PeriodName.YEAR: "y",
    PeriodName.OWN: "o",
}
VERIFIED = "v"  # the mark of a summary of what was verified alone
_EARLIEST, _LATEST = Jalali(1350, 1, 1).to_date(), Jalali(1499, 12, 29).to_date()
_NAMES = {letter: name for name, letter in _LETTERS.items()}


def code(period: Period) -> str:
    """A period in a press: its letter, its first day, and the last one where they are days of one's own."""
    last = f"{period.until:%Y%m%d}" if period.name is PeriodName.OWN else ""
    return f"{_LETTERS[period.name]}{period.since:%Y%m%d}{last}"


def period_from(kept: str) -> Period:
    """Raises NotFound where it is none, or nowhere near the days that anybody reports."""
    try:
        since, name = date.fromisoformat(kept[1:9]), _NAMES[kept[0]]
        until = date.fromisoformat(kept[9:]) if name is PeriodName.OWN else since
    except (ValueError, LookupError):
        raise NotFound from None
    if not _EARLIEST <= since <= until <= _LATEST:
        raise NotFound
    return Period(name, since, until) if name is PeriodName.OWN else period_of(name, since)


# ---- which period


async def show_choices(turn: Turn, visit: Visit) -> Screen:
    """Of one's own unit, unless another was chosen."""
    chosen = await _unit(turn, visit.args)

    def of(key: str, period: Period) -> Button:
        return opens(Text(f"summary-{key}"), "sum", chosen.id, code(period))

    offered = tuple(tuple(of(key, period) for key, period in row) for row in _offered(turn.today))
    last = (
        begins(text("summary-own-dates"), "summary-dates", chosen.id),
        opens(text("summary-other-unit"), "sum-units"),
    )
    return Screen(text=text("summary-which", unit=chosen.name), buttons=(*offered, last, *home_row()))


def _offered(today: date) -> tuple[tuple[tuple[str, Period], ...], ...]:
    """«شش‌ماهه» and «۹ ماهه» are said of the year's beginning, as reports do; its second half where that has begun."""
    year = Jalali.of(today).year

    def half(in_year: int, month: int) -> Period:
        return period_of(PeriodName.HALF_YEAR, Jalali(in_year, month, 1).to_date())

    def now_and_before(name: PeriodName, now: str, before: str) -> tuple[tuple[str, Period], ...]:
        this = period_of(name, today)
        return (now, this), (before, previous(this))

    second = (("second-half", half(year, 7)), ("second-half-before", half(year - 1, 7)))
    return (
        now_and_before(PeriodName.MONTH, "this-month", "month-before"),
        now_and_before(PeriodName.SEASON, "this-season", "season-before"),
        (("half-year", half(year, 1)), ("half-year-before", half(year - 1, 1))),
        tuple((key, period) for key, period in second if period.since <= today),
        now_and_before(PeriodName.NINE_MONTHS, "nine-months", "nine-months-before"),
        now_and_before(PeriodName.YEAR, "this-year", "year-before"),
    )


async def _unit(turn: Turn, args: tuple[str, ...]) -> UnitView:
    if args:
        return await unit(turn.session, UnitId(row_id(args)))
    own = await units_for(turn.session, turn.known(), Action.ASK_SUMMARY, turn.today, limit=1)
    if not own:
        raise Forbidden
    return own[0]


# ---- the summary


async def show_summary(turn: Turn, visit: Visit) -> Screen:
    seen = await _summary(turn, visit)
    return Screen(text=Lines((summary_lines(seen), *_as_of(turn, seen))), buttons=_onward(turn, visit, seen))


async def _summary(turn: Turn, visit: Visit) -> Summary:
    wanted, period = UnitId(row_id(visit.args)), period_from("".join(visit.args[1:2]))
    return await summarise(turn.session, turn.known(), wanted, period, turn.today, verified_only=bool(_marked(visit)))


def _marked(visit: Visit) -> tuple[str, ...]:
    """Goes with every press from one summary to the next."""
    return tuple(mark for mark in visit.args[2:3] if mark == VERIFIED)


def _as_of(turn: Turn, seen: Summary) -> tuple[Text, ...]:
    """A period that goes on is told up to now."""
    if seen.period.until < turn.today:
        return ()
    here: datetime = turn.now.astimezone(TEHRAN)
    return (text("summary-as-of", time=Digits(f"{here:%H:%M}"), day=Day(turn.today, DateStyle.DAY)),)


def _onward(turn: Turn, visit: Visit, seen: Summary) -> Rows:
    wanted, kept, *_ = visit.args
    mark, period = _marked(visit), period_from(kept)
    details = (
        opens(text("summary-by-domain"), "sum-domains", wanted, kept, *mark),
        opens(text("summary-why"), "sum-why", wanted, kept, *mark),
    )
    steps = [opens(text("summary-before"), "sum", wanted, code(previous(period)), *mark)]
    if (after := following(period)).since <= turn.today:
        steps.append(opens(text("summary-after"), "sum", wanted, code(after), *mark))
    others = (
        opens(text("summary-other-period"), "summary", wanted),
        opens(text("summary-other-unit"), "sum-units", kept, *mark),
    )
    shown = (details,) if seen.services or seen.commitment else ()
    out = ((opens(text("outside-ask"), "outside", wanted, kept),),) if seen.services else ()
    return (*_verified_or_all(visit, seen), *shown, *out, tuple(steps), others, *home_row())


def _verified_or_all(visit: Visit, seen: Summary) -> Rows:
    wanted, kept, *_ = visit.args
    if seen.verified_only:
        return ((opens(text("summary-together"), "sum", wanted, kept),),)
    if seen.waiting[0]:
        return ((opens(text("summary-only-verified"), "sum", wanted, kept, VERIFIED),),)
    return ()


def following(period: Period) -> Period:
    """The one after, of the same name and length."""
    first = period.until + timedelta(days=1)
    if period.name is PeriodName.OWN:
        return Period(period.name, first, first + (period.until - period.since))
    after = period_of(period.name, first)
    return after if after != period else period_of(period.name, Jalali(Jalali.of(first).year + 1, 1, 1).to_date())


async def show_domains(turn: Turn, visit: Visit) -> Screen:
    return Screen(text=domain_lines(await _summary(turn, visit)), buttons=_back(visit))


async def show_arithmetic(turn: Turn, visit: Visit) -> Screen:
    return Screen(text=arithmetic_lines(await _summary(turn, visit), turn.locale), buttons=_back(visit))


def _back(visit: Visit) -> Rows:
    return ((opens(text("dialogue-back"), "sum", *visit.args[:2], *_marked(visit)),),)


# ---- another unit, other days


async def show_units(turn: Turn, visit: Visit) -> Screen:
    """One's own first, and all under it; a part of the name can be typed. The period stays, where one was chosen."""
    kept = visit.args[:2]
    if kept:
        period_from(kept[0])
    found = await find_units(
        turn.session,
        turn.known(),
        Action.ASK_SUMMARY,
        search=visit.search,
        today=turn.today,
        offset=visit.offset,
        limit=ROWS,
    )
    view = "sum" if kept else "summary"
    rows = [opens(unit_named(one), view, one.id, *kept) for one in found.items]
    every = ((opens(text("summary-every-unit"), "sum-units", *kept),),) if visit.search else ()
    return Screen(
        text=_which_unit(visit, found),
        buttons=(*listing(rows, replace(visit, args=kept), more=found.more), *every, *home_row()),
    )


def _which_unit(visit: Visit, found: Found[UnitView]) -> Text:
    if visit.search and not found.items:
        return text("dialogue-none-found", search=visit.search)
    return text("summary-which-unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryDates:
    """Both days belong to it."""

    unit: UnitId
    since: date
    until: date


async def start_dates(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    chosen = await _unit(turn, args)
    return {"told_unit": picked(chosen.id, chosen.name)}


async def show_own(turn: Turn, dates: SummaryDates) -> Screen:
    if dates.until < dates.since:
        raise Conflict("error-summary-backwards", at="until")
    return await turn.page("sum", dates.unit, code(Period(PeriodName.OWN, dates.since, dates.until)))


own_dates = Form(
    SummaryDates,
    Told("unit", from_=units_where(Action.ASK_SUMMARY), builds=unit_id),
    JalaliDate("since", past=True),
    JalaliDate("until", past=True),
    name="summary-dates",
    submit=show_own,
    start=start_dates,
    confirm=False,
)

FORMS = (own_dates,)
VIEWS = (
    Browse(name="summary", page=show_choices),
    Browse(name="sum", page=show_summary),
    Browse(name="sum-domains", page=show_domains),
    Browse(name="sum-why", page=show_arithmetic),
    Browse(name="sum-units", page=show_units, search=True),
)
