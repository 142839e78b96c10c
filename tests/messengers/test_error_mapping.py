"""Refusals in the words of the documentation and of reports, through each library to the port's failures."""

from unittest.mock import patch

import orjson
import pytest
from aiohttp import FormData

from bot.messengers.bale import BALE_ERRORS, BaleMessenger
from bot.messengers.envelope import NotJsonError, decode_json, parse_response
from bot.messengers.error_mapping import EndpointNotFound, ErrorRule, NotModified, PollingConflict
from bot.messengers.http_transport import HttpResponse, HttpTimeouts, HttpTransport
from bot.messengers.port import (
    InvalidToken,
    MessengerFailure,
    NoLongerThere,
    RateLimited,
    RequestRejected,
    TemporaryFailure,
    Unreachable,
)
from bot.messengers.send_plan import MessagePart
from bot.messengers.telegram import TELEGRAM_ERRORS, TelegramMessenger

TELEGRAM: list[tuple[int, str, type[MessengerFailure]]] = [
    (401, "Unauthorized", InvalidToken),
    (404, "Not Found", RequestRejected),
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
    (400, "Bad Request: message is not modified: specified new message content…", NotModified),
    (400, "Bad Request: message to edit not found", NoLongerThere),
    (400, "Bad Request: message can't be edited", NoLongerThere),
    (400, "Bad Request: there is no text in the message to edit", NoLongerThere),
    (400, "Bad Request: MESSAGE_ID_INVALID", NoLongerThere),
    (400, "Bad Request: message to delete not found", NoLongerThere),
    (400, "Bad Request: message can't be deleted for everyone", NoLongerThere),
    (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", NoLongerThere),
    (400, "Bad Request: file is too big", NoLongerThere),
    (400, "Bad Request: wrong file_id or the file is temporarily unavailable", NoLongerThere),
    (400, "Bad Request: invalid file_id", NoLongerThere),
    (400, "Bad Request: wrong remote file identifier specified: Wrong string length", NoLongerThere),
    (400, "Bad Request: message text is empty", RequestRejected),
    (400, "Bad Request: message is too long", RequestRejected),
    (400, "Bad Request: BUTTON_DATA_INVALID", RequestRejected),
    (400, "Bad Request: can't parse entities: Unsupported start tag", RequestRejected),
    (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        PollingConflict,
    ),
    (413, "Request Entity Too Large", RequestRejected),
    (429, "Too Many Requests: retry after 14", RateLimited),
    (500, "Internal Server Error: restart", TemporaryFailure),
    (502, "Bad Gateway", TemporaryFailure),
    (200, "Bad Request: message to edit not found", NoLongerThere),
    (200, "Something new", TemporaryFailure),
]
BALE: list[tuple[int, str, type[MessengerFailure]]] = [
    (403, "Bad Request: Token not found", InvalidToken),
    (403, "Forbidden: permission_denied", Unreachable),
    (400, "no such group or user", Unreachable),
    (404, "no such group or user", Unreachable),
    (403, "Forbidden: bot was blocked by the user", Unreachable),
    (429, "bot limit exceed", RateLimited),
    (200, "bot limit exceed", RateLimited),
    (400, "Bad Request: message not found", NoLongerThere),
    (400, "Bad Request: message is not modified", NotModified),
    (400, "Bad Request: message text is empty", RequestRejected),
    (404, "method not found", RequestRejected),
    (500, "", TemporaryFailure),
]


class Answers(HttpTransport):
    """The transport of both adapters with one answer to every call."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(timeouts=HttpTimeouts())
        self.answer = HttpResponse(status=status, body=body, headers={})

    async def post(self, url: str, body: bytes | FormData, *, timeout_seconds: float) -> HttpResponse:
        return self.answer


async def refusal(messenger: str, status: int, body: bytes) -> MessengerFailure:
    """Return the port's failure after the whole way: repair, the library's own error, the table."""
    adapter = TelegramMessenger if messenger == "telegram" else BaleMessenger
    with patch(f"bot.messengers.{messenger}.HttpTransport", lambda **_: Answers(status, body)):
        made = adapter("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
    with pytest.raises(MessengerFailure) as caught:
        await made._send_part(MessagePart(chat=7, text="x"), upload=False)
    return caught.value


@pytest.mark.parametrize(
    ("messenger", "status", "description", "kind"),
    [pytest.param("telegram", *row, id=f"telegram {row[:2]}") for row in TELEGRAM]
    + [pytest.param("bale", *row, id=f"bale {row[:2]}") for row in BALE],
)
async def test_refusals(messenger: str, status: int, description: str, kind: type[MessengerFailure]) -> None:
    made = await refusal(messenger, status, orjson.dumps({"ok": False, "description": description}))
    assert type(made) is kind or (kind is RequestRejected and isinstance(made, RequestRejected))
    if isinstance(made, RateLimited):
        assert made.retry_after == (14.0 if "14" in description else 1.0)


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_error_code_counts_where_http_says_that_all_is_well(messenger: str) -> None:
    body = b'{"ok":false,"error_code":403,"description":"Forbidden: something new"}'
    assert isinstance(await refusal(messenger, 200, body), Unreachable)


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
@pytest.mark.parametrize(
    ("status", "body", "kind", "perhaps"),
    [
        (401, b'{"ok":false,"description":"nobody\'s words"}', InvalidToken, None),
        (404, b'{"ok":false,"description":"nobody\'s words"}', EndpointNotFound, None),
        (413, b'{"ok":false,"description":"nobody\'s words"}', RequestRejected, None),
        (418, b'{"ok":false,"description":"nobody\'s words"}', RequestRejected, None),
        (500, b'{"ok":false,"description":"nobody\'s words"}', TemporaryFailure, True),
        (520, b"<html>", TemporaryFailure, True),
        (401, b"<html>", TemporaryFailure, False),
        (200, b'{"ok":false,"error_code":7}', TemporaryFailure, False),
        (200, b'{"ok":false,"error_code":200}', TemporaryFailure, False),
        (429, b'{"ok":false,"parameters":{"retry_after":1e300}}', RateLimited, None),
        (429, b'{"ok":false,"parameters":{"retry_after":0.2}}', RateLimited, None),
        (302, b"", TemporaryFailure, False),
    ],
)
async def test_statuses_without_known_words(
    messenger: str, status: int, body: bytes, kind: type[MessengerFailure], *, perhaps: bool | None
) -> None:
    made = await refusal(messenger, status, body)
    assert type(made) is kind
    assert getattr(made, "may_have_applied", None) is perhaps
    assert "nobody" not in str(made)


@pytest.mark.parametrize("rules", [TELEGRAM_ERRORS, BALE_ERRORS], ids=["telegram", "bale"])
def test_no_rule_stands_behind_one_that_takes_all_its_errors(rules: tuple[ErrorRule, ...]) -> None:
    for number, rule in enumerate(rules):
        for earlier in rules[:number]:
            hides = issubclass(rule.error_type, earlier.error_type) and earlier.message_part in rule.message_part
            assert not hides, f"{rule} after {earlier}"


@pytest.mark.parametrize("seconds", [b"0", b"-3", b"1e999", b"null", b'"soon"', b"[]"])
def test_a_time_to_wait_that_is_none_becomes_a_second(seconds: bytes) -> None:
    said = parse_response(429, b'{"ok":false,"parameters":{"retry_after":' + seconds + b"}}", {})
    assert said.retry_after == 1


def test_time_to_wait_means_nothing_elsewhere() -> None:
    assert parse_response(400, b'{"ok":false,"description":"x","parameters":{"retry_after":9}}', {}).retry_after == 0


def test_numbers_beyond_64_bits_and_broken_letters_do_not_lose_the_rest() -> None:
    said = parse_response(200, b'{"ok":true,"result":[{"n":1234567890123456789012},{"t":"a\\ud83d"},"\xff"]}', {})
    assert said.ok
    assert said.result[1:] == [{"t": "a"}, "\ufffd"]


def test_what_is_no_json_says_none_of_it() -> None:
    with pytest.raises(NotJsonError) as caught:
        decode_json(b"secret words")
    assert "secret" not in str(caught.value)
