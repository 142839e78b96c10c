"""The port's contract, for both messengers against the sandbox: each way to fail, and what it is called."""

import asyncio
import logging
from typing import Any

import pytest

from bot.dialogue.inputs import FileKind
from bot.messengers.http_transport import HttpTimeouts
from bot.messengers.port import (
    Attachment,
    InvalidToken,
    Key,
    Messenger,
    MessengerFailure,
    Outgoing,
    RateLimited,
    RequestRejected,
    TemporaryFailure,
    Unreachable,
)
from tests.messengers.conftest import HOSSEIN, MARYAM, TOKEN, Sandbox, made

HELLO = Outgoing(chat=MARYAM, text="سلام")


async def failed(messenger: Messenger, out: Outgoing = HELLO) -> MessengerFailure:
    with pytest.raises(MessengerFailure) as caught:
        await messenger.send(out)
    return caught.value


@pytest.mark.parametrize("token", ["110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDxxx", "1:a"])
async def test_unknown_token(sandbox: Sandbox, token: str) -> None:
    messenger = made(sandbox, token)
    with pytest.raises(InvalidToken):
        await messenger.open()
    with pytest.raises(InvalidToken):
        await messenger.poll(nobody)
    await messenger.close()


@pytest.mark.parametrize("token", ["", "no-number"])
async def test_token_of_no_shape(sandbox: Sandbox, token: str) -> None:
    with pytest.raises(InvalidToken):
        await made(sandbox, token).open()


def nobody(received: object) -> "asyncio.Future[Exception | None]":
    raise AssertionError(received)


async def test_who_blocked_the_bot_or_never_started_it_is_unreachable(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("/start")
    await sandbox.block()
    assert isinstance(await failed(messenger), Unreachable)
    assert isinstance(await failed(messenger, Outgoing(chat=555_000, text="سلام")), Unreachable)
    await sandbox.block(blocked=False)
    await messenger.send(HELLO)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ({"retry_after": 3}, 3.0),
        ({"status": 429, "body": {"ok": False, "error_code": 429, "description": "Too Many Requests"}}, 1.0),
        ({"status": 429, "body": {"ok": False, "description": "bot limit exceed"}}, 1.0),
        ({"status": 429, "body": "local_rate_limited"}, 1.0),
        ({"status": 429, "body": "<html>slow</html>", "headers": {"Retry-After": "7"}}, 7.0),
        ({"status": 200, "body": {"ok": False, "description": "Too Many Requests: retry after 5"}}, 5.0),
        ({"status": 429, "body": {"ok": False, "parameters": {"retry_after": "nonsense"}}}, 1.0),
    ],
)
async def test_slow_down(messenger: Messenger, sandbox: Sandbox, fault: dict[str, Any], seconds: float) -> None:
    await sandbox.fault("sendMessage", **fault)
    slow = await failed(messenger)
    assert isinstance(slow, RateLimited)
    assert slow.retry_after == seconds


async def test_chat_that_asked_to_wait_is_not_asked_again_and_others_are(
    messenger: Messenger, sandbox: Sandbox
) -> None:
    await sandbox.fault("sendMessage", retry_after=60, account=MARYAM)
    await failed(messenger)
    before = len(await sandbox.calls())
    slow = await failed(messenger)
    assert isinstance(slow, RateLimited)
    assert 50 < slow.retry_after <= 60
    assert len(await sandbox.calls()) == before
    await messenger.send(Outgoing(chat=HOSSEIN, text="سلام"))


async def test_later_parts_of_a_text_wait_as_they_are_told(messenger: Messenger, sandbox: Sandbox) -> None:
    await messenger.send(Outgoing(chat=HOSSEIN, text="سلام"))
    limits = {"per_chat_second": 20.0, "chat_burst": 1}
    await sandbox.ask("POST", "/limits", json=limits)
    keys = ((Key(label="بله", data="y"),),)
    await messenger.send(Outgoing(chat=MARYAM, text="خط\n" * 2000, keys=keys))
    heard = await sandbox.heard()
    assert len(heard) == 2
    assert heard[-1]["buttons"]


