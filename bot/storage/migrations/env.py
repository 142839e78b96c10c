"""Environment of Alembic. `bot.storage.migrate` gives the connection, and commits its transaction."""

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
