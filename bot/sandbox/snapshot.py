"""Keeping a sandbox across restarts: one JSON file of all exchanges, written whole and put in place at once.

The bytes of files lie beside it and are written when they come.
"""

import json
from pathlib import Path

from pydantic import TypeAdapter

from bot.sandbox.core.messenger import FIRST_MESSAGE, Exchange, Memory
from bot.sandbox.options import Messenger

STATE = "state.json"
FILES = "files"
SHAPE = TypeAdapter(dict[Messenger, Memory])


def load(folder: Path | None) -> dict[Messenger, Memory]:
    """A new memory for each messenger that was not kept; pydantic.ValidationError for a file that is not ours."""
    kept: dict[Messenger, Memory] = {}
    if folder is not None and (folder / STATE).exists():
        kept = SHAPE.validate_json((folder / STATE).read_bytes())
    return {messenger: kept.get(messenger) or Memory(next_message=FIRST_MESSAGE[messenger]) for messenger in Messenger}


class Snapshot:
    """Writes only when something changed since the last time."""

    def __init__(self, folder: Path, exchanges: list[Exchange]) -> None:
        self._folder = folder
        self._exchanges = exchanges
        self._written = b""

    def content(self) -> bytes:
        """Of one moment: to be taken between two steps of the event loop, never beside it."""
        memories = {exchange.messenger: exchange.memory for exchange in self._exchanges}
        return json.dumps(SHAPE.dump_python(memories, mode="json")).encode()

    def write(self, content: bytes) -> None:
        if content == self._written:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{STATE}.new"
        draft.write_bytes(content)
        draft.replace(self._folder / STATE)
        self._written = content
