"""Calls of a campaign; the answer of a person for whom there was no place; calls and answers by person."""

from alembic import op

revision = "0010"
down_revision = "0009"

_ANSWER_COLUMNS = "id, call_id, person_id, answer, at"


def upgrade() -> None:
    for table in ("calls", "call_approvals"):
        # written out: on SQLite a column with a foreign key is added only so
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN campaign_id BIGINT"
            f" CONSTRAINT fk_{table}_campaign_id REFERENCES campaigns (id)"
        )
    op.create_index(op.f("ix_calls_campaign_id"), "calls", ["campaign_id"], unique=False)
    _change_answers("'coming', 'cannot', 'no_place'")
    op.create_index(op.f("ix_answers_person_id"), "answers", ["person_id"], unique=False)
    op.create_index("ix_deliveries_person_id_call_id", "deliveries", ["person_id", "call_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_deliveries_person_id_call_id", "deliveries")
    op.drop_index(op.f("ix_answers_person_id"), "answers")
    op.execute("UPDATE answers SET answer = 'cannot' WHERE answer = 'no_place'")
    _change_answers("'coming', 'cannot'")
    op.drop_index(op.f("ix_calls_campaign_id"), "calls")
    for table in ("call_approvals", "calls"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN campaign_id")


def _change_answers(allowed: str) -> None:
    """Change the CHECK of `answers.answer`. SQLite has no way but a new table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE answers DROP CONSTRAINT ck_answers_answer")
        op.execute(f"ALTER TABLE answers ADD CONSTRAINT ck_answers_answer CHECK (answer IN ({allowed}))")
        return
    op.execute(
        "CREATE TABLE answers_changed ("
        "id BIGINT NOT NULL, call_id BIGINT NOT NULL, person_id BIGINT NOT NULL, answer TEXT NOT NULL, at BIGINT NOT NULL,"
        f" CONSTRAINT ck_answers_answer CHECK (answer IN ({allowed})),"
        " CONSTRAINT fk_answers_call_id FOREIGN KEY(call_id) REFERENCES calls (id),"
        " CONSTRAINT fk_answers_person_id FOREIGN KEY(person_id) REFERENCES persons (id),"
        " CONSTRAINT pk_answers PRIMARY KEY (id),"
        " CONSTRAINT uq_answers_call_id_person_id UNIQUE (call_id, person_id))"
    )
    op.execute(f"INSERT INTO answers_changed ({_ANSWER_COLUMNS}) SELECT {_ANSWER_COLUMNS} FROM answers")
    op.execute("DROP TABLE answers")
    op.execute("ALTER TABLE answers_changed RENAME TO answers")
