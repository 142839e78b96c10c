"""Pages of a call for its recipients: their copy with its answers, the list of calls and promises.

The copy is a message that stands by itself; the page shows the same under its own buttons.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.screen import Button, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, paged_list, view_button
from bot.i18n.messages import Joined, Localizable, Text, enum_text, text
from bot.relief.calls.answering import answer_call, load_own_call
from bot.relief.calls.promises import MAX_ATTENDANCES, Attendance, list_attendances, list_own_promises, select_promises
from bot.relief.calls.views import CallDeliveryView
from bot.relief.campaigns.campaigns import CampaignPlaces
from bot.relief.ids import CallId
from bot.relief.vocabulary import CallAnswer
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.campaign_lines import campaign_period, free_places_line
from handlers.navigation import attendance_button, home_row

COPY_VIEW, PAGE_VIEW = "call", "own-call"


def delivery_screen(copy: CallDeliveryView, view: str = COPY_VIEW) -> Screen:
    """Render a recipient's copy. Its buttons never expire; they lead to the acts of `view`."""
    message = copy_text(
        name=copy.name,
        sender=copy.sender,
        unit=copy.unit_name,
        campaign=copy.campaign,
        call_text=copy.text,
        is_over=copy.is_over,
    )
    return Screen(
        text=Joined((message, _outcome_line(copy)), separator="\n\n"),
        buttons=((_answer_button(copy, CallAnswer.COMING, view), _answer_button(copy, CallAnswer.CANNOT, view)),),
    )


def copy_text(
    *,
    name: Localizable,
    sender: str,
    unit: str,
    campaign: CampaignPlaces | None,
    call_text: str,
    is_over: bool = False,
) -> Text:
    """Return what a recipient reads above the answers; with a campaign also its days and places."""
    if campaign is None:
        return text("call-copy", name=name, sender=sender, unit=unit, text=call_text)
    return text(
        "call-copy-campaign",
        name=name,
        sender=sender,
        unit=unit,
        title=campaign.title,
        when=campaign_period(campaign),
        places=_places_line(campaign, is_over=is_over),
        text=call_text,
    )


def _places_line(campaign: CampaignPlaces, *, is_over: bool) -> Text:
    if is_over:
        return text("campaign-over")
    return text("campaign-shut") if campaign.closed else free_places_line(campaign)


def _outcome_line(copy: CallDeliveryView) -> Text | str:
    """Return what came of the answer: in a call of a campaign a place, or none and why."""
    if copy.campaign is None or copy.answer is CallAnswer.CANNOT:
        return Text(f"call-answered-{copy.answer.value}") if copy.answer else ""
    match copy.answer:
        case CallAnswer.COMING:
            return text("campaign-mine" if copy.is_over else "call-place-given")
        case _ if copy.is_over:
            return ""
        case CallAnswer.NO_PLACE if copy.campaign.closed:
            return text("call-place-closed")
        case CallAnswer.NO_PLACE:
            return text("call-place-none" if copy.campaign.free_places == 0 else "call-place-free-again")
        case _:
            return ""


def _answer_button(copy: CallDeliveryView, answer: CallAnswer, view: str) -> Button:
    label = enum_text(answer)
    given = text("dialogue-marked", what=label) if copy.answer is answer else label
    return act_button(given, view, answer.value, copy.call)


async def on_coming(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return _answered(await _save_answer(turn, args, CallAnswer.COMING))


async def on_cannot(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return _answered(await _save_answer(turn, args, CallAnswer.CANNOT))


def _answered(copy: CallDeliveryView) -> Screen:
    """Render the copy after a press, with what came of it in passing."""
    said = text("campaign-over") if copy.is_over else _outcome_line(copy)
    return replace(delivery_screen(copy), toast=said if isinstance(said, Text) else None)


async def _save_answer(turn: TurnContext, args: tuple[str, ...], answer: CallAnswer) -> CallDeliveryView:
    copy = await answer_call(turn.caller(), CallId(parse_id(args)), answer)
    turn.wake_worker()
    return copy


# ---- the same as a page


async def show_own_call(turn: TurnContext, request: ViewRequest) -> Screen:
    return _page(await load_own_call(turn.caller(), CallId(parse_id(request.args))))


async def on_coming_from_page(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return _page(await _save_answer(turn, args, CallAnswer.COMING))


async def on_cannot_from_page(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    return _page(await _save_answer(turn, args, CallAnswer.CANNOT))


def _page(copy: CallDeliveryView) -> Screen:
    screen = delivery_screen(copy, PAGE_VIEW)
    return Screen(
        text=screen.text, buttons=(*screen.buttons, *home_row(view_button(text("own-calls-back"), "own-calls")))
    )


async def show_own_calls(turn: TurnContext, request: ViewRequest) -> Screen:
    """List promises first, then the other calls of late; each opens where it can be changed."""
    page = await list_attendances(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [attendance_button(one) for one in page.items]
    return Screen(
        text=text("own-calls" if rows else "own-calls-none"),
        buttons=(*paged_list(rows, request, more=page.has_more), *home_row()),
    )


async def promise_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    promises = await list_own_promises(turn.caller(), MAX_ATTENDANCES)
    return [_promise_button(one) for one in promises if one.reference in references]


def _promise_button(one: Attendance) -> Button:
    return replace(attendance_button(one), label=text("tasks-row-promise", what=one.title))


TASK_SOURCES = (TaskSource(name="promises", rank=TaskRank.COME, select=select_promises, rows=promise_rows),)
VIEWS = (
    View(
        name=PAGE_VIEW,
        render=show_own_call,
        acts={"coming": on_coming_from_page, "cannot": on_cannot_from_page},
    ),
    View(name="own-calls", render=show_own_calls),
)
