"""Who verified a service and in whose stead it was reported, and services that a supervisor returned."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WAITS = sa.text("verified_at IS NULL AND voided_at IS NULL")
REASONS = "'amount', 'evidence', 'served', 'day', 'twice', 'other'"
COLUMNS = ("behalf_of", "verified_by")


def upgrade() -> None:
    for column in COLUMNS:
        persons = f"CONSTRAINT fk_services_{column} REFERENCES persons (id)"
        op.execute(f"ALTER TABLE services ADD COLUMN {column} BIGINT {persons}")
    op.create_index(
        "ix_services_waiting", "services", ["unit_id", "reported_at"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "service_returns",
        sa.Column("service_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("returned_by", sa.BigInteger(), nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note_box", sa.LargeBinary()),
        sa.CheckConstraint(f"reason IN ({REASONS})", name=op.f("ck_service_returns_reason")),
        sa.ForeignKeyConstraint(["returned_by"], ["persons.id"], name=op.f("fk_service_returns_returned_by")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_returns_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_returns")),
    )


def downgrade() -> None:
    op.drop_table("service_returns")
    op.drop_index("ix_services_waiting", "services")
    for column in reversed(COLUMNS):
        op.drop_column("services", column)
