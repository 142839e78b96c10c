"""Approval of a call to many (four-eyes principle): asking, approving, returning, withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.pickers import PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, text, to_json
from bot.persian.jalali import DateStyle
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.calls.approvals import (
    APPROVAL_VALIDITY,
    MIN_RETURN_REASON_LENGTH,
    ApprovalRequest,
    CallApprovalView,
    approve_call,
    load_approval_request,
    require_can_approve,
    return_call,
    withdraw_approval_request,
)
from bot.relief.calls.tasks import load_calls_to_approve, select_calls_to_approve
from bot.relief.ids import CallApprovalId
from bot.relief.outbound import notices
from bot.relief.outbound.notices import NoticeKind
from bot.relief.vocabulary import ApprovalState
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.calls.call import audience_text, change_of_reach, gist
from handlers.navigation import home_row

MAX_CALL_RETURN_REASON_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturnInput:
    call: CallApprovalId
    reason: str


def parse_approval_id(stored: str) -> CallApprovalId:
    return CallApprovalId(int(stored))


# ---- asking


async def approval_request_screen(turn: TurnContext, request: ApprovalRequest, *, previewed: int) -> Screen:
    """Notify those who decide, and schedule a notice to the requester if no one decides within two days."""
    view = request.view
    message = text("large-call-told", name=view.requester_name, audience=_audience_text(view), gist=gist(view.text))
    for one in request.approvers:
        await turn.notify(
            one.person, NoticeKind.CALL_APPROVAL_REQUESTED.event(view.id), message, ((_open_button(view),),)
        )
    await _notify_on_expiry(turn, view)
    return Screen(
        text=Joined(
            (
                text("large-call-asked", people=view.people, until=_expiry_text(view)),
                change_of_reach(previewed, view.people),
                _deciders_text(request),
            )
        ),
        buttons=home_row(_open_button(view)),
    )


async def _notify_on_expiry(turn: TurnContext, view: CallApprovalView) -> None:
    message = text("large-call-over", gist=gist(view.text), unit=view.unit_name)
    again = _resend_button(view)
    payload = to_json(message) | {"buttons": [[{"label": to_json(again.label), "data": again.data}]]}
    await notices.enqueue_notice(turn.session, view.requester, _expiry_event(view), payload, delay=APPROVAL_VALIDITY)


def _expiry_event(view: CallApprovalView) -> str:
    return NoticeKind.CALL_APPROVAL_EXPIRED.event(view.id)


def _open_button(view: CallApprovalView) -> Button:
    return view_button(text("large-call-look"), "call-approval", view.id)


def _resend_button(view: CallApprovalView) -> Button:
    """Return a button that begins the same call again, to be changed first."""
    return form_button(text("large-call-again"), "call-sending", view.id)


def _audience_text(view: CallApprovalView) -> Text:
    return audience_text(view.unit_name, view.role, view.people)


def _expiry_text(view: CallApprovalView) -> Localizable:
    at = view.expires_at.astimezone(TEHRAN)
    return text("large-call-until", day=Day(at.date(), DateStyle.DAY), time=Digits(f"{at:%H:%M}"))


def _deciders_text(request: ApprovalRequest) -> Text:
    comma = text("dialogue-comma")
    if request.approvers:
        return text("large-call-who", names=Joined(tuple(one.name for one in request.approvers), separator=comma))
    if request.administrators:
        return text(
            "large-call-nobody", names=Joined(tuple(one.name for one in request.administrators), separator=comma)
        )
    return text("large-call-nobody-at-all")


# ---- looking and deciding


async def show_call_approval(turn: TurnContext, request: ViewRequest) -> Screen:
    call_approval_id = CallApprovalId(parse_id(request.args))
    approval_request = await load_approval_request(turn.caller(), call_approval_id)
    view = approval_request.view
    if not view.is_own:
        await audit_log.record(
            turn.caller(),
            AuditAction.SEE_CALL_APPROVAL,
            unit=view.unit,
            subject=NoticeKind.CALL_APPROVAL_REQUESTED.event(view.id),
            right=Action.APPROVE_CALL,
        )
    lines = (
        text("large-call", name=view.requester_name, audience=_audience_text(view)),
        text("large-call-text", text=view.text),
        *_status_lines(approval_request),
    )
    return Screen(
        text=Joined(lines), buttons=(*_action_buttons(view), *home_row(view_button(text("home-calls"), "calls")))
    )


def _status_lines(request: ApprovalRequest) -> tuple[Localizable, ...]:
    view = request.view
    match view.state:
        case ApprovalState.WAITING:
            return (
                text("large-call-waits", until=_expiry_text(view)),
                *((_deciders_text(request),) if view.is_own else ()),
            )
        case ApprovalState.RETURNED:
            reason = text("large-call-reason", reason=view.reason or "")
            return (text("large-call-is-returned", name=view.decided_by or ""), reason)
        case ApprovalState.APPROVED:
            return (text("large-call-is-approved", name=view.decided_by or ""),)
        case ApprovalState.WITHDRAWN:
            return (text("large-call-is-withdrawn"),)
        case ApprovalState.EXPIRED:
            return (text("large-call-is-over"),)


def _action_buttons(view: CallApprovalView) -> ButtonRows:
    match view.state:
        case ApprovalState.WAITING if view.is_own:
            return ((act_button(text("large-call-withdraw"), "call-approval", "withdraw", view.id),),)
        case ApprovalState.WAITING:
            send = act_button(text("large-call-approve", people=view.people), "call-approval", "approve", view.id)
            return ((send,), (form_button(text("large-call-return"), "call-returning", view.id),))
        case ApprovalState.APPROVED if view.call:
            return ((view_button(text("large-call-sent"), "call", view.call),),)
        case ApprovalState.RETURNED | ApprovalState.EXPIRED | ApprovalState.WITHDRAWN if view.is_own:
            return ((_resend_button(view),),)
        case _:
            return ()


async def on_approve_call(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Start sending the call; the live message of its progress goes to the requester."""
    view, sent = await approve_call(turn.caller(), CallApprovalId(parse_id(args)))
    await notices.cancel_notice(turn.session, view.requester, _expiry_event(view))
    message = text(
        "large-call-told-approved",
        name=turn.require_actor().name,
        number=Digits(sent.number),
        gist=gist(view.text),
        people=sent.waiting,
        previewed=view.people,
        changed=abs(sent.waiting - view.people),
    )
    await turn.notify(view.requester, NoticeKind.CALL_APPROVED.event(view.id), message)
    approved = text("large-call-approved", number=Digits(sent.number), people=sent.waiting, name=view.requester_name)
    return Screen(
        text=Joined((approved, change_of_reach(view.people, sent.waiting))),
        buttons=home_row(view_button(text("large-call-sent"), "call", sent.id)),
    )


