"""The audit log: append-only entries, and the anchor of their hash chain."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
IMMUTABLE = "id, at, person_id, messenger, action, unit_id, subject"


def upgrade() -> None:
    _create_audit_anchors()
    _create_audit_entries()
    _refuse_changes()


def downgrade() -> None:
    for table in ("audit_entries", "audit_anchors"):
        op.drop_table(table)
    if _is_postgresql():
        op.execute("DROP FUNCTION audit_entries_immutable CASCADE")


def _create_audit_anchors() -> None:
    op.create_table(
        "audit_anchors",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state_box", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_anchors")),
    )


def _create_audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("messenger", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason_box", sa.LargeBinary(), nullable=True),
        sa.Column("on_behalf_of", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["persons.id"], name=op.f("fk_audit_entries_on_behalf_of")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_audit_entries_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_audit_entries_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_person_id_at", "audit_entries", ["person_id", "at"], unique=False)
    op.create_index("ix_audit_entries_sequence", "audit_entries", ["sequence"], unique=True)
    op.create_index("ix_audit_entries_subject_at", "audit_entries", ["subject", "at"], unique=False)
    op.create_index(
        "ix_audit_entries_unsealed",
        "audit_entries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("sequence IS NULL"),
        postgresql_where=sa.text("sequence IS NULL"),
    )


def _refuse_changes() -> None:
    """Refuse updates and deletes of what was audited, in any program. The hash chain finds who removes the trigger."""
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION audit_entries_immutable() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'what was audited stands'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER audit_entries_immutable BEFORE DELETE OR UPDATE OF {IMMUTABLE} ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION audit_entries_immutable()"
        )
        return
    refuses = "ON audit_entries BEGIN SELECT RAISE(ABORT, 'what was audited stands'); END"
    op.execute(f"CREATE TRIGGER audit_entries_immutable BEFORE UPDATE OF {IMMUTABLE} {refuses}")
    op.execute(f"CREATE TRIGGER audit_entries_undeletable BEFORE DELETE {refuses}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
