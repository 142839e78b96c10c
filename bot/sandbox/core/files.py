"""Store for pictures, documents and voices: in memory, or in a folder if state is kept.

It reads the size of a picture from its header and nothing else of a file.
"""

import struct
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path, PurePosixPath
from zlib import compress, crc32

from bot.sandbox.core.models import FileId, FileKind, StoredFile

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
GIF_SIGNATURES = (b"GIF87a", b"GIF89a")
JPEG_SIGNATURE = b"\xff\xd8"
JPEG_MARKER_PREFIX = b"\xff"
JPEG_FRAME_MARKERS = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
KIND_FOLDERS = {FileKind.PHOTO: "photos", FileKind.DOCUMENT: "documents", FileKind.VOICE: "voice"}
DEFAULT_EXTENSIONS = {FileKind.PHOTO: ".jpg", FileKind.DOCUMENT: "", FileKind.VOICE: ".oga"}


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a PNG, GIF, WebP or JPEG; None for anything else."""
    try:
        if content.startswith(PNG_SIGNATURE):
            width, height = struct.unpack_from(">II", content, 16)
            return width, height
        if content.startswith(GIF_SIGNATURES):
            width, height = struct.unpack_from("<HH", content, 6)
            return width, height
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp_size(content)
        if content.startswith(JPEG_SIGNATURE):
            return _jpeg_size(content)
    except struct.error:  # cut off before its size
        return None
    return None


def _webp_size(content: bytes) -> tuple[int, int]:
    kind, head = content[12:16], struct.unpack_from("10s", content, 20)[0]
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 6)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while content[at : at + 1] == JPEG_MARKER_PREFIX:
        marker, length = struct.unpack_from(">BH", content, at + 1)
        if marker in JPEG_FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + length
    return None


def sample_picture(number: int) -> bytes:
    """Return a small PNG of one colour, another one for each number."""
    side = 64
    colour = bytes((60 + number * 67 % 180, 90 + number * 41 % 150, 120 + number * 23 % 120))
    rows = (b"\0" + colour * side) * side

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return PNG_SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")


class ContentStore:
    """Content-addressed store: content is kept once, each sending has a record of its own."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._memory: dict[str, bytes] = {}

    def store(self, content: bytes, *, kind: FileKind, name: str, mime: str | None, number: int) -> StoredFile:
        digest = sha256(content).hexdigest()
        self._write(digest, content)
        clean = PurePosixPath(name.replace("\\", "/")).name or "file"
        ending = PurePosixPath(clean).suffix or DEFAULT_EXTENSIONS[kind]
        width, height = (picture_size(content) or (0, 0)) if kind is FileKind.PHOTO else (0, 0)
        return StoredFile(
            id=FileId(f"{kind[0].upper()}{number:06d}-{digest[:24]}"),
            kind=kind,
            digest=digest,
            name=clean,
            mime=mime or guess_type(clean)[0] or "application/octet-stream",
            size=len(content),
            path=f"{KIND_FOLDERS[kind]}/file_{number}{ending if ending.isascii() else ''}",
            width=width,
            height=height,
        )

    def read(self, stored: StoredFile) -> bytes:
        if self._folder is None:
            return self._memory[stored.digest]
        return (self._folder / stored.digest).read_bytes()

    def _write(self, digest: str, content: bytes) -> None:
        if self._folder is None:
            self._memory[digest] = content
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / digest
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.write_bytes(content)
            draft.replace(path)
