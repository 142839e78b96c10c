"""Run by Alembic. The connection, in a transaction that the caller commits, comes from `bot.storage.migrate`."""

from alembic import context

from bot.storage import tables
from bot.storage.orm import Base

__all__ = ["tables"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
