"""Who took a consent that was given after the registration, to a later text."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # written out: on SQLite a column with a foreign key is added only so
    op.execute(
        "ALTER TABLE families ADD COLUMN consent_taken_by BIGINT"
        " CONSTRAINT fk_families_consent_taken_by REFERENCES persons (id)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE families DROP COLUMN consent_taken_by")
