"""Lists of units as documents: export, and import with a reason for every invalid row."""

from dataclasses import dataclass

from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.question import Accepted, AnswerResult, Input, QuestionContext
from bot.dialogue.questions.pickers import FileUpload
from bot.dialogue.screen import FileRef, Renderable, Screen
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Digits, Joined, Localizable, Text, enum_text, text
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import FileId, UnitId
from bot.relief.units.directory import load_unit
from bot.relief.units.importing import ROW_ERRORS, ImportResult, InvalidRow, import_units
from bot.relief.units.sheets import MissingColumns, build_unit_rows, build_wording, parse_unit_rows
from bot.reports.spreadsheets import Csv, InvalidTable, Sheet, read_table
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row

MAX_ROWS_IN_MESSAGE = 8  # bad rows that stand in the message; the document has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitImport:
    files: tuple[FileId, ...]


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
    return _file_screen(_sheet(turn, rows), len(rows) - 1)


async def on_send_unit_csv(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    rows = await _load_rows(turn, args)
    return _file_screen(Csv(rows=rows), len(rows) - 1)


async def _load_rows(turn: TurnContext, args: tuple[str, ...]) -> list[list[str]]:
    words = build_wording(turn.localize)
    return await build_unit_rows(turn.session, await _managed_unit_id(turn, args), turn.today, words)


def _sheet(turn: TurnContext, rows: list[list[str]]) -> Sheet:
    return Sheet(rows=rows, right_to_left=turn.locale == "fa")


def _file_screen(made: Renderable, count: int) -> Screen:
    return Screen(text=text("unit-lists-sent", count=count), file=made, as_new_message=True, buttons=home_row())


async def submit_unit_import(turn: TurnContext, upload: UnitImport) -> Screen:
    """Import all rows or none; every invalid row is listed, and the file may be corrected and sent again."""
    if not any(grant.scope(Action.KEEP_UNITS) for grant in turn.require_actor().grants):
        raise Forbidden
    words = build_wording(turn.localize)
    try:
        lines = parse_unit_rows(read_table(await turn.read_file(upload.files[0])), words)
    except InvalidTable:
        raise Conflict("error-unit-list-unread", field="files") from None
    except MissingColumns as heading:
        missing = turn.localize(Joined(tuple(map(enum_text, heading.columns)), separator=text("dialogue-comma")))
        raise Conflict("error-unit-list-heading", field="files", columns=missing) from None
    result = await import_units(turn.session, turn.require_actor(), lines, words, turn.now, turn.today)
    return _bad_rows_screen(turn, result) if result.invalid_rows else _success_screen(result)


def _success_screen(result: ImportResult) -> Screen:
    message = text(
        "unit-import-done", opened=result.opened_count, changed=result.changed_count, same=result.unchanged_count
    )
    return Screen(text=message, buttons=home_row(view_button(text("home-unit"), "unit")))


def _bad_rows_screen(turn: TurnContext, result: ImportResult) -> Screen:
    """Show the first invalid rows as text, and all of them as a document."""
    heading = [turn.localize(text(key)) for key in ("unit-row-number", "unit-row-column", "unit-row-why-not")]
    table = [
        heading,
        *(
            [str(one.number), turn.localize(_column_text(one)), turn.localize(_reason_text(one))]
            for one in result.invalid_rows
        ),
    ]
    head = text("unit-import-bad", count=len(result.invalid_rows))
    first = (
        text("unit-row", row=Digits(one.number), column=_column_text(one), why=_reason_text(one))
        for one in result.invalid_rows[:MAX_ROWS_IN_MESSAGE]
    )
    again = form_button(text("unit-import-again"), "unit-import")
    return Screen(text=Joined((head, *first)), file=_sheet(turn, table), buttons=home_row(again))


def _column_text(one: InvalidRow) -> Localizable:
    return enum_text(one.column) if one.column else text("unit-row-whole")


def _reason_text(one: InvalidRow) -> Text:
    return Text(f"unit-row-{one.reason}") if one.reason in ROW_ERRORS else Text(f"unit-fact-wrong-{one.reason}")


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
VIEWS = (View(name="unit-lists", render=show_unit_lists, acts={"xlsx": on_send_unit_xlsx, "csv": on_send_unit_csv}),)
