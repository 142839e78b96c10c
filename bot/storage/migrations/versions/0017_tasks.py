"""Indexes for what waits for a person, and letters that know whether they wait for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_AWAITS_REVIEW = sa.text("verified_at IS NULL AND voided_at IS NULL")
_AWAITS_DECISION = sa.text("state = 'waiting'")


def upgrade() -> None:
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("awaits_reply", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("letters") as table:
        table.alter_column("awaits_reply", server_default=None)
    _mark_last_letters()
    op.create_index(
        "ix_letters_awaiting_reply",
        "letters",
        ["unit_id", "person_id"],
        sqlite_where=sa.text("awaits_reply = 1"),
        postgresql_where=sa.text("awaits_reply"),
    )
    op.create_index(
        "ix_services_reporter_awaiting_review",
        "services",
        ["reported_by"],
        sqlite_where=_AWAITS_REVIEW,
        postgresql_where=_AWAITS_REVIEW,
    )
    op.create_index(
        "ix_call_approvals_waiting",
        "call_approvals",
        ["expires_at"],
        sqlite_where=_AWAITS_DECISION,
        postgresql_where=_AWAITS_DECISION,
    )


def downgrade() -> None:
    op.drop_index("ix_call_approvals_waiting", "call_approvals")
    op.drop_index("ix_services_reporter_awaiting_review", "services")
    op.drop_index("ix_letters_awaiting_reply", "letters")
    with op.batch_alter_table("letters") as table:
        table.drop_column("awaits_reply")


def _mark_last_letters() -> None:
    """Let the last letter of a thread wait if it is the member's."""
    op.execute(
        "UPDATE letters SET awaits_reply = true WHERE author_id = person_id AND NOT EXISTS (SELECT 1 FROM letters later"
        " WHERE later.unit_id = letters.unit_id AND later.person_id = letters.person_id"
        " AND (later.at > letters.at OR (later.at = letters.at AND later.id > letters.id)))"
    )
