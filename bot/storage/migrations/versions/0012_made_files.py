"""Whom a document that was made here is about."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLE = "made_files"
ABOUT = {"family_id": "families", "person_id": "persons"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        *(sa.Column(column, sa.BigInteger()) for column in ABOUT),
        sa.CheckConstraint("(family_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_made_files_about")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_made_files_file_id")),
        *(
            sa.ForeignKeyConstraint([column], [f"{there}.id"], name=op.f(f"fk_made_files_{column}"))
            for column, there in ABOUT.items()
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_made_files")),
    )
    for column in ABOUT:
        op.create_index(op.f(f"ix_made_files_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
