"""«گزارش‌ها», and in it «خدمت‌های من»: the actor's own reports, withdrawing and correcting one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.form import Form
from bot.dialogue.layout import button_rows
from bot.dialogue.question import Question
from bot.dialogue.questions.pickers import PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, enum_text, from_json, text
from bot.persian.jalali import DateStyle
from bot.relief.access.caller import Actor
from bot.relief.access.policy import Action
from bot.relief.catalogue.activities import load_activity
from bot.relief.ids import ServiceId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.services import corrections
from bot.relief.services.corrections import CorrectionResult
from bot.relief.services.evidence import MAX_EVIDENCE_FILES
from bot.relief.services.own_reports import list_own_reports
from bot.relief.services.reporting import confirm_claims, is_withdrawable, load_own_service, withdraw_report
from bot.relief.services.tasks import ReportToMend, load_reports_to_mend, select_reports_to_mend
from bot.relief.services.views import ReturnDetails, ServiceView
from bot.relief.vocabulary import ServiceState
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.navigation import confirm_page, home_row
from handlers.services.report import (
    SERVICE_QUESTIONS,
    WAITING_FILES,
    ServiceContext,
    ServiceReport,
    report_answers,
    service_line,
    service_report_form,
    take_files,
    to_new_service,
    withdrawal_rows,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCorrection(ServiceReport):
    """The whole report as it should have been; it replaces `service`."""

    service: ServiceId


def return_reason_lines(back: ReturnDetails) -> Joined:
    """Join the reason and the supervisor's note."""
    note = text("service-returned-note", note=back.note) if back.note else ""
    return Joined((text("service-returned-why", reason=enum_text(back.reason)), note), separator=" ")


async def show_reports(turn: TurnContext, _: ViewRequest) -> Screen:
    """List the ways to reports, or the actor's own reports where that is the only way."""
    ways = (
        (Action.ASK_SUMMARY, view_button(text("home-summary"), "choose-period")),
        (Action.VERIFY_SERVICE, view_button(text("home-verify"), "waiting")),
        (Action.REPORT_SERVICE, form_button(text("home-report-service"), "service-report")),
        (Action.REPORT_SERVICE, view_button(text("reports-list"), "my-reports")),
    )
    actions = turn.require_actor().actions
    if actions.isdisjoint({Action.ASK_SUMMARY, Action.VERIFY_SERVICE}):
        return await turn.show_view("my-reports")
    offered = [button for action, button in ways if action in actions]
    return Screen(text=text("reports-ways"), buttons=(*button_rows(offered, 2), *home_row()))


