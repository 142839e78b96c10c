"""Reviewing join requests: the list, accepting and refusing, and notifying the person."""

from collections.abc import Sequence

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Text, text
from bot.persian.phones import format_phone
from bot.relief.access.policy import Action
from bot.relief.ids import JoinRequestId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import join_requests
from bot.relief.people.join_requests import JoinRequestView
from bot.relief.people.tasks import load_join_requests, select_join_requests
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.navigation import confirm_page, home_row
from handlers.people.join_request import decision_buttons


async def show_join_requests(turn: TurnContext, request: ViewRequest) -> Screen:
    page = await join_requests.list_pending_join_requests(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [
        view_button(text("joiners-line", name=one.name, unit=one.unit_name), "join-review", one.id)
        for one in page.items
    ]
    return Screen(
        text=text("joiners-waiting" if rows else "joiners-none"),
        buttons=(*paged_list(rows, request, more=page.has_more), *home_row()),
    )


async def show_join_request(turn: TurnContext, request: ViewRequest) -> Screen:
    one = await join_requests.load_join_request(turn.caller(), JoinRequestId(parse_id(request.args)))
    asked_on = Day(one.requested_at.astimezone(TEHRAN).date())
    phone = text("joiner-phone", phone=Digits(format_phone(one.phone, "en"))) if one.phone else text("joiner-no-phone")
    return Screen(
        text=Joined((text("joiner-asks", name=one.name, unit=one.unit_name, day=asked_on), phone)),
        buttons=(decision_buttons(one.id), *home_row(view_button(text("joiners-all"), "join-requests"))),
    )


async def on_approve_joining(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    join_request_id = JoinRequestId(parse_id(args))
    one = await join_requests.approve_join_request(turn.caller(), join_request_id)
    welcome = text("joiner-welcome", name=one.name, unit=one.unit_name)
    begin = (view_button(text("joiner-begin"), "home"),)
    await turn.notify(one.person, _decision_event(one), welcome, (begin,))
    return await _after_decision(turn, text("joiner-approved", name=one.name, unit=one.unit_name))


async def show_refusal(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: the person is told of a refusal at once."""
    one = await join_requests.load_join_request(turn.caller(), JoinRequestId(parse_id(request.args)))
    return confirm_page(
        text("joiner-refuse-sure", name=one.name, unit=one.unit_name),
        act_button(text("joiner-refuse-yes"), "join-review", "refuse", one.id),
        view_button(text("dialogue-back"), "join-review", one.id),
    )


async def on_refuse_joining(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    join_request_id = JoinRequestId(parse_id(args))
    one = await join_requests.refuse_join_request(turn.caller(), join_request_id)
    await turn.notify(one.person, _decision_event(one), refusal_text(one.unit_name, one.unit_phone))
    return await _after_decision(turn, text("joiner-refused", name=one.name))


def refusal_text(unit_name: str, phone: str | None) -> Text:
    why = text("joiner-call", phone=Digits(format_phone(phone, "en"))) if phone else text("joiner-ask-there")
    return text("joiner-not-taken", unit=unit_name, why=why)


def _decision_event(one: JoinRequestView) -> str:
    return NoticeKind.JOIN_REQUEST_DECIDED.event(one.id)


async def _after_decision(turn: TurnContext, message: Text) -> Screen:
    rest = await turn.show_view("join-requests")
    return Screen(text=Joined((message, rest.text), separator="\n\n"), buttons=rest.buttons, toast=message)


async def join_request_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    requests = await load_join_requests(turn.caller(), [JoinRequestId(int(one)) for one in references])
    return [view_button(text("tasks-row-joiner", name=one.name), "join-review", one.id) for one in requests]


TASK_SOURCES = (
    TaskSource(
        name="joiners",
        rank=TaskRank.DECIDE,
        select=select_join_requests,
        rows=join_request_rows,
        actions=frozenset({Action.APPROVE_JOINERS}),
    ),
)
VIEWS = (
    View(name="join-requests", render=show_join_requests),
    View(
        name="join-review", render=show_join_request, acts={"approve": on_approve_joining, "refuse": on_refuse_joining}
    ),
    View(name="confirm-refusal", render=show_refusal),
)
