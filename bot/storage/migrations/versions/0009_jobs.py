"""Lanes and jobs of the worker, sequences, active keys, limits."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _create_active_keys()
    _create_attempt_counters()
    _create_counters()
    _create_jobs()
    _create_lanes()
    _create_retention_counts()


def downgrade() -> None:
    for table in ("retention_counts", "lanes", "jobs", "counters", "attempt_counters", "active_keys"):
        op.drop_table(table)


def _create_active_keys() -> None:
    op.create_table(
        "active_keys",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("key_number", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_active_keys")),
    )


def _create_attempt_counters() -> None:
    op.create_table(
        "attempt_counters",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("window_start", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_attempt_counters")),
    )


def _create_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["lane", "due_ms"],
        unique=False,
        sqlite_where=sa.text("state < 2"),
        postgresql_where=sa.text("state < 2"),
    )


def _create_lanes() -> None:
    op.create_table(
        "lanes",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_lanes")),
    )


def _create_retention_counts() -> None:
    op.create_table(
        "retention_counts",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("deleted_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "day", name=op.f("pk_retention_counts")),
    )
