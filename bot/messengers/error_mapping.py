"""From what a messenger said to what it means: one table each, read here.

A rule matches a status (0 for any) and a part of the description, without regard to case; the first that matches decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from bot.messengers.envelope import ApiResponse
from bot.messengers.port import (
    InvalidToken,
    MessengerFailure,
    NoLongerThere,
    RateLimited,
    RequestRejected,
    TemporaryFailure,
    Unreachable,
)


class PollingConflict(TemporaryFailure):
    """Somebody else asks for this bot's updates, or a webhook is set."""


class EndpointNotFound(RequestRejected):
    """404: the messenger knows no such method, or no such bot; only who asks can tell which."""


class NotModified(MessengerFailure):
    """An edit that would change nothing: to us it is done."""


@dataclass(frozen=True, slots=True)
class ErrorRule:
    status: int
    description_part: str
    failure_type: type[MessengerFailure]


def to_failure(response: ApiResponse, rules: Iterable[ErrorRule]) -> MessengerFailure:
    """The failure that this answer is. Its message is the rule's own words or the status: never the person's or the token."""
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(response.retry_after)
    if response.has_envelope:
        low = response.description.lower()
        for rule in rules:
            if rule.description_part in low and (rule.status in {0, response.status} or not response.status):
                return rule.failure_type(f"{response.status} {rule.description_part}".strip())
    return _failure_by_status(response)


def _failure_by_status(said: ApiResponse) -> MessengerFailure:
    """What is not JSON was said by something in between (a gateway, a filter): worth another try, save for 413."""
    why = f"answered {said.status}" if said.has_envelope else f"answered {said.status}, not JSON"
    match said.status:
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return RequestRejected(why)
        case HTTPStatus.INTERNAL_SERVER_ERROR | HTTPStatus.BAD_GATEWAY | HTTPStatus.GATEWAY_TIMEOUT:
            return TemporaryFailure(why, may_have_applied=True)
        case HTTPStatus.CONFLICT:
            return PollingConflict(why)
        case _ if not said.has_envelope or said.status >= HTTPStatus.INTERNAL_SERVER_ERROR or not said.status:
            return TemporaryFailure(why)
        case HTTPStatus.UNAUTHORIZED:
            return InvalidToken(why)
        case HTTPStatus.FORBIDDEN:
            return Unreachable(why)
        case HTTPStatus.NOT_FOUND:
            return EndpointNotFound(why)
        case _:
            return RequestRejected(why)


SHARED_ERROR_RULES = (
    ErrorRule(400, "message is not modified", NotModified),
    ErrorRule(400, "message to edit not found", NoLongerThere),
    ErrorRule(400, "message can't be edited", NoLongerThere),
    ErrorRule(400, "there is no text in the message to edit", NoLongerThere),
    ErrorRule(400, "message to delete not found", NoLongerThere),
    ErrorRule(400, "message can't be deleted", NoLongerThere),
    ErrorRule(400, "message identifier is not specified", NoLongerThere),
    ErrorRule(400, "message_id_invalid", NoLongerThere),
    ErrorRule(400, "query is too old", NoLongerThere),
    ErrorRule(400, "query_id_invalid", NoLongerThere),
    ErrorRule(400, "file is too big", NoLongerThere),
    ErrorRule(400, "file is temporarily unavailable", NoLongerThere),
    ErrorRule(400, "wrong file", NoLongerThere),
    ErrorRule(400, "wrong remote file", NoLongerThere),
    ErrorRule(400, "invalid file_id", NoLongerThere),
    ErrorRule(400, "file_reference", NoLongerThere),
    ErrorRule(400, "type of file mismatch", NoLongerThere),
    ErrorRule(0, "chat not found", Unreachable),
    ErrorRule(0, "user not found", Unreachable),
    ErrorRule(0, "no such group or user", Unreachable),
    ErrorRule(0, "bot was blocked", Unreachable),
    ErrorRule(0, "user is deactivated", Unreachable),
    ErrorRule(0, "bot was kicked", Unreachable),
    ErrorRule(0, "bot is not a member", Unreachable),
    ErrorRule(0, "can't initiate conversation", Unreachable),
)
"""What both say, for Bale copies Telegram's words; each adapter puts its own rules before these."""
