"""Captions of the evidence: what its sender wrote under a picture."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("evidence", sa.Column("caption_box", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("evidence", "caption_box")
