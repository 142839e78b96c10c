"""Letters between a member and those responsible for a unit: writing, answering, reading the thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.pickers import PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import PersonId, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import letters
from bot.relief.people.letters import LetterThread, LetterView, SentLetter
from bot.relief.people.tasks import load_unanswered_threads, select_unanswered_threads
from bot.relief.units.directory import load_unit
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, unit_answer

MAX_LETTER_LENGTH = 1000  # letters: what is read in one go
MAX_THREAD_LETTERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadKey:
    """A thread: the unit and the member."""

    unit: UnitId
    member: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    unit: UnitId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReply:
    thread: ThreadKey
    text: str


def parse_thread_key(stored: str) -> ThreadKey:
    unit, _, member = stored.partition(":")
    return ThreadKey(unit=UnitId(int(unit)), member=PersonId(int(member)))


async def start_letter_writing(turn: TurnContext, args: tuple[str, ...]) -> FormValues[UnitContext]:
    wanted = await load_unit(turn.session, UnitId(parse_id(args)))
    return FormValues(context=UnitContext(unit=unit_answer(wanted)))


async def submit_letter(turn: TurnContext, writing: LetterDraft) -> Screen:
    sent = await letters.write_letter(turn.caller(), writing.unit, writing.text)
    await _notify_recipients(turn, sent, "letter-from-member", writing.text)
    recipients = await letters.letter_recipients(turn.session, sent.unit, turn.today, turn.require_actor().person)
    names = Joined(tuple(one.name for one in recipients), separator=text("dialogue-comma"))
    message = text("letter-sent", names=names) if recipients else text("letter-nobody", unit=sent.unit_name)
    return Screen(
        text=message,
        buttons=home_row(view_button(text("letter-thread"), "letter-thread", sent.unit, sent.member)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterThreadContext:
    thread: PickAnswer | None = None


async def start_letter_answering(turn: TurnContext, args: tuple[str, ...]) -> FormValues[LetterThreadContext]:
    """Begin with the thread, for those who may read it; the use case checks the right again."""
    unit, member = UnitId(parse_id(args)), PersonId(parse_id(args, 1))
    thread_view = await letters.load_thread(turn.caller(), unit, member, limit=1)
    thread = pick_answer(f"{unit}:{member}", thread_view.member_name)
    return FormValues(context=LetterThreadContext(thread=thread))


async def submit_letter_answer(turn: TurnContext, answering: LetterReply) -> Screen:
    to = answering.thread
    sent = await letters.answer_letter(turn.caller(), to.unit, to.member, answering.text)
    await _notify_recipients(turn, sent, "letter-from-unit", answering.text)
    return Screen(
        text=text("letter-answered"),
        buttons=home_row(view_button(text("letter-thread"), "letter-thread", to.unit, to.member)),
    )


async def _notify_recipients(turn: TurnContext, sent: SentLetter, key: str, typed: str) -> None:
    words = Text(key, {"name": sent.author_name, "unit": sent.unit_name, "text": typed})
    for person in sent.recipients:
        way = _answer_button(sent.unit, sent.member, mine=person == sent.member)
        await turn.notify(person, NoticeKind.LETTER.event(sent.id), words, ((way,),))


def _answer_button(unit: UnitId, member: PersonId, *, mine: bool) -> Button:
    if mine:
        return form_button(text("letter-write-back"), "letter-writing", unit)
    return form_button(text("letter-answer"), "letter-answering", unit, member)


async def show_thread(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show a thread; reading another member's letters is audited."""
    unit, member = UnitId(parse_id(request.args)), PersonId(parse_id(request.args, 1))
    thread = await letters.load_thread(turn.caller(), unit, member, limit=MAX_THREAD_LETTERS)
    if not thread.is_own:
        subject = f"letters:{unit}:{member}"
        await audit_log.record(turn.caller(), AuditAction.READ_LETTERS, unit=unit, subject=subject)
    return Screen(
        text=Joined((_head(thread), *map(_line, thread.letters)), separator="\n\n"),
        buttons=(*_settle_rows(thread), *home_row(_answer_button(unit, member, mine=thread.is_own))),
    )


def _settle_rows(thread: LetterThread) -> ButtonRows:
    """Return the way to say that a letter needs no answer."""
    if thread.is_own or not thread.awaits_reply:
        return ()
    return ((act_button(text("letters-settle"), "letter-thread", "settle", thread.unit, thread.member),),)


async def on_settle_thread(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    await letters.settle_thread(turn.caller(), UnitId(parse_id(args)), PersonId(parse_id(args, 1)))
    return await turn.show_view("threads")


def _head(thread: LetterThread) -> Text:
    if thread.is_own:
        return text("letters-mine", unit=thread.unit_name)
    return text("letters-of", name=thread.member_name, unit=thread.unit_name)


def _line(letter: LetterView) -> Text:
    at = letter.at.astimezone(TEHRAN)
    return text(
        "letters-line",
        name=letter.author_name,
        day=Day(at.date(), DateStyle.DAY),
        time=Digits(f"{at:%H:%M}"),
        text=letter.text,
    )


async def show_threads(turn: TurnContext, request: ViewRequest) -> Screen:
    page = await letters.list_threads(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [
        view_button(
            text("letters-waits" if one.awaits_reply else "letters-answered", name=one.member_name, unit=one.unit_name),
            "letter-thread",
            one.unit,
            one.member,
        )
        for one in page.items
    ]
    return Screen(
        text=text("letters-threads" if rows else "letters-none"),
        buttons=(*paged_list(rows, request, more=page.has_more), *home_row()),
    )


letter_writing_form = Form(
    LetterDraft,
    Preset("unit", parse_id=parse_unit_id),
    TextQuestion("text", min_length=2, max_length=MAX_LETTER_LENGTH),
    name="letter-writing",
    submit=submit_letter,
    start=start_letter_writing,
    context=UnitContext,
    confirm=False,
)
letter_answering_form = Form(
    LetterReply,
    Preset("thread", parse_id=parse_thread_key),
    TextQuestion("text", min_length=2, max_length=MAX_LETTER_LENGTH),
    name="letter-answering",
    submit=submit_letter_answer,
    start=start_letter_answering,
    context=LetterThreadContext,
    confirm=False,
)


async def letter_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    keys = [(UnitId(parse_id(parts)), PersonId(parse_id(parts, 1))) for parts in (one.split(",") for one in references)]
    threads = await load_unanswered_threads(turn.caller(), keys)
    return [
        view_button(text("tasks-row-letter", name=one.member_name), "letter-thread", one.unit, one.member)
        for one in threads
    ]


FORMS = (letter_writing_form, letter_answering_form)
TASK_SOURCES = (
    TaskSource(
        name="letters",
        rank=TaskRank.DECIDE,
        select=select_unanswered_threads,
        rows=letter_rows,
        actions=frozenset({Action.ANSWER_LETTERS}),
    ),
)
VIEWS = (
    View(name="letter-thread", render=show_thread, acts={"settle": on_settle_thread}, audited=True),
    View(name="threads", render=show_threads),
)
