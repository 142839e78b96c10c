"""What somebody does to the audit who owns the database and has no key, and covers up as well as that allows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.audit_guards import POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS, restore_guards
from bot.storage.database import Database

AuditCopy: TypeAlias = Mapping[str, list[Row[Any]]]
COPIED_TABLES = ("audit_entries", "audit_anchors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tampering:
    """One attack: SQL, or a function of the session and an earlier copy. Without `mends_guards` its traces stay."""

    statements: tuple[str, ...] = ()
    act: Callable[[AsyncSession, AuditCopy], Awaitable[None]] | None = None
    mends_guards: bool = True
    only_on: str = field(default="")


async def tamper(database: Database, tampering: Tampering, earlier: AuditCopy) -> None:
    """Drop the triggers, do the deed, and make them anew if the attacker is careful."""
    async with database.write_session() as session:
        for name in POSTGRESQL_TRIGGERS if database.is_shared else SQLITE_TRIGGERS:
            await session.execute(text(drop_statement(name, on_postgresql=database.is_shared)))
        for statement in tampering.statements:
            await session.execute(text(statement))
        if tampering.act:
            await tampering.act(session, earlier)
        if tampering.mends_guards:
            await restore_guards(session)
        await session.commit()


async def meddle(database: Database, *statements: str) -> None:
    """Change the audit, and leave the triggers as they were."""
    await tamper(database, Tampering(statements=statements), {})


def drop_statement(trigger: str, *, on_postgresql: bool) -> str:
    table = "audit_anchors" if trigger.startswith("audit_anchors") else "audit_entries"
    return f"DROP TRIGGER IF EXISTS {trigger}" + (f" ON {table}" if on_postgresql else "")


async def copy_audit(database: Database) -> AuditCopy:
    """Return all rows of the audit, as a backup has them."""
    async with database.read_session() as session:
        return {name: list(await session.execute(text(f"SELECT * FROM {name}"))) for name in COPIED_TABLES}


async def put_back(session: AsyncSession, earlier: AuditCopy, tables: tuple[str, ...] = COPIED_TABLES) -> None:
    for name in tables:
        await session.execute(text(f"DELETE FROM {name}"))
        for row in earlier[name]:
            columns = dict(row._mapping)
            into, values = ", ".join(columns), ", ".join(f":{column}" for column in columns)
            await session.execute(text(f"INSERT INTO {name} ({into}) VALUES ({values})"), columns)


async def put_anchor_back_and_cut(session: AsyncSession, earlier: AuditCopy) -> None:
    await session.execute(
        text("DELETE FROM audit_entries WHERE sequence > :kept"), {"kept": len(earlier["audit_entries"])}
    )
    await put_back(session, earlier, ("audit_anchors",))


async def put_anchor_back(session: AsyncSession, earlier: AuditCopy) -> None:
    await put_back(session, earlier, ("audit_anchors",))


UNCHAIN = "UPDATE audit_entries SET sequence = NULL"
NO_OP = "CREATE OR REPLACE FUNCTION audit_entries_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"

TAMPERINGS: Mapping[str, Tampering] = {
    "an entry deleted": Tampering(statements=("DELETE FROM audit_entries WHERE sequence = 3",)),
    "the first entry deleted": Tampering(statements=("DELETE FROM audit_entries WHERE sequence = 1",)),
    "the newest entries deleted": Tampering(statements=("DELETE FROM audit_entries WHERE sequence > 4",)),
    "all entries deleted": Tampering(statements=("DELETE FROM audit_entries",)),
    "everything deleted": Tampering(statements=("DELETE FROM audit_entries", "DELETE FROM audit_anchors")),
    "an entry deleted and the gap closed": Tampering(
        statements=(
            "DELETE FROM audit_entries WHERE sequence = 3",
            "UPDATE audit_entries SET sequence = -sequence WHERE sequence > 3",
            "UPDATE audit_entries SET sequence = -sequence - 1 WHERE sequence < 0",
        )
    ),
    "an entry attributed to somebody else": Tampering(
        statements=(
            "UPDATE audit_entries SET person_id = (SELECT max(id) FROM persons WHERE id <> person_id) WHERE sequence = 3",
        )
    ),
    "an act turned into another": Tampering(
        statements=("UPDATE audit_entries SET action = 'sign-up' WHERE sequence = 3",)
    ),
    "a look moved in time": Tampering(
        statements=("UPDATE audit_entries SET at = at - 86400000000 WHERE sequence = 3",)
    ),
    "a reason removed": Tampering(statements=("UPDATE audit_entries SET reason_box = NULL WHERE sequence = 3",)),
    "two entries exchanged": Tampering(
        statements=(
            "UPDATE audit_entries SET sequence = 999 WHERE sequence = 2",
            "UPDATE audit_entries SET sequence = 2 WHERE sequence = 3",
            "UPDATE audit_entries SET sequence = 3 WHERE sequence = 999",
        )
    ),
    "an entry slipped in": Tampering(
        statements=(
            """INSERT INTO audit_entries (id, at, action, subject, link)
            SELECT 7, at, action, 'family:9', link FROM audit_entries WHERE sequence = 2""",
        )
    ),
    "an entry slipped in at the end": Tampering(
        statements=(
            """INSERT INTO audit_entries (id, at, action, subject, sequence, link)
            SELECT 7, at, action, subject, (SELECT max(sequence) FROM audit_entries) + 1, link
            FROM audit_entries WHERE sequence = 2""",
        )
    ),
    "all unlinked, the anchor gone": Tampering(statements=(UNCHAIN, "DELETE FROM audit_anchors")),
    "one unlinked and changed": Tampering(
        statements=("UPDATE audit_entries SET sequence = NULL, subject = 'family:9' WHERE sequence = 3",)
    ),
    "the anchor gone": Tampering(statements=("DELETE FROM audit_anchors",)),
    "an earlier anchor put back": Tampering(act=put_anchor_back),
    "an earlier anchor put back, newer entries deleted": Tampering(act=put_anchor_back_and_cut),
    "an earlier audit put back as a whole": Tampering(act=put_back),
    "triggers dropped": Tampering(mends_guards=False),
    "triggers that do nothing": Tampering(
        statements=(
            "CREATE TRIGGER audit_entries_immutable BEFORE UPDATE ON audit_entries BEGIN SELECT 1; END",
            "CREATE TRIGGER audit_entries_undeletable BEFORE DELETE ON audit_entries BEGIN SELECT 1; END",
        ),
        mends_guards=False,
        only_on="sqlite",
    ),
    "a trigger's function that does nothing": Tampering(statements=(NO_OP,), mends_guards=False, only_on="postgresql"),
}
