"""An emulator in this process, a bot that speaks raw HTTP to it, and a person with a phone."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.sandbox.options import Messenger, Options, SamplePerson
from bot.sandbox.server import create_app

Client = TestClient[Request, Application]
TOKEN = "777000:tests"
MARYAM, HOSSEIN = 1001, 1002
PEOPLE = (
    SamplePerson(messenger=Messenger.TELEGRAM, account=MARYAM, name="مریم", role="داوطلب", phone="09171234567"),
    SamplePerson(messenger=Messenger.BALE, account=MARYAM, name="مریم", role="داوطلب", phone="09171234567"),
    SamplePerson(messenger=Messenger.TELEGRAM, account=HOSSEIN, name="حسین", role="هماهنگ‌کننده", start="join-1"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: Any

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """Calls methods as JSON; `form` sends files."""

    client: Client
    messenger: str

    async def call(self, method: str, **arguments: Any) -> Answer:
        async with self.client.post(f"/{self.messenger}/bot{TOKEN}/{method}", json=arguments) as response:
            return Answer(status=response.status, body=await response.json(content_type=None))

    async def form(self, method: str, form: FormData) -> Answer:
        async with self.client.post(f"/{self.messenger}/bot{TOKEN}/{method}", data=form) as response:
            return Answer(status=response.status, body=await response.json())

    async def ok(self, method: str, **arguments: Any) -> Any:
        return (await self.call(method, **arguments)).result

    async def take(self) -> list[dict[str, Any]]:
        """Return all waiting updates, confirmed at once."""
        updates: list[dict[str, Any]] = await self.ok("getUpdates")
        if updates:
            await self.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
        return updates

    async def send(self, text: str, *, chat: int = MARYAM, **arguments: Any) -> int:
        sent = await self.ok("sendMessage", chat_id=chat, text=text, **arguments)
        return int(sent["message_id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    client: Client
    place: str

    async def say(self, *, status: int = 200, **words: Any) -> dict[str, Any]:
        return await self._post("say", status, json=words)

    async def say_file(self, form: FormData) -> dict[str, Any]:
        return await self._post("say", 200, data=form)

    async def press(self, *, status: int = 200, **what: Any) -> dict[str, Any]:
        return await self._post("press", status, json=what)

    async def block(self, *, blocked: bool) -> dict[str, Any]:
        return await self._post("block", 200, json={"blocked": blocked})

    async def screen(self, **query: float) -> dict[str, Any]:
        params = {name: str(value) for name, value in query.items()}
        async with self.client.get(f"{self.place}/screen", params=params) as response:
            assert response.status == 200
            answer: dict[str, Any] = await response.json()
            return answer

    async def answer(self, after: int) -> dict[str, Any]:
        """Return the screen once the bot has sent something since an event."""
        for _ in range(200):
            shown = await self.screen(after=after, wait=30)
            if any(message["from"] == "bot" for message in shown["messages"]):
                return shown
        raise AssertionError("the bot said nothing")

    async def texts(self) -> list[str]:
        return [message["text"] for message in (await self.screen())["messages"]]

    async def _post(self, verb: str, status: int, **body: Any) -> dict[str, Any]:
        async with self.client.post(f"{self.place}/{verb}", **body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == status, answer
            return answer


Serve = Callable[..., Any]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start emulators with the options asked for, and stop them in the end."""
    clients: list[Client] = []

    async def start(**options: Any) -> Client:
        client: Client = TestClient(TestServer(create_app(Options(**({"people": PEOPLE} | options)))))
        clients.append(client)
        await client.start_server()
        return client

    yield start
    for client in clients:
        await client.close()


@pytest.fixture
async def client(serve: Serve) -> Client:
    served: Client = await serve()
    return served


@pytest.fixture(params=["telegram", "bale"])
def messenger(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bot(client: Client, messenger: str) -> Bot:
    return Bot(client=client, messenger=messenger)


@pytest.fixture
def phone(client: Client, messenger: str) -> Phone:
    return Phone(client=client, place=f"/chat/{messenger}/{MARYAM}")


@pytest.fixture
def telegram(client: Client) -> Bot:
    return Bot(client=client, messenger="telegram")


@pytest.fixture
def bale(client: Client) -> Bot:
    return Bot(client=client, messenger="bale")


@pytest.fixture
def maryam(client: Client) -> Phone:
    """Return maryam's phone in Telegram."""
    return Phone(client=client, place=f"/chat/telegram/{MARYAM}")


@pytest.fixture
def maryam_on_bale(client: Client) -> Phone:
    return Phone(client=client, place=f"/chat/bale/{MARYAM}")
