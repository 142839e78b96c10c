"""Totals by state, with those of returned services apart; returns know if a month had published the service."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_STATE = "CASE WHEN s.verified_at IS NOT NULL THEN 'verified' WHEN r.service_id IS NOT NULL THEN 'returned' ELSE 'waiting' END"
_VERIFIED = "s.verified_at IS NOT NULL"


def upgrade() -> None:
    with op.batch_alter_table("service_returns") as table:
        table.add_column(sa.Column("before_publication", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("service_returns") as table:
        table.alter_column("before_publication", server_default=None)
    op.drop_table("totals")
    _create_totals(
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'verified', 'returned')", name=op.f("ck_totals_state")),
    )
    _rebuild("state", _STATE)


def downgrade() -> None:
    op.drop_table("totals")
    _create_totals(sa.Column("verified", sa.Boolean(), nullable=False))
    _rebuild("verified", _VERIFIED)
    with op.batch_alter_table("service_returns") as table:
        table.drop_column("before_publication")


def _create_totals(state: "sa.Column[str] | sa.Column[bool]", *checks: sa.CheckConstraint) -> None:
    op.create_table(
        "totals",
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        state,
        sa.Column("services", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "domain IN ('livelihood', 'culture', 'employment', 'health', 'housing', 'bridal', 'sponsorship', 'other')",
            name=op.f("ck_totals_domain"),
        ),
        sa.CheckConstraint("kind IN ('cash', 'in_kind', 'volunteer_work')", name=op.f("ck_totals_kind")),
        *checks,
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_totals_unit_id")),
        sa.PrimaryKeyConstraint("booked_on", "unit_id", "domain", "kind", state.name, name=op.f("pk_totals")),
    )
    op.create_index("ix_totals_unit_id_booked_on", "totals", ["unit_id", "booked_on"], unique=False)


def _rebuild(column: str, state: str) -> None:
    op.execute(
        f"INSERT INTO totals (booked_on, unit_id, domain, kind, {column}, services, value)"
        f" SELECT s.booked_on, s.unit_id, s.domain, s.kind, {state}, count(*), sum(s.value)"
        " FROM services s LEFT JOIN service_returns r ON r.service_id = s.id WHERE s.voided_at IS NULL"
        " GROUP BY 1, 2, 3, 4, 5"
    )
