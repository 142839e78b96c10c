"""Snapshots that survive restarts: one JSON file of all messengers, replaced atomically.

The bytes of files lie beside it and are written when they come.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from bot.sandbox.core.messenger import EmulatedMessenger, MessengerState
from bot.sandbox.options import Messenger

STATE_FILE = "state.json"
FILES_FOLDER = "files"
STATE_SCHEMA = TypeAdapter(dict[Messenger, MessengerState])


def load_state(folder: Path | None, first_message_ids: Mapping[Messenger, int]) -> dict[Messenger, MessengerState]:
    """Return the kept state of each messenger, or a new one. Raises pydantic.ValidationError for a file of another shape."""
    kept: dict[Messenger, MessengerState] = {}
    if folder is not None and (folder / STATE_FILE).exists():
        kept = STATE_SCHEMA.validate_json((folder / STATE_FILE).read_bytes())
    return {
        messenger: kept.get(messenger) or MessengerState(next_message_id=first)
        for messenger, first in first_message_ids.items()
    }


class Snapshot:
    """Writer of snapshots; writes only if something has changed since the last one."""

    def __init__(self, folder: Path, emulators: list[EmulatedMessenger]) -> None:
        self._folder = folder
        self._emulators = emulators
        self._last_content = b""

    def serialize(self) -> bytes:
        """Return the state of one moment.

        Call it between two steps of the event loop, never in a thread.
        """
        memories = {exchange.messenger: exchange.state for exchange in self._emulators}
        return json.dumps(STATE_SCHEMA.dump_python(memories, mode="json")).encode()

    def write(self, content: bytes) -> None:
        if content == self._last_content:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{STATE_FILE}.new"
        draft.write_bytes(content)
        draft.replace(self._folder / STATE_FILE)
        self._last_content = content
