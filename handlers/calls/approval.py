"""A call to many before it is sent: what a supervisor is asked, letting it go or returning it, and what the asker hears."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Words
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Day, Digits, Lines, Said, Text, said_json, text
from bot.persian.jalali import DateStyle
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.calls import approvals as large_calls
from bot.relief.calls.approvals import Asked, LargeCallView
from bot.relief.ids import LargeCallId
from bot.relief.outbound import notices
from bot.relief.outbound.notices import NoticeKind
from bot.relief.vocabulary import ApprovalState
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.calls.call import audience_said, gist
from handlers.menu import home_row
from handlers.questions import Told, as_told

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturning:
    call: LargeCallId
    reason: str


def large_call_id(kept: str) -> LargeCallId:
    return LargeCallId(int(kept))


# ---- asking


async def asked_screen(turn: Turn, asked: Asked) -> Screen:
    """Who decides is told; and the asker, in two days, if nobody did."""
    view = asked.view
    said = text("large-call-told", name=view.sender, audience=_audience(view), gist=gist(view.text))
    for one in asked.told:
        await turn.notify(one.person, NoticeKind.CALL_APPROVAL_REQUESTED.event(view.id), said, ((_look(view),),))
    await _tell_when_over(turn, view)
    return Screen(
        text=Lines((text("large-call-asked", people=view.people, until=_until(view)), _who(asked))),
        buttons=((_look(view), *home_row()[0]),),
    )


async def _tell_when_over(turn: Turn, view: LargeCallView) -> None:
    said = text("large-call-over", gist=gist(view.text), unit=view.unit_name)
    again = _again(view)
    payload = said_json(said) | {"buttons": [[{"label": said_json(again.label), "data": again.data}]]}
    await notices.notify(turn.session, view.asker, _over(view), payload, after=large_calls.STANDS_FOR)


def _over(view: LargeCallView) -> str:
    return NoticeKind.CALL_APPROVAL_EXPIRED.event(view.id)


def _look(view: LargeCallView) -> Button:
    return opens(text("large-call-look"), "large-call", view.id)


def _again(view: LargeCallView) -> Button:
    """The same words to the same people, to be changed first."""
    return begins(text("large-call-again"), "call-sending", view.id)


def _audience(view: LargeCallView) -> Text:
    return audience_said(view.unit_name, view.role, view.people)


def _until(view: LargeCallView) -> Said:
    at = view.expires_at.astimezone(TEHRAN)
    return text("large-call-until", day=Day(at.date(), DateStyle.DAY), time=Digits(f"{at:%H:%M}"))


def _who(asked: Asked) -> Text:
    comma = text("dialogue-comma")
    if asked.told:
        return text("large-call-who", names=Lines(tuple(one.name for one in asked.told), between=comma))
    if asked.could:
        return text("large-call-nobody", names=Lines(tuple(one.name for one in asked.could), between=comma))
    return text("large-call-nobody-at-all")


# ---- looking and deciding


async def show_large_call(turn: Turn, visit: Visit) -> Screen:
    wanted = LargeCallId(row_id(visit.args))
    asked = await large_calls.asked(turn.session, turn.known(), wanted, turn.now, turn.today)
    view = asked.view
    if not view.mine:
        await audit.note(
            turn.session,
            turn.known(),
            AuditAction.SEE_CALL_APPROVAL,
            unit=view.unit,
            subject=NoticeKind.CALL_APPROVAL_REQUESTED.event(view.id),
            right=Action.APPROVE_CALL,
            now=turn.now,
        )
    lines = (
        text("large-call", name=view.sender, audience=_audience(view)),
        text("large-call-text", text=view.text),
        *_stands(asked),
    )
    return Screen(text=Lines(lines), buttons=(*_acts(view), (opens(text("home-calls"), "calls"), *home_row()[0])))


def _stands(asked: Asked) -> tuple[Said, ...]:
    view = asked.view
    match view.state:
        case ApprovalState.WAITING:
            return (text("large-call-waits", until=_until(view)), *((_who(asked),) if view.mine else ()))
        case ApprovalState.RETURNED:
            reason = text("large-call-reason", reason=view.reason or "")
            return (text("large-call-is-returned", name=view.decided_by or ""), reason)
        case ApprovalState.APPROVED:
            return (text("large-call-is-approved", name=view.decided_by or ""),)
        case ApprovalState.WITHDRAWN:
            return (text("large-call-is-withdrawn"),)
        case ApprovalState.EXPIRED:
            return (text("large-call-is-over"),)


def _acts(view: LargeCallView) -> Rows:
    match view.state:
        case ApprovalState.WAITING if view.mine:
            return ((does(text("large-call-withdraw"), "large-call", "withdraw", view.id),),)
        case ApprovalState.WAITING:
            send = does(text("large-call-approve", people=view.people), "large-call", "approve", view.id)
            return ((send,), (begins(text("large-call-return"), "call-returning", view.id),))
        case ApprovalState.APPROVED if view.call:
            return ((opens(text("large-call-sent"), "call", view.call),),)
        case ApprovalState.RETURNED | ApprovalState.EXPIRED | ApprovalState.WITHDRAWN if view.mine:
            return ((_again(view),),)
        case _:
            return ()


async def approve(turn: Turn, args: tuple[str, ...]) -> Screen:
    """The live message of how it is sent stands with the one who asked."""
    view, sent = await large_calls.approve(turn.session, turn.known(), LargeCallId(row_id(args)), turn.now, turn.today)
    await notices.call_off(turn.session, view.asker, _over(view))
    said = text("large-call-told-approved", name=turn.known().name, number=Digits(sent.number), gist=gist(view.text))
    await turn.notify(view.asker, NoticeKind.CALL_APPROVED.event(view.id), said)
    return Screen(
        text=text("large-call-approved", number=Digits(sent.number), people=sent.waiting, name=view.sender),
        buttons=((opens(text("large-call-sent"), "call", sent.id), *home_row()[0]),),
    )


async def withdraw(turn: Turn, args: tuple[str, ...]) -> Screen:
    view = await large_calls.withdraw(turn.session, turn.known(), LargeCallId(row_id(args)), turn.now, turn.today)
    await notices.call_off(turn.session, view.asker, _over(view))
    return Screen(
        text=text("large-call-is-withdrawn"),
        buttons=((_again(view),), (opens(text("home-calls"), "calls"), *home_row()[0])),
    )


async def start_returning(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    wanted = LargeCallId(row_id(args))
    view = await large_calls.may_decide(turn.session, turn.known(), wanted, turn.now, turn.today)
    return {"told_call": picked(view.id, gist(view.text))}


async def give_back(turn: Turn, said: CallReturning) -> Screen:
    view = await large_calls.give_back(turn.session, turn.known(), said.call, said.reason, turn.now, turn.today)
    await notices.call_off(turn.session, view.asker, _over(view))
    told = text("large-call-told-returned", gist=gist(view.text), reason=said.reason, name=turn.known().name)
    await turn.notify(view.asker, NoticeKind.CALL_RETURNED.event(view.id), told, ((_again(view),),))
    return Screen(
        text=text("large-call-returned", name=view.sender),
        buttons=((opens(text("home-calls"), "calls"), *home_row()[0]),),
    )


returning = Form(
    CallReturning,
    Told("call", from_=as_told("call"), builds=large_call_id),
    Words("reason", at_least=large_calls.SHORTEST_REASON, at_most=LONGEST_REASON),
    name="call-returning",
    submit=give_back,
    start=start_returning,
    confirm=False,
)

FORMS = (returning,)
VIEWS = (
    Browse(name="large-call", page=show_large_call, acts={"approve": approve, "withdraw": withdraw}, audited=True),
)
