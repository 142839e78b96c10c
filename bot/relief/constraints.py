"""What a broken database constraint means in the domain: one table, for both databases.

It knows the names of constraints and the keys of errors. What is not in the table is a fault of ours and stays one.
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
    """What is added inside is written at its end, behind a savepoint.

    A constraint of the table above is raised as its domain error, and the transaction can still be used for questions.
    """
    try:
        async with session.begin_nested():
            yield
    except IntegrityError as broken:
        meant = CONSTRAINT_ERRORS.get(violated_constraint(broken))
        if meant is None:
            raise
        raise meant() from broken


def violated_constraint(error: IntegrityError) -> str:
    """The constraint's name, or "". PostgreSQL gives it; SQLite gives it for checks, and for keys their columns."""
    driver = getattr(error.orig, "__cause__", None)
    named = getattr(driver, "constraint_name", None)
    if isinstance(named, str):
        return named
    _, _, said = str(error.orig).partition(" constraint failed: ")
    return _constraint_names_by_columns().get(said, said)


@cache
def _constraint_names_by_columns() -> dict[str, str]:
    """«table.column, table.column», as SQLite says it, to the name of the unique constraint or index."""
    return {said: name for table in Base.metadata.sorted_tables for said, name in _unique_constraint_names(table)}


def _unique_constraint_names(table: Table) -> list[tuple[str, str]]:
    uniques = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    indexes = (one for one in table.indexes if one.unique)
    rows: list[tuple[str, str]] = []
    for one in chain[UniqueConstraint | Index](uniques, indexes):
        columns = ", ".join(f"{table.name}.{column.name}" for column in one.columns)
        rows.append((columns, str(one.name)))
    return rows
