"""The one HTTP client of both adapters, on aiohttp: time limits on every call, proxies, and what a broken connection means.

Knows neither library and no method of a messenger. What it raises bears no URL: the token stands in there.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from ssl import create_default_context

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    InvalidURL,
    TCPConnector,
)
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from bot.messengers.port import Bug, Gone, TryAgain
from bot.messengers.wire import Reply, reply

_BEFORE_ANYTHING_WAS_SAID = (
    ClientConnectorError,
    ConnectionTimeoutError,
    ProxyError,
    ProxyConnectionError,
    ProxyTimeoutError,
)
_CONNECTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds that an outside call may take: to connect (or to find a free connection), in all, and in all with a file."""

    connect: float = 5.0
    call: float = 20.0
    upload: float = 60.0


class Transport:
    def __init__(self, *, limits: Limits, proxy: str = "") -> None:
        """`proxy` is http://, https://, socks4:// or socks5:// (names are resolved by the proxy), with user and password if need be."""
        self.limits = limits
        self._proxy = proxy.replace("socks5h://", "socks5://", 1)
        self._session: ClientSession | None = None
        self._limit = cache(self._limit_of)

    def _limit_of(self, within: float) -> ClientTimeout:
        return ClientTimeout(total=within, connect=self.limits.connect, sock_connect=self.limits.connect)

    async def post(self, url: str, body: bytes | FormData, *, headers: Mapping[str, str], within: float) -> Reply:
        async with self._answer("POST", url, body, headers=headers, within=within) as answer:
            return reply(answer.status, await answer.read(), answer.headers)

    async def download(self, url: str, *, at_most: int) -> bytes:
        async with self._answer("GET", url, None, headers={}, within=self.limits.upload) as answer:
            if answer.status == HTTPStatus.OK:
                return await _read(answer, at_most)
            if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.BAD_REQUEST}:
                raise Gone("the file is not there any more")
            raise TryAgain(f"a file was answered with {answer.status}")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def _answer(
        self, verb: str, url: str, body: bytes | FormData | None, *, headers: Mapping[str, str], within: float
    ) -> AsyncIterator[ClientResponse]:
        try:
            async with self._open().request(
                verb, url, data=body, headers=headers, timeout=self._limit(within), allow_redirects=False
            ) as answer:
                yield answer
        except _BEFORE_ANYTHING_WAS_SAID as failed:
            raise TryAgain(f"no connection: {type(failed).__name__}") from None
        except InvalidURL:
            raise Bug("the messenger's address is not a URL") from None
        except (ClientError, OSError) as failed:
            raise TryAgain(f"the answer was lost: {type(failed).__name__}", perhaps_done=True) from None

    def _open(self) -> ClientSession:
        if self._session is None:
            connector = _through(self._proxy) if self._proxy else TCPConnector(limit=_CONNECTIONS, ttl_dns_cache=300)
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar())
        return self._session


def _through(proxy: str) -> ProxyConnector:
    """The last leg to an https:// proxy is encrypted too; the proxy's library takes that as an argument, not in the URL."""
    tls = create_default_context() if proxy.startswith("https://") else None
    url = proxy.replace("https://", "http://", 1)
    return ProxyConnector.from_url(url, rdns=True, limit=_CONNECTIONS, proxy_ssl=tls)


async def _read(answer: ClientResponse, at_most: int) -> bytes:
    if (answer.content_length or 0) > at_most:
        raise Gone("the file is too large")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        content += chunk
        if len(content) > at_most:
            raise Gone("the file is too large")
    return bytes(content)
