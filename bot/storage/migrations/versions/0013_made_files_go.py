"""Documents that are made here are kept no more. What was kept of them goes: its row now, its content by the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TABLE = "made_files"
ABOUT = {"family_id": "families", "person_id": "persons"}
MADE = """SELECT files.id, files.content_digest FROM files JOIN made_files ON made_files.file_id = files.id
WHERE files.id NOT IN (SELECT file_id FROM evidence)"""
DROPPING = """INSERT INTO jobs (id, lane, kind, args, state, due_at, attempts)
VALUES (:job, 'work', 'drop-file', :args, 0, 0, 0)"""


def upgrade() -> None:
    connection = op.get_bind()
    made = connection.execute(sa.text(MADE)).all()
    op.drop_table(TABLE)
    for file, digest in made:
        name = bytes(digest).hex()
        job = {"job": f"drop-file:{name}", "args": f'{{"digest": "{name}"}}'}
        connection.execute(sa.text("DELETE FROM remote_files WHERE file_id = :file"), {"file": file})
        connection.execute(sa.text("DELETE FROM files WHERE id = :file"), {"file": file})
        connection.execute(sa.text("DELETE FROM jobs WHERE id = :job"), {"job": job["job"]})
        connection.execute(sa.text(DROPPING), job)


def downgrade() -> None:
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
