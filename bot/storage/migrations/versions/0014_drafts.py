"""Several drafts of one form: a draft has an id of its own, and is sealed to it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.encryption import DecryptionError, associated_data, keyring
from bot.storage.orm import new_id

revision = "0014"
down_revision = "0013"

Row = dict[str, Any]


def upgrade() -> None:
    rows = _read_rows()
    op.drop_table("drafts")
    op.create_table(
        "drafts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        *_common_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_updated_at"), "drafts", ["updated_at"], unique=False)
    op.create_index("ix_drafts_person_id_updated_at", "drafts", ["person_id", "updated_at"], unique=False)
    for row in rows:
        draft_id = new_id()
        _insert_row({"id": draft_id, **row}, _reseal(row["state_box"], _form_place(row), _place(draft_id)))


def downgrade() -> None:
    """Go back to one draft of each form: the latest stays."""
    latest = {(row["person_id"], row["form"]): row for row in _read_rows("id")}
    op.drop_table("drafts")
    op.create_table("drafts", *_common_columns(), sa.PrimaryKeyConstraint("person_id", "form", name=op.f("pk_drafts")))
    op.create_index(op.f("ix_drafts_updated_at"), "drafts", ["updated_at"], unique=False)
    for row in latest.values():
        place = _place(row.pop("id"))
        _insert_row(row, _reseal(row["state_box"], place, _form_place(row)))


def _common_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("state_box", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_drafts_person_id")),
    )


def _read_rows(*keys: str) -> list[Row]:
    """Return the drafts, the latest last."""
    columns: list[sa.ColumnClause[Any]] = [
        sa.column(name) for name in (*keys, "person_id", "form", "state_box", "updated_at")
    ]
    query = sa.select(*columns).select_from(sa.table("drafts")).order_by(sa.column("updated_at"))
    return [dict(row) for row in op.get_bind().execute(query).mappings()]


def _insert_row(row: Row, box: bytes) -> None:
    drafts = sa.table("drafts", *(sa.column(name) for name in row))
    op.get_bind().execute(sa.insert(drafts).values({**row, "state_box": box}))


def _place(draft_id: int) -> str:
    return associated_data("drafts", "state_box", draft_id)


def _form_place(row: Row) -> str:
    return associated_data("drafts", "state_box", row["person_id"], row["form"])


def _reseal(box: bytes, place: str, new_place: str) -> bytes:
    """Return the box for its new place; a damaged one stays as it is, and can be read there no more than before."""
    try:
        return keyring().seal(keyring().open(box, place), new_place)
    except DecryptionError:
        return box
