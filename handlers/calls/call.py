"""Pages of a call for those who send it: its live progress, the answers, failures, stopping it.

Sending a call is in `compose`, what its recipients see in `delivery`.
"""

import textwrap
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Percent, Text, enum_text, text
from bot.persian.letters import shorten
from bot.persian.names import MAX_LISTED_NAME_LENGTH
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.calls import calls
from bot.relief.calls.answering import list_call_answers
from bot.relief.calls.approvals import list_pending_approvals
from bot.relief.calls.lists import list_visible_calls
from bot.relief.calls.views import CallView
from bot.relief.campaigns.campaigns import CampaignPlaces
from bot.relief.ids import CallId
from bot.relief.vocabulary import CallState, Role
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.calls.delivery import on_cannot, on_coming
from handlers.campaign_lines import free_places_line
from handlers.navigation import confirm_page, home_row

LIVE_MARK = "live"  # the message keeps itself fresh: what is opened from it stands in a message of its own
MAX_GIST_LENGTH = 40  # letters of a call that tell it from others
ANSWERS_PER_PAGE = 20  # on a page that is read, not pressed


StateChange: TypeAlias = Callable[[Caller, CallId], Awaitable[CallView]]


def gist(typed: str) -> str:
    return textwrap.shorten(typed, MAX_GIST_LENGTH, placeholder=" …")


def change_of_reach(previewed: int, people: int) -> Text | str:
    """Say that the audience has changed since its preview; nothing if it has not."""
    return "" if previewed == people else text("call-reach-changed", people=people, previewed=previewed)


def audience_text(unit: str, role: Role | None, people: int) -> Text:
    return Text(f"audience-{role.value if role else 'everybody'}", {"unit": unit, "people": people})


def progress_screen(view: CallView, *, live: bool = True, with_actions: bool = True) -> Screen:
    """Render the live message of a call.

    `with_actions` is false for those who only look; `live` is false for a page.
    """
    head = text("call-head", number=Digits(view.number), gist=gist(view.text), state=enum_text(view.state))
    audience = text("call-to", audience=audience_text(view.unit_name, view.role, view.total))
    return Screen(
        text=Joined(
            (
                head,
                audience,
                _sending_line(view),
                *_answers_lines(view),
                _hours_text(view) if live else _day_and_hours_text(view),
            )
        ),
        buttons=(*(_action_buttons(view, live=live) if with_actions else ()), *_links(view, live=live)),
    )


def _failure_count(view: CallView) -> int:
    return view.failed + view.unreachable


def _sending_line(view: CallView) -> Text:
    return text(
        "call-sent",
        sent=view.sent,
        total=view.total,
        share=Percent(view.sent, view.total),
        waiting=view.waiting,
        missed=_failure_count(view),
    )


def _answers_lines(view: CallView) -> tuple[Text, ...]:
    """Return the answers, who found no place, and the places of the campaign as its own page says them."""
    no_place = (text("call-no-place", people=view.no_place),) if view.no_place else ()
    campaign = (
        (text("call-campaign", title=view.campaign.title, taken=_taken_text(view.campaign)),) if view.campaign else ()
    )
    return (text("call-answers", coming=view.coming, cannot=view.cannot, silent=view.silent), *no_place, *campaign)


def _taken_text(campaign: CampaignPlaces) -> Text:
    return text("campaign-taken", taken=campaign.taken_places) if campaign.closed else free_places_line(campaign)


def _hours_text(view: CallView) -> Text | str:
    began, ended = (at and Digits(f"{at.astimezone(TEHRAN):%H:%M}") for at in (view.started_at, view.finished_at))
    if began and ended:
        return text("call-began-ended", began=began, ended=ended)
    return text("call-began", began=began) if began else ""


def _day_and_hours_text(view: CallView) -> Text | str:
    """Return the hours with their day, for a page that may be opened weeks later."""
    if view.started_at is None:
        return ""
    return text("call-on-day", day=Day(view.started_at.astimezone(TEHRAN).date()), hours=_hours_text(view))


def _action_buttons(view: CallView, *, live: bool) -> ButtonRows:
    def act(verb: str) -> Button:
        return act_button(Text(f"call-{verb}"), "call", f"{verb}-{LIVE_MARK}" if live else verb, view.id)

    stop = view_button(text("call-stop"), "confirm-stop", view.id, *_live_args(live=live))
    match view.state:
        case CallState.SENDING:
            return ((act("pause"), stop),)
        case CallState.PAUSED:
            return ((act("resume"), stop),)
        case CallState.DONE | CallState.CANCELLED:
            return ()


def _links(view: CallView, *, live: bool) -> ButtonRows:
    mark = _live_args(live=live)
    answers = view_button(text("call-see-answers"), "call-answers", view.id, *mark)
    why = view_button(text("call-why"), "failures", view.id, *mark)
    return ((answers, why) if _failure_count(view) else (answers,),)


def _live_args(*, live: bool) -> tuple[str, ...]:
    return (LIVE_MARK,) if live else ()


async def show_call(turn: TurnContext, request: ViewRequest) -> Screen:
    return await _page(turn, await _load_call(turn, request.args))


