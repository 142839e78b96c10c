"""Lists of units as documents: taken out by an administrator, and brought in with a word about every row that is not right."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Given, Got, Taken
from bot.dialogue.questions.pickers import Files
from bot.dialogue.screen import FileRef, Made, Screen
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Digits, Lines, Said, Text, text, word
from bot.relief.access.policy import Action, require
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import FileId, UnitId
from bot.relief.units import directory as units
from bot.relief.units import importing as unit_import
from bot.relief.units import sheets as unit_lists
from bot.relief.units.importing import OF_ROWS, BadRow, BroughtIn
from bot.relief.units.sheets import NoHeading
from bot.reports.spreadsheets import Csv, NotATable, Sheet, read_table
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row

TOLD_HERE = 8  # bad rows that stand in the message; the document has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitImport:
    files: tuple[FileId, ...]


async def show_lists(turn: Turn, visit: Visit) -> Screen:
    here = await units.unit(turn.session, await _kept(turn, visit.args))
    return Screen(
        text=text("unit-lists", name=here.name),
        buttons=(
            (
                does(text("unit-lists-xlsx"), "unit-lists", "xlsx", here.id),
                does(text("unit-lists-csv"), "unit-lists", "csv", here.id),
            ),
            (begins(text("unit-lists-import"), "unit-import"),),
            (opens(text("unit-back"), "unit", here.id), *home_row()[0]),
        ),
    )


async def _kept(turn: Turn, args: tuple[str, ...]) -> UnitId:
    wanted = UnitId(row_id(args))
    await require(turn.session, turn.known(), Action.KEEP_UNITS, wanted, turn.today)
    return wanted


async def send_xlsx(turn: Turn, args: tuple[str, ...]) -> Screen:
    rows = await _rows(turn, args)
    return _sent(_sheet(turn, rows), len(rows) - 1)


async def send_csv(turn: Turn, args: tuple[str, ...]) -> Screen:
    rows = await _rows(turn, args)
    return _sent(Csv(rows=rows), len(rows) - 1)


async def _rows(turn: Turn, args: tuple[str, ...]) -> list[list[str]]:
    words = unit_lists.wording(turn.write)
    return await unit_lists.rows_of(turn.session, await _kept(turn, args), turn.today, words)


def _sheet(turn: Turn, rows: list[list[str]]) -> Sheet:
    return Sheet(rows=rows, right_to_left=turn.locale == "fa")


def _sent(made: Made, count: int) -> Screen:
    return Screen(text=text("unit-lists-sent", count=count), file=made, beside=True, buttons=home_row())


async def bring_in(turn: Turn, given: UnitImport) -> Screen:
    """Everything or nothing: what is not right is told row by row, and the file may be mended and sent again."""
    if not any(grant.reach(Action.KEEP_UNITS) for grant in turn.known().grants):
        raise Forbidden
    words = unit_lists.wording(turn.write)
    try:
        lines = unit_lists.lines_of(read_table(await turn.read(given.files[0])), words)
    except NotATable:
        raise Conflict("error-unit-list-unread", at="files") from None
    except NoHeading as heading:
        missing = turn.write(Lines(tuple(map(word, heading.missing)), between=text("dialogue-comma")))
        raise Conflict("error-unit-list-heading", at="files", columns=missing) from None
    done = await unit_import.bring_in(turn.session, turn.known(), lines, words, turn.now, turn.today)
    return _told_bad(turn, done) if done.bad else _told_done(done)


def _told_done(done: BroughtIn) -> Screen:
    said = text("unit-import-done", opened=done.opened, changed=done.changed, same=done.same)
    return Screen(text=said, buttons=((opens(text("home-unit"), "unit"), *home_row()[0]),))


def _told_bad(turn: Turn, done: BroughtIn) -> Screen:
    """The first ones in words, and all of them as a list beside the one that was sent."""
    heading = [turn.write(text(key)) for key in ("unit-row-number", "unit-row-column", "unit-row-why-not")]
    table = [heading, *([str(one.number), turn.write(_column(one)), turn.write(_why(one))] for one in done.bad)]
    head = text("unit-import-bad", count=len(done.bad))
    first = (
        text("unit-row", row=Digits(one.number), column=_column(one), why=_why(one)) for one in done.bad[:TOLD_HERE]
    )
    again = begins(text("unit-import-again"), "unit-import")
    return Screen(text=Lines((head, *first)), file=_sheet(turn, table), buttons=((again, *home_row()[0]),))


def _column(one: BadRow) -> Said:
    return word(one.column) if one.column else text("unit-row-whole")


def _why(one: BadRow) -> Text:
    return Text(f"unit-row-{one.why}") if one.why in OF_ROWS else Text(f"unit-fact-wrong-{one.why}")


@dataclass(frozen=True, slots=True)
class OneFile(Files):
    """What is sent is the list: nobody is asked whether that is all."""

    def take(self, given: Given, asked: Asked) -> Taken:
        return Got([given.id]) if isinstance(given, FileRef) else Files.take(self, given, asked)


importing = Form(UnitImport, OneFile("files"), name="unit-import", submit=bring_in, confirm=False)

FORMS = (importing,)
VIEWS = (Browse(name="unit-lists", page=show_lists, acts={"xlsx": send_xlsx, "csv": send_csv}),)
