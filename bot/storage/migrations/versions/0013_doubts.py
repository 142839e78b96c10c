"""What is doubtful about a report, and an index of the verified services of an activity."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_IS_VERIFIED = sa.text("verified_at IS NOT NULL AND voided_at IS NULL")


def upgrade() -> None:
    op.add_column("services", sa.Column("doubts", sa.Text(), nullable=True))
    op.create_index(
        "ix_services_verified_of_activity",
        "services",
        ["activity_id", "verified_at"],
        unique=False,
        sqlite_where=_IS_VERIFIED,
        postgresql_where=_IS_VERIFIED,
    )


def downgrade() -> None:
    op.drop_index("ix_services_verified_of_activity", table_name="services")
    op.drop_column("services", "doubts")
