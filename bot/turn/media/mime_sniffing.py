"""What kind of file a document really is, by what stands in it: neither its name nor what its sender says is believed.

Nothing is unpacked or run. It knows bytes alone.
"""

import io
import re
import zipfile

HEAD = 512  # bytes in which every kind is told
IMAGES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
SOUNDS = ((b"OggS", "audio/ogg"), (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"))
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1")
MP4 = (b"ftypM4A", b"ftypmp4", b"ftypisom")
OFFICE = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MACROS = ("vbaProject.bin",)
MOST_PARTS = 2000  # of an office file; an archive that lists more is none
TEXT = "text/plain"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
NEVER_TEXT = ("#!", "<", "%!", "{\\rtf", "@echo", "MZ")


def kind_of(content: bytes) -> str | None:
    """Pictures, sound, PDF, sheets and texts of office programs without macros, and plain text; None is anything else."""
    head = content[:HEAD]
    for starts, mime in (*IMAGES, *SOUNDS, (b"%PDF-", "application/pdf")):
        if head.startswith(starts):
            return mime
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in HEIC:
        return "image/heic"
    if any(head[4:].startswith(one) for one in MP4):
        return "video/mp4"
    if head.startswith(b"PK\x03\x04"):
        return _office(content)
    return TEXT if _is_text(content) else None


def _office(content: bytes) -> str | None:
    """An archive by the names of its parts; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if len(names) > MOST_PARTS or any(name.endswith(MACROS) for name in names):
        return None
    return next((mime for part, mime in OFFICE.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    """UTF-8, or what spreadsheet programs write as «Unicode text»."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        said = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(said) and not CONTROL.search(said) and not said.lstrip().startswith(NEVER_TEXT)
