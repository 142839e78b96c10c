"""HTTP client of both adapters: proxies, and failures before and after the request was sent."""

import socket
from asyncio import CancelledError, ensure_future, to_thread
from contextlib import suppress
from threading import Event, Semaphore, Thread
from traceback import format_exception

import pytest

from bot.messengers.http_transport import HttpTimeouts
from bot.messengers.port import Outgoing, TemporaryFailure
from bot.messengers.telegram import TelegramMessenger
from tests.messengers.conftest import MARYAM, TOKEN, Sandbox
from tests.messengers.proxies import Greet, http, proxy, socks5

HELLO = Outgoing(chat=MARYAM, text="سلام")
heard, enough = Semaphore(0), Semaphore(0)


@pytest.fixture
def dialect() -> str:
    return "telegram"


@pytest.mark.parametrize(("scheme", "greet"), [("socks5", socks5), ("socks5h", socks5), ("http", http)])
async def test_telegram_is_reached_through_a_proxy_which_resolves_its_name(
    sandbox: Sandbox, scheme: str, greet: Greet
) -> None:
    far = sandbox.api.replace("127.0.0.1", "telegram.invalid")
    async with proxy(greet) as (port, asked):
        messenger = TelegramMessenger(TOKEN, far, f"{scheme}://127.0.0.1:{port}")
        await messenger.open()
        await messenger.send(HELLO)
        await messenger.close()
    assert set(asked) == {"telegram.invalid"}
    assert [message["text"] for message in await sandbox.heard()] == ["سلام"]


@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_proxy_that_is_not_there_means_that_nothing_was_said(sandbox: Sandbox, scheme: str) -> None:
    messenger = TelegramMessenger(TOKEN, sandbox.api, f"{scheme}://127.0.0.1:9")
    with pytest.raises(TemporaryFailure) as caught:
        await messenger.send(HELLO)
    assert not caught.value.may_have_applied
    await messenger.close()


async def test_server_that_never_answers_the_door_is_given_up_with_nothing_said() -> None:
    """A listener whose queue is full takes no connection; the request was not written."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        address = f"http://127.0.0.1:{full.getsockname()[1]}"
        messenger = TelegramMessenger(TOKEN, address, timeouts=HttpTimeouts(connect_seconds=0.2, call_seconds=5))
        with pytest.raises(TemporaryFailure) as caught:
            await messenger.send(HELLO)
        assert not caught.value.may_have_applied
        await messenger.close()


async def test_machine_without_root_certificates_reaches_messengers(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.setenv(name, "/nowhere")
    messenger = TelegramMessenger(TOKEN, sandbox.api)
    await messenger.send(HELLO)
    await messenger.close()
    assert [message["text"] for message in await sandbox.heard()] == ["سلام"]


async def test_token_is_in_no_failure() -> None:
    messenger = TelegramMessenger(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(TemporaryFailure) as caught:
        await messenger.send(HELLO)
    await messenger.close()
    assert TOKEN not in "".join(format_exception(caught.value))


def hang_up(door: socket.socket) -> None:
    """Each call is heard, and cut off when it is enough."""
    with suppress(OSError):
        while True:
            caller, _ = door.accept()
            with caller:
                caller.recv(65536)
                heard.release()
                enough.acquire()


async def test_who_is_cancelled_in_the_moment_in_which_a_call_ends_is_cancelled() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        Thread(target=hang_up, args=(door,), daemon=True).start()
        messenger = TelegramMessenger(TOKEN, f"http://127.0.0.1:{door.getsockname()[1]}")
        for _ in range(30):
            call = ensure_future(messenger.send(HELLO))
            await to_thread(heard.acquire)
            enough.release()
            Event().wait(0.005)  # it has failed, and nobody in this thread has heard of it
            assert call.cancel()
            with pytest.raises(CancelledError):
                await call
        await messenger.close()
