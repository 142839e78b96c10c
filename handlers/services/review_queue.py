"""Review queue, «در انتظار تأیید»: services that wait for a supervisor, and one before its decision.

Looking at a service is looking at a family, and is audited. Decisions are in `review`.
"""

from collections.abc import Iterator, Sequence

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, ButtonRows, FileRef, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Money, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import NotFound
from bot.relief.ids import ServiceId, UnitId
from bot.relief.services.review_queue import (
    ReviewCase,
    WaitingService,
    WaitingUnit,
    list_evidence_files,
    list_waiting_services,
    list_waiting_units,
    load_review_case,
    load_waiting_service,
)
from bot.relief.services.tasks import load_reports_to_review, select_reports_to_review
from bot.relief.services.views import ServiceView
from bot.relief.units.directory import load_unit
from bot.relief.vocabulary import Doubt, ServiceState
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.services.my_reports import return_reason_lines
from handlers.services.report import service_line

QUEUE_VIEW, RETURNED_VIEW = "waiting", "returned"
"""Two lists of one shape: for a supervisor to decide, and for their reporters to correct."""


# ---- the queue


async def show_review_queue(turn: TurnContext, request: ViewRequest) -> Screen:
    """List what waits for a supervisor, or was returned and waits for its reporter.

    The unit is the given one, else the only one; else the units are listed.
    """
    if request.args:
        return await _unit_page(turn, request)
    page = await list_waiting_units(
        turn.caller(), returned=request.view == RETURNED_VIEW, offset=request.offset, limit=ROWS_PER_PAGE
    )
    if len(page.items) == 1 and not (page.has_more or request.page):
        return await turn.show_view(request.view, page.items[0].unit)
    rows = [view_button(_unit_row(one), request.view, one.unit) for one in page.items]
    key = f"verify-{request.view}-units" if rows else f"verify-{request.view}-nothing"
    return Screen(
        text=Text(key),
        buttons=(*paged_list(rows, request, more=page.has_more), *home_row(_other_queue_button(request))),
    )


def _unit_row(one: WaitingUnit) -> Text:
    since = Day(one.oldest_reported_at.astimezone(TEHRAN).date(), DateStyle.DAY)
    return text("waiting-unit", unit=one.name, services=one.service_count, day=since)


def _other_queue_button(request: ViewRequest) -> Button:
    if request.view == RETURNED_VIEW:
        return view_button(text("home-verify"), QUEUE_VIEW, *request.args)
    return view_button(text("waiting-returned"), RETURNED_VIEW, *request.args)


async def _unit_page(turn: TurnContext, request: ViewRequest) -> Screen:
    unit = UnitId(parse_id(request.args))
    page = await list_waiting_services(
        turn.caller(), unit, returned=request.view == RETURNED_VIEW, offset=request.offset, limit=ROWS_PER_PAGE
    )
    rows = [view_button(_row(one), "review", one.view.id) for one in page.items]
    named = (await load_unit(turn.session, unit)).name
    return Screen(
        text=Text(f"verify-{request.view}-in" if rows else f"verify-{request.view}-none-in", {"unit": named}),
        buttons=(
            *paged_list(rows, request, more=page.has_more),
            (_other_queue_button(request), view_button(text("waiting-all"), request.view)),
            *home_row(),
        ),
    )


def _row(one: WaitingService) -> Text:
    if one.is_own_household:
        return text("waiting-row-other", number=Digits(one.view.number))
    row = text("waiting-row", activity=one.view.activity_short, value=one.view.value, name=one.reporter)
    return text("waiting-row-doubted", row=row) if one.view.doubts else row


# ---- one service


async def show_review_case(turn: TurnContext, request: ViewRequest) -> Screen:
    case = await load_review_case(turn.caller(), ServiceId(parse_id(request.args)))
    view = case.service.view
    await record_service_access(turn, AuditAction.SEE_SERVICE, view)
    return Screen(
        text=Joined(tuple(_case_lines(case))),
        buttons=(*_action_buttons(case), *home_row(view_button(text("waiting-list"), "waiting", view.unit))),
    )


async def record_service_access(turn: TurnContext, action: AuditAction, view: ServiceView) -> None:
    subject = f"service:{view.number}"
    await audit_log.record(turn.caller(), action, unit=view.unit, subject=subject, right=Action.VERIFY_SERVICE)


