"""The catalogue, families, needs, services, totals, commitments."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    activities()
    commitments()
    families()
    totals()
    family_tokens()
    needs()
    services()
    evidence()


def downgrade() -> None:
    for table in ("evidence", "services", "needs", "family_tokens", "totals", "families", "commitments", "activities"):
        op.drop_table(table)


def activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("unit_of_measure", sa.Text(), nullable=False),
        sa.Column("serves", sa.Text(), nullable=False),
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


def commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("measure IN ('value')", name=op.f("ck_commitments_measure")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_commitments_amount")),
        sa.CheckConstraint("until >= since", name=op.f("ck_commitments_since_before_until")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_commitments_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_commitments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index(op.f("ix_commitments_unit_id"), "commitments", ["unit_id"])


def families() -> None:
    op.create_table(
        "families",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("head_name_box", sa.LargeBinary(), nullable=False),
        sa.Column("head_sex", sa.Text()),
        sa.Column("identity_kind", sa.Text()),
        sa.Column("identity_box", sa.LargeBinary()),
        sa.Column("identity_digest", sa.LargeBinary()),
        sa.Column("phone_box", sa.LargeBinary()),
        sa.Column("phone_digest", sa.LargeBinary()),
        sa.Column("neighbourhood_box", sa.LargeBinary()),
        sa.Column("members", sa.BigInteger()),
        sa.Column("coverage", sa.Text()),
        sa.Column("support", sa.Text()),
        sa.Column("consent_version", sa.BigInteger(), nullable=False),
        sa.Column("consented_at", sa.BigInteger(), nullable=False),
        sa.Column("registered_by", sa.BigInteger(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger()),
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
    op.create_index(op.f("ix_families_phone_digest"), "families", ["phone_digest"])
    op.create_index(op.f("ix_families_unit_id"), "families", ["unit_id"])


def totals() -> None:
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
    op.create_index("ix_totals_unit_id_booked_on", "totals", ["unit_id", "booked_on"])


def family_tokens() -> None:
    op.create_table(
        "family_tokens",
        sa.Column("family_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_family_tokens_family_id")),
        sa.PrimaryKeyConstraint("family_id", "token", name=op.f("pk_family_tokens")),
    )
    op.create_index(op.f("ix_family_tokens_token"), "family_tokens", ["token"])


def needs() -> None:
    op.create_table(
        "needs",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("note_box", sa.LargeBinary()),
        sa.Column("stated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "domain IN ('livelihood', 'culture', 'employment', 'health', 'housing', 'bridal', 'sponsorship', 'other')",
            name=op.f("ck_needs_domain"),
        ),
        sa.CheckConstraint("urgency IN ('urgent', 'soon', 'later')", name=op.f("ck_needs_urgency")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_needs_family_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    op.create_index(op.f("ix_needs_family_id"), "needs", ["family_id"])


def services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger()),
        sa.Column("people", sa.BigInteger()),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("said_box", sa.LargeBinary()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("reported_by", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("verified_at", sa.BigInteger()),
        sa.Column("replaces_id", sa.BigInteger()),
        sa.Column("voided_at", sa.BigInteger()),
        sa.Column("voided_by", sa.BigInteger()),
        sa.Column("void_reason_box", sa.LargeBinary()),
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
        sa.ForeignKeyConstraint(["replaces_id"], ["services.id"], name=op.f("fk_services_replaces_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["persons.id"], name=op.f("fk_services_reported_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_services_unit_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["persons.id"], name=op.f("fk_services_voided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("number", name=op.f("uq_services_number")),
    )
    op.create_index("ix_services_family_id_delivered_on", "services", ["family_id", "delivered_on"])
    op.create_index(op.f("ix_services_replaces_id"), "services", ["replaces_id"])
    op.create_index("ix_services_reported_by_reported_at", "services", ["reported_by", "reported_at"])
    op.create_index("ix_services_unit_id_booked_on", "services", ["unit_id", "booked_on"])


def evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("service_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_evidence_file_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_evidence_service_id")),
        sa.PrimaryKeyConstraint("service_id", "position", name=op.f("pk_evidence")),
    )
