"""Fixtures: a sandbox for each test on a free local port, and an adapter connected to it."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, web

from bot.backoff import BackoffPolicy
from bot.messengers.bale import BaleMessenger
from bot.messengers.http_transport import HttpTimeouts
from bot.messengers.port import Messenger
from bot.messengers.telegram import TelegramMessenger
from bot.sandbox.options import Messenger as Dialect
from bot.sandbox.options import Options, SamplePerson
from bot.sandbox.server import create_app
from tests.messengers.recorded import check_calls

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
MARYAM, HOSSEIN, PORT = 7001, 7002, 2
PEOPLE = tuple(
    SamplePerson(messenger=messenger, account=account, name=name, phone=f"0917000{account}")
    for messenger in Dialect
    for account, name in ((MARYAM, "مریم احمدی"), (HOSSEIN, "حسین رضایی"))
)


class Sandbox:
    """The person's side and the controls of one messenger's sandbox, over HTTP.

    A test that makes wrong calls on purpose sets `lawful` to False: its calls are not checked.
    """

    def __init__(self, http: ClientSession, root: str, name: str) -> None:
        self.http, self.root, self.name = http, root, name
        self.api = f"{root}/{name}"
        self.lawful = True

    async def ask(self, verb: str, path: str, **kept: Any) -> Any:
        async with self.http.request(verb, f"{self.root}{path}", **kept) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def say(self, text: str = "", *, account: int = MARYAM, group: int = 0, **words: Any) -> Any:
        place = f"/group/{self.name}/{group}" if group else f"/chat/{self.name}/{account}"
        said = {**({"text": text} if text else {}), **({"account": account} if group else {}), **words}
        return await self.ask("POST", f"{place}/say", json=said)

    async def hand_over(self, content: bytes, name: str, kind: str, caption: str = "") -> Any:
        form = FormData()
        form.add_field("kind", kind)
        form.add_field("caption", caption)
        form.add_field("file", content, filename=name)
        return await self.ask("POST", f"/chat/{self.name}/{MARYAM}/say", data=form)

    async def press(self, button: str, **more: Any) -> Any:
        return await self.ask("POST", f"/chat/{self.name}/{MARYAM}/press", json={"button": button, **more})

    async def screen(self, account: int = MARYAM) -> Any:
        return await self.ask("GET", f"/chat/{self.name}/{account}/screen")

    async def heard(self, account: int = MARYAM) -> list[Any]:
        """Return the messages of the bot that it did not delete."""
        said = (await self.screen(account))["messages"]
        return [message for message in said if message["from"] == "bot" and not message["deleted"]]

    async def block(self, *, blocked: bool = True) -> None:
        await self.ask("POST", f"/chat/{self.name}/{MARYAM}/block", json={"blocked": blocked})

    async def fault(self, method: str, **how: Any) -> None:
        await self.ask("POST", "/faults", json={"method": method, **how})

    async def calls(self, method: str = "") -> list[Any]:
        recorded = await self.ask("GET", "/calls")
        return [call for call in recorded if method in {"", call["method"]}]

    async def odd_update(self, body: Any, kind: str = "message", account: int = MARYAM) -> int:
        told = await self.ask("POST", f"/updates/{self.name}", json={"kind": kind, "body": body, "account": account})
        number: int = told["update_id"]
        return number

    async def raw_updates(self) -> list[Any]:
        """Return the pending updates without confirming them."""
        answer = await self.ask("GET", f"/{self.name}/bot{TOKEN}/getUpdates")
        result: list[Any] = answer["result"]
        return result


@pytest.fixture(params=["telegram", "bale"])
def dialect(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
async def sandbox(dialect: str) -> AsyncIterator[Sandbox]:
    app = create_app(Options(people=PEOPLE, tokens={"telegram": TOKEN, "bale": TOKEN}))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:PORT]
    async with ClientSession() as http:
        opened = Sandbox(http, f"http://{host}:{port}", dialect)
        yield opened
        if opened.lawful:
            check_calls(await opened.calls())
    await runner.cleanup()


def made(sandbox: Sandbox, token: str = TOKEN, **more: Any) -> TelegramMessenger | BaleMessenger:
    """Build an adapter with shorter time limits and back-off than in production."""
    kind = TelegramMessenger if sandbox.name == "telegram" else BaleMessenger
    given = {
        "timeouts": HttpTimeouts(connect_seconds=2, call_seconds=10, upload_seconds=20),
        "backoff": BackoffPolicy(first_seconds=0.01, max_seconds=0.05),
    }
    return kind(token, sandbox.api, **{**given, **more})


@pytest.fixture
async def messenger(sandbox: Sandbox) -> AsyncIterator[Messenger]:
    opened = made(sandbox)
    await opened.open()
    yield opened
    await opened.close()


def plain(text: str) -> str:
    """Return the text without word joiners, which have no width."""
    return re.sub("\u2060", "", text)
