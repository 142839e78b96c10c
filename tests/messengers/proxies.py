"""Minimal proxies for tests: SOCKS5 with names, and HTTP."""

import asyncio
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

Greet = Callable[[StreamReader, StreamWriter], Awaitable[tuple[str, int, bytes]]]
"""Returns the host and port that the client wants, and the bytes it has already sent to them."""


async def socks5(reader: StreamReader, writer: StreamWriter) -> tuple[str, int, bytes]:
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    _, _, _, kind = await reader.readexactly(4)
    if kind == 3:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    else:
        host = ".".join(map(str, await reader.readexactly(4)))
    (port,) = struct.unpack(">H", await reader.readexactly(2))
    writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
    return host, port, b""


async def http(reader: StreamReader, writer: StreamWriter) -> tuple[str, int, bytes]:
    """Serve CONNECT tunnels for TLS, and requests with a whole URL for the rest."""
    head = await reader.readuntil(b"\r\n\r\n")
    verb, target, *_ = head.decode().split()
    if verb != "CONNECT":
        url = urlsplit(target)
        return str(url.hostname), url.port or 80, head
    host, _, port = target.partition(":")
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    return host, int(port), b""


@asynccontextmanager
async def proxy(greet: Greet) -> AsyncIterator[tuple[int, list[str]]]:
    """Yield the proxy's port and the names it was asked to reach; every name leads to this machine."""
    asked: list[str] = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        host, port, said = await greet(reader, writer)
        asked.append(host)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        far_writer.write(said)
        with suppress(ConnectionError):
            async with asyncio.TaskGroup() as group:
                group.create_task(_pump(reader, far_writer))
                group.create_task(_pump(far_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], asked


async def _pump(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
