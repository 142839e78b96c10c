"""Families, their needs, the tokens of their names, and which household is a member's own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_families()
    _create_family_tokens()
    _create_needs()
    _create_own_households()


def downgrade() -> None:
    for table in ("own_households", "needs", "family_tokens", "families"):
        op.drop_table(table)


def _create_families() -> None:
    op.create_table(
        "families",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head_name_box", sa.LargeBinary(), nullable=False),
        sa.Column("head_sex", sa.Text(), nullable=True),
        sa.Column("identity_kind", sa.Text(), nullable=True),
        sa.Column("identity_box", sa.LargeBinary(), nullable=True),
        sa.Column("identity_digest", sa.LargeBinary(), nullable=True),
        sa.Column("phone_box", sa.LargeBinary(), nullable=True),
        sa.Column("phone_digest", sa.LargeBinary(), nullable=True),
        sa.Column("neighbourhood_box", sa.LargeBinary(), nullable=True),
        sa.Column("members", sa.BigInteger(), nullable=True),
        sa.Column("coverage", sa.Text(), nullable=True),
        sa.Column("support", sa.Text(), nullable=True),
        sa.Column("consent_version", sa.BigInteger(), nullable=False),
        sa.Column("consented_at", sa.BigInteger(), nullable=False),
        sa.Column("registered_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("coverage IN ('relief_committee', 'welfare', 'none')", name=op.f("ck_families_coverage")),
        sa.CheckConstraint("head_sex IN ('woman', 'man')", name=op.f("ck_families_head_sex")),
        sa.CheckConstraint("support IN ('pension', 'other', 'none')", name=op.f("ck_families_support")),
        sa.CheckConstraint("members > 0", name=op.f("ck_families_members")),
        sa.ForeignKeyConstraint(["registered_by"], ["persons.id"], name=op.f("fk_families_registered_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_families_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families")),
        sa.UniqueConstraint("identity_digest", name=op.f("uq_families_identity_digest")),
        sa.UniqueConstraint("number", name=op.f("uq_families_number")),
    )
    op.create_index(op.f("ix_families_phone_digest"), "families", ["phone_digest"], unique=False)
    op.create_index(op.f("ix_families_unit_id"), "families", ["unit_id"], unique=False)


def _create_family_tokens() -> None:
    op.create_table(
        "family_tokens",
        sa.Column("family_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_family_tokens_family_id")),
        sa.PrimaryKeyConstraint("family_id", "token", name=op.f("pk_family_tokens")),
    )
    op.create_index(op.f("ix_family_tokens_token"), "family_tokens", ["token"], unique=False)


def _create_needs() -> None:
    op.create_table(
        "needs",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("note_box", sa.LargeBinary(), nullable=True),
        sa.Column("stated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "domain IN ('livelihood', 'culture', 'employment', 'health', 'housing', 'bridal', 'sponsorship', 'other')",
            name=op.f("ck_needs_domain"),
        ),
        sa.CheckConstraint("urgency IN ('urgent', 'soon', 'later')", name=op.f("ck_needs_urgency")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_needs_family_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    op.create_index(op.f("ix_needs_family_id"), "needs", ["family_id"], unique=False)


def _create_own_households() -> None:
    op.create_table(
        "own_households",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("declared_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_own_households_family_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_own_households_person_id")),
        sa.PrimaryKeyConstraint("person_id", "family_id", name=op.f("pk_own_households")),
    )
    op.create_index(op.f("ix_own_households_family_id"), "own_households", ["family_id"], unique=False)
