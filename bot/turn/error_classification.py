"""Whose fault a failed turn is: the database's (the update stays unconfirmed and is tried again) or the update's own."""

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
"""SQLSTATEs: connection, read-only, nobody let in, no such database, resources, locks, ended by somebody, system, internal."""
_SERIALIZATION_STATES = ("40",)
_PRIMARY_CODE_MASK = 0xFF  # an extended result code of SQLite bears the primary one in its lowest byte


def is_infrastructure_failure(error: BaseException) -> bool:
    """The database or the disk failed, whatever the statement was."""
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
    """Two transactions met and this one gave way (deadlock, serialization): it can be done again at once."""
    return isinstance(error, exc.DBAPIError) and _sql_state(error).startswith(_SERIALIZATION_STATES)


def _sql_state(error: exc.DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def error_location(error: Exception) -> str:
    """The error's class and the line it came from; its message may bear a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} at {last.name}:{last.lineno}" if last else type(error).__name__
