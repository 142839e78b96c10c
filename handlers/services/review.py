"""Deciding about services that wait: one by one, a reporter's day at once as it was read, or returned with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, Words
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Screen
from bot.dialogue.state import Json
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Day, Digits, Lines, Money, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import ServiceId, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.services import review_queue as waiting_services
from bot.relief.services import verification as verifying
from bot.relief.vocabulary import ReturnReason
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, as_told
from handlers.services.my_reports import why_returned
from handlers.services.report import service_line
from handlers.services.review_queue import WAITING, noted, show_case

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReturning:
    service: ServiceId
    reason: ReturnReason
    note: str | None = None


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
    rest = await turn.page(WAITING, unit)
    return Screen(text=Lines((said, rest.text), between="\n\n"), buttons=rest.buttons, notice=said)


async def show_day(turn: Turn, visit: Visit) -> Screen:
    """All of them, to be read; one button for what was read."""
    wanted = ServiceId(row_id(visit.args))
    day = await waiting_services.day(turn.session, turn.known(), wanted, turn.today)
    for one in day.lines:
        await noted(turn, AuditAction.SEE_SERVICE, one.view)
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
        buttons=(*yes, (opens(text("waiting-list"), WAITING, day.unit), *home_row()[0])),
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
    await turn.notify(done.reporter, NoticeKind.SERVICE_RETURNED.event(view.id), told, (ways,))
    return await _after(turn, view.unit, text("returned-done", number=Digits(view.number), name=done.reporter_name))


returning = Form(
    ServiceReturning,
    Told("service", from_=as_told("service"), builds=lambda kept: ServiceId(int(kept))),
    Choice("reason", ReturnReason, width=1),
    Words("note", optional=True, at_least=2, at_most=LONGEST_NOTE),
    name="service-returning",
    submit=give_back,
    start=start_returning,
    confirm=False,
)

FORMS = (returning,)
VIEWS = (
    Browse(name="decide", page=show_case, acts={"yes": verify, "after-all": verify_after_all}, audited=True),
    Browse(name="decide-day", page=show_day, acts={"yes": verify_day}, audited=True),
)
