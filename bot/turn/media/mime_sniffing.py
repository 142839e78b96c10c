"""MIME sniffing: the media type of a document by its content, never by its name or its sender's word.

Nothing is unpacked or run.
"""

import io
import re
import zipfile

HEAD_BYTES = 512  # every signature lies within these
IMAGE_SIGNATURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
AUDIO_SIGNATURES = ((b"OggS", "audio/ogg"), (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"))
HEIC_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1")
MP4_BRANDS = (b"ftypM4A", b"ftypmp4", b"ftypisom")
OFFICE_MIME_TYPES = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MACRO_SUFFIXES = ("vbaProject.bin",)
MAX_ARCHIVE_PARTS = 2000  # an archive that lists more is no office file
PLAIN_TEXT_MIME = "text/plain"
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
NON_TEXT_PREFIXES = ("#!", "<", "%!", "{\\rtf", "@echo", "MZ")


def sniff_mime_type(content: bytes) -> str | None:
    """Return the media type of an accepted file; None for anything else.

    Accepted are images, sound, PDF, office files without macros and plain text.
    """
    head = content[:HEAD_BYTES]
    for starts, mime in (*IMAGE_SIGNATURES, *AUDIO_SIGNATURES, (b"%PDF-", "application/pdf")):
        if head.startswith(starts):
            return mime
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in HEIC_BRANDS:
        return "image/heic"
    if head[4:].startswith(MP4_BRANDS):
        return "video/mp4"
    if head.startswith(b"PK\x03\x04"):
        return _sniff_office_type(content)
    return PLAIN_TEXT_MIME if _is_text(content) else None


def _sniff_office_type(content: bytes) -> str | None:
    """Return the type of an office file by the names of its parts; None for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if len(names) > MAX_ARCHIVE_PARTS or any(name.endswith(MACRO_SUFFIXES) for name in names):
        return None
    return next((mime for part, mime in OFFICE_MIME_TYPES.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    """Return True for UTF-8, and for UTF-16 with a byte order mark.

    Spreadsheet programs write the latter as «Unicode text».
    """
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        decoded = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return False
    return (
        bool(decoded) and not CONTROL_CHARACTERS.search(decoded) and not decoded.lstrip().startswith(NON_TEXT_PREFIXES)
    )
