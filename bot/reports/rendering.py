"""All that can be made as a file. A value waits as JSON under the name of its kind, and is drawn when it is sent."""

from collections.abc import Mapping
from typing import Any, TypeAlias, assert_never

from bot.reports.cards import Card, picture
from bot.reports.documents import Document, write_document
from bot.reports.spreadsheets import Csv, Sheet, write_csv, write_xlsx

Made: TypeAlias = Card | Sheet | Csv | Document
KINDS: Mapping[str, type[Made]] = {kind.made: kind for kind in (Card, Sheet, Csv, Document)}


class CannotDraw(Exception):
    """A library broke that is none of Python's."""


def made_of(kind: str, fields: Mapping[str, Any]) -> Made:
    """KeyError and TypeError for what another version of the house would make."""
    return KINDS[kind](**fields)


def drawn(made: Made) -> bytes:
    """It takes the processor for a while: not for the thread of answers."""
    try:
        return _drawn(made)
    except Exception:
        raise
    except BaseException as panic:  # noqa: BLE001 - a compiler's own way of breaking, which nobody else would catch
        raise CannotDraw(type(panic).__name__) from None


def _drawn(made: Made) -> bytes:
    match made:
        case Card():
            return picture(made)
        case Sheet(rows=rows, right_to_left=right_to_left):
            return write_xlsx(rows, right_to_left=right_to_left)
        case Csv(rows=rows):
            return write_csv(rows)
        case Document():
            return write_document(made)
        case unknown:
            assert_never(unknown)
