"""The one HTTP client of both adapters, on pyreqwest: time limits on every call, proxies, and what a broken connection means.

Knows neither library and no method of a messenger. What it raises bears no URL: the token stands in there.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from types import TracebackType

import certifi
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import BuilderError, RequestError
from pyreqwest.multipart import FormBuilder
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.response import Response

from bot.messengers.envelope import ApiResponse, parse_response
from bot.messengers.port import NoLongerThere, RequestRejected, TemporaryFailure

_CONNECT_ERROR = "client error (Connect)"  # hyper's word for what went wrong before the request was begun
_MAX_CONCURRENT_CALLS = 32  # calls: replies, and a broadcast's pace at half a second a call
_REMOTE_DNS_SCHEMES = {"socks5": "socks5h", "socks4": "socks4a"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpTimeouts:
    """Seconds that an outside call may take: to connect, in all, and in all with a file."""

    connect_seconds: float = 5.0
    call_seconds: float = 20.0
    upload_seconds: float = 60.0


class HttpTransport:
    """So many calls at once; those that wait are begun in order. When a caller is cancelled, a call that waits is not made; one
    that was begun may still be carried out, as one whose answer is lost.
    """

    def __init__(self, *, timeouts: HttpTimeouts, proxy: str = "") -> None:
        """`proxy` is http://, https://, socks4:// or socks5:// (names are resolved by the proxy), with user and password if need be."""
        self.timeouts = timeouts
        self._proxy = proxy
        self._client: Client | None = None
        self._slots = asyncio.Semaphore(_MAX_CONCURRENT_CALLS)

    async def post(
        self, url: str, body: bytes | FormBuilder, *, headers: Mapping[str, str], timeout_seconds: float
    ) -> ApiResponse:
        async with self._slots:
            with _ErrorTranslation():
                asked = self._ensure_client().post(url).timeout(timedelta(seconds=timeout_seconds)).headers(headers)
                asked = asked.body_bytes(body) if isinstance(body, bytes) else asked.multipart(body)
                answer = await asked.build().send()
                said = await answer.bytes()
        return parse_response(answer.status, bytes(said), answer.headers)

    async def download(self, url: str, *, max_bytes: int) -> bytes:
        async with self._stream(url) as answer:
            if answer.status == HTTPStatus.OK:
                return await _read_up_to(answer, max_bytes)
            if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.BAD_REQUEST}:
                raise NoLongerThere("the file is not there any more")
            raise TemporaryFailure(f"a file was answered with {answer.status}")

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    @asynccontextmanager
    async def _stream(self, url: str) -> AsyncIterator[Response]:
        async with self._slots:
            with _ErrorTranslation():
                asked = self._ensure_client().get(url).timeout(timedelta(seconds=self.timeouts.upload_seconds))
                async with asked.build_streamed() as answer:
                    yield answer

    def _ensure_client(self) -> Client:
        """Opened when it is first needed: a process that is forked before has none."""
        if self._client is None:
            try:
                self._client = self._client_builder().build()
            except BuilderError:  # a bare machine has no root certificates of its own
                roots = Path(certifi.where()).read_bytes()
                self._client = self._client_builder().add_root_certificate_pem(roots).build()
        return self._client

    def _client_builder(self) -> ClientBuilder:
        connect = timedelta(seconds=self.timeouts.connect_seconds)
        builder = ClientBuilder().follow_redirects(enable=False).connect_timeout(connect)
        return builder.proxy(_build_proxy(self._proxy)) if self._proxy else builder.no_proxy()


class _ErrorTranslation:
    """What the client raises, as what it means to who called. When a call ends in the moment in which it is cancelled, the
    client may forget the one for the other; nobody else does.
    """

    __slots__ = ("_cancelled", "_task")

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        self._cancelled = self._task.cancelling() if self._task else 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task and self._task.cancelling() > self._cancelled:
            raise asyncio.CancelledError
        match error:
            case RequestError() if _failed_before_sending(error):
                raise TemporaryFailure(f"no connection: {type(error).__name__}") from None
            case RequestError():
                raise TemporaryFailure(f"the answer was lost: {type(error).__name__}", may_have_applied=True) from None
            case BuilderError() | ValueError():
                raise RequestRejected("the messenger's address or its proxy's is not a URL") from None


def _failed_before_sending(failed: RequestError) -> bool:
    """The client's own class for it covers also what happens before the answer's first byte: the cause tells the two apart."""
    return any(cause["message"] == _CONNECT_ERROR for cause in failed.details["causes"] or ())


def _build_proxy(proxy: str) -> ProxyBuilder:
    scheme, _, rest = proxy.partition("://")
    return ProxyBuilder.all(f"{_REMOTE_DNS_SCHEMES.get(scheme, scheme)}://{rest}")


async def _read_up_to(answer: Response, max_bytes: int) -> bytes:
    content = bytearray()
    while (chunk := await answer.body_reader.read_chunk()) is not None:
        content += chunk
        if len(content) > max_bytes:
            raise NoLongerThere("the file is too large")
    return bytes(content)
