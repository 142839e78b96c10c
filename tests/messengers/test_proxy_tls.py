"""Telegram by TLS through a proxy by HTTP or HTTPS: with the latter, the route does not show the host that is called."""

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.messengers.port import Outgoing
from bot.messengers.telegram import TelegramMessenger
from tests.messengers.conftest import MARYAM, TOKEN, Sandbox
from tests.messengers.proxies import _pump, http, proxy


@pytest.fixture
def dialect() -> str:
    return "telegram"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a certificate for this machine with its key in one file, trusted by this process."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "proxy")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("telegram.invalid")]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "proxy.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@asynccontextmanager
async def behind_tls(port: int, certificate: Path) -> AsyncIterator[int]:
    """Yield a port that ends TLS and forwards to the given one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(far_writer), closing(writer):
            async with asyncio.TaskGroup() as group:
                group.create_task(_pump(reader, far_writer))
                group.create_task(_pump(far_reader, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_telegram_is_reached_through_a_tunnel(sandbox: Sandbox, certificate: Path, scheme: str) -> None:
    near = urlsplit(sandbox.api)
    async with behind_tls(near.port or 0, certificate) as api, proxy(http) as (plain, asked):
        far = f"https://telegram.invalid:{api}{near.path}"
        async with behind_tls(plain, certificate) as secret:
            messenger = TelegramMessenger(TOKEN, far, f"{scheme}://127.0.0.1:{secret if scheme == 'https' else plain}")
            await messenger.send(Outgoing(chat=MARYAM, text="سلام"))
            await messenger.close()
    assert set(asked) == {"telegram.invalid"}
    assert [message["text"] for message in await sandbox.heard()] == ["سلام"]
