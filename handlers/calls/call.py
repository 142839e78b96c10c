"""Calls for help as they are seen: a recipient's copy and its answers, the sender's live progress, who comes, who was not reached.

Sending one is next door.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from textwrap import shorten
from typing import Any, TypeAlias

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Percent, Text, text, word
from bot.relief.access.policy import Action, Actor, may
from bot.relief.calls import approvals as large_calls
from bot.relief.calls import calls
from bot.relief.calls.lists import calls_in_sight
from bot.relief.calls.views import CallCopy, CallView
from bot.relief.ids import CallId
from bot.relief.vocabulary import Answer, CallState, Role
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row

LIVE = "live"  # the message keeps itself fresh: what is opened from it stands in a message of its own
GIST = 40  # letters of a call that tell it from others
NAMES = 20  # on a page that is read, not pressed


Turned: TypeAlias = Callable[[Any, Actor, CallId, datetime, date], Awaitable[CallView]]


def gist(said: str) -> str:
    return shorten(said, GIST, placeholder=" …")


def audience_said(unit: str, role: Role | None, people: int) -> Text:
    return Text(f"audience-{role.value if role else 'everybody'}", {"unit": unit, "people": people})


# ---- the recipient


def copy_screen(copy: CallCopy) -> Screen:
    """What a recipient sees; the buttons work for ever."""
    said = text("call-copy", name=copy.name, sender=copy.sender, unit=copy.unit_name, text=copy.text)
    yes = does(word(Answer.COMING), "call", "coming", copy.call)
    no = does(word(Answer.CANNOT), "call", "cannot", copy.call)
    answered = Text(f"call-answered-{copy.answer.value}") if copy.answer else ""
    return Screen(text=Lines((said, answered), between="\n\n"), buttons=((yes, no),))


async def come(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _answered(turn, args, Answer.COMING)


async def stay_away(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _answered(turn, args, Answer.CANNOT)


async def _answered(turn: Turn, args: tuple[str, ...], said: Answer) -> Screen:
    copy = await calls.answer(turn.session, turn.known().person, CallId(row_id(args)), said, turn.now)
    turn.wake()
    return copy_screen(copy)


# ---- the sender


def progress_screen(view: CallView, *, live: bool = True, acts: bool = True) -> Screen:
    """One message that keeps itself up to date; `acts` is false for those who only look."""
    head = text("call-head", number=Digits(view.number), gist=gist(view.text), state=word(view.state))
    audience = text("call-to", audience=audience_said(view.unit_name, view.role, view.total))
    return Screen(
        text=Lines((head, audience, _sent(view), _answers(view), _hours(view) if live else _day_and_hours(view))),
        buttons=(*(_acts(view, live=live) if acts else ()), *_looks(view, live=live)),
    )


def _missed(view: CallView) -> int:
    return view.failed + view.unreachable


def _sent(view: CallView) -> Text:
    return text(
        "call-sent",
        sent=view.sent,
        total=view.total,
        share=Percent(view.sent, view.total),
        waiting=view.waiting,
        missed=_missed(view),
    )


def _answers(view: CallView) -> Text:
    silent = max(0, view.sent - view.coming - view.cannot)
    return text("call-answers", coming=view.coming, cannot=view.cannot, silent=silent)


def _hours(view: CallView) -> Text | str:
    began, ended = (at and Digits(f"{at.astimezone(TEHRAN):%H:%M}") for at in (view.started_at, view.finished_at))
    if began and ended:
        return text("call-began-ended", began=began, ended=ended)
    return text("call-began", began=began) if began else ""


def _day_and_hours(view: CallView) -> Text | str:
    """A page may be opened weeks later."""
    if view.started_at is None:
        return ""
    return text("call-on-day", day=Day(view.started_at.astimezone(TEHRAN).date()), hours=_hours(view))


def _acts(view: CallView, *, live: bool) -> Rows:
    def act(verb: str) -> Button:
        return does(Text(f"call-{verb}"), "call", verb, view.id, *_mark(live=live))

    match view.state:
        case CallState.SENDING:
            return ((act("pause"), act("stop")),)
        case CallState.PAUSED:
            return ((act("resume"), act("stop")),)
        case CallState.DONE | CallState.CANCELLED:
            return ()


def _looks(view: CallView, *, live: bool) -> Rows:
    mark = _mark(live=live)
    answers = opens(text("call-see-answers"), "answers", view.id, *mark)
    why = opens(text("call-why"), "missed", view.id, *mark)
    return ((answers, why) if _missed(view) else (answers,),)


def _mark(*, live: bool) -> tuple[str, ...]:
    return (LIVE,) if live else ()


async def show_call(turn: Turn, visit: Visit) -> Screen:
    return await _seen(turn, await _call(turn, visit.args))


async def _call(turn: Turn, args: tuple[str, ...]) -> CallView:
    return await calls.call(turn.session, turn.known(), CallId(row_id(args)), turn.today)


async def _seen(turn: Turn, view: CallView) -> Screen:
    acts = await may(turn.session, turn.known(), Action.SEND_CALL, view.unit, turn.today)
    screen = progress_screen(view, live=False, acts=acts)
    back = ((opens(text("home-calls"), "calls"), *home_row()[0]),)
    return Screen(text=screen.text, buttons=(*screen.buttons, *back))


async def pause(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _turned(turn, args, calls.pause)


async def resume(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _turned(turn, args, calls.resume)


async def stop(turn: Turn, args: tuple[str, ...]) -> Screen:
    return await _turned(turn, args, calls.cancel)


async def _turned(turn: Turn, args: tuple[str, ...], to: Turned) -> Screen:
    """The live message stays what it is; a page stays a page."""
    view = await to(turn.session, turn.known(), CallId(row_id(args)), turn.now, turn.today)
    turn.wake()
    return progress_screen(view) if LIVE in args else await _seen(turn, view)


async def show_calls(turn: Turn, visit: Visit) -> Screen:
    found = await calls_in_sight(turn.session, turn.known(), turn.today, offset=visit.offset, limit=ROWS)
    rows = [] if visit.page else await _waiting(turn)
    rows += [
        opens(text("call-row", number=Digits(one.number), gist=gist(one.text), state=word(one.state)), "call", one.id)
        for one in found.items
    ]
    sends = any(grant.reach(Action.SEND_CALL) for grant in turn.known().grants)
    new = ((begins(text("home-send-call"), "call-sending"),),) if sends else ()
    return Screen(
        text=text("calls" if rows else "calls-none"),
        buttons=(*listing(rows, visit, more=found.more), *new, *home_row()),
    )


async def _waiting(turn: Turn) -> list[Button]:
    """Calls to many that are not sent yet: one's own, and those that one may let be sent."""
    found = await large_calls.waiting(turn.session, turn.known(), turn.now, turn.today, offset=0, limit=ROWS)
    return [
        opens(text("large-call-row", gist=gist(one.text), people=one.people), "large-call", one.id)
        for one in found.items
    ]


