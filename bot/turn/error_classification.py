"""Classification of exceptions: infrastructure failure (retry) or fault of the update (dead letter)."""

import sqlite3
import traceback

from sqlalchemy import exc

_CONNECTION_ERRORS = (exc.InterfaceError, exc.InternalError, exc.TimeoutError, OSError)
_SQLITE_INFRASTRUCTURE_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOTADB,
    }
)  # fmt: skip
_POSTGRES_INFRASTRUCTURE_STATES = ("08", "25006", "28", "3D", "53", "55000", "55P03", "57", "58", "F0", "XX")
"""SQLSTATEs: connection, read-only, login refused, no such database, resources, locks, terminated, system, internal."""
_SERIALIZATION_STATES = ("40",)
_PRIMARY_CODE_MASK = 0xFF  # the lowest byte of an extended result code of SQLite is the primary one


def is_infrastructure_failure(error: BaseException) -> bool:
    """Return True if the database or the disk failed, so that any statement might have."""
    if isinstance(error, exc.DBAPIError):
        if error.connection_invalidated or isinstance(error, _CONNECTION_ERRORS):
            return True
        code = getattr(error.orig, "sqlite_errorcode", None)
        return (
            code & _PRIMARY_CODE_MASK in _SQLITE_INFRASTRUCTURE_CODES
            if code is not None
            else _sql_state(error).startswith(_POSTGRES_INFRASTRUCTURE_STATES)
        )
    return isinstance(error, _CONNECTION_ERRORS)


def is_serialization_failure(error: BaseException) -> bool:
    """Return True for a deadlock or a serialization failure: the transaction can be repeated at once."""
    return isinstance(error, exc.DBAPIError) and _sql_state(error).startswith(_SERIALIZATION_STATES)


def _sql_state(error: exc.DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def error_location(error: Exception) -> str:
    """Return the error's class and line, without its message, which may bear a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} at {last.name}:{last.lineno}" if last else type(error).__name__
