"""Contents of files: encrypted, under a name that only the key can compute. It knows no row and nobody's name."""

import asyncio
import os
import tempfile
from pathlib import Path

from bot.storage.secrets import Keyring, place


class FileIsLost(Exception):
    """No content is kept under this digest."""


class FileStore:
    """The same content is kept once. What is there is whole: it is written aside, flushed to disk, then named."""

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self._folder = folder
        self._ring = ring

    async def put(self, content: bytes) -> bytes:
        """The digest to ask for it again. On disk when this returns."""
        return await asyncio.to_thread(self._put, content)

    async def get(self, digest: bytes) -> bytes:
        """Raises FileIsLost, and CannotOpen for what was damaged or sealed with another key."""
        return await asyncio.to_thread(self._get, digest)

    def _name(self, content: bytes) -> bytes:
        return self._ring.digest("files", content, self._ring.current)[1:]

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / name[2:]

    def _put(self, content: bytes) -> bytes:
        digest = self._name(content)
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, self._ring.seal(content, place("files", "content", digest.hex())))
        return digest

    def _get(self, digest: bytes) -> bytes:
        try:
            box = self._path(digest).read_bytes()
        except FileNotFoundError:
            raise FileIsLost(digest.hex()) from None
        return self._ring.open(box, place("files", "content", digest.hex()))


def _write(path: Path, content: bytes) -> None:
    handle, aside = tempfile.mkstemp(
        dir=path.parent, prefix=".", suffix=".part"
    )  # only we may read it, on every system
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """The name too must survive a power cut; where a folder cannot be opened (Windows), the system sees to it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
