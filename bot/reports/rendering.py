"""All that can be made as a file. A value waits as JSON under the name of its kind, and is drawn when it is sent."""

from collections.abc import Mapping
from typing import Any, TypeAlias, assert_never

from bot.reports.cards import CardImage, render_card
from bot.reports.documents import TextDocument, write_document
from bot.reports.spreadsheets import Csv, Sheet, write_csv, write_xlsx

FileSpec: TypeAlias = CardImage | Sheet | Csv | TextDocument
FILE_SPECS: Mapping[str, type[FileSpec]] = {kind.render_kind: kind for kind in (CardImage, Sheet, Csv, TextDocument)}


class RenderingError(Exception):
    """A library broke that is none of Python's."""


def parse_file_spec(kind: str, fields: Mapping[str, Any]) -> FileSpec:
    """KeyError and TypeError for what another version of the house would make."""
    return FILE_SPECS[kind](**fields)


def render_file(made: FileSpec) -> bytes:
    """It takes the processor for a while: not for the thread of answers."""
    try:
        return _render(made)
    except Exception:
        raise
    except BaseException as panic:  # noqa: BLE001 - a compiler's own way of breaking, which nobody else would catch
        raise RenderingError(type(panic).__name__) from None


def _render(made: FileSpec) -> bytes:
    match made:
        case CardImage():
            return render_card(made)
        case Sheet(rows=rows, right_to_left=right_to_left):
            return write_xlsx(rows, right_to_left=right_to_left)
        case Csv(rows=rows):
            return write_csv(rows)
        case TextDocument():
            return write_document(made)
        case unknown:
            assert_never(unknown)
