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
from bot.storage.encryption import CannotOpen
from bot.storage.file_store import FileIsLost
from bot.turn.media.store import FileShelf

log = logging.getLogger(__name__)
REMEMBERED = 1_000
Making: TypeAlias = Mapping[str, Any]
"""How a file is made, and of what: as JSON, the way it waits among the replies."""
Draw: TypeAlias = Callable[[Making], Awaitable[Attachment]]
_Key: TypeAlias = tuple[str, bytes]


class NotHad(Exception):
    """The file is lost, or cannot be made: its words go without it."""


class Attachments:
    def __init__(self, shelf: FileShelf, draw: Draw) -> None:
        self._shelf = shelf
        self._draw = draw
        self._known: OrderedDict[_Key, Attachment] = OrderedDict()

    async def open(self, file: int | Making, messenger: str, *, anew: bool = False) -> Attachment:
        """By the messenger's own name for it where there is one, unless it has forgotten that: `anew`. Raises NotHad."""
        if isinstance(file, int):
            return await self._kept(file, messenger, anew=anew)
        known = None if anew else self._known.get(_key(file, messenger))
        return known or await self._made(file)

    async def _kept(self, file: int, messenger: str, *, anew: bool) -> Attachment:
        try:
            kept = await self._shelf.open(file, messenger)
        except (FileIsLost, CannotOpen) as error:
            log.error("a file cannot be shown: %s", type(error).__name__)  # noqa: TRY400 - it says all there is
            raise NotHad from None
        return replace(kept, remote_id="") if anew else kept

    async def _made(self, file: Making) -> Attachment:
        try:
            return await self._draw(file)
        except Exception as error:  # noqa: BLE001 - whatever breaks in drawing, the words are to go out
            log.error("a file could not be made: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear its words
            raise NotHad from None

    async def remember(self, file: int | Making, messenger: str, shown: Attachment) -> None:
        """As the messenger calls it now."""
        if isinstance(file, int):
            await self._shelf.remember(file, messenger, shown.remote_id)
            return
        key = _key(file, messenger)
        self._known[key] = replace(shown, content=b"")
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _key(file: Making, messenger: str) -> _Key:
    return messenger, hashlib.sha256(orjson.dumps(file, option=orjson.OPT_SORT_KEYS)).digest()
