"""Checkpoints: the end of the audit chain, noted outside the database.

The anchor in the database cannot tell that the whole database, or the anchor with the newest entries gone, is an older
copy. A checkpoint in the data folder can: the chain must still have that link at that place.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.audit.chain import ENTRY_TABLE, Anchor, read_anchor
from bot.storage.atomic_file import write_atomically
from bot.storage.encryption import keyring

CHECKPOINT_FILE = "audit-checkpoint"
_PLACE = "audit-checkpoint"  # the associated data of its box


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """An end that the chain had: `count` entries, the last of which had `link` (hex)."""

    count: int
    link: str

    def matches(self, link: bytes | None) -> bool:
        """Return True if this is the link at its place, or one that was made anew under another key since."""
        noted = bytes.fromhex(self.link)
        return link is not None and (link == noted or link[:1] != noted[:1])


class CheckpointFile:
    """The checkpoint in the data folder: sealed, replaced as a whole, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / CHECKPOINT_FILE

    def load(self) -> Checkpoint | None:
        """Return the checkpoint, None if there is none yet. Raises DecryptionError for one of other keys."""
        try:
            box = self._path.read_bytes()
        except FileNotFoundError:
            return None
        return Checkpoint(**json.loads(keyring().open(box, _PLACE)))

    def save(self, anchor: Anchor) -> Checkpoint:
        """Note the end of the chain, and return the checkpoint."""
        checkpoint = Checkpoint(count=anchor.count, link=anchor.link)
        box = keyring().seal(json.dumps(asdict(checkpoint)), _PLACE)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, box)
        return checkpoint


async def is_rolled_back(session: AsyncSession, checkpoint: Checkpoint | None) -> bool:
    """Return True if the chain is shorter than the checkpoint, or has another link at its place."""
    if checkpoint is None:
        return False
    anchor = await read_anchor(session)
    if anchor is None or anchor.count < checkpoint.count:
        return True
    link = await session.scalar(select(ENTRY_TABLE.c.link).where(ENTRY_TABLE.c.sequence == checkpoint.count))
    return not checkpoint.matches(link)
