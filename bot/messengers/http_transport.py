"""HTTP client of both adapters, on aiohttp: time limits, proxies, broken connections.

Both libraries' public seams (aiogram's session, python-telegram-bot's request) sit on it. It knows neither of them and no
method of the Bot API. Its errors bear no URL, because the URL contains the token.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any

import certifi
from aiohttp import (
    BaseConnector,
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    InvalidURL,
    TCPConnector,
)
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

_MAX_CONCURRENT_CALLS = 32  # replies, and a broadcast's 28 messages a second at half a second a call
_KEEPALIVE_SECONDS = 15.0  # less than any server's: a POST on a connection that the server closes is lost
_DNS_CACHE_SECONDS = 300
_CHUNK_BYTES = 65536
_JSON_HEADERS = {"Content-Type": "application/json"}
_SKIPPED_HEADERS = ("Accept", "Accept-Encoding", "User-Agent")
_PROXY_ERRORS = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
_FILE_NOT_FOUND_STATUSES = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.BAD_REQUEST})

NOT_CONNECTED = "no connection"
ANSWER_LOST = "the answer was lost"
BAD_ADDRESS = "the messenger's address or its proxy's is not a url"
FILE_NOT_FOUND = "the file is not there any more"
FILE_REFUSED = "a file was answered with"


class TransportError(Exception):
    """A call without an answer. The message begins with one of the texts above, by which the tables of errors know it."""


class NotConnected(TransportError):
    """Nothing of the request was sent."""


class AnswerLost(TransportError):
    """The request was sent at least in part: it may have taken effect."""


class BadAddress(TransportError):
    """The address cannot be called at all."""


class FileNotFoundOnServer(TransportError):
    """The server has no such file, or not any more."""


class FileRefused(TransportError):
    """The server has not handed the file out this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpTimeouts:
    """Limits of an outgoing call, in seconds: to connect, in all, and in all with a file."""

    connect_seconds: float = 5.0
    call_seconds: float = 20.0
    upload_seconds: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    status: int
    body: bytes
    headers: Mapping[str, str]


class HttpTransport:
    """At most 32 calls at once; the others wait in order, outside of their time limit.

    Cancelling a waiting call makes it not happen. Cancelling one that was begun closes its connection: the messenger may
    still carry it out.
    """

    def __init__(self, *, timeouts: HttpTimeouts, proxy: str = "") -> None:
        """Take a `proxy` as http://, https://, socks4:// or socks5://, perhaps with user and password.

        The proxy resolves the names.
        """
        self.timeouts = timeouts
        self._proxy = proxy
        self._session: ClientSession | None = None
        self._slots = asyncio.Semaphore(_MAX_CONCURRENT_CALLS)

    async def post(self, url: str, body: bytes | FormData, *, timeout_seconds: float) -> HttpResponse:
        """Post JSON (bytes) or a form and return the whole answer, whatever its status."""
        headers = _JSON_HEADERS if isinstance(body, bytes) else None
        async with self._slots:
            with _translate_errors():
                async with self._ensure_session().post(
                    url, data=body, headers=headers, timeout=self._timeout(timeout_seconds), allow_redirects=False
                ) as response:
                    content = await response.read()
        return HttpResponse(status=response.status, body=content, headers=response.headers)

    async def stream(self, url: str, *, timeout_seconds: float) -> AsyncIterator[bytes]:
        """Yield the chunks of a file."""
        async with self._slots:
            with _translate_errors():
                async with self._ensure_session().get(
                    url, timeout=self._timeout(timeout_seconds), allow_redirects=False
                ) as response:
                    if response.status in _FILE_NOT_FOUND_STATUSES:
                        raise FileNotFoundOnServer(FILE_NOT_FOUND)
                    if response.status != HTTPStatus.OK:
                        raise FileRefused(f"{FILE_REFUSED} {response.status}")
                    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                        yield chunk

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _timeout(self, seconds: float) -> ClientTimeout:
        return ClientTimeout(total=seconds, sock_connect=self.timeouts.connect_seconds)

    def _ensure_session(self) -> ClientSession:
        """Open the session at its first use. It belongs to the running loop, and no fork may inherit it."""
        if self._session is None:
            with_socks = self._proxy.startswith("socks")
            self._session = ClientSession(
                connector=_build_connector(self._proxy if with_socks else ""),
                proxy=None if with_socks else self._proxy or None,
                cookie_jar=DummyCookieJar(),
                skip_auto_headers=_SKIPPED_HEADERS,
            )
        return self._session


def build_form(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes | IO[bytes]]]) -> FormData:
    """Build a multipart form. File names are written as they are: the caller has taken out what would end the header."""
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (file_name, content) in files.items():
        form.add_field(name, content, filename=file_name)
    return form


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Raise a TransportError in place of the client's own errors, some of which quote the URL."""
    try:
        yield
    except (InvalidURL, ValueError):
        raise BadAddress(BAD_ADDRESS) from None
    except (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError, *_PROXY_ERRORS) as error:
        raise NotConnected(f"{NOT_CONNECTED}: {type(error).__name__}") from None
    except (ClientError, TimeoutError, OSError) as error:
        raise AnswerLost(f"{ANSWER_LOST}: {type(error).__name__}") from None


def _build_connector(socks_proxy: str) -> BaseConnector:
    options: dict[str, Any] = {
        "ssl": _ssl_context(),
        "limit": _MAX_CONCURRENT_CALLS,
        "keepalive_timeout": _KEEPALIVE_SECONDS,
        "ttl_dns_cache": _DNS_CACHE_SECONDS,
    }
    if not socks_proxy:
        return TCPConnector(**options)
    scheme, _, rest = socks_proxy.partition("://")
    url = f"{scheme.removesuffix('h').removesuffix('a')}://{rest}"  # socks5h, socks4a: the proxy resolves, as it always does here
    return ProxyConnector.from_url(url, rdns=True, **options)


def _ssl_context() -> ssl.SSLContext:
    """Trust the machine's root certificates, and certifi's on a bare machine that has none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(cafile=certifi.where())
    return context