def _case_lines(case: ReviewCase) -> Iterator[Localizable]:
    service, view = case.service, case.service.view
    yield text("verify-case", number=Digits(view.number), unit=view.unit_name)
    if not service.is_own_household:
        yield service_line(view)
        by = (
            text("verify-in-stead", name=service.reporter, of=case.on_behalf_of)
            if case.on_behalf_of
            else service.reporter
        )
        at = view.reported_at.astimezone(TEHRAN)
        yield text("verify-reported", name=by, day=Day(at.date(), DateStyle.DAY), time=Digits(f"{at:%H:%M}"))
        yield text("service-evidence-count", count=view.evidence_count)
        yield from _doubt_lines(case)
        yield from _replaced_lines(case)
    yield from _status_lines(case)
    if service.is_own:
        yield text("verify-own-household" if service.is_own_household else "verify-own")
        names = Joined(case.other_deciders, separator=text("dialogue-comma"))
        yield text("verify-others", names=names) if case.other_deciders else text("verify-no-others")


def _doubt_lines(case: ReviewCase) -> Iterator[Localizable]:
    """Yield what is doubtful; its reporter has said that it is right."""
    view, usual = case.service.view, case.usual
    for doubt in view.doubts:
        match doubt:
            case Doubt.LATE:
                days = (view.reported_at.astimezone(TEHRAN).date() - view.delivered_on).days
                yield text("verify-doubt-late", days=days)
            case Doubt.HIGH:
                yield text("verify-doubt-high", usual=Money(usual.high, compact=True))
            case Doubt.LOW:
                yield text("verify-doubt-low", usual=Money(usual.low, compact=True))


def _replaced_lines(case: ReviewCase) -> Iterator[Localizable]:
    old = case.original
    if old is None:
        return
    yield text("verify-replaces", number=Digits(old.number))
    if old.return_details:
        yield return_reason_lines(old.return_details)


def _status_lines(case: ReviewCase) -> Iterator[Localizable]:
    view = case.service.view
    match view.state:
        case ServiceState.WAITING:
            return
        case ServiceState.VERIFIED:
            yield text("verify-by", name=case.decided_by or "")
        case ServiceState.RETURNED:
            yield text("verify-returned-by", name=case.decided_by or "")
            if view.return_details and not case.service.is_own_household:
                yield return_reason_lines(view.return_details)
        case ServiceState.VOIDED | ServiceState.REPLACED:
            yield text("verify-gone")


def _action_buttons(case: ReviewCase) -> ButtonRows:
    view = case.service.view
    pictures = (
        ((view_button(text("verify-pictures", count=view.evidence_count), "evidence", view.id),),)
        if view.evidence_count
        else ()
    )
    if case.service.is_own:
        return () if case.service.is_own_household else pictures
    match view.state:
        case ServiceState.WAITING:
            decide = (
                act_button(text("verify"), "review", "verify", view.id),
                form_button(text("verify-return"), "service-returning", view.id),
            )
            day = text("verify-day", count=case.batch_size, name=case.service.reporter)
            alike = ((view_button(day, "review-batch", view.id),),) if case.batch_size > 1 else ()
            return (decide, *pictures, *alike)
        case ServiceState.RETURNED:
            return ((act_button(text("verify-after-all"), "review", "verify-returned", view.id),), *pictures)
        case ServiceState.VERIFIED | ServiceState.VOIDED | ServiceState.REPLACED:
            return pictures


async def show_evidence(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show one picture after the other."""
    service_id = ServiceId(parse_id(request.args))
    files = await list_evidence_files(turn.caller(), service_id)
    if request.page >= len(files):
        raise NotFound
    case = await load_waiting_service(turn.caller(), service_id)
    await record_service_access(turn, AuditAction.SEE_EVIDENCE, case.view)
    shown = files[request.page]
    message = text("verify-picture", number=Digits(case.view.number), at=request.page + 1, of=len(files))
    caption = text("verify-picture-caption", words=shown.caption) if shown.caption else ""
    back = (view_button(text("dialogue-back"), "review", service_id),)
    return Screen(
        text=Joined((message, caption)),
        file=FileRef(id=shown.file),
        buttons=(*paged_list((), request, more=request.page + 1 < len(files)), back),
    )


async def review_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    reports = await load_reports_to_review(turn.caller(), [ServiceId(int(one)) for one in references])
    return [
        view_button(text("tasks-row-review", activity=one.activity_short, name=one.reporter), "review", one.id)
        for one in reports
    ]


TASK_SOURCES = (
    TaskSource(
        name="reviews",
        rank=TaskRank.REVIEW,
        select=select_reports_to_review,
        rows=review_rows,
        actions=frozenset({Action.VERIFY_SERVICE}),
    ),
)
VIEWS = (
    View(name=QUEUE_VIEW, render=show_review_queue),
    View(name=RETURNED_VIEW, render=show_review_queue),
    View(name="evidence", render=show_evidence, audited=True),
)
