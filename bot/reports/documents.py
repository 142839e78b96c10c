"""Plain documents: finished sentences of one language as a text file that every editor reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

BYTE_ORDER_MARK = "\ufeff"  # so that it is read as UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDocument:
    render_kind: ClassVar[str] = "document"
    mime: ClassVar[str] = "text/plain"

    lines: Sequence[str]
    file_name: str = ""


def write_document(document: TextDocument) -> bytes:
    return (BYTE_ORDER_MARK + "\r\n".join(document.lines)).encode()
