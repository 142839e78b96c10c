"""Files that were received, and what each messenger calls them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_files()
    _create_remote_file_ids()


def downgrade() -> None:
    for table in ("remote_file_ids", "files"):
        op.drop_table(table)


def _create_files() -> None:
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


def _create_remote_file_ids() -> None:
    op.create_table(
        "remote_file_ids",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("messenger", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_remote_file_ids_file_id")),
        sa.PrimaryKeyConstraint("file_id", "messenger", name=op.f("pk_remote_file_ids")),
    )
