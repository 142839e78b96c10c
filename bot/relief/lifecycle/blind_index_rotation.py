"""Rotation of the blind indexes: digests and name tokens recomputed under the current key.

During it rows are found by old and new digests. Before any row moves, all processes write with the new key
(`use_current_index_key`).
"""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.blind_index import card_digest, code_digest, identity_digest, name_tokens, phone_digest
from bot.storage.database import Database, insert
from bot.storage.encryption import DecryptionError, keyring
from bot.storage.key_rotation.columns import has_old_key, write_with_retries
from bot.storage.tables import Family, FamilyToken, Invitation, MemberCard, Person
from bot.storage.throttle import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindIndex:
    """A digest column of a table.

    `compute` returns the digest of a row under a key; None if its source is not stored.
    """

    table: Any
    column: str
    compute: Callable[[Any, int], bytes | None]

    @property
    def digest_column(self) -> Any:
        return self.table.__table__.c[self.column]


def _compute_phone(row: Person | Family, key_number: int) -> bytes | None:
    return None if row.phone is None else phone_digest(row.phone, key_number)


def _compute_identity(row: Family, key_number: int) -> bytes | None:
    return identity_digest(row.identity_kind, row.identity, key_number)


def _compute_code(row: Invitation, key_number: int) -> bytes | None:
    return None if row.code is None else code_digest(row.code, key_number)


def _compute_card(row: MemberCard, key_number: int) -> bytes | None:
    return None if row.code is None else card_digest(row.code, key_number)


BLIND_INDEXES = (
    BlindIndex(table=Person, column="phone_digest", compute=_compute_phone),
    BlindIndex(table=Family, column="phone_digest", compute=_compute_phone),
    BlindIndex(table=Family, column="identity_digest", compute=_compute_identity),
    BlindIndex(table=Invitation, column="code_digest", compute=_compute_code),
    BlindIndex(table=MemberCard, column="code_digest", compute=_compute_card),
)
TOKEN_TABLE: Any = FamilyToken.__table__


async def recompute_digests(database: Database, index: BlindIndex, pace: Throttle) -> AsyncGenerator[int, None]:
    """Yield how many digests each batch moved. A row that changed meanwhile has the new key already."""
    after = -1
    while True:
        query = select(index.table).where(has_old_key(index.digest_column), index.table.id > after)
        async with pace.batch():
            async with database.read_session() as session:
                rows = list(await session.scalars(query.order_by(index.table.id).limit(pace.batch_size)))
            if not rows:
                return
            after = rows[-1].id
            changes = [change for row in rows if (change := _new_digest(index, row)) is not None]
            moved = await _write_digests(database, index, changes)
        yield moved


def _new_digest(index: BlindIndex, row: Any) -> dict[str, Any] | None:
    try:
        fresh = index.compute(row, keyring().current_key_number)
    except DecryptionError:
        return None
    return None if fresh is None else {"key": row.id, "read": getattr(row, index.column), "fresh": fresh}


async def _write_digests(database: Database, index: BlindIndex, changes: list[dict[str, Any]]) -> int:
    if not changes:
        return 0
    try:
        await write_with_retries(database, partial(_update_digests, index=index, changes=changes))
    except IntegrityError:  # one duplicates another row: it stays for an operator to see, the others move
        if len(changes) == 1:
            return 0
        half = len(changes) // 2
        first = await _write_digests(database, index, changes[:half])
        return first + await _write_digests(database, index, changes[half:])
    return len(changes)


async def _update_digests(session: AsyncSession, index: BlindIndex, changes: list[dict[str, Any]]) -> None:
    these = (index.table.__table__.c.id == bindparam("key"), index.digest_column == bindparam("read"))
    change = update(index.table.__table__).where(*these).values({index.column: bindparam("fresh")})
    await (await session.connection()).execute(change, changes)


async def recompute_name_tokens(database: Database, pace: Throttle) -> AsyncGenerator[int, None]:
    """Yield how many name tokens each batch moved, all of a family in one transaction.

    A search finds a family by its old tokens or by its new ones, never by half of both.
    """
    after = -1
    while True:
        old = select(TOKEN_TABLE.c.family_id).where(has_old_key(TOKEN_TABLE.c.token), TOKEN_TABLE.c.family_id > after)
        batch = old.distinct().order_by(TOKEN_TABLE.c.family_id).limit(max(1, pace.batch_size // 10))
        async with pace.batch():
            async with database.read_session() as session:
                families: list[Row[Any]] = list((await session.execute(batch)).all())
            if not families:
                return
            after = families[-1].family_id
            moved = await write_with_retries(
                database, partial(_replace_name_tokens, family_ids=[one.family_id for one in families])
            )
        yield moved


async def _replace_name_tokens(session: AsyncSession, family_ids: list[int]) -> int:
    query = select(Family).where(Family.id.in_(family_ids)).order_by(Family.id).with_for_update()
    fresh: list[dict[str, Any]] = []
    for family in await session.scalars(query):
        try:
            tokens = name_tokens(family.head_name, keyring().current_key_number)
        except DecryptionError:
            family_ids.remove(family.id)
            continue
        fresh += [{"family_id": family.id, "token": token} for token in sorted(tokens)]
    await session.execute(
        delete(TOKEN_TABLE).where(TOKEN_TABLE.c.family_id.in_(family_ids), has_old_key(TOKEN_TABLE.c.token))
    )
    if fresh:
        await session.execute(insert(session, FamilyToken).on_conflict_do_nothing(), fresh)
    return len(fresh)