async def show_own_reports(turn: TurnContext, request: ViewRequest) -> Screen:
    """List the actor's reports; returned ones first, for they wait for their reporter."""
    page = await list_own_reports(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [view_button(_row(one), "service", one.id) for one in page.items]
    return Screen(
        text=text("reports" if rows else "reports-none"),
        buttons=(
            *_verb_rows(turn.require_actor()),
            *paged_list(rows, request, more=page.has_more),
            *home_row(),
        ),
    )


def _verb_rows(actor: Actor) -> ButtonRows:
    if Action.REPORT_SERVICE not in actor.actions:
        return ()
    return ((form_button(text("home-report-service"), "service-report"),),)


_STATE_MARKS = {
    ServiceState.WAITING: text("reports-mark-waiting"),
    ServiceState.VERIFIED: text("reports-mark-verified"),
    ServiceState.RETURNED: text("reports-mark-returned"),
    ServiceState.VOIDED: text("reports-mark-voided"),
    ServiceState.REPLACED: text("reports-mark-replaced"),
}


def _row(one: ServiceView) -> Text:
    """Return the label of a report: where it stands, what, for whom and when."""
    served = one.head_name or (text("reports-people", people=one.people) if one.people else text("service-group"))
    day = Day(one.delivered_on, DateStyle.DAY)
    return text("reports-row", state=_STATE_MARKS[one.state], activity=one.activity_short, served=served, day=day)


async def show_own_report(turn: TurnContext, request: ViewRequest) -> Screen:
    saved = await load_own_service(turn.caller(), ServiceId(parse_id(request.args)))
    return Screen(
        text=Joined(tuple(_report_lines(saved))),
        buttons=(*_action_buttons(saved, turn.now), *home_row(view_button(text("reports-list"), "my-reports"))),
    )


def _report_lines(saved: ServiceView) -> Iterator[Localizable]:
    yield text("service-stands", number=Digits(saved.number), state=enum_text(saved.state))
    yield service_line(saved)
    yield text("service-evidence-count", count=saved.evidence_count)
    if saved.state is ServiceState.RETURNED and saved.return_details:
        yield return_reason_lines(saved.return_details)


def _action_buttons(saved: ServiceView, now: datetime) -> ButtonRows:
    correct = form_button(text("service-correct"), "service-correcting", saved.id)
    pictures = form_button(text("service-add-evidence"), "evidence-adding", saved.id)
    match saved.state:
        case ServiceState.WAITING:
            return ((correct, pictures), *(withdrawal_rows(saved) if is_withdrawable(saved, now) else ()))
        case ServiceState.RETURNED:
            return ((correct,), *withdrawal_rows(saved))
        case ServiceState.VERIFIED:
            return ((pictures,),)
        case ServiceState.VOIDED | ServiceState.REPLACED:
            return ()


async def show_withdrawal(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more before a report is withdrawn: by mistake it would be gone."""
    saved = await load_own_service(turn.caller(), ServiceId(parse_id(request.args)))
    if not is_withdrawable(saved, turn.now):
        return await turn.show_view("service", saved.id)
    question = Joined((text("service-withdrawal", number=Digits(saved.number)), service_line(saved)))
    yes = act_button(text("service-withdrawal-yes"), "service", "withdraw", saved.id)
    return confirm_page(question, yes, view_button(text("service-withdrawal-no"), "service", saved.id))


async def on_withdraw_report(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    saved = await withdraw_report(turn.caller(), ServiceId(parse_id(args)))
    message = text("service-withdrawn", number=Digits(saved.number))
    return Screen(
        text=Joined((message, service_line(saved))),
        buttons=((form_button(text("service-next"), "service-report"),), *home_row()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionContext(ServiceContext):
    service: PickAnswer | None = None


async def start_service_correcting(turn: TurnContext, args: tuple[str, ...]) -> FormValues[CorrectionContext]:
    """Begin with all answers of the report: on the last page, where each can be changed.

    Files that wait for their place are added to its evidence, if the button says so.
    """
    stored = await corrections.load_editable_report(turn.caller(), ServiceId(parse_id(args)))
    activity = await load_activity(turn.session, stored.report.activity)
    context = CorrectionContext(
        service=pick_answer(stored.view.id, _correction_label(stored.view)), kinds=activity.kinds
    )
    answers = report_answers(stored.view, stored.report)
    if WAITING_FILES in args:
        answers["evidence"] = [*(answers["evidence"] or ()), *take_files(turn)][:MAX_EVIDENCE_FILES] or None
    return FormValues(context=context, answers=answers)


def _correction_label(was: ServiceView) -> Joined:
    """Return the number of the service, and why it was returned."""
    back = return_reason_lines(was.return_details) if was.return_details else ""
    return Joined((text("service-number", number=Digits(was.number)), back), separator="\n")


def _correction_subject(values: FormValues[CorrectionContext]) -> Localizable | None:
    """Return the number of the service alone."""
    label = from_json(values.context.service["label"]) if values.context.service else None
    return label.items[0] if isinstance(label, Joined) else label


async def submit_correction(turn: TurnContext, correction: ServiceCorrection) -> Screen:
    new, original = to_new_service(correction), await load_own_service(turn.caller(), correction.service)
    await confirm_claims(turn.caller(), new, turn.confirm, original)
    result = await corrections.correct_report(turn.caller(), correction.service, new)
    await _notify_returner(turn, result)
    was = Digits(result.original.number)
    return Screen(
        text=Joined((text("service-corrected", number=Digits(result.view.number), was=was), service_line(result.view))),
        buttons=home_row(view_button(text("reports-list"), "my-reports")),
    )


async def _notify_returner(turn: TurnContext, result: CorrectionResult) -> None:
    """Notify the supervisor who had returned the report; others find it in the review queue."""
    if result.returned_by is None:
        return
    message = text(
        "service-told-corrected",
        name=turn.require_actor().name,
        was=Digits(result.original.number),
        number=Digits(result.view.number),
        unit=result.view.unit_name,
    )
    look = (view_button(text("verify-look"), "review", result.view.id),)
    await turn.notify(result.returned_by, NoticeKind.SERVICE_CORRECTED.event(result.view.id), message, (look,))


def _correction_questions() -> Iterator[Question]:
    """Yield the questions of a report, with its texts; only the one for pictures cannot be put off here."""
    for question in SERVICE_QUESTIONS:
        yield question if question.key == "evidence" else replace(question, texts_of=service_report_form.name)


service_correcting_form = Form(
    ServiceCorrection,
    Preset("service", parse_id=lambda kept: ServiceId(int(kept))),
    *_correction_questions(),
    name="service-correcting",
    subject=_correction_subject,
    submit=submit_correction,
    start=start_service_correcting,
    context=CorrectionContext,
)


async def returned_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    reports = await load_reports_to_mend(turn.caller(), [ServiceId(int(one)) for one in references])
    return [view_button(_task_label(one), "service", one.id) for one in reports]


def _task_label(one: ReportToMend) -> Text:
    return text("tasks-row-returned", activity=one.activity_short, day=Day(one.delivered_on, DateStyle.DAY))


FORMS = (service_correcting_form,)
TASK_SOURCES = (TaskSource(name="returned", rank=TaskRank.MEND, select=select_reports_to_mend, rows=returned_rows),)
VIEWS = (
    View(name="reports", render=show_reports),
    View(name="my-reports", render=show_own_reports),
    View(name="service-withdrawal", render=show_withdrawal),
    View(name="service", render=show_own_report, acts={"withdraw": on_withdraw_report}),
)
