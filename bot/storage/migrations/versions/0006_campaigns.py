"""Campaigns and sign-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _create_campaigns()
    _create_sign_ups()


def downgrade() -> None:
    for table in ("sign_ups", "campaigns"):
        op.drop_table(table)


def _create_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=True),
        sa.Column("taken_places", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_campaigns_state")),
        sa.CheckConstraint("places > 0", name=op.f("ck_campaigns_places")),
        sa.CheckConstraint(
            "taken_places >= 0 AND (places IS NULL OR taken_places <= places)", name=op.f("ck_campaigns_taken_places")
        ),
        sa.CheckConstraint("until >= since", name=op.f("ck_campaigns_since_before_until")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_campaigns_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_campaigns_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("number", name=op.f("uq_campaigns_number")),
    )
    op.create_index(op.f("ix_campaigns_unit_id"), "campaigns", ["unit_id"], unique=False)


def _create_sign_ups() -> None:
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('in', 'left')", name=op.f("ck_sign_ups_state")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_sign_ups_campaign_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_sign_ups_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint("campaign_id", "person_id", name=op.f("uq_sign_ups_campaign_id_person_id")),
    )
    op.create_index(op.f("ix_sign_ups_person_id"), "sign_ups", ["person_id"], unique=False)
