"""The chain of the audit: each entry is bound to the one before by a keyed link, and an anchor, sealed apart, says where it ends.

It knows entries only as bytes to be linked. Whoever writes one stamps it; nobody waits for the chain.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, func, select, type_coerce, update
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
    """The chain is not what was sealed: `python -m bot audit verify` says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RekeyBoundary:
    """How far the links were made anew under another key: `old_link` and `new_link` are those of that entry, in hex."""

    sequence: int
    old_link: str
    new_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """`count` entries are sealed, `link` is the last one's in hex. Entries up to the id `legacy_until` are older than stamps are."""

    count: int = 0
    link: str = GENESIS
    legacy_until: int = 0
    rekey_boundary: RekeyBoundary | None = None

    @classmethod
    def from_json(cls, text: str) -> "Anchor":
        said = json.loads(text)
        return cls(**said | {"rekey_boundary": said["rekey_boundary"] and RekeyBoundary(**said["rekey_boundary"])})


def entry_mac(entry: EntryRow | AuditEntry, at_us: int) -> bytes:
    """By whoever writes the entry; `at_us` is its instant in microseconds."""
    return keyring().digest("audit-stamp", _canonical_content(entry, at_us), keyring().current_key_number)


def chain_link(entry: EntryRow, sequence: int, previous_link: str, key_number: int) -> bytes:
    """`previous_link` is the link of the entry before, in hex. Raises DecryptionError where the ring has not got the key."""
    return keyring().digest(
        "audit-chain", f"{sequence} {previous_link} {_canonical_content(entry, entry.at)}", key_number
    )


def has_valid_mac(entry: EntryRow, anchor: Anchor) -> bool:
    """Whether this house wrote the entry, and nobody changed it since."""
    if not entry.link:
        return entry.link is None and int(entry.id) <= anchor.legacy_until
    try:
        return bool(entry.link == keyring().digest("audit-stamp", _canonical_content(entry, entry.at), entry.link[0]))
    except DecryptionError:
        return False


def _canonical_content(entry: EntryRow | AuditEntry, at_us: int) -> str:
    """All that was said, in one form. The reason as it was typed: sealing it under another key changes nothing."""
    box = entry.reason_box
    reason = (
        None if box is None else keyring().open(box, associated_data("audit_entries", "reason_box", entry.id)).decode()
    )
    who = (entry.person_id, entry.messenger, entry.action, entry.unit_id, entry.subject, reason)
    behalf = () if entry.on_behalf_of is None else (entry.on_behalf_of,)
    return json.dumps((entry.id, at_us, *who, *behalf))


async def read_anchor(session: AsyncSession) -> Anchor | None:
    row = await session.get(AuditAnchor, ANCHOR_ROW_ID)
    return None if row is None else Anchor.from_json(row.state)


async def lock_anchor(session: AsyncSession) -> Anchor:
    """Nobody else works on the chain before this transaction ends. The first to ask founds it on what stands."""
    held = select(AuditAnchor).where(AuditAnchor.id == ANCHOR_ROW_ID).with_for_update()
    row = await session.scalar(held)
    if row is None:
        if await session.scalar(select(ENTRY_TABLE.c.id).where(ENTRY_TABLE.c.sequence.is_not(None)).limit(1)):
            raise AuditChainBroken
        older = await session.scalar(select(func.max(ENTRY_TABLE.c.id)).where(ENTRY_TABLE.c.link.is_(None)))
        first = AuditAnchor(id=ANCHOR_ROW_ID, state=_anchor_json(Anchor(legacy_until=older or 0)))
        values = {"id": ANCHOR_ROW_ID, "state_box": first.state_box}
        await session.execute(insert(session, AuditAnchor).values(values).on_conflict_do_nothing())
        row = (await session.scalars(held)).one()
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
    """Give the next unsealed entries behind the id `after_id` their place; returns how many, and the id to go on from.

    One without this house's stamp is left out: `verify` says so.
    """
    anchor = await lock_anchor(session)
    waiting = (
        select_entries()
        .where(ENTRY_TABLE.c.sequence.is_(None), ENTRY_TABLE.c.id > after_id)
        .order_by(ENTRY_TABLE.c.id)
        .limit(max_entries)
    )
    found = (await session.execute(waiting)).all()
    before, count, rows = anchor.link, anchor.count, []
    for entry in found:
        if has_valid_mac(entry, anchor):
            count += 1
            made = chain_link(entry, count, before, keyring().current_key_number)
            rows.append({"entry": entry.id, "place": count, "made": made})
            before = made.hex()
    if rows:
        await _write_links(session, rows)
        await save_anchor(
            session,
            Anchor(count=count, link=before, legacy_until=anchor.legacy_until, rekey_boundary=anchor.rekey_boundary),
        )
    return len(rows), found[-1].id if found else None


async def chain_all_entries(database: Database) -> int:
    """Batch by batch, each its own transaction."""
    sealed, after = 0, -1
    while True:
        async with database.write_session() as session:
            count, last = await extend_chain(session, after)
            await session.commit()
        sealed += count
        if last is None:
            return sealed
        after = last


def select_entries() -> Select[Any]:
    return select(*_COLUMNS)


async def _write_links(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    change = update(Base.metadata.tables["audit_entries"]).where(ENTRY_TABLE.c.id == bindparam("entry"))
    await (await session.connection()).execute(
        change.values(sequence=bindparam("place"), link=bindparam("made")), list(rows)
    )
