"""«در انتظار تأیید»: what waits for a supervisor, unit by unit, verified one by one or a reporter's day at once, or returned.

A look at a service is a look at a family, and is written down.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import TEHRAN
from bot.dialogue.browse import ROWS, Browse, Visit, begins, does, listing, opens
from bot.dialogue.fields import Choice, Words
from bot.dialogue.form import Form
from bot.dialogue.lists import picked
from bot.dialogue.screen import FileRef, Rows, Screen
from bot.dialogue.state import Json
from bot.persian.calendar import DateStyle
from bot.persian.said import Day, Digits, Lines, Money, Said, Text, text
from bot.relief import audit, units, verifying, waiting_services
from bot.relief.access import Action
from bot.relief.errors import NotFound
from bot.relief.ids import ServiceId, UnitId
from bot.relief.service_views import ServiceView
from bot.relief.waiting_services import Case, WaitingService
from bot.relief.words import ReturnReason, ServiceState
from bot.turn.context import Turn
from handlers.given import row_id
from handlers.home import home_row
from handlers.own_services import why_returned
from handlers.picks import Told, as_told
from handlers.service import service_line

RETURNED = "r"  # the mark of the list of those that wait for their reporter
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReturning:
    service: ServiceId
    reason: ReturnReason
    note: str | None = None


# ---- what waits


async def show_waiting(turn: Turn, visit: Visit) -> Screen:
    """Of the unit that the press names, else of the only one where something waits; else the units."""
    if visit.args:
        return await _of_unit(turn, visit)
    found = await waiting_services.waiting_units(
        turn.session, turn.known(), turn.today, offset=visit.offset, limit=ROWS
    )
    if len(found.items) == 1 and not (found.more or visit.page):
        return await turn.page("waiting", found.items[0].unit)
    rows = [
        opens(
            text("waiting-unit", unit=one.name, services=one.services, day=Day(_day(one.since), DateStyle.DAY)),
            "waiting",
            one.unit,
        )
        for one in found.items
    ]
    return Screen(
        text=text("waiting-units" if rows else "waiting-nothing"),
        buttons=(*listing(rows, visit, more=found.more), *home_row()),
    )


async def _of_unit(turn: Turn, visit: Visit) -> Screen:
    unit, returned = UnitId(row_id(visit.args)), RETURNED in visit.args[1:]
    found = await waiting_services.waiting(
        turn.session, turn.known(), unit, turn.today, returned=returned, offset=visit.offset, limit=ROWS
    )
    rows = [opens(_row(one), "decide", one.view.id) for one in found.items]
    named = (await units.unit(turn.session, unit)).name
    key = ("returned" if rows else "returned-none") if returned else ("waiting-in" if rows else "waiting-none-in")
    other = (
        opens(text("waiting-others"), "waiting", unit)
        if returned
        else opens(text("waiting-returned"), "waiting", unit, RETURNED)
    )
    ways = (other, opens(text("waiting-all"), "waiting"))
    return Screen(text=Text(key, {"unit": named}), buttons=(*listing(rows, visit, more=found.more), ways, *home_row()))


def _row(one: WaitingService) -> Text:
    if one.household:
        return text("waiting-row-other", number=Digits(one.view.number))
    return text("waiting-row", activity=one.view.activity_short, value=Money(one.view.value), name=one.reporter)


def _day(at: datetime) -> date:
    return at.astimezone(TEHRAN).date()


# ---- one of them


async def show_case(turn: Turn, visit: Visit) -> Screen:
    case = await waiting_services.case_of(turn.session, turn.known(), ServiceId(row_id(visit.args)), turn.today)
    view = case.seen.view
    await _noted(turn, "see-service", view)
    return Screen(
        text=Lines(tuple(_lines(case))),
        buttons=(*_acts(case), (opens(text("waiting-list"), "waiting", view.unit), *home_row()[0])),
    )


async def _noted(turn: Turn, action: str, view: ServiceView) -> None:
    subject = f"service:{view.number}"
    await audit.note(
        turn.session,
        turn.known(),
        action,
        unit=view.unit,
        subject=subject,
        right=Action.VERIFY_SERVICE,
        now=turn.now,
    )


def _lines(case: Case) -> Iterator[Said]:
    seen, view = case.seen, case.seen.view
    yield text("verify-case", number=Digits(view.number), unit=view.unit_name)
    if not seen.household:
        yield service_line(view)
        by = text("verify-in-stead", name=seen.reporter, of=case.in_stead_of) if case.in_stead_of else seen.reporter
        at = view.reported_at.astimezone(TEHRAN)
        yield text("verify-reported", name=by, day=Day(at.date(), DateStyle.DAY), time=Digits(f"{at:%H:%M}"))
        yield text("service-evidence-count", count=view.evidence)
        yield from _before(case)
    yield from _stands(case)
    if seen.own:
        yield text("verify-own-household" if seen.household else "verify-own")
        names = Lines(case.others, between=text("dialogue-comma"))
        yield text("verify-others", names=names) if case.others else text("verify-no-others")


def _before(case: Case) -> Iterator[Said]:
    old = case.replaced
    if old is None:
        return
    yield text("verify-replaces", number=Digits(old.number))
    if old.returned:
        yield why_returned(old.returned)


def _stands(case: Case) -> Iterator[Said]:
    view = case.seen.view
    match view.state:
        case ServiceState.WAITING:
            return
        case ServiceState.VERIFIED:
            yield text("verify-by", name=case.decided_by or "")
        case ServiceState.RETURNED:
            yield text("verify-returned-by", name=case.decided_by or "")
            if view.returned and not case.seen.household:
                yield why_returned(view.returned)
        case ServiceState.VOIDED | ServiceState.REPLACED:
            yield text("verify-gone")


def _acts(case: Case) -> Rows:
    view = case.seen.view
    pictures = ((opens(text("verify-pictures", count=view.evidence), "pictures", view.id),),) if view.evidence else ()
    if case.seen.own:
        return () if case.seen.household else pictures
    match view.state:
        case ServiceState.WAITING:
            decide = (
                does(text("verify"), "decide", "yes", view.id),
                begins(text("verify-return"), "service-returning", view.id),
            )
            day = text("verify-day", count=case.alike, name=case.seen.reporter)
            alike = ((opens(day, "decide-day", view.id),),) if case.alike > 1 else ()
            return (decide, *pictures, *alike)
        case ServiceState.RETURNED:
            return ((does(text("verify-after-all"), "decide", "after-all", view.id),), *pictures)
        case ServiceState.VERIFIED | ServiceState.VOIDED | ServiceState.REPLACED:
            return pictures


async def show_pictures(turn: Turn, visit: Visit) -> Screen:
    """One after the other."""
    wanted = ServiceId(row_id(visit.args))
    files = await waiting_services.pictures(turn.session, turn.known(), wanted, turn.today)
    if visit.page >= len(files):
        raise NotFound
    case = await waiting_services.one(turn.session, turn.known(), wanted, turn.today)
    await _noted(turn, "see-evidence", case.view)
    said = text("verify-picture", number=Digits(case.view.number), at=visit.page + 1, of=len(files))
    back = (opens(text("dialogue-back"), "decide", wanted),)
    return Screen(
        text=said,
        file=FileRef(id=files[visit.page]),
        buttons=(*listing((), visit, more=visit.page + 1 < len(files)), back),
    )


# ---- deciding


async def verify(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _verified(turn, args, after_all=False)


async def verify_after_all(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _verified(turn, args, after_all=True)


async def _verified(turn: Turn, args: tuple[str, ...], *, after_all: bool) -> Screen:
    wanted = ServiceId(row_id(args))
    done = await verifying.verify(turn.session, turn.known(), wanted, turn.now, turn.today, after_all=after_all)
    return await _after(turn, done.unit, text("verified", number=Digits(done.number)))


async def _after(turn: Turn, unit: UnitId, said: Text) -> Screen:
    """What still waits there; never the next service itself, so that a double tap verifies nothing unread."""
    rest = await turn.page("waiting", unit)
    return Screen(text=Lines((said, rest.text), between="\n\n"), buttons=rest.buttons, notice=said)


async def show_day(turn: Turn, visit: Visit) -> Screen:
    """All of them, to be read; one button for what was read."""
    wanted = ServiceId(row_id(visit.args))
    day = await waiting_services.day(turn.session, turn.known(), wanted, turn.today)
    for one in day.lines:
        await _noted(turn, "see-service", one.view)
    head = text("verify-day-of", name=day.reporter, unit=day.unit_name, day=Day(day.day))
    left = text("verify-day-left", count=day.left_out) if day.left_out else ""
    lines = tuple(
        text("verify-day-line", number=Digits(one.view.number), line=service_line(one.view), files=one.view.evidence)
        for one in day.lines
    )
    said = text("verify-day-yes", count=len(day.lines), value=Money(day.value))
    yes = ((does(said, "decide-day", "yes", wanted, day.seal),),) if day.lines else ()
    return Screen(
        text=Lines((head, *lines, left)),
        buttons=(*yes, (opens(text("waiting-list"), "waiting", day.unit), *home_row()[0])),
    )


async def verify_day(turn: Turn, args: tuple[str, ...]) -> Screen:
    seal = args[1] if len(args) > 1 else ""
    day = await verifying.verify_day(turn.session, turn.known(), ServiceId(row_id(args)), seal, turn.now, turn.today)
    return await _after(turn, day.unit, text("verified-day", count=len(day.lines), value=Money(day.value)))


async def start_returning(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    view = await verifying.may_decide(turn.session, turn.known(), ServiceId(row_id(args)), turn.today)
    return {"told_service": picked(view.id, text("service-number", number=Digits(view.number)))}


async def give_back(turn: Turn, said: ServiceReturning) -> Screen:
    done = await verifying.give_back(
        turn.session, turn.known(), said.service, said.reason, said.note, turn.now, turn.today
    )
    view = done.view
    told = text(
        "service-told-returned",
        number=Digits(view.number),
        activity=view.activity_short,
        value=Money(view.value),
        day=Day(view.delivered_on, DateStyle.DAY),
        name=turn.known().name,
        why=why_returned(done.why),
    )
    ways = (
        begins(text("service-correct"), "service-correcting", view.id),
        does(text("service-withdraw"), "service", "withdraw", view.id),
    )
    await turn.notify(done.reporter, f"service-returned:{view.id}", told, (ways,))
    return await _after(turn, view.unit, text("returned-done", number=Digits(view.number), name=done.reporter_name))


returning = Form(
    ServiceReturning,
    Told("service", from_=as_told("service"), builds=lambda kept: ServiceId(int(kept))),
    Choice("reason", ReturnReason, width=1),
    Words("note", optional=True, at_least=2, at_most=LONGEST_NOTE),
    submit=give_back,
    start=start_returning,
    confirm=False,
)

FORMS = (returning,)
VIEWS = (
    Browse(name="waiting", page=show_waiting),
    Browse(name="decide", page=show_case, acts={"yes": verify, "after-all": verify_after_all}, audited=True),
    Browse(name="decide-day", page=show_day, acts={"yes": verify_day}, audited=True),
    Browse(name="pictures", page=show_pictures, audited=True),
)
