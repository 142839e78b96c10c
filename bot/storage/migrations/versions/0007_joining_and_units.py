"""Requests to join, cards of members, letters, what is known of a unit, and how many an invitation was made for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

FACTS = (
    "'address', 'licence', 'licence_state', 'licensed_on', 'licensed_until', "
    "'iban', 'card_reader', 'ussd', 'location', 'merged_into'"
)


def upgrade() -> None:
    join_requests()
    member_cards()
    letters()
    unit_facts()
    op.add_column("invitations", sa.Column("uses", sa.BigInteger(), nullable=False, server_default="1"))
    op.execute("UPDATE invitations SET uses = uses_left WHERE uses_left > 1")


def downgrade() -> None:
    op.drop_column("invitations", "uses")
    for table in ("unit_facts", "letters", "member_cards", "join_requests"):
        op.drop_table(table)


def join_requests() -> None:
    op.create_table(
        "join_requests",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("reminded_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", sa.BigInteger()),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn')", name=op.f("ck_join_requests_state")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_join_requests_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_join_requests_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_join_requests_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
    )
    op.create_index(op.f("ix_join_requests_person_id"), "join_requests", ["person_id"])
    op.create_index("ix_join_requests_unit_id_state", "join_requests", ["unit_id", "state"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_join_requests_waiting",
        "join_requests",
        ["person_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def member_cards() -> None:
    op.create_table(
        "member_cards",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_box", sa.LargeBinary()),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_member_cards_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_cards")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_member_cards_code_digest")),
    )
    op.create_index(op.f("ix_member_cards_membership_id"), "member_cards", ["membership_id"])


def letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("text_box", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_letters_author_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_letters_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_letters_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_person_id"), "letters", ["person_id"])
    op.create_index("ix_letters_unit_id_person_id_at", "letters", ["unit_id", "person_id", "at"])


def unit_facts() -> None:
    op.create_table(
        "unit_facts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("set_by", sa.BigInteger()),
        sa.CheckConstraint(f"fact IN ({FACTS})", name=op.f("ck_unit_facts_fact")),
        sa.CheckConstraint("until >= since", name=op.f("ck_unit_facts_since_before_until")),
        sa.ForeignKeyConstraint(["set_by"], ["persons.id"], name=op.f("fk_unit_facts_set_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_facts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_facts")),
    )
    op.create_index(op.f("ix_unit_facts_unit_id"), "unit_facts", ["unit_id"])
    standing = sa.text("until IS NULL")
    op.create_index(
        "uq_unit_facts_standing",
        "unit_facts",
        ["unit_id", "fact"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
