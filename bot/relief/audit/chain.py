"""The audit log as a hash chain.

A keyed link binds each entry to the one before, and a sealed anchor stores the end of the chain. A new entry gets its
own MAC at once and its link later, in a batch, so writers never wait for the chain. Knows entries as bytes only.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database, insert
from bot.storage.encryption import DecryptionError, associated_data, keyring
from bot.storage.orm import Base
from bot.storage.tables import AuditAnchor, AuditEntry

GENESIS = ""
ANCHOR_ROW_ID = 1  # the anchor's row
CHAIN_BATCH_SIZE = 500
ENTRY_TABLE: Any = AuditEntry.__table__
_COLUMNS = (
    *(
        ENTRY_TABLE.c.id,
        type_coerce(ENTRY_TABLE.c.at, BigInteger).label("at"),
        ENTRY_TABLE.c.person_id,
        ENTRY_TABLE.c.messenger,
    ),
    *(
        ENTRY_TABLE.c.action,
        ENTRY_TABLE.c.unit_id,
        ENTRY_TABLE.c.subject,
        ENTRY_TABLE.c.reason_box,
        ENTRY_TABLE.c.on_behalf_of,
    ),
    *(ENTRY_TABLE.c.sequence, ENTRY_TABLE.c.link),
)
EntryRow = Row[Any]


class AuditChainBroken(Exception):
    """The chain does not match its anchor. `python -m bot audit verify` lists the faults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RekeyBoundary:
    """The last entry whose link is under the new key. `old_link` and `new_link` are its links in hex."""

    sequence: int
    old_link: str
    new_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The end of the chain: `count` entries, the last of which has `link` (hex)."""

    count: int = 0
    link: str = GENESIS
    rekey_boundary: RekeyBoundary | None = None

    @classmethod
    def from_json(cls, text: str) -> "Anchor":
        state = json.loads(text)
        return cls(**state | {"rekey_boundary": state["rekey_boundary"] and RekeyBoundary(**state["rekey_boundary"])})


def entry_mac(entry: EntryRow | AuditEntry, at_us: int) -> bytes:
    """Return the MAC of a new entry under the current key. `at_us` is its time in microseconds."""
    return keyring().digest("audit-stamp", _canonical_content(entry, at_us), keyring().current_key_number)


def chain_link(entry: EntryRow, sequence: int, previous_link: str, key_number: int) -> bytes:
    """Return the link of an entry. `previous_link` is the link of the entry before, in hex.

    Raises DecryptionError if the keyring has no such key.
    """
    return keyring().digest(
        "audit-chain", f"{sequence} {previous_link} {_canonical_content(entry, entry.at)}", key_number
    )


def has_valid_link(entry: EntryRow, sequence: int, previous_link: str) -> bool:
    """Return True if the stored link is the one of this place. Raises DecryptionError as `chain_link` does."""
    return bool(entry.link) and bool(entry.link == chain_link(entry, sequence, previous_link, entry.link[0]))


def has_valid_mac(entry: EntryRow) -> bool:
    """Return True if the entry was written with our keys and is unchanged. One without a link never is."""
    if not entry.link:
        return False
    try:
        return bool(entry.link == keyring().digest("audit-stamp", _canonical_content(entry, entry.at), entry.link[0]))
    except DecryptionError:
        return False


def _canonical_content(entry: EntryRow | AuditEntry, at_us: int) -> str:
    """Return the content of an entry in its canonical form.

    The reason is opened: sealing it under another key must not change the content.
    """
    box = entry.reason_box
    reason = (
        None if box is None else keyring().open(box, associated_data("audit_entries", "reason_box", entry.id)).decode()
    )
    content = (entry.person_id, entry.messenger, entry.action, entry.unit_id, entry.subject, reason)
    on_behalf_of = () if entry.on_behalf_of is None else (entry.on_behalf_of,)
    return json.dumps((entry.id, at_us, *content, *on_behalf_of))


async def read_anchor(session: AsyncSession) -> Anchor | None:
    row = await session.get(AuditAnchor, ANCHOR_ROW_ID)
    return None if row is None else Anchor.from_json(row.state)


async def lock_anchor(session: AsyncSession) -> Anchor:
    """Lock the anchor until the transaction ends, and return it. The first call creates it, for an empty chain.

    Raises AuditChainBroken if entries have their place and there is no anchor.
    """
    query = select(AuditAnchor).where(AuditAnchor.id == ANCHOR_ROW_ID).with_for_update()
    row = await session.scalar(query)
    if row is None:
        if await session.scalar(select(ENTRY_TABLE.c.id).where(ENTRY_TABLE.c.sequence.is_not(None)).limit(1)):
            raise AuditChainBroken
        first = AuditAnchor(id=ANCHOR_ROW_ID, state=_anchor_json(Anchor()))
        values = {"id": ANCHOR_ROW_ID, "state_box": first.state_box}
        await session.execute(insert(session, AuditAnchor).values(values).on_conflict_do_nothing())
        row = (await session.scalars(query)).one()
    return Anchor.from_json(row.state)


async def save_anchor(session: AsyncSession, anchor: Anchor) -> None:
    row = await session.get_one(AuditAnchor, ANCHOR_ROW_ID)
    row.state = _anchor_json(anchor)
    await session.flush()


def _anchor_json(anchor: Anchor) -> str:
    return json.dumps(asdict(anchor))


async def extend_chain(
    session: AsyncSession, after_id: int, max_entries: int = CHAIN_BATCH_SIZE
) -> tuple[int, int | None]:
    """Link the next entries after the id `after_id` that are in no chain yet.

    Returns how many were linked, and the id to continue from, None at the end. An entry without a valid MAC is skipped:
    `verify_chain` reports it.
    """
    anchor = await lock_anchor(session)
    query = (
        select_entries()
        .where(ENTRY_TABLE.c.sequence.is_(None), ENTRY_TABLE.c.id > after_id)
        .order_by(ENTRY_TABLE.c.id)
        .limit(max_entries)
    )
    entries = (await session.execute(query)).all()
    previous_link, count, rows = anchor.link, anchor.count, []
    for entry in entries:
        if has_valid_mac(entry):
            count += 1
            link = chain_link(entry, count, previous_link, keyring().current_key_number)
            rows.append({"entry_id": entry.id, "new_sequence": count, "new_link": link})
            previous_link = link.hex()
    if rows:
        await _write_links(session, rows)
        await save_anchor(
            session,
            Anchor(count=count, link=previous_link, rekey_boundary=anchor.rekey_boundary),
        )
    return len(rows), entries[-1].id if entries else None


async def chain_all_entries(database: Database) -> int:
    """Link all pending entries, each batch in its own transaction, and return how many."""
    total, after_id = 0, -1
    while True:
        async with database.write_session() as session:
            count, last_id = await extend_chain(session, after_id)
            await session.commit()
        total += count
        if last_id is None:
            return total
        after_id = last_id


def select_entries() -> Select[Any]:
    return select(*_COLUMNS)


async def _write_links(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    change = update(Base.metadata.tables["audit_entries"]).where(ENTRY_TABLE.c.id == bindparam("entry_id"))
    await (await session.connection()).execute(
        change.values(sequence=bindparam("new_sequence"), link=bindparam("new_link")), list(rows)
    )
