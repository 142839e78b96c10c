"""Encrypted contents of files, under names that only the key can compute. It knows no row and no name of a person."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from bot.storage.atomic_file import write_atomically
from bot.storage.encryption import Keyring, associated_data


class FileContentMissing(Exception):
    """No content is kept under this digest."""


class FileStore:
    """Content-addressed store: equal contents are kept once.

    A file that is there is whole: it is written aside, flushed to disk, then renamed.
    """

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self._folder = folder
        self._ring = ring

    async def put(self, content: bytes, *, salt: str = "") -> bytes:
        """Store a content and return its digest. It is on disk when this returns.

        `salt` keeps it apart from others of the same content.
        """
        return await asyncio.to_thread(self._put, content, salt)

    async def get(self, digest: bytes) -> bytes:
        """Return a content.

        Raises FileContentMissing, and DecryptionError for one that was damaged or sealed with another key.
        """
        return await asyncio.to_thread(self._get, digest)

    async def key_number(self, digest: bytes) -> int | None:
        """Return the number of the key that seals a content, or None if there is no such content."""
        return await asyncio.to_thread(self._read_key_number, digest)

    async def delete(self, digest: bytes) -> None:
        await asyncio.to_thread(self._path(digest).unlink, missing_ok=True)

    async def iter_digests(self) -> AsyncIterator[bytes]:
        """Yield the digests of all contents, a folder at a time."""
        for folder in await asyncio.to_thread(_list_sorted, self._folder):
            for path in await asyncio.to_thread(_list_sorted, folder):
                with suppress(ValueError):  # a part of one that is being written
                    yield bytes.fromhex(folder.name + path.name)

    def _compute_digest(self, content: bytes, apart: str) -> bytes:
        purpose = f"files apart {apart}" if apart else "files"
        return self._ring.digest(purpose, content, self._ring.current_key_number)[1:]

    def _read_key_number(self, digest: bytes) -> int | None:
        try:
            with self._path(digest).open("rb") as file:
                number = file.read(1)
        except FileNotFoundError:
            return None
        return number[0] if number else None

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / name[2:]

    def _put(self, content: bytes, apart: str) -> bytes:
        digest = self._compute_digest(content, apart)
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, self._ring.seal(content, associated_data("files", "content", digest.hex())))
        return digest

    def _get(self, digest: bytes) -> bytes:
        try:
            box = self._path(digest).read_bytes()
        except FileNotFoundError:
            raise FileContentMissing(digest.hex()) from None
        return self._ring.open(box, associated_data("files", "content", digest.hex()))


def _list_sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
