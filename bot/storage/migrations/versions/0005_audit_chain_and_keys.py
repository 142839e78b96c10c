"""The audit's chain and anchor, entries that nobody changes, digests that name their key, the code of an invitation sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

DIGESTS = (
    ("persons", "phone_digest"),
    ("families", "phone_digest"),
    ("families", "identity_digest"),
    ("family_tokens", "token"),
    ("invitations", "code_digest"),
)
UNCHANGING = "id, at, person_id, messenger, action, unit_id, subject"


def upgrade() -> None:
    op.create_table(
        "keys_in_use",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("key", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_keys_in_use")),
    )
    op.create_table(
        "audit_anchors",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state_box", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_anchors")),
    )
    op.add_column("invitations", sa.Column("code_box", sa.LargeBinary()))
    _chain()
    _append_only()
    for table, column in DIGESTS:
        op.execute(f"UPDATE {table} SET {column} = {_numbered(column)} WHERE {column} IS NOT NULL")


def downgrade() -> None:
    """Digests under another key than the first are lost to older versions; the rest is as it was."""
    for table, column in DIGESTS:
        op.execute(f"UPDATE {table} SET {column} = substr({column}, 2) WHERE {column} IS NOT NULL")
    if _postgresql():
        op.execute("DROP TRIGGER audit_entries_stand ON audit_entries")
        op.execute("DROP FUNCTION audit_entries_stand")
    else:
        op.execute("DROP TRIGGER audit_entries_stay")
        op.execute("DROP TRIGGER audit_entries_stand")
    op.drop_index("ix_audit_entries_unsealed", "audit_entries")
    op.drop_index("ix_audit_entries_sequence", "audit_entries")
    op.drop_column("audit_entries", "link")
    op.drop_column("audit_entries", "sequence")
    op.drop_column("invitations", "code_box")
    op.drop_table("audit_anchors")
    op.drop_table("keys_in_use")


def _chain() -> None:
    op.add_column("audit_entries", sa.Column("sequence", sa.BigInteger()))
    op.add_column("audit_entries", sa.Column("link", sa.LargeBinary()))
    op.create_index("ix_audit_entries_sequence", "audit_entries", ["sequence"], unique=True)
    unsealed = sa.text("sequence IS NULL")
    op.create_index(
        "ix_audit_entries_unsealed", "audit_entries", ["id"], sqlite_where=unsealed, postgresql_where=unsealed
    )


def _append_only() -> None:
    """Against a slip, in any program. Who can take the trigger away is found by the chain."""
    if _postgresql():
        op.execute(
            "CREATE FUNCTION audit_entries_stand() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'what was audited stands'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER audit_entries_stand BEFORE DELETE OR UPDATE OF {UNCHANGING} ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION audit_entries_stand()"
        )
        return
    refuses = "ON audit_entries BEGIN SELECT RAISE(ABORT, 'what was audited stands'); END"
    op.execute(f"CREATE TRIGGER audit_entries_stand BEFORE UPDATE OF {UNCHANGING} {refuses}")
    op.execute(f"CREATE TRIGGER audit_entries_stay BEFORE DELETE {refuses}")


def _numbered(column: str) -> str:
    """Until now digests stood with the lowest key, which a setting of one key calls 1."""
    return f"'\\x01'::bytea || {column}" if _postgresql() else f"CAST(x'01' || {column} AS BLOB)"


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
