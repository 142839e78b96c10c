"""Writing to who answers for one's unit, and answering: a notice with the words, and the thread where one reads them again."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Words
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import ROWS, Browse, Visit, begins, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import PersonId, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import letters
from bot.relief.people.letters import LetterView, Sent, Thread
from bot.relief.units import directory as units
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, as_told, unit_id

LONGEST = 1000  # letters: what is read in one go
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two ends of a thread."""

    unit: UnitId
    member: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWriting:
    unit: UnitId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAnswering:
    thread: Ends
    text: str


def ends(kept: str) -> Ends:
    unit, _, member = kept.partition(":")
    return Ends(unit=UnitId(int(unit)), member=PersonId(int(member)))


async def start_writing(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    wanted = await units.unit(turn.session, UnitId(row_id(args)))
    return {"told_unit": picked(wanted.id, wanted.name)}


async def send(turn: Turn, writing: LetterWriting) -> Screen:
    sent = await letters.write(turn.session, turn.known(), writing.unit, writing.text, turn.now, turn.today)
    await _tell(turn, sent, "letter-from-member", writing.text)
    hear = await letters.heard_by(turn.session, sent.unit, turn.today, turn.known().person)
    names = Lines(tuple(one.name for one in hear), between=text("dialogue-comma"))
    said = text("letter-sent", names=names) if hear else text("letter-nobody", unit=sent.unit_name)
    return Screen(
        text=said, buttons=((opens(text("letter-thread"), "letters", sent.unit, sent.member), *home_row()[0]),)
    )


async def start_answering(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    """Who may read the thread may answer it; `letters.answer` asks again."""
    unit, member = UnitId(row_id(args)), PersonId(row_id(args, 1))
    seen = await letters.thread(turn.session, turn.known(), unit, member, turn.today, limit=1)
    return {"told_thread": picked(f"{unit}:{member}", seen.member_name)}


async def answer(turn: Turn, answering: LetterAnswering) -> Screen:
    to = answering.thread
    sent = await letters.answer(turn.session, turn.known(), to.unit, to.member, answering.text, turn.now, turn.today)
    await _tell(turn, sent, "letter-from-unit", answering.text)
    return Screen(
        text=text("letter-answered"),
        buttons=((opens(text("letter-thread"), "letters", to.unit, to.member), *home_row()[0]),),
    )


async def _tell(turn: Turn, sent: Sent, key: str, said: str) -> None:
    words = Text(key, {"name": sent.author_name, "unit": sent.unit_name, "text": said})
    for person in sent.told:
        way = _answer_button(sent.unit, sent.member, mine=person == sent.member)
        await turn.notify(person, NoticeKind.LETTER.event(sent.id), words, ((way,),))


def _answer_button(unit: UnitId, member: PersonId, *, mine: bool) -> Button:
    if mine:
        return begins(text("letter-write-back"), "letter-writing", unit)
    return begins(text("letter-answer"), "letter-answering", unit, member)


async def show_thread(turn: Turn, visit: Visit) -> Screen:
    """A look at another's letters is written down."""
    unit, member = UnitId(row_id(visit.args)), PersonId(row_id(visit.args, 1))
    seen = await letters.thread(turn.session, turn.known(), unit, member, turn.today, limit=SHOWN)
    if not seen.mine:
        subject = f"letters:{unit}:{member}"
        await audit.note(turn.session, turn.known(), AuditAction.READ_LETTERS, unit=unit, subject=subject, now=turn.now)
    return Screen(
        text=Lines((_head(seen), *map(_line, seen.letters)), between="\n\n"),
        buttons=((_answer_button(unit, member, mine=seen.mine), *home_row()[0]),),
    )


def _head(seen: Thread) -> Text:
    if seen.mine:
        return text("letters-mine", unit=seen.unit_name)
    return text("letters-of", name=seen.member_name, unit=seen.unit_name)


def _line(letter: LetterView) -> Text:
    at = letter.at.astimezone(TEHRAN)
    return text(
        "letters-line",
        name=letter.author_name,
        day=Day(at.date(), DateStyle.DAY),
        time=Digits(f"{at:%H:%M}"),
        text=letter.text,
    )


async def show_threads(turn: Turn, visit: Visit) -> Screen:
    found = await letters.threads(turn.session, turn.known(), turn.today, offset=visit.offset, limit=ROWS)
    rows = [
        opens(
            text("letters-waits" if one.waits else "letters-answered", name=one.member_name, unit=one.unit_name),
            "letters",
            one.unit,
            one.member,
        )
        for one in found.items
    ]
    return Screen(
        text=text("letters-threads" if rows else "letters-none"),
        buttons=(*listing(rows, visit, more=found.more), *home_row()),
    )


letter_writing = Form(
    LetterWriting,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Words("text", at_least=2, at_most=LONGEST),
    name="letter-writing",
    submit=send,
    start=start_writing,
    confirm=False,
)
letter_answering = Form(
    LetterAnswering,
    Told("thread", from_=as_told("thread"), builds=ends),
    Words("text", at_least=2, at_most=LONGEST),
    name="letter-answering",
    submit=answer,
    start=start_answering,
    confirm=False,
)

FORMS = (letter_writing, letter_answering)
VIEWS = (
    Browse(name="letters", page=show_thread, audited=True),
    Browse(name="threads", page=show_threads),
)
