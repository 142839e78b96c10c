"""«در انتظار تأیید»: what waits for a supervisor, unit by unit, and one service before who decides about it.

A look at a service is a look at a family, and is written down. What is decided is said next door.
"""

from collections.abc import Iterator

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, FileRef, Rows, Screen
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Money, Said, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import NotFound
from bot.relief.ids import ServiceId, UnitId
from bot.relief.services import review_queue as waiting_services
from bot.relief.services.review_queue import Case, WaitingService, WaitingUnit
from bot.relief.services.views import ServiceView
from bot.relief.units import directory as units
from bot.relief.vocabulary import ServiceState
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.services.my_reports import why_returned
from handlers.services.report import service_line

WAITING, RETURNED = "waiting", "returned"
"""Two lists of one shape: for a supervisor to decide, and for their reporters to correct."""


# ---- what waits


async def show_waiting(turn: Turn, visit: Visit) -> Screen:
    """What waits for a supervisor, or what was returned and waits for its reporter: of the unit that the press names, else of
    the only one there is; else the units.
    """
    if visit.args:
        return await _of_unit(turn, visit)
    found = await waiting_services.waiting_units(
        turn.session, turn.known(), turn.today, returned=visit.view == RETURNED, offset=visit.offset, limit=ROWS
    )
    if len(found.items) == 1 and not (found.more or visit.page):
        return await turn.page(visit.view, found.items[0].unit)
    rows = [opens(_unit_row(one), visit.view, one.unit) for one in found.items]
    key = f"verify-{visit.view}-units" if rows else f"verify-{visit.view}-nothing"
    return Screen(text=Text(key), buttons=(*listing(rows, visit, more=found.more), (_beside(visit), *home_row()[0])))


def _unit_row(one: WaitingUnit) -> Text:
    since = Day(one.since.astimezone(TEHRAN).date(), DateStyle.DAY)
    return text("waiting-unit", unit=one.name, services=one.services, day=since)


def _beside(visit: Visit) -> Button:
    if visit.view == RETURNED:
        return opens(text("home-verify"), WAITING, *visit.args)
    return opens(text("waiting-returned"), RETURNED, *visit.args)


async def _of_unit(turn: Turn, visit: Visit) -> Screen:
    unit = UnitId(row_id(visit.args))
    found = await waiting_services.waiting(
        turn.session,
        turn.known(),
        unit,
        turn.today,
        returned=visit.view == RETURNED,
        offset=visit.offset,
        limit=ROWS,
    )
    rows = [opens(_row(one), "decide", one.view.id) for one in found.items]
    named = (await units.unit(turn.session, unit)).name
    return Screen(
        text=Text(f"verify-{visit.view}-in" if rows else f"verify-{visit.view}-none-in", {"unit": named}),
        buttons=(
            *listing(rows, visit, more=found.more),
            (_beside(visit), opens(text("waiting-all"), visit.view)),
            *home_row(),
        ),
    )


def _row(one: WaitingService) -> Text:
    if one.household:
        return text("waiting-row-other", number=Digits(one.view.number))
    return text("waiting-row", activity=one.view.activity_short, value=Money(one.view.value), name=one.reporter)


# ---- one of them


async def show_case(turn: Turn, visit: Visit) -> Screen:
    case = await waiting_services.case_of(turn.session, turn.known(), ServiceId(row_id(visit.args)), turn.today)
    view = case.seen.view
    await noted(turn, AuditAction.SEE_SERVICE, view)
    return Screen(
        text=Lines(tuple(_lines(case))),
        buttons=(*_acts(case), (opens(text("waiting-list"), "waiting", view.unit), *home_row()[0])),
    )


async def noted(turn: Turn, action: AuditAction, view: ServiceView) -> None:
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
    await noted(turn, AuditAction.SEE_EVIDENCE, case.view)
    said = text("verify-picture", number=Digits(case.view.number), at=visit.page + 1, of=len(files))
    back = (opens(text("dialogue-back"), "decide", wanted),)
    return Screen(
        text=said,
        file=FileRef(id=files[visit.page]),
        buttons=(*listing((), visit, more=visit.page + 1 < len(files)), back),
    )


FORMS = ()
VIEWS = (
    Browse(name=WAITING, page=show_waiting),
    Browse(name=RETURNED, page=show_waiting),
    Browse(name="pictures", page=show_pictures, audited=True),
)
