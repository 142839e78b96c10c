"""Registry of renderable files. A value waits as JSON under the name of its kind, and is rendered when it is sent."""

from collections.abc import Mapping
from typing import Any, TypeAlias, assert_never

from bot.reports.cards import CardImage, render_card
from bot.reports.documents import TextDocument, write_document
from bot.reports.spreadsheets import Csv, Sheet, write_csv, write_xlsx

FileSpec: TypeAlias = CardImage | Sheet | Csv | TextDocument
FILE_SPECS: Mapping[str, type[FileSpec]] = {kind.render_kind: kind for kind in (CardImage, Sheet, Csv, TextDocument)}


class RenderingError(Exception):
    """A library failed with an exception of its own, not derived from Exception."""


def parse_file_spec(kind: str, fields: Mapping[str, Any]) -> FileSpec:
    """Parse a waiting value. Raises KeyError and TypeError for what only another version can render."""
    return FILE_SPECS[kind](**fields)


def render_file(file_spec: FileSpec) -> bytes:
    """Render a file. It keeps the CPU busy for a while: never call it in the event loop."""
    try:
        return _render(file_spec)
    except Exception:
        raise
    except BaseException as panic:  # noqa: BLE001 - a panic of typst derives from BaseException, and would end the process
        raise RenderingError(type(panic).__name__) from None


def _render(file_spec: FileSpec) -> bytes:
    match file_spec:
        case CardImage():
            return render_card(file_spec)
        case Sheet():
            return write_xlsx(file_spec)
        case Csv(rows=rows):
            return write_csv(rows)
        case TextDocument():
            return write_document(file_spec)
        case unknown:
            assert_never(unknown)
