"""From what a messenger said to what it means: one table each, read here.

A rule matches a status (0 for any) and a part of the description, without regard to case; the first that matches decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from bot.messengers.envelope import Reply
from bot.messengers.port import BadToken, Bug, Failure, Gone, SlowDown, TryAgain, Unreachable


class Conflict(TryAgain):
    """Somebody else asks for this bot's updates, or a webhook is set."""


class NotKnown(Bug):
    """404: the messenger knows no such method, or no such bot; only who asks can tell which."""


class Unchanged(Failure):
    """An edit that would change nothing: to us it is done."""


@dataclass(frozen=True, slots=True)
class Rule:
    status: int
    part: str
    means: type[Failure]


def failure(said: Reply, rules: Iterable[Rule]) -> Failure:
    """The failure that this answer is. Its message is the rule's own words or the status: never the person's or the token."""
    if said.status == HTTPStatus.TOO_MANY_REQUESTS:
        return SlowDown(said.retry_after)
    if said.enveloped:
        low = said.description.lower()
        for rule in rules:
            if rule.part in low and (rule.status in {0, said.status} or not said.status):
                return rule.means(f"{said.status} {rule.part}".strip())
    return _by_status(said)


def _by_status(said: Reply) -> Failure:
    """What is not JSON was said by something in between (a gateway, a filter): worth another try, save for 413."""
    why = f"answered {said.status}" if said.enveloped else f"answered {said.status}, not JSON"
    match said.status:
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Bug(why)
        case HTTPStatus.INTERNAL_SERVER_ERROR | HTTPStatus.BAD_GATEWAY | HTTPStatus.GATEWAY_TIMEOUT:
            return TryAgain(why, perhaps_done=True)
        case HTTPStatus.CONFLICT:
            return Conflict(why)
        case _ if not said.enveloped or said.status >= HTTPStatus.INTERNAL_SERVER_ERROR or not said.status:
            return TryAgain(why)
        case HTTPStatus.UNAUTHORIZED:
            return BadToken(why)
        case HTTPStatus.FORBIDDEN:
            return Unreachable(why)
        case HTTPStatus.NOT_FOUND:
            return NotKnown(why)
        case _:
            return Bug(why)


SHARED = (
    Rule(400, "message is not modified", Unchanged),
    Rule(400, "message to edit not found", Gone),
    Rule(400, "message can't be edited", Gone),
    Rule(400, "there is no text in the message to edit", Gone),
    Rule(400, "message to delete not found", Gone),
    Rule(400, "message can't be deleted", Gone),
    Rule(400, "message identifier is not specified", Gone),
    Rule(400, "message_id_invalid", Gone),
    Rule(400, "query is too old", Gone),
    Rule(400, "query_id_invalid", Gone),
    Rule(400, "file is too big", Gone),
    Rule(400, "file is temporarily unavailable", Gone),
    Rule(400, "wrong file", Gone),
    Rule(400, "wrong remote file", Gone),
    Rule(400, "invalid file_id", Gone),
    Rule(400, "file_reference", Gone),
    Rule(400, "type of file mismatch", Gone),
    Rule(0, "chat not found", Unreachable),
    Rule(0, "user not found", Unreachable),
    Rule(0, "no such group or user", Unreachable),
    Rule(0, "bot was blocked", Unreachable),
    Rule(0, "user is deactivated", Unreachable),
    Rule(0, "bot was kicked", Unreachable),
    Rule(0, "bot is not a member", Unreachable),
    Rule(0, "can't initiate conversation", Unreachable),
)
"""What both say, for Bale copies Telegram's words; each adapter puts its own rules before these."""
