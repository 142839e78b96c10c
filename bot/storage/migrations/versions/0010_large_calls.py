"""Calls to many people, which wait for a supervisor before they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ROLES = "'volunteer', 'coordinator', 'supervisor', 'administrator'"
PERSONS = ("asked_by", "behalf_of", "decided_by")


def upgrade() -> None:
    op.create_table(
        "large_calls",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("text_box", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("behalf_of", sa.BigInteger()),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("messenger", sa.Text(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("reason_box", sa.LargeBinary()),
        sa.Column("call_id", sa.BigInteger()),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_large_calls_role")),
        sa.CheckConstraint("messenger IN ('telegram', 'bale')", name=op.f("ck_large_calls_messenger")),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'returned', 'withdrawn')", name=op.f("ck_large_calls_state")
        ),
        *(sa.ForeignKeyConstraint([name], ["persons.id"], name=op.f(f"fk_large_calls_{name}")) for name in PERSONS),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_large_calls_call_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_large_calls_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_large_calls")),
    )
    op.create_index(op.f("ix_large_calls_unit_id"), "large_calls", ["unit_id"])
    op.create_index(op.f("ix_large_calls_asked_by"), "large_calls", ["asked_by"])


def downgrade() -> None:
    op.drop_table("large_calls")
