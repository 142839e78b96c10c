"""Digests and tokens computed anew under the current key, while people are found by the old ones and the new.

It knows which column is made of what. Before any row moves, everybody writes with the new key: `digests.use_current`.
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
from bot.storage.encryption import CannotOpen, keyring
from bot.storage.key_rotation.columns import is_old, patiently
from bot.storage.tables import Family, FamilyToken, Invitation, MemberCard, Person
from bot.storage.throttle import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """`fresh` makes the digest of a row under a key; None where what it is made of is not kept."""

    table: Any
    column: str
    fresh: Callable[[Any, int], bytes | None]

    @property
    def digest(self) -> Any:
        return self.table.__table__.c[self.column]


def _phone(row: Person | Family, under: int) -> bytes | None:
    return None if row.phone is None else phone_digest(row.phone, under)


def _identity(row: Family, under: int) -> bytes | None:
    return identity_digest(row.identity_kind, row.identity, under)


def _code(row: Invitation, under: int) -> bytes | None:
    return None if row.code is None else code_digest(row.code, under)


def _card(row: MemberCard, under: int) -> bytes | None:
    return None if row.code is None else card_digest(row.code, under)


INDEXES = (
    Index(table=Person, column="phone_digest", fresh=_phone),
    Index(table=Family, column="phone_digest", fresh=_phone),
    Index(table=Family, column="identity_digest", fresh=_identity),
    Index(table=Invitation, column="code_digest", fresh=_code),
    Index(table=MemberCard, column="code_digest", fresh=_card),
)
TOKENS: Any = FamilyToken.__table__


async def reindex(database: Database, index: Index, pace: Pace) -> AsyncGenerator[int, None]:
    """How many digests each batch moved. A row that changed meanwhile was written under the new key already."""
    after = -1
    while True:
        wanted = select(index.table).where(is_old(index.digest), index.table.id > after)
        async with pace.beside():
            async with database.reading() as session:
                rows = list(await session.scalars(wanted.order_by(index.table.id).limit(pace.batch)))
            if not rows:
                return
            after = rows[-1].id
            changes = [change for row in rows if (change := _change(index, row)) is not None]
            moved = await _moved(database, index, changes)
        yield moved


def _change(index: Index, row: Any) -> dict[str, Any] | None:
    try:
        fresh = index.fresh(row, keyring().current)
    except CannotOpen:
        return None
    return None if fresh is None else {"key": row.id, "read": getattr(row, index.column), "fresh": fresh}


async def _moved(database: Database, index: Index, changes: list[dict[str, Any]]) -> int:
    if not changes:
        return 0
    try:
        await patiently(database, partial(_write, index=index, changes=changes))
    except IntegrityError:  # one of them meets another row: it stays for a person to see, the others go
        if len(changes) == 1:
            return 0
        half = len(changes) // 2
        first = await _moved(database, index, changes[:half])
        return first + await _moved(database, index, changes[half:])
    return len(changes)


async def _write(session: AsyncSession, index: Index, changes: list[dict[str, Any]]) -> None:
    these = (index.table.__table__.c.id == bindparam("key"), index.digest == bindparam("read"))
    change = update(index.table.__table__).where(*these).values({index.column: bindparam("fresh")})
    await (await session.connection()).execute(change, changes)


async def retoken(database: Database, pace: Pace) -> AsyncGenerator[int, None]:
    """The names' tokens, a family's all at once: a search meets the old ones or the new, never half of both."""
    after = -1
    while True:
        old = select(TOKENS.c.family_id).where(is_old(TOKENS.c.token), TOKENS.c.family_id > after)
        batch = old.distinct().order_by(TOKENS.c.family_id).limit(max(1, pace.batch // 10))
        async with pace.beside():
            async with database.reading() as session:
                families: list[Row[Any]] = list((await session.execute(batch)).all())
            if not families:
                return
            after = families[-1].family_id
            moved = await patiently(database, partial(_retoken, ids=[one.family_id for one in families]))
        yield moved


async def _retoken(session: AsyncSession, ids: list[int]) -> int:
    held = select(Family).where(Family.id.in_(ids)).order_by(Family.id).with_for_update()
    fresh: list[dict[str, Any]] = []
    for family in await session.scalars(held):
        try:
            tokens = name_tokens(family.head_name, keyring().current)
        except CannotOpen:
            ids.remove(family.id)
            continue
        fresh += [{"family_id": family.id, "token": token} for token in sorted(tokens)]
    await session.execute(delete(TOKENS).where(TOKENS.c.family_id.in_(ids), is_old(TOKENS.c.token)))
    if fresh:
        await session.execute(insert(session, FamilyToken).on_conflict_do_nothing(), fresh)
    return len(fresh)
