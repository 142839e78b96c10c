"""What is shown beside the words of a screen: files that are kept, and files that are made when they are sent.

What is made is drawn after the commit, of what the reply carries, and kept nowhere. Only what a messenger called it is remembered
for a while: the same once more is neither drawn nor uploaded.
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
"""How a file is made, and of what: as JSON, the way it waits among the replies."""
RenderFile: TypeAlias = Callable[[RenderSpec], Awaitable[Attachment]]
_Key: TypeAlias = tuple[str, bytes]


class AttachmentUnavailable(Exception):
    """The file is lost, or cannot be made: its words go without it."""


class Attachments:
    def __init__(self, media_store: MediaStore, render_file: RenderFile) -> None:
        self._media_store = media_store
        self._render_file = render_file
        self._cache: OrderedDict[_Key, Attachment] = OrderedDict()

    async def load(self, file: int | RenderSpec, messenger: str, *, reupload: bool = False) -> Attachment:
        """By the messenger's own name for it where there is one, unless it has forgotten that: `reupload`. Raises AttachmentUnavailable."""
        if isinstance(file, int):
            return await self._load_stored(file, messenger, reupload=reupload)
        known = None if reupload else self._cache.get(_cache_key(file, messenger))
        return known or await self._render(file)

    async def _load_stored(self, file: int, messenger: str, *, reupload: bool) -> Attachment:
        try:
            kept = await self._media_store.load(file, messenger)
        except (FileContentMissing, DecryptionError) as error:
            log.error("a file cannot be shown: %s", type(error).__name__)  # noqa: TRY400 - it says all there is
            raise AttachmentUnavailable from None
        return replace(kept, remote_id="") if reupload else kept

    async def _render(self, file: RenderSpec) -> Attachment:
        try:
            return await self._render_file(file)
        except Exception as error:  # noqa: BLE001 - whatever breaks in drawing, the words are to go out
            log.error("a file could not be made: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear its words
            raise AttachmentUnavailable from None

    async def save_remote_id(self, file: int | RenderSpec, messenger: str, shown: Attachment) -> None:
        """As the messenger calls it now."""
        if isinstance(file, int):
            await self._media_store.save_remote_id(file, messenger, shown.remote_id)
            return
        key = _cache_key(file, messenger)
        self._cache[key] = replace(shown, content=b"")
        self._cache.move_to_end(key)
        if len(self._cache) > MAX_CACHED_ATTACHMENTS:
            self._cache.popitem(last=False)


def _cache_key(file: RenderSpec, messenger: str) -> _Key:
    return messenger, hashlib.sha256(orjson.dumps(file, option=orjson.OPT_SORT_KEYS)).digest()
