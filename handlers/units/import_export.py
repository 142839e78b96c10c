"""Lists of units as documents: export, and import with a reason for every invalid row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.question import Accepted, AnswerResult, Input, QuestionContext
from bot.dialogue.questions.multiples import FileUpload
from bot.dialogue.screen import FileRef, Renderable, Screen
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, enum_text, text
from bot.persian.letters import shorten
from bot.persian.names import MAX_LISTED_NAME_LENGTH
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import FileId, UnitId
from bot.relief.units.directory import load_unit
from bot.relief.units.import_result import ImportResult, InvalidRow
from bot.relief.units.importing import import_units
from bot.relief.units.sheets import (
    DoubledColumns,
    MissingColumns,
    UnitColumn,
    UnitSheet,
    add_gregorian_dates,
    build_unit_rows,
    build_wording,
    parse_unit_rows,
)
from bot.reports.spreadsheets import Csv, InvalidTable, Sheet, read_table
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row

MAX_ROWS_IN_MESSAGE = 8  # bad rows that stand in the message; the document has them all
MAX_NAMES_IN_MESSAGE = 6  # units that the page before the import names


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitImport:
    files: tuple[FileRef, ...]


async def show_unit_lists(turn: TurnContext, request: ViewRequest) -> Screen:
    here = await load_unit(turn.session, await _managed_unit_id(turn, request.args))
    return Screen(
        text=text("unit-lists", name=here.name),
        buttons=(
            (
                act_button(text("unit-lists-xlsx"), "unit-lists", "xlsx", here.id),
                act_button(text("unit-lists-csv"), "unit-lists", "csv", here.id),
            ),
            (form_button(text("unit-lists-import"), "unit-import"),),
            *home_row(view_button(text("unit-back"), "unit", here.id)),
        ),
    )


async def _managed_unit_id(turn: TurnContext, args: tuple[str, ...]) -> UnitId:
    unit_id = UnitId(parse_id(args))
    await require(turn.caller(), Action.KEEP_UNITS, unit_id)
    return unit_id


async def on_send_unit_xlsx(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    rows = await _load_rows(turn, args)
    dated = add_gregorian_dates(rows, build_wording(turn.localize))
    places = range(len(rows[0]), len(dated[0]))
    sheet = _sheet(turn, dated, await _file_name(turn, args), text("unit-lists-sheet"), date_columns=places)
    return _file_screen(sheet, len(rows) - 1)


async def on_send_unit_csv(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    rows = await _load_rows(turn, args)
    return _file_screen(Csv(rows=rows, file_name=await _file_name(turn, args)), len(rows) - 1)


async def _file_name(turn: TurnContext, args: tuple[str, ...]) -> str:
    here = await load_unit(turn.session, await _managed_unit_id(turn, args))
    return turn.localize(text("unit-lists-file", name=here.name, day=Day(turn.today)))


async def _load_rows(turn: TurnContext, args: tuple[str, ...]) -> list[list[str]]:
    words = build_wording(turn.localize)
    return await build_unit_rows(turn.session, await _managed_unit_id(turn, args), turn.today, words)


def _sheet(
    turn: TurnContext, rows: Sequence[Sequence[str | int]], file_name: str, name: Text, date_columns: Iterable[int] = ()
) -> Sheet:
    return Sheet(
        rows=rows,
        right_to_left=turn.locale == "fa",
        file_name=file_name,
        sheet_name=turn.localize(name),
        date_columns=tuple(date_columns),
    )


def _file_screen(made: Renderable, count: int) -> Screen:
    return Screen(text=text("unit-lists-sent", count=count), file=made, as_new_message=True, buttons=home_row())


async def submit_unit_import(turn: TurnContext, upload: UnitImport) -> Screen:
    """Show what the list would do, or every invalid row: the file may be corrected and sent again. Nothing is written."""
    file = FileId(upload.files[0].id)
    sheet, result = await _import(turn, file, preview=True)
    if result.invalid_rows:
        return _bad_rows_screen(turn, result)
    if not result.writes and not sheet.unknown_columns:
        return _success_screen(result)
    return _preview_screen(file, sheet, result)


async def on_confirm_import(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Import all rows of a list that was looked at, or none. A second press changes nothing more."""
    _, result = await _import(turn, FileId(parse_id(args)), preview=False)
    return _bad_rows_screen(turn, result) if result.invalid_rows else _success_screen(result)