async def _load_call(turn: TurnContext, args: tuple[str, ...]) -> CallView:
    return await calls.load_call(turn.caller(), CallId(parse_id(args)))


async def _page(turn: TurnContext, view: CallView) -> Screen:
    acts = await is_allowed(turn.caller(), Action.SEND_CALL, view.unit)
    screen = progress_screen(view, live=False, with_actions=acts)
    back = home_row(view_button(text("home-calls"), "calls"))
    return Screen(text=screen.text, buttons=(*screen.buttons, *back))


async def on_pause_call(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return await _page(turn, await _change_state(turn, args, calls.pause_call))


async def on_resume_call(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return await _page(turn, await _change_state(turn, args, calls.resume_call))


async def on_stop_call(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return await _page(turn, await _change_state(turn, args, calls.cancel_call))


async def on_pause_live(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return progress_screen(await _change_state(turn, args, calls.pause_call))


async def on_resume_live(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return progress_screen(await _change_state(turn, args, calls.resume_call))


async def _change_state(turn: TurnContext, args: tuple[str, ...], change: StateChange) -> CallView:
    view = await change(turn.caller(), CallId(parse_id(args)))
    turn.wake_worker()
    return view


async def show_call_stopping(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: a call that was stopped cannot go on. Opened from the live message, it is a message of its own."""
    view = await _load_call(turn, request.args)
    page = confirm_page(
        text("call-stop-sure", number=Digits(view.number), waiting=view.waiting),
        act_button(text("call-stop-yes"), "call", "stop", view.id),
        view_button(text("dialogue-back"), "call", view.id),
    )
    return replace(page, as_new_message=LIVE_MARK in request.args)


async def show_calls(turn: TurnContext, request: ViewRequest) -> Screen:
    page = await list_visible_calls(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [] if request.page else await _approval_buttons(turn)
    rows += [
        view_button(
            text("call-row", number=Digits(one.number), gist=gist(one.text), state=enum_text(one.state)), "call", one.id
        )
        for one in page.items
    ]
    sends = Action.SEND_CALL in turn.require_actor().actions
    new = ((form_button(text("home-send-call"), "call-sending"),),) if sends else ()
    return Screen(
        text=text("calls" if rows else "calls-none"),
        buttons=(
            *new,
            *paged_list(rows, request, more=page.has_more),
            *home_row(view_button(text("own-calls-back"), "own-calls")),
        ),
    )


async def _approval_buttons(turn: TurnContext) -> list[Button]:
    """List calls that wait for approval: the actor's own, and those that the actor may approve."""
    page = await list_pending_approvals(turn.caller(), offset=0, limit=ROWS_PER_PAGE)
    return [
        view_button(text("large-call-row", gist=gist(one.text), people=one.people), "call-approval", one.id)
        for one in page.items
    ]


async def show_call_answers(turn: TurnContext, request: ViewRequest) -> Screen:
    view = await _load_call(turn, request.args)
    page = await list_call_answers(
        turn.caller(), view.id, offset=request.page * ANSWERS_PER_PAGE, limit=ANSWERS_PER_PAGE
    )
    names = tuple(
        text("call-who", name=shorten(one.name, MAX_LISTED_NAME_LENGTH), answer=enum_text(one.answer))
        for one in page.items
    )
    return _detail_page(request, Joined((_title(view), *_answers_lines(view), *names)), more=page.has_more)


async def show_call_failures(turn: TurnContext, request: ViewRequest) -> Screen:
    view = await _load_call(turn, request.args)
    failures = await calls.count_delivery_failures(turn.caller(), view.id)
    reasons = tuple(text("call-missed-why", people=one.people, why=enum_text(one.reason)) for one in failures)
    head = text("call-missed", people=_failure_count(view))
    return _detail_page(request, Joined((_title(view), head, *reasons)))


def _title(view: CallView) -> Text:
    return text("call-title", number=Digits(view.number), gist=gist(view.text))


def _detail_page(request: ViewRequest, content: Joined, *, more: bool = False) -> Screen:
    """Render a page of details; opened from the live message, it becomes a message of its own."""
    (wanted, *mark) = request.args
    here = ViewRequest(view=request.view, args=(wanted,), page=request.page)
    back = (view_button(text("dialogue-back"), "call", wanted),)
    return Screen(text=content, buttons=(*paged_list((), here, more=more), back), as_new_message=LIVE_MARK in mark)


VIEWS = (
    View(name="calls", render=show_calls),
    View(
        name="call",
        render=show_call,
        acts={
            "coming": on_coming,
            "cannot": on_cannot,
            "pause": on_pause_call,
            "resume": on_resume_call,
            "stop": on_stop_call,
            "pause-live": on_pause_live,
            "resume-live": on_resume_live,
        },
        standalone_acts=frozenset({"coming", "cannot", "pause-live", "resume-live"}),
    ),
    View(name="confirm-stop", render=show_call_stopping),
    View(name="call-answers", render=show_call_answers),
    View(name="failures", render=show_call_failures),
)
