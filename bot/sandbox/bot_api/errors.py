"""Reasons for which a Bot API call is refused; each dialect has its own words and status for them."""

from enum import StrEnum, auto


class ErrorReason(StrEnum):
    UNAUTHORIZED = auto()
    NO_SUCH_METHOD = auto()
    UNKNOWN_PARAMETER = auto()
    BAD_PARAMETER = auto()
    CHAT_NOT_FOUND = auto()
    BLOCKED = auto()
    TOO_MANY = auto()
    TEXT_EMPTY = auto()
    TEXT_TOO_LONG = auto()
    CAPTION_TOO_LONG = auto()
    CANNOT_PARSE = auto()
    BUTTON_DATA_INVALID = auto()
    BUTTON_INVALID = auto()
    NOT_MODIFIED = auto()
    EDIT_NOT_FOUND = auto()
    CANNOT_EDIT = auto()
    NO_TEXT_TO_EDIT = auto()
    DELETE_NOT_FOUND = auto()
    CANNOT_DELETE = auto()
    COPY_NOT_FOUND = auto()
    REPLY_NOT_FOUND = auto()
    TOPIC_NOT_FOUND = auto()
    TOPIC_CLOSED = auto()
    QUERY_TOO_OLD = auto()
    FILE_EMPTY = auto()
    FILE_WRONG = auto()
    FILE_UNKNOWN = auto()
    FILE_MISMATCH = auto()
    FILE_TOO_BIG = auto()
    PICTURE_UNREADABLE = auto()
    OTHER_POLL = auto()
    WEBHOOK_ACTIVE = auto()
    WEBHOOK_INVALID = auto()


class BotApiError(Exception):
    """A refused call.

    `detail` completes the dialect's sentence; `retry_after` is whole seconds, for TOO_MANY only.
    """

    def __init__(self, reason: ErrorReason, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after
