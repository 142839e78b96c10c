"""Attachments of screens: stored files, and files that are rendered when they are sent.

A file is rendered after the commit, from the specification in its reply, and never stored. Only its remote id is cached for a
while: the same file again is neither rendered nor uploaded.
"""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import orjson

from bot.messengers.port import Attachment
from bot.storage.encryption import DecryptionError
from bot.storage.file_store import FileContentMissing
from bot.turn.media.store import MediaStore

log = logging.getLogger(__name__)
MAX_CACHED_ATTACHMENTS = 1_000
RenderSpec: TypeAlias = Mapping[str, Any]
"""The specification of a file to render, as JSON: its form in a waiting reply."""
RenderFile: TypeAlias = Callable[[RenderSpec], Awaitable[Attachment]]
_Key: TypeAlias = tuple[str, bytes]


class AttachmentUnavailable(Exception):
    """A file that is lost or cannot be rendered: its screen is shown without it."""


class Attachments:
    """Loads and renders attachments, and caches the remote ids of rendered ones (LRU)."""

    def __init__(self, media_store: MediaStore, render_file: RenderFile) -> None:
        self._media_store = media_store
        self._render_file = render_file
        self._cache: OrderedDict[_Key, Attachment] = OrderedDict()

    async def load(self, file: int | RenderSpec, messenger: str, *, reupload: bool = False) -> Attachment:
        """Return a file with its remote id in this messenger, or, for a `reupload`, without. Raises AttachmentUnavailable."""
        if isinstance(file, int):
            return await self._load_stored(file, messenger, reupload=reupload)
        cached = None if reupload else self._cache.get(_cache_key(file, messenger))
        return cached or await self._render(file)

    async def _load_stored(self, file: int, messenger: str, *, reupload: bool) -> Attachment:
        try:
            attachment = await self._media_store.load(file, messenger)
        except (FileContentMissing, DecryptionError) as error:
            log.error("a file cannot be shown: %s", type(error).__name__)  # noqa: TRY400 - the class says all there is
            raise AttachmentUnavailable from None
        return replace(attachment, remote_id="") if reupload else attachment

    async def _render(self, file: RenderSpec) -> Attachment:
        try:
            return await self._render_file(file)
        except Exception as error:  # noqa: BLE001 - whatever breaks in rendering, the text goes out
            log.error("a file could not be rendered: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear its words
            raise AttachmentUnavailable from None

    async def save_remote_id(self, file: int | RenderSpec, messenger: str, attachment: Attachment) -> None:
        """Save the remote id that the messenger gave a file; for a rendered one in the cache."""
        if isinstance(file, int):
            await self._media_store.save_remote_id(file, messenger, attachment.remote_id)
            return
        key = _cache_key(file, messenger)
        self._cache[key] = replace(attachment, content=b"")
        self._cache.move_to_end(key)
        if len(self._cache) > MAX_CACHED_ATTACHMENTS:
            self._cache.popitem(last=False)


def _cache_key(file: RenderSpec, messenger: str) -> _Key:
    return messenger, hashlib.sha256(orjson.dumps(file, option=orjson.OPT_SORT_KEYS)).digest()