async def on_withdraw_call(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    view = await withdraw_approval_request(turn.caller(), CallApprovalId(parse_id(args)))
    await notices.cancel_notice(turn.session, view.requester, _expiry_event(view))
    return Screen(
        text=text("large-call-is-withdrawn"),
        buttons=((_resend_button(view),), *home_row(view_button(text("home-calls"), "calls"))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturnContext:
    call: PickAnswer | None = None


async def start_call_returning(turn: TurnContext, args: tuple[str, ...]) -> FormValues[CallReturnContext]:
    call_approval_id = CallApprovalId(parse_id(args))
    view = await require_can_approve(turn.caller(), call_approval_id)
    return FormValues(context=CallReturnContext(call=pick_answer(view.id, gist(view.text))))


async def submit_call_return(turn: TurnContext, call_return: CallReturnInput) -> Screen:
    view = await return_call(turn.caller(), call_return.call, call_return.reason)
    await notices.cancel_notice(turn.session, view.requester, _expiry_event(view))
    notice = text(
        "large-call-told-returned", gist=gist(view.text), reason=call_return.reason, name=turn.require_actor().name
    )
    await turn.notify(view.requester, NoticeKind.CALL_RETURNED.event(view.id), notice, ((_resend_button(view),),))
    return Screen(
        text=text("large-call-returned", name=view.requester_name),
        buttons=home_row(view_button(text("home-calls"), "calls")),
    )


call_returning_form = Form(
    CallReturnInput,
    Preset("call", parse_id=parse_approval_id),
    TextQuestion("reason", min_length=MIN_RETURN_REASON_LENGTH, max_length=MAX_CALL_RETURN_REASON_LENGTH),
    name="call-returning",
    submit=submit_call_return,
    start=start_call_returning,
    context=CallReturnContext,
    confirm=False,
)


async def approval_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    pending = await load_calls_to_approve(turn.caller(), [CallApprovalId(int(one)) for one in references])
    return [view_button(text("tasks-row-approval", gist=gist(one.text)), "call-approval", one.id) for one in pending]


FORMS = (call_returning_form,)
TASK_SOURCES = (
    TaskSource(
        name="approvals",
        rank=TaskRank.DECIDE,
        select=select_calls_to_approve,
        rows=approval_rows,
        actions=frozenset({Action.APPROVE_CALL}),
    ),
)
VIEWS = (
    View(
        name="call-approval",
        render=show_call_approval,
        acts={"approve": on_approve_call, "withdraw": on_withdraw_call},
        audited=True,
    ),
)
