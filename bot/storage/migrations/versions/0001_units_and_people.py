"""Units and their ancestors, persons, accounts, memberships, invitations, audit; files."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    files()
    persons()
    units()
    accounts()
    audit_entries()
    invitations()
    memberships()
    remote_files()
    unit_ancestors()


def downgrade() -> None:
    for table in (
        "unit_ancestors",
        "remote_files",
        "memberships",
        "invitations",
        "audit_entries",
        "accounts",
        "units",
        "persons",
        "files",
    ):
        op.drop_table(table)


def files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content_digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('photo', 'document', 'voice')", name=op.f("ck_files_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("content_digest", name=op.f("uq_files_content_digest")),
    )


def persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name_box", sa.LargeBinary(), nullable=False),
        sa.Column("phone_box", sa.LargeBinary()),
        sa.Column("phone_digest", sa.LargeBinary()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("pledged_at", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("language IN ('fa', 'en')", name=op.f("ck_persons_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_phone_digest"), "persons", ["phone_digest"])


def units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.CheckConstraint(
            "kind IN ('country', 'province', 'county', 'part', 'rural_district', 'village', 'nomads', 'city', 'district', 'sub_district', 'neighbourhood', 'charity_centre', 'relief_group', 'relief_house')",
            name=op.f("ck_units_kind"),
        ),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_units_open_before_close")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"])


def accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("messenger", sa.Text(), nullable=False),
        sa.Column("external_id", sa.BigInteger(), nullable=False),
        sa.Column("unreachable_since", sa.BigInteger()),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("messenger IN ('telegram', 'bale')", name=op.f("ck_accounts_messenger")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("messenger", "external_id", name=op.f("uq_accounts_messenger_external_id")),
    )
    op.create_index(op.f("ix_accounts_person_id"), "accounts", ["person_id"])


def audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("messenger", sa.Text()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason_box", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_audit_entries_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_audit_entries_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_person_id_at", "audit_entries", ["person_id", "at"])
    op.create_index("ix_audit_entries_subject_at", "audit_entries", ["subject", "at"])


def invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("uses_left", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.CheckConstraint(
            "role IN ('volunteer', 'coordinator', 'supervisor', 'administrator')", name=op.f("ck_invitations_role")
        ),
        sa.CheckConstraint("uses_left >= 0", name=op.f("ck_invitations_uses_left")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_invitations_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_invitations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_invitations_code_digest")),
    )


def memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("invited_by", sa.BigInteger()),
        sa.CheckConstraint(
            "role IN ('volunteer', 'coordinator', 'supervisor', 'administrator')", name=op.f("ck_memberships_role")
        ),
        sa.CheckConstraint("until >= since", name=op.f("ck_memberships_since_before_until")),
        sa.ForeignKeyConstraint(["invited_by"], ["persons.id"], name=op.f("fk_memberships_invited_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_memberships_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_memberships_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"])
    op.create_index("ix_memberships_unit_id_role", "memberships", ["unit_id", "role"])
    op.create_index(
        "uq_memberships_standing",
        "memberships",
        ["person_id", "unit_id", "role"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def remote_files() -> None:
    op.create_table(
        "remote_files",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("messenger", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.CheckConstraint("messenger IN ('telegram', 'bale')", name=op.f("ck_remote_files_messenger")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_remote_files_file_id")),
        sa.PrimaryKeyConstraint("file_id", "messenger", name=op.f("pk_remote_files")),
    )


def unit_ancestors() -> None:
    op.create_table(
        "unit_ancestors",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ancestor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.CheckConstraint("until >= since", name=op.f("ck_unit_ancestors_since_before_until")),
        sa.ForeignKeyConstraint(["ancestor_id"], ["units.id"], name=op.f("fk_unit_ancestors_ancestor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_ancestors_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "ancestor_id", "since", name=op.f("pk_unit_ancestors")),
    )
    op.create_index("ix_unit_ancestors_ancestor_id_unit_id", "unit_ancestors", ["ancestor_id", "unit_id"])
