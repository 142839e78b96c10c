"""Persons and units: accounts, memberships, invitations, requests to join, delegation, account linking."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_persons()
    _create_units()
    _create_accounts()
    _create_free_times()
    _create_invitations()
    _create_join_requests()
    _create_letters()
    _create_link_codes()
    _create_memberships()
    _create_merge_offers()
    _create_person_skills()
    _create_unit_ancestors()
    _create_unit_attribute_values()
    _create_delegations()
    _create_member_cards()
    _create_suspensions()


def downgrade() -> None:
    for table in (
        "suspensions",
        "member_cards",
        "delegations",
        "unit_attribute_values",
        "unit_ancestors",
        "person_skills",
        "merge_offers",
        "memberships",
        "link_codes",
        "letters",
        "join_requests",
        "invitations",
        "free_times",
        "accounts",
        "units",
        "persons",
    ):
        op.drop_table(table)


def _create_persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name_box", sa.LargeBinary(), nullable=False),
        sa.Column("phone_box", sa.LargeBinary(), nullable=True),
        sa.Column("phone_digest", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("confidentiality_accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("preferred_messenger", sa.Text(), nullable=True),
        sa.Column("quiet_from", sa.BigInteger(), nullable=True),
        sa.Column("quiet_until", sa.BigInteger(), nullable=True),
        sa.Column("neighbourhoods_box", sa.LargeBinary(), nullable=True),
        sa.Column("merged_into", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.CheckConstraint("language IN ('fa', 'en')", name=op.f("ck_persons_language")),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23", name=op.f("ck_persons_quiet_from")),
        sa.CheckConstraint("quiet_until BETWEEN 0 AND 23", name=op.f("ck_persons_quiet_until")),
        sa.ForeignKeyConstraint(["merged_into"], ["persons.id"], name=op.f("fk_persons_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_phone_digest"), "persons", ["phone_digest"], unique=False)


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('country', 'province', 'county', 'part', 'rural_district', 'village', 'nomads', 'city', 'district', 'sub_district', 'neighbourhood', 'charity_centre', 'relief_group', 'relief_house')",
            name=op.f("ck_units_kind"),
        ),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_units_open_before_close")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("messenger", sa.Text(), nullable=False),
        sa.Column("external_id", sa.BigInteger(), nullable=False),
        sa.Column("unreachable_since", sa.BigInteger(), nullable=True),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("unlinked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("messenger", "external_id", name=op.f("uq_accounts_messenger_external_id")),
    )
    op.create_index(op.f("ix_accounts_person_id"), "accounts", ["person_id"], unique=False)


def _create_free_times() -> None:
    op.create_table(
        "free_times",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("weekday", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('morning', 'afternoon', 'evening')", name=op.f("ck_free_times_part")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_free_times_weekday")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_free_times_person_id")),
        sa.PrimaryKeyConstraint("person_id", "weekday", "part", name=op.f("pk_free_times")),
    )


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_box", sa.LargeBinary(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("uses_left", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "role IN ('volunteer', 'coordinator', 'supervisor', 'administrator')", name=op.f("ck_invitations_role")
        ),
        sa.CheckConstraint("uses_left >= 0", name=op.f("ck_invitations_uses_left")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_invitations_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_invitations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_invitations_code_digest")),
    )


def _create_join_requests() -> None:
    op.create_table(
        "join_requests",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("reminded_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn')", name=op.f("ck_join_requests_state")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_join_requests_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_join_requests_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_join_requests_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
    )
    op.create_index(op.f("ix_join_requests_person_id"), "join_requests", ["person_id"], unique=False)
    op.create_index("ix_join_requests_unit_id_state", "join_requests", ["unit_id", "state"], unique=False)
    op.create_index(
        "uq_join_requests_waiting",
        "join_requests",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _create_letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("author_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text_box", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_letters_author_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_letters_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_letters_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_person_id"), "letters", ["person_id"], unique=False)
    op.create_index("ix_letters_unit_id_person_id_at", "letters", ["unit_id", "person_id", "at"], unique=False)


def _create_link_codes() -> None:
    op.create_table(
        "link_codes",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_link_codes_code_digest")),
    )
    op.create_index(op.f("ix_link_codes_person_id"), "link_codes", ["person_id"], unique=False)


def _create_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("invited_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.CheckConstraint(
            "role IN ('volunteer', 'coordinator', 'supervisor', 'administrator')", name=op.f("ck_memberships_role")
        ),
        sa.CheckConstraint("until >= since", name=op.f("ck_memberships_since_before_until")),
        sa.ForeignKeyConstraint(["invited_by"], ["persons.id"], name=op.f("fk_memberships_invited_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_memberships_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_memberships_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"], unique=False)
    op.create_index("ix_memberships_unit_id_role", "memberships", ["unit_id", "role"], unique=False)
    op.create_index(
        "uq_memberships_current",
        "memberships",
        ["person_id", "unit_id", "role"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _create_merge_offers() -> None:
    op.create_table(
        "merge_offers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survivor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("merged_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused')", name=op.f("ck_merge_offers_state")),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_merge_offers_decided_by")),
        sa.ForeignKeyConstraint(["merged_id"], ["persons.id"], name=op.f("fk_merge_offers_merged_id")),
        sa.ForeignKeyConstraint(["survivor_id"], ["persons.id"], name=op.f("fk_merge_offers_survivor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_offers")),
    )
    op.create_index(op.f("ix_merge_offers_survivor_id"), "merge_offers", ["survivor_id"], unique=False)


def _create_person_skills() -> None:
    op.create_table(
        "person_skills",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "skill IN ('driving', 'cooking', 'packing', 'teaching', 'nursing', 'counselling', 'repairs', 'sewing', 'computing', 'sports', 'media', 'law')",
            name=op.f("ck_person_skills_skill"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_skills_person_id")),
        sa.PrimaryKeyConstraint("person_id", "skill", name=op.f("pk_person_skills")),
    )


def _create_unit_ancestors() -> None:
    op.create_table(
        "unit_ancestors",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ancestor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_unit_ancestors_since_before_until")),
        sa.ForeignKeyConstraint(["ancestor_id"], ["units.id"], name=op.f("fk_unit_ancestors_ancestor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_ancestors_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "ancestor_id", "since", name=op.f("pk_unit_ancestors")),
    )
    op.create_index("ix_unit_ancestors_ancestor_id_unit_id", "unit_ancestors", ["ancestor_id", "unit_id"], unique=False)


def _create_unit_attribute_values() -> None:
    op.create_table(
        "unit_attribute_values",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("set_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.CheckConstraint(
            "attribute IN ('address', 'licence', 'licence_state', 'licensed_on', 'licensed_until', 'iban', 'card_reader', 'ussd', 'location', 'merged_into')",
            name=op.f("ck_unit_attribute_values_attribute"),
        ),
        sa.CheckConstraint("until >= since", name=op.f("ck_unit_attribute_values_since_before_until")),
        sa.ForeignKeyConstraint(["set_by"], ["persons.id"], name=op.f("fk_unit_attribute_values_set_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_attribute_values_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_attribute_values")),
    )
    op.create_index(op.f("ix_unit_attribute_values_unit_id"), "unit_attribute_values", ["unit_id"], unique=False)
    op.create_index(
        "uq_unit_attribute_values_current",
        "unit_attribute_values",
        ["unit_id", "attribute"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _create_delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("membership_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("delegate_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("delegated_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_delegations_since_before_until")),
        sa.ForeignKeyConstraint(["delegate_id"], ["persons.id"], name=op.f("fk_delegations_delegate_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_delegations_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_delegate_id"), "delegations", ["delegate_id"], unique=False)
    op.create_index(op.f("ix_delegations_membership_id"), "delegations", ["membership_id"], unique=False)


def _create_member_cards() -> None:
    op.create_table(
        "member_cards",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("membership_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_box", sa.LargeBinary(), nullable=True),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_member_cards_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_cards")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_member_cards_code_digest")),
    )
    op.create_index(op.f("ix_member_cards_membership_id"), "member_cards", ["membership_id"], unique=False)


def _create_suspensions() -> None:
    op.create_table(
        "suspensions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("membership_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("suspended_at", sa.BigInteger(), nullable=False),
        sa.Column("suspended_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason_box", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["lifted_by"], ["persons.id"], name=op.f("fk_suspensions_lifted_by")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_suspensions_membership_id")),
        sa.ForeignKeyConstraint(["suspended_by"], ["persons.id"], name=op.f("fk_suspensions_suspended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    op.create_index(op.f("ix_suspensions_membership_id"), "suspensions", ["membership_id"], unique=False)
