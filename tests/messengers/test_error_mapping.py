"""What messengers say when they refuse, in the words of their documentation and of people's reports, and what it means."""

import orjson
import pytest

from bot.messengers import bale, telegram
from bot.messengers.envelope import NotJsonError, decode, reply
from bot.messengers.error_mapping import Conflict, Rule, Unchanged, failure
from bot.messengers.port import BadToken, Bug, Failure, Gone, SlowDown, TryAgain, Unreachable

TELEGRAM: list[tuple[int, str, type[Failure]]] = [
    (401, "Unauthorized", BadToken),
    (404, "Not Found", Bug),
    (403, "Forbidden: bot was blocked by the user", Unreachable),
    (403, "Forbidden: user is deactivated", Unreachable),
    (403, "Forbidden: bot can't initiate conversation with a user", Unreachable),
    (403, "Forbidden: bot was kicked from the supergroup chat", Unreachable),
    (403, "Forbidden: bot is not a member of the channel chat", Unreachable),
    (400, "Bad Request: chat not found", Unreachable),
    (400, "Bad Request: user not found", Unreachable),
    (400, "Bad Request: PEER_ID_INVALID", Unreachable),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", Unreachable),
    (400, "Bad Request: not enough rights to send text messages to the chat", Unreachable),
    (400, "Bad Request: have no rights to send a message", Unreachable),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Unreachable),
    (400, "Bad Request: message is not modified: specified new message content…", Unchanged),
    (400, "Bad Request: message to edit not found", Gone),
    (400, "Bad Request: message can't be edited", Gone),
    (400, "Bad Request: there is no text in the message to edit", Gone),
    (400, "Bad Request: MESSAGE_ID_INVALID", Gone),
    (400, "Bad Request: message to delete not found", Gone),
    (400, "Bad Request: message can't be deleted for everyone", Gone),
    (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", Gone),
    (400, "Bad Request: file is too big", Gone),
    (400, "Bad Request: wrong file_id or the file is temporarily unavailable", Gone),
    (400, "Bad Request: invalid file_id", Gone),
    (400, "Bad Request: wrong remote file identifier specified: Wrong string length", Gone),
    (400, "Bad Request: message text is empty", Bug),
    (400, "Bad Request: message is too long", Bug),
    (400, "Bad Request: BUTTON_DATA_INVALID", Bug),
    (400, "Bad Request: can't parse entities: Unsupported start tag", Bug),
    (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        Conflict,
    ),
    (413, "Request Entity Too Large", Bug),
    (429, "Too Many Requests: retry after 14", SlowDown),
    (500, "Internal Server Error: restart", TryAgain),
    (502, "Bad Gateway", TryAgain),
    (200, "Bad Request: message to edit not found", Gone),
    (200, "Something new", TryAgain),
]
BALE: list[tuple[int, str, type[Failure]]] = [
    (403, "Bad Request: Token not found", BadToken),
    (403, "Forbidden: permission_denied", Unreachable),
    (400, "no such group or user", Unreachable),
    (404, "no such group or user", Unreachable),
    (403, "Forbidden: bot was blocked by the user", Unreachable),
    (429, "bot limit exceed", SlowDown),
    (200, "bot limit exceed", SlowDown),
    (400, "Bad Request: message not found", Gone),
    (400, "Bad Request: message is not modified", Unchanged),
    (400, "Bad Request: message text is empty", Bug),
    (404, "method not found", Bug),
    (500, "", TryAgain),
]


@pytest.mark.parametrize(
    ("rules", "status", "description", "kind"),
    [pytest.param(telegram.ERRORS, *row, id=f"telegram {row[:2]}") for row in TELEGRAM]
    + [pytest.param(bale.ERRORS, *row, id=f"bale {row[:2]}") for row in BALE],
)
def test_refusals(rules: tuple[Rule, ...], status: int, description: str, kind: type[Failure]) -> None:
    body = orjson.dumps({"ok": False, "description": description})
    made = failure(reply(status, body, {}), rules)
    assert type(made) is kind or (kind is Bug and isinstance(made, Bug))
    if isinstance(made, SlowDown):
        assert made.retry_after == (14.0 if "14" in description else 1.0)


def test_error_code_counts_where_http_says_that_all_is_well() -> None:
    body = b'{"ok":false,"error_code":403,"description":"Forbidden: something new"}'
    assert isinstance(failure(reply(200, body, {}), telegram.ERRORS), Unreachable)


@pytest.mark.parametrize("seconds", [b"0", b"-3", b"1e999", b"null", b'"soon"', b"[]"])
def test_a_time_to_wait_that_is_none_becomes_a_second(seconds: bytes) -> None:
    said = reply(429, b'{"ok":false,"parameters":{"retry_after":' + seconds + b"}}", {})
    assert said.retry_after == 1.0


def test_time_to_wait_means_nothing_elsewhere() -> None:
    assert reply(400, b'{"ok":false,"description":"x","parameters":{"retry_after":9}}', {}).retry_after == 0.0


def test_numbers_beyond_64_bits_and_broken_letters_do_not_lose_the_rest() -> None:
    said = reply(200, b'{"ok":true,"result":[{"n":1234567890123456789012},{"t":"a\\ud83d"},"\xff"]}', {})
    assert said.ok
    assert said.result[1:] == [{"t": "a"}, "\ufffd"]


def test_what_is_no_json_says_none_of_it() -> None:
    with pytest.raises(NotJsonError) as caught:
        decode(b"secret words")
    assert "secret" not in str(caught.value)
