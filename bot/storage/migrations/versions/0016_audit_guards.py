"""Audit entries always have a link, a place in the chain is given once, and neither entries nor anchor can be deleted."""

from collections.abc import Mapping

from alembic import op

from bot.storage.audit_guards import FUNCTION_DDL, POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS

revision = "0016"
down_revision = "0015"
OLD_SQLITE = ("audit_entries_immutable", "audit_entries_undeletable")
OLD_POSTGRESQL = ("audit_entries_immutable",)


def upgrade() -> None:
    _drop_triggers(OLD_POSTGRESQL if _is_postgresql() else OLD_SQLITE)
    with op.batch_alter_table("audit_entries") as table:
        table.alter_column("link", nullable=False)
    _create_triggers(POSTGRESQL_TRIGGERS if _is_postgresql() else SQLITE_TRIGGERS)


def downgrade() -> None:
    _drop_triggers(tuple(POSTGRESQL_TRIGGERS if _is_postgresql() else SQLITE_TRIGGERS))
    with op.batch_alter_table("audit_entries") as table:
        table.alter_column("link", nullable=True)
    everything = POSTGRESQL_TRIGGERS if _is_postgresql() else SQLITE_TRIGGERS
    names = OLD_POSTGRESQL if _is_postgresql() else OLD_SQLITE
    _create_triggers({name: everything[name] for name in names})


def _create_triggers(definitions: Mapping[str, str]) -> None:
    if _is_postgresql():
        op.execute(FUNCTION_DDL)
    for name, definition in definitions.items():
        op.execute(f"CREATE TRIGGER {name} {definition.format(schema='')}")


def _drop_triggers(names: tuple[str, ...]) -> None:
    for name in names:
        table = "audit_anchors" if name.startswith("audit_anchors") else "audit_entries"
        op.execute(f"DROP TRIGGER {name} ON {table}" if _is_postgresql() else f"DROP TRIGGER {name}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
