"""Translation of database constraints to domain errors: one table, for both databases.

Knows the names of constraints and the keys of errors. A constraint that is not in the table is a programming error, and
its IntegrityError is raised as it is.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from itertools import chain

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.errors import Conflict, DomainError
from bot.storage.orm import Base

CONSTRAINT_ERRORS: Mapping[str, Callable[[], DomainError]] = {
    "uq_families_identity_digest": lambda: Conflict("error-family-known-now", field="identity"),
    "uq_accounts_messenger_external_id": lambda: Conflict("error-account-known"),
    "uq_join_requests_waiting": lambda: Conflict("error-request-waits"),
    "uq_memberships_current": lambda: Conflict("error-member-already"),
    "ck_families_members": lambda: Conflict("error-members-number", field="members"),
    "ck_services_value": lambda: Conflict("error-service-value", field="value"),
    "ck_services_people": lambda: Conflict("error-service-people", field="people"),
    "ck_services_beneficiary": lambda: Conflict("error-service-people", field="people"),
}


@asynccontextmanager
async def translate_integrity_errors(session: AsyncSession) -> AsyncIterator[None]:
    """Flush the rows added inside behind a savepoint; raise a violated constraint as its domain error.

    After the error the transaction can still be read from.
    """
    try:
        async with session.begin_nested():
            yield
    except IntegrityError as error:
        domain_error = CONSTRAINT_ERRORS.get(violated_constraint(error))
        if domain_error is None:
            raise
        raise domain_error() from error


def violated_constraint(error: IntegrityError) -> str:
    """Return the name of the violated constraint, or "".

    PostgreSQL names it. SQLite names checks only; for a unique key it lists the columns.
    """
    driver = getattr(error.orig, "__cause__", None)
    name = getattr(driver, "constraint_name", None)
    if isinstance(name, str):
        return name
    _, _, columns = str(error.orig).partition(" constraint failed: ")
    return _constraint_names_by_columns().get(columns, columns)


@cache
def _constraint_names_by_columns() -> dict[str, str]:
    """Map «table.column, table.column», as SQLite writes it, to the name of the constraint or index."""
    return {columns: name for table in Base.metadata.sorted_tables for columns, name in _unique_constraint_names(table)}


def _unique_constraint_names(table: Table) -> list[tuple[str, str]]:
    uniques = (constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint))
    indexes = (index for index in table.indexes if index.unique)
    rows: list[tuple[str, str]] = []
    for unique in chain[UniqueConstraint | Index](uniques, indexes):
        columns = ", ".join(f"{table.name}.{column.name}" for column in unique.columns)
        rows.append((columns, str(unique.name)))
    return rows