@pytest.mark.parametrize("fault", [{"status": 503, "body": "<html>"}, {"retry_after": 600}])
async def test_failure_of_a_later_part_says_that_the_first_is_out(
    messenger: Messenger, sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    await sandbox.fault("sendMessage", **fault)
    attachment = Attachment(kind=FileKind.DOCUMENT, name="a.pdf", mime="", content=b"%PDF")
    failure = await failed(messenger, Outgoing(chat=MARYAM, text="خط\n" * 2000, attachment=attachment))
    assert isinstance(failure, TemporaryFailure)
    assert failure.may_have_applied
    assert len(await sandbox.heard()) == 1


@pytest.mark.parametrize(
    ("fault", "kind", "perhaps"),
    [
        ({"status": 502, "body": "<html>Bad Gateway</html>"}, TemporaryFailure, True),
        ({"status": 504, "body": ""}, TemporaryFailure, True),
        ({"status": 503, "body": "<html>"}, TemporaryFailure, False),
        ({"status": 500, "body": {"ok": False, "error_code": 500}}, TemporaryFailure, True),
        ({"status": 200, "body": {"ok": False}}, TemporaryFailure, False),
        ({"status": 200, "body": "<html>filtered</html>"}, TemporaryFailure, False),
        ({"status": 403, "body": "<html>filtered</html>"}, TemporaryFailure, False),
        ({"status": 404, "body": "<html>no such page</html>"}, TemporaryFailure, False),
        ({"status": 413, "body": "<html>Request Entity Too Large</html>"}, RequestRejected, None),
        (
            {"status": 400, "body": {"ok": False, "error_code": 400, "description": "Bad Request: odd"}},
            RequestRejected,
            None,
        ),
        ({"status": 404, "body": {"ok": False, "error_code": 404, "description": "Not Found"}}, RequestRejected, None),
        ({"status": 401, "body": {"ok": False, "error_code": 401, "description": "Unauthorized"}}, InvalidToken, None),
        ({"drop_before": True}, TemporaryFailure, True),
        ({"drop_after": True}, TemporaryFailure, True),
    ],
)
async def test_broken_answers(
    messenger: Messenger, sandbox: Sandbox, fault: dict[str, Any], kind: type[MessengerFailure], *, perhaps: bool | None
) -> None:
    await sandbox.fault("sendMessage", **fault, times=3 if kind is RequestRejected else 1)  # in every form
    failure = await failed(messenger)
    assert type(failure) is kind or (kind is RequestRejected and isinstance(failure, RequestRejected))
    assert getattr(failure, "may_have_applied", None) is perhaps
    assert len(await sandbox.heard()) == bool(fault.get("drop_after"))


async def test_what_hangs_is_given_up_and_may_have_been_done(sandbox: Sandbox) -> None:
    messenger = made(sandbox, timeouts=HttpTimeouts(connect_seconds=2, call_seconds=0.2, upload_seconds=0.2))
    await sandbox.fault("sendMessage", delay=2)
    failure = await failed(messenger)
    assert isinstance(failure, TemporaryFailure)
    assert failure.may_have_applied
    await messenger.close()


async def test_nothing_is_said_to_a_server_that_is_not_there(sandbox: Sandbox) -> None:
    sandbox.api = "http://127.0.0.1:9/nobody"
    messenger = made(sandbox)
    failure = await failed(messenger)
    assert isinstance(failure, TemporaryFailure)
    assert not failure.may_have_applied
    await messenger.close()


async def test_our_mistakes_do_not_swallow_the_words(messenger: Messenger, sandbox: Sandbox) -> None:
    sandbox.lawful = False
    await messenger.send(Outgoing(chat=MARYAM, text="پرسش", keys=((Key(label="بله", data="x" * 65),),)))
    await messenger.send(Outgoing(chat=MARYAM, text=""))
    assert [(m["text"], m["buttons"]) for m in await sandbox.heard()] == [("پرسش", []), ("…", [])]


async def test_no_log_line_and_no_failure_bears_the_token_or_a_word(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    messenger = made(sandbox)
    secret = "رازِ مریم ۰۹۱۷"
    told = []
    for fault in (
        {"status": 400, "body": {"ok": False, "description": secret}},
        {"drop_before": True},
        {"body": secret},
    ):
        await sandbox.fault("sendMessage", **fault, times=3 if "status" in fault else 1)
        told.append(repr(await failed(messenger, Outgoing(chat=MARYAM, text=secret))))
    sandbox.api = "http://nowhere.invalid"
    lost = made(sandbox)
    told.append(repr(await failed(lost, Outgoing(chat=MARYAM, text=secret))))
    await lost.close()
    await messenger.close()
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("asyncio")]
    for line in (*told, *ours):
        assert TOKEN not in line
        assert secret not in line
