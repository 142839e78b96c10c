"""Failures by the libraries' own errors: each adapter has one table of rules, read here.

A rule matches an error class and a part of its message, without regard to case. The first rule that matches decides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.messengers.http_transport import BAD_ADDRESS, FILE_NOT_FOUND, FILE_REFUSED, NOT_CONNECTED
from bot.messengers.port import (
    FileProblem,
    MessengerFailure,
    NoLongerThere,
    RateLimited,
    RequestRejected,
    TemporaryFailure,
    TopicClosed,
    Unreachable,
)


class PollingConflict(TemporaryFailure):
    """Another process asks for this bot's updates, or a webhook is set."""


class EndpointNotFound(RequestRejected):
    """404: the messenger knows no such method, or no such bot; only the caller can tell which."""


class NotModified(MessengerFailure):
    """An edit that would change nothing: it counts as done."""


def possibly_applied(reason: str) -> TemporaryFailure:
    """Return the failure of a call that may have taken effect."""
    return TemporaryFailure(reason, may_have_applied=True)


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """`message_part` is in lower case; "" matches every message of the class."""

    error_type: type[Exception]
    message_part: str
    build_failure: Callable[[str], MessengerFailure]


def to_failure(error: Exception, rules: Sequence[ErrorRule]) -> MessengerFailure:
    """Return the failure that a library's error means.

    Its message is the error's class and the rule's own words: never the messenger's text, which may quote a person or a token.
    """
    if (wait := getattr(error, "retry_after", None)) is not None:
        return RateLimited(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
    message = str(getattr(error, "message", "")).lower()
    for rule in rules:
        if isinstance(error, rule.error_type) and rule.message_part in message:
            return rule.build_failure(f"{type(error).__name__}: {rule.message_part}".removesuffix(": "))
    return possibly_applied(f"unexpected {type(error).__name__}")


_FILE_PROBLEMS: Mapping[str, FileProblem] = {
    "voice_messages_forbidden": "voice",
    "photo_invalid_dimensions": "dimensions",
    "image_process_failed": "dimensions",
    "file is too big": "large",
    "request entity too large": "large",
}


def file_problem(failure: MessengerFailure) -> FileProblem:
    """Return why a file was refused, by the words of the rule that its failure quotes."""
    reason = str(failure)
    return next((problem for words, problem in _FILE_PROBLEMS.items() if words in reason), "refused")


_SHARED_MEANINGS: tuple[tuple[Callable[[str], MessengerFailure], tuple[str, ...]], ...] = (
    (TemporaryFailure, (NOT_CONNECTED, FILE_REFUSED)),
    (RequestRejected, (BAD_ADDRESS,)),
    (TopicClosed, ("topic_closed", "topic_deleted", "topic_id_invalid", "message thread not found")),
    (
        RequestRejected,
        ("voice_messages_forbidden", "photo_invalid_dimensions", "image_process_failed", "request entity too large"),
    ),
    (NotModified, ("message is not modified",)),
    (
        NoLongerThere,
        (
            "message to edit not found",
            "message can't be edited",
            "there is no text in the message to edit",
            "message to delete not found",
            "message can't be deleted",
            "message identifier is not specified",
            "message_id_invalid",
            "query is too old",
            "query_id_invalid",
            "file is too big",
            "file is temporarily unavailable",
            "wrong file",
            "wrong remote file",
            "invalid file_id",
            "file_reference",
            "type of file mismatch",
            FILE_NOT_FOUND,
        ),
    ),
    (
        Unreachable,
        (
            "chat not found",
            "user not found",
            "no such group or user",
            "bot was blocked",
            "user is deactivated",
            "bot was kicked",
            "bot is not a member",
            "can't initiate conversation",
        ),
    ),
)
"""Messages of Telegram, which Bale copies, and those of our own transport."""


def shared_rules(base_error: type[Exception]) -> tuple[ErrorRule, ...]:
    """Return the rules that hold in both messengers, for a library's base class of errors."""
    return tuple(ErrorRule(base_error, part, failure) for failure, parts in _SHARED_MEANINGS for part in parts)
