"""The catalogue, services with their returns and evidence, kept totals, commitments."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _create_activities()
    _create_commitments()
    _create_totals()
    _create_services()
    _create_evidence()
    _create_service_returns()


def downgrade() -> None:
    for table in ("service_returns", "evidence", "services", "totals", "commitments", "activities"):
        op.drop_table(table)


def _create_activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("unit_of_measure", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("served_again_after_days", sa.BigInteger(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("search_words", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "domain IN ('livelihood', 'culture', 'employment', 'health', 'housing', 'bridal', 'sponsorship', 'other')",
            name=op.f("ck_activities_domain"),
        ),
        sa.CheckConstraint("served_again_after_days >= 0", name=op.f("ck_activities_served_again_after_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("code", name=op.f("uq_activities_code")),
    )


def _create_commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("measure IN ('value')", name=op.f("ck_commitments_measure")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_commitments_amount")),
        sa.CheckConstraint("until >= since", name=op.f("ck_commitments_since_before_until")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_commitments_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_commitments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index(op.f("ix_commitments_unit_id"), "commitments", ["unit_id"], unique=False)


def _create_totals() -> None:
    op.create_table(
        "totals",
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("services", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "domain IN ('livelihood', 'culture', 'employment', 'health', 'housing', 'bridal', 'sponsorship', 'other')",
            name=op.f("ck_totals_domain"),
        ),
        sa.CheckConstraint("kind IN ('cash', 'in_kind', 'volunteer_work')", name=op.f("ck_totals_kind")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_totals_unit_id")),
        sa.PrimaryKeyConstraint("booked_on", "unit_id", "domain", "kind", "verified", name=op.f("pk_totals")),
    )
    op.create_index("ix_totals_unit_id_booked_on", "totals", ["unit_id", "booked_on"], unique=False)


def _create_services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("activity_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("typed_amount_box", sa.LargeBinary(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("reported_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("on_behalf_of", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("voided_at", sa.BigInteger(), nullable=True),
        sa.Column("voided_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("void_reason_box", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "domain IN ('livelihood', 'culture', 'employment', 'health', 'housing', 'bridal', 'sponsorship', 'other')",
            name=op.f("ck_services_domain"),
        ),
        sa.CheckConstraint("kind IN ('cash', 'in_kind', 'volunteer_work')", name=op.f("ck_services_kind")),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason_box IS NULL)", name=op.f("ck_services_void_reason")),
        sa.CheckConstraint("family_id IS NOT NULL OR people IS NOT NULL", name=op.f("ck_services_served")),
        sa.CheckConstraint("people > 0", name=op.f("ck_services_people")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_services_value")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_services_activity_id")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_services_family_id")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["persons.id"], name=op.f("fk_services_on_behalf_of")),
        sa.ForeignKeyConstraint(["replaces_id"], ["services.id"], name=op.f("fk_services_replaces_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["persons.id"], name=op.f("fk_services_reported_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_services_unit_id")),
        sa.ForeignKeyConstraint(["verified_by"], ["persons.id"], name=op.f("fk_services_verified_by")),
        sa.ForeignKeyConstraint(["voided_by"], ["persons.id"], name=op.f("fk_services_voided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("number", name=op.f("uq_services_number")),
    )
    op.create_index(
        "ix_services_awaiting_review",
        "services",
        ["unit_id", "reported_at"],
        unique=False,
        sqlite_where=sa.text("verified_at IS NULL AND voided_at IS NULL"),
        postgresql_where=sa.text("verified_at IS NULL AND voided_at IS NULL"),
    )
    op.create_index("ix_services_family_id_delivered_on", "services", ["family_id", "delivered_on"], unique=False)
    op.create_index(op.f("ix_services_replaces_id"), "services", ["replaces_id"], unique=False)
    op.create_index("ix_services_reported_by_reported_at", "services", ["reported_by", "reported_at"], unique=False)
    op.create_index("ix_services_unit_id_booked_on", "services", ["unit_id", "booked_on"], unique=False)


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("service_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_evidence_file_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_evidence_service_id")),
        sa.PrimaryKeyConstraint("service_id", "position", name=op.f("pk_evidence")),
    )


def _create_service_returns() -> None:
    op.create_table(
        "service_returns",
        sa.Column("service_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("returned_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note_box", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('amount', 'evidence', 'served', 'day', 'twice', 'other')",
            name=op.f("ck_service_returns_reason"),
        ),
        sa.ForeignKeyConstraint(["returned_by"], ["persons.id"], name=op.f("fk_service_returns_returned_by")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_returns_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_returns")),
    )
