"""Suspension, delegation, linking and merging of people, their profile, conversations recalled, and acting for another."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MESSENGERS = "'telegram', 'bale'"
SKILLS = (
    "'driving', 'cooking', 'packing', 'teaching', 'nursing', 'counselling', 'repairs', 'sewing', 'computing', "
    "'sports', 'media', 'law'"
)
COLUMNS = (
    ("persons", f"preferred_messenger TEXT CONSTRAINT ck_persons_preferred_messenger CHECK (preferred_messenger IN ({MESSENGERS}))"),
    ("persons", "quiet_from BIGINT CONSTRAINT ck_persons_quiet_from CHECK (quiet_from BETWEEN 0 AND 23)"),
    ("persons", "quiet_until BIGINT CONSTRAINT ck_persons_quiet_until CHECK (quiet_until BETWEEN 0 AND 23)"),
    ("persons", "merged_into BIGINT CONSTRAINT fk_persons_merged_into REFERENCES persons (id)"),
    ("accounts", "unlinked_at BIGINT"),
    ("audit_entries", "behalf_of BIGINT CONSTRAINT fk_audit_entries_behalf_of REFERENCES persons (id)"),
)  # fmt: skip
"""Written out: to add them with their constraints in any other way, SQLite would build the whole table anew."""


def upgrade() -> None:
    suspensions()
    delegations()
    link_codes()
    merge_offers()
    offered()
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.add_column("persons", sa.Column("neighbourhoods_box", sa.LargeBinary()))
    op.add_column("conversations", sa.Column("recalled", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("conversations", "recalled")
    op.drop_column("persons", "neighbourhoods_box")
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column.split()[0])
    for table in ("free_times", "person_skills", "merge_offers", "link_codes", "delegations", "suspensions"):
        op.drop_table(table)


def suspensions() -> None:
    op.create_table(
        "suspensions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("suspended_at", sa.BigInteger(), nullable=False),
        sa.Column("suspended_by", sa.BigInteger(), nullable=False),
        sa.Column("reason_box", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("lifted_at", sa.BigInteger()),
        sa.Column("lifted_by", sa.BigInteger()),
        sa.ForeignKeyConstraint(["lifted_by"], ["persons.id"], name=op.f("fk_suspensions_lifted_by")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_suspensions_membership_id")),
        sa.ForeignKeyConstraint(["suspended_by"], ["persons.id"], name=op.f("fk_suspensions_suspended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    op.create_index(op.f("ix_suspensions_membership_id"), "suspensions", ["membership_id"])


def delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("lent_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.CheckConstraint("until >= since", name=op.f("ck_delegations_since_before_until")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_delegations_membership_id")),
        sa.ForeignKeyConstraint(["to_id"], ["persons.id"], name=op.f("fk_delegations_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_membership_id"), "delegations", ["membership_id"])
    op.create_index(op.f("ix_delegations_to_id"), "delegations", ["to_id"])


def link_codes() -> None:
    op.create_table(
        "link_codes",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_link_codes_code_digest")),
    )
    op.create_index(op.f("ix_link_codes_person_id"), "link_codes", ["person_id"])


def merge_offers() -> None:
    op.create_table(
        "merge_offers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kept_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["kept_id"], ["persons.id"], name=op.f("fk_merge_offers_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["persons.id"], name=op.f("fk_merge_offers_merged_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_offers")),
    )
    op.create_index(op.f("ix_merge_offers_kept_id"), "merge_offers", ["kept_id"])


def offered() -> None:
    op.create_table(
        "person_skills",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.CheckConstraint(f"skill IN ({SKILLS})", name=op.f("ck_person_skills_skill")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_skills_person_id")),
        sa.PrimaryKeyConstraint("person_id", "skill", name=op.f("pk_person_skills")),
    )
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
