"""Triggers that guard the audit log in the database itself, and the check that they are unchanged.

An owner of the database can drop them: the hash chain finds what was done then, and this check that they are gone.
"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

IMMUTABLE_COLUMNS = "id, at, person_id, messenger, action, unit_id, subject"
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'what was audited stands'); END"

SQLITE_TRIGGERS: Mapping[str, str] = {
    "audit_entries_immutable": f"BEFORE UPDATE OF {IMMUTABLE_COLUMNS} ON audit_entries {_REFUSE}",
    "audit_entries_undeletable": f"BEFORE DELETE ON audit_entries {_REFUSE}",
    "audit_entries_sequenced_once": (
        "BEFORE UPDATE OF sequence ON audit_entries "
        f"WHEN OLD.sequence IS NOT NULL AND NEW.sequence IS NOT OLD.sequence {_REFUSE}"
    ),
    "audit_anchors_undeletable": f"BEFORE DELETE ON audit_anchors {_REFUSE}",
}
"""The body of each trigger, by its name."""

POSTGRESQL_FUNCTION = " BEGIN RAISE EXCEPTION 'what was audited stands'; END "
FUNCTION_DDL = (
    "CREATE OR REPLACE FUNCTION audit_entries_immutable() RETURNS trigger LANGUAGE plpgsql AS "
    f"$${POSTGRESQL_FUNCTION}$$"
)
_CALL = "EXECUTE FUNCTION audit_entries_immutable()"
POSTGRESQL_TRIGGERS: Mapping[str, str] = {
    "audit_entries_immutable": (
        f"BEFORE DELETE OR UPDATE OF {IMMUTABLE_COLUMNS} ON {{schema}}audit_entries FOR EACH ROW {_CALL}"
    ),
    "audit_entries_sequenced_once": (
        "BEFORE UPDATE OF sequence ON {schema}audit_entries FOR EACH ROW "
        f"WHEN (((old.sequence IS NOT NULL) AND (new.sequence IS DISTINCT FROM old.sequence))) {_CALL}"
    ),
    "audit_entries_untruncatable": f"BEFORE TRUNCATE ON {{schema}}audit_entries FOR EACH STATEMENT {_CALL}",
    "audit_anchors_undeletable": f"BEFORE DELETE ON {{schema}}audit_anchors FOR EACH ROW {_CALL}",
    "audit_anchors_untruncatable": f"BEFORE TRUNCATE ON {{schema}}audit_anchors FOR EACH STATEMENT {_CALL}",
}
"""The definition of each trigger as `pg_get_triggerdef` writes it, without its name; `{schema}` is empty in DDL."""

_SQLITE_QUERY = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
_POSTGRESQL_QUERY = text(
    "SELECT t.tgname AS name, pg_get_triggerdef(t.oid) AS sql, t.tgenabled::text AS enabled, p.prosrc AS source, "
    "n.nspname AS schema FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT t.tgisinternal AND t.tgrelid IN ('audit_entries'::regclass, 'audit_anchors'::regclass)"
)


async def find_broken_guards(session: AsyncSession) -> list[str]:
    """Return the names of the triggers that are gone, switched off or changed, sorted."""
    if session.get_bind().dialect.name == "postgresql":
        return await _broken_on_postgresql(session)
    rows = {row.name: row.sql for row in await session.execute(_SQLITE_QUERY)}
    return sorted(name for name, body in SQLITE_TRIGGERS.items() if rows.get(name) != f"CREATE TRIGGER {name} {body}")


async def _broken_on_postgresql(session: AsyncSession) -> list[str]:
    rows = {row.name: row for row in await session.execute(_POSTGRESQL_QUERY)}
    return sorted(
        name
        for name, definition in POSTGRESQL_TRIGGERS.items()
        if (row := rows.get(name)) is None
        or row.enabled not in ("O", "A")
        or row.source != POSTGRESQL_FUNCTION
        or row.sql != f"CREATE TRIGGER {name} {definition.format(schema=f'{row.schema}.')}"
    )


async def restore_guards(session: AsyncSession) -> None:
    """Make the triggers that are gone, off or changed anew, in the transaction of the session."""
    broken = await find_broken_guards(session)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    if broken and is_postgresql:
        await session.execute(text(FUNCTION_DDL))
    for name in broken:
        on = "audit_anchors" if name.startswith("audit_anchors") else "audit_entries"
        await session.execute(text(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {on}" if is_postgresql else "")))
        definition = POSTGRESQL_TRIGGERS[name].format(schema="") if is_postgresql else SQLITE_TRIGGERS[name]
        await session.execute(text(f"CREATE TRIGGER {name} {definition}"))