async def show_answers(turn: Turn, visit: Visit) -> Screen:
    view = await _call(turn, visit.args)
    found = await calls.answers(turn.session, turn.known(), view.id, turn.today, offset=visit.page * NAMES, limit=NAMES)
    names = tuple(text("call-who", name=one.name, answer=word(one.answer)) for one in found.items)
    return _beside(visit, Lines((_title(view), _answers(view), *names)), more=found.more)


async def show_missed(turn: Turn, visit: Visit) -> Screen:
    view = await _call(turn, visit.args)
    found = await calls.failures(turn.session, turn.known(), view.id, turn.today)
    reasons = tuple(text("call-missed-why", people=one.people, why=word(one.why)) for one in found)
    head = text("call-missed", people=_missed(view))
    return _beside(visit, Lines((_title(view), head, *reasons)))


def _title(view: CallView) -> Text:
    return text("call-title", number=Digits(view.number), gist=gist(view.text))


def _beside(visit: Visit, said: Lines, *, more: bool = False) -> Screen:
    """Opened from the live message it stands in one of its own, and from then on is a page like any other."""
    (wanted, *mark) = visit.args
    here = Visit(view=visit.view, args=(wanted,), page=visit.page)
    back = (opens(text("dialogue-back"), "call", wanted),)
    return Screen(text=said, buttons=(*listing((), here, more=more), back), beside=LIVE in mark)


FORMS = ()
VIEWS = (
    Browse(name="calls", page=show_calls),
    Browse(
        name="call",
        page=show_call,
        acts={"coming": come, "cannot": stay_away, "pause": pause, "resume": resume, "stop": stop},
    ),
    Browse(name="answers", page=show_answers),
    Browse(name="missed", page=show_missed),
)
