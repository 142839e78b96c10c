"""Files that are about a person's own household."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TABLE = "own_households"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_own_households_family_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_own_households_person_id")),
        sa.PrimaryKeyConstraint("person_id", "family_id", name=op.f("pk_own_households")),
    )
    op.create_index(op.f("ix_own_households_family_id"), TABLE, ["family_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
