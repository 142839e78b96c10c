"""Review decisions: verifying one service or a reporter's day, or returning it with a reason."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, TextQuestion
from bot.dialogue.questions.pickers import PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Day, Digits, Joined, Money, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import ServiceId, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.services.review_queue import load_review_batch
from bot.relief.services.verification import require_can_decide, return_report, verify_batch, verify_report
from bot.relief.vocabulary import ReturnReason
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.services.my_reports import return_reason_lines
from handlers.services.report import service_line, withdrawal_rows
from handlers.services.review_queue import QUEUE_VIEW, record_service_access, show_review_case

MAX_RETURN_NOTE_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReturnInput:
    service: ServiceId
    reason: ReturnReason
    note: str | None = None


async def on_verify_service(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return await _verify(turn, args, after_all=False)


async def on_verify_returned(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return await _verify(turn, args, after_all=True)


async def _verify(turn: TurnContext, args: tuple[str, ...], *, after_all: bool) -> Screen:
    service_id = ServiceId(parse_id(args))
    result = await verify_report(turn.caller(), service_id, allow_returned=after_all)
    return await _after_decision(turn, result.unit, text("verified", number=Digits(result.number)))


async def _after_decision(turn: TurnContext, unit: UnitId, message: Text) -> Screen:
    """Show the queue, never the next service itself, so that a double tap verifies nothing unread."""
    rest = await turn.show_view(QUEUE_VIEW, unit)
    return Screen(text=Joined((message, rest.text), separator="\n\n"), buttons=rest.buttons, toast=message)


async def show_review_batch(turn: TurnContext, request: ViewRequest) -> Screen:
    """List a reporter's day to be read; one button verifies exactly this list."""
    service_id = ServiceId(parse_id(request.args))
    day = await load_review_batch(turn.caller(), service_id)
    for one in day.services:
        await record_service_access(turn, AuditAction.SEE_SERVICE, one.view)
    head = text("verify-day-of", name=day.reporter, unit=day.unit_name, day=Day(day.day))
    left = text("verify-day-left", count=day.excluded_count) if day.excluded_count else ""
    lines = tuple(
        text(
            "verify-day-line",
            number=Digits(one.view.number),
            line=service_line(one.view),
            files=one.view.evidence_count,
        )
        for one in day.services
    )
    message = text("verify-day-yes", count=len(day.services), value=Money(day.total_value))
    yes = ((act_button(message, "review-batch", "verify", service_id, day.version_token),),) if day.services else ()
    return Screen(
        text=Joined((head, *lines, left)),
        buttons=(*yes, *home_row(view_button(text("waiting-list"), QUEUE_VIEW, day.unit))),
    )


async def on_verify_batch(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    seal = args[1] if len(args) > 1 else ""
    day = await verify_batch(turn.caller(), ServiceId(parse_id(args)), seal)
    return await _after_decision(
        turn, day.unit, text("verified-day", count=len(day.services), value=Money(day.total_value))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReturnContext:
    service: PickAnswer | None = None


async def start_service_returning(turn: TurnContext, args: tuple[str, ...]) -> FormValues[ServiceReturnContext]:
    view = await require_can_decide(turn.caller(), ServiceId(parse_id(args)))
    number = text("service-number", number=Digits(view.number))
    return FormValues(context=ServiceReturnContext(service=pick_answer(view.id, number)))


async def submit_service_return(turn: TurnContext, service_return: ServiceReturnInput) -> Screen:
    result = await return_report(turn.caller(), service_return.service, service_return.reason, service_return.note)
    view = result.view
    notice = text(
        "service-told-returned",
        number=Digits(view.number),
        activity=view.activity_short,
        value=Money(view.value),
        day=Day(view.delivered_on, DateStyle.DAY),
        name=turn.require_actor().name,
        why=return_reason_lines(result.details),
    )
    ways = ((form_button(text("service-correct"), "service-correcting", view.id),), *withdrawal_rows(view))
    await turn.notify(result.reporter_id, NoticeKind.SERVICE_RETURNED.event(view.id), notice, ways)
    return await _after_decision(
        turn, view.unit, text("returned-done", number=Digits(view.number), name=result.reporter_name)
    )


service_returning_form = Form(
    ServiceReturnInput,
    Preset("service", parse_id=lambda kept: ServiceId(int(kept))),
    Choice("reason", ReturnReason, width=1),
    TextQuestion("note", optional=True, min_length=2, max_length=MAX_RETURN_NOTE_LENGTH),
    name="service-returning",
    submit=submit_service_return,
    start=start_service_returning,
    context=ServiceReturnContext,
    confirm=False,
)

FORMS = (service_returning_form,)
VIEWS = (
    View(
        name="review",
        render=show_review_case,
        acts={"verify": on_verify_service, "verify-returned": on_verify_returned},
        audited=True,
    ),
    View(name="review-batch", render=show_review_batch, acts={"verify": on_verify_batch}, audited=True),
)