async def _import(turn: TurnContext, file: FileId, *, preview: bool) -> tuple[UnitSheet, ImportResult]:
    if not any(grant.scope(Action.KEEP_UNITS) for grant in turn.require_actor().grants):
        raise Forbidden
    words = build_wording(turn.localize)
    try:
        sheet = parse_unit_rows(read_table(await turn.read_file(file)), words)
    except InvalidTable:
        raise Conflict("error-unit-list-unread", field="files") from None
    except MissingColumns as heading:
        raise Conflict("error-unit-list-heading", field="files", columns=_column_names(turn, heading.columns)) from None
    except DoubledColumns as heading:
        raise Conflict("error-unit-list-doubled", field="files", columns=_column_names(turn, heading.columns)) from None
    result = await import_units(
        turn.session, turn.require_actor(), sheet.rows, words, turn.now, turn.today, preview=preview
    )
    return sheet, result


def _column_names(turn: TurnContext, columns: tuple[UnitColumn, ...]) -> str:
    return turn.localize(Joined(tuple(map(enum_text, columns)), separator=text("dialogue-comma")))


def _preview_screen(file: FileId, sheet: UnitSheet, result: ImportResult) -> Screen:
    """Say what will be opened and changed, and what of the file is not read, before anything is written."""
    lines = (
        text("unit-import-counts", opened=len(result.opened), changed=len(result.changed), same=result.unchanged_count),
        _names_line("unit-import-opens", result.opened),
        _names_line("unit-import-changes", result.changed),
        _names_line("unit-import-unknown", sheet.unknown_columns),
        text("unit-import-skipped", count=sheet.skipped_rows) if sheet.skipped_rows else "",
    )
    confirm = act_button(text("unit-import-confirm"), "unit-lists", "import", file)
    again = form_button(text("unit-import-again"), "unit-import")
    rows = ((confirm,),) if result.writes else ()
    return Screen(text=Joined((text("unit-import-preview"), *lines)), buttons=(*rows, *home_row(again)))


def _names_line(key: str, names: Sequence[str]) -> Localizable:
    """Return a line with the first names, and how many more there are."""
    if not names:
        return ""
    shown = tuple(shorten(name, MAX_LISTED_NAME_LENGTH) for name in names[:MAX_NAMES_IN_MESSAGE])
    more = (text("unit-import-more", count=len(names) - len(shown)),) if len(names) > len(shown) else ()
    return Text(key, {"names": Joined((*shown, *more), separator=text("dialogue-comma"))})


def _success_screen(result: ImportResult) -> Screen:
    message = text(
        "unit-import-done", opened=len(result.opened), changed=len(result.changed), same=result.unchanged_count
    )
    return Screen(text=message, buttons=home_row(view_button(text("home-unit"), "unit")))


def _bad_rows_screen(turn: TurnContext, result: ImportResult) -> Screen:
    """Show the first invalid rows as text, and all of them as a document."""
    keys = ("unit-row-number", "unit-row-column", "unit-row-why-not")
    heading: list[str | int] = [turn.localize(Text(key)) for key in keys]
    table = [heading, *(_bad_row(turn, one) for one in result.invalid_rows)]
    head = text("unit-import-bad", count=len(result.invalid_rows))
    first = (
        text("unit-row", row=Digits(one.number), column=_column_text(one), why=one.explanation)
        for one in result.invalid_rows[:MAX_ROWS_IN_MESSAGE]
    )
    again = form_button(text("unit-import-again"), "unit-import")
    name = turn.localize(text("unit-import-bad-file", day=Day(turn.today)))
    sheet = _sheet(turn, table, name, text("unit-import-bad-sheet"))
    return Screen(text=Joined((head, *first)), file=sheet, buttons=home_row(again))


def _bad_row(turn: TurnContext, one: InvalidRow) -> list[str | int]:
    return [one.number, turn.localize(_column_text(one)), turn.localize(one.explanation)]


def _column_text(one: InvalidRow) -> Localizable:
    return enum_text(one.column) if one.column else text("unit-row-whole")


@dataclass(frozen=True, slots=True)
class SingleFileQuestion(FileUpload):
    """A single file: the first one is the answer."""

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return Accepted([given.id]) if isinstance(given, FileRef) else FileUpload.accept(self, given, scope)


unit_import_form = Form(
    UnitImport,
    SingleFileQuestion("files"),
    name="unit-import",
    subject=no_subject,
    submit=submit_unit_import,
    confirm=False,
)

FORMS = (unit_import_form,)
VIEWS = (
    View(
        name="unit-lists",
        render=show_unit_lists,
        acts={"xlsx": on_send_unit_xlsx, "csv": on_send_unit_csv, "import": on_confirm_import},
    ),
)
