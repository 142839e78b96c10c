"""Groups hold no conversation: a press acts for its presser, a command leads into private chat, other text is ignored."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.app.runtime import Runtime
from bot.storage.database import Database
from bot.storage.tables import Conversation, Service
from tests.turn.harness import Neighbour, Street, carry, plain_text
from tests.turn.report_steps import begun, form_of, up_to_the_end

pytestmark = pytest.mark.usefixtures("cast")
IN_PRIVATE = "برای حفظ حریم خانواده‌ها"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people to which the bot was added."""

    street: Street
    runtime: Runtime
    messenger: str
    number: int

    async def say(self, account: int, text: str) -> None:
        await self._done("say", {"account": account, "text": text})

    async def press(self, account: int, message: int, data: str) -> None:
        await self._done("press", {"account": account, "message_id": message, "data": data})

    async def _done(self, verb: str, words: dict[str, Any]) -> None:
        async with self.street.http.post(f"/group/{self.messenger}/{self.number}/{verb}", json=words) as answer:
            assert answer.status == 200, await answer.text()
        await carry(self.runtime, self.messenger, await self.street.raw(self.messenger))
        await self.street.neighbour(self.runtime, self.messenger, words["account"]).rest()

    async def screen(self) -> Any:
        async with self.street.http.get(f"/group/{self.messenger}/{self.number}/screen") as answer:
            return await answer.json()

    async def told(self) -> list[Any]:
        return [m for m in (await self.screen())["messages"] if m["from"] == "bot"]

    async def notices(self) -> list[str]:
        return [plain_text(n["text"]) for n in (await self.screen())["notices"]]


def group_of(street: Street, runtime: Runtime, messenger: str) -> Group:
    return Group(street, runtime, messenger, -100_200 if messenger == "telegram" else 4_400)


@pytest.mark.parametrize(("messenger", "account"), [("telegram", 1001), ("bale", 2001)])
async def test_a_command_is_answered_with_the_way_into_private_chat(
    street: Street, database: Database, messenger: str, account: int
) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, messenger)
        await group.say(account, "/menu")
        (said,) = await group.told()
        assert IN_PRIVATE in said["text"]
        (button,) = (b for row in said["buttons"] for b in row)
        assert button["url"] == runtime.messengers[messenger].deep_link("menu")
        assert await street.neighbour(runtime, messenger, account).texts() == []


async def test_an_invitation_said_in_a_group_leads_into_private_chat(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        await group.say(7001, "/start j-7Kq2mXaB9c")
        (said,) = await group.told()
        assert said["buttons"][0][0]["url"].endswith("?start=j-7Kq2mXaB9c")


async def test_talk_among_people_is_let_be(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        for words in ("سلام", "زهرا موسوی", "/start@another_bot x"):
            await group.say(1001, words)
        assert await group.told() == []
    async with database.read_session() as session:
        assert list(await session.scalars(select(Conversation))) == []


async def receipt(who: Neighbour, group: Group) -> tuple[int, str]:
    """Report a service, and put its receipt's button under a message in the group, as if it were forwarded."""
    await up_to_the_end(who)
    await who.tap("ثبت")
    await who.tap("لغو ثبت")
    data = next(b["data"] for row in (await who.newest())["buttons"] for b in row if "!withdraw" in b["data"])
    await group.say(who.account, "/menu")
    return (await group.told())[-1]["id"], data


async def test_a_press_acts_for_who_pressed_and_says_so_in_passing(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        maryam = street.neighbour(runtime, "telegram", 1001)
        message, withdraw = await receipt(maryam, group)
        await group.press(1004, message, withdraw)
        assert "ثبت شد" not in (await group.notices())[-1], "mina may not take back what maryam reported"
        await group.press(1001, message, withdraw)
        assert "ثبت شد" in (await group.notices())[-1]
        assert len(await group.told()) == 1
        assert "زهرا" not in "".join(m["text"] for m in (await group.screen())["messages"])
    async with database.read_session() as session:
        (service,) = await session.scalars(select(Service))
        assert service.voided_at is not None


async def test_a_press_that_only_looks_shows_nothing_of_a_family(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        before = await form_of(maryam)
        await group.say(1001, "/menu")
        message = (await group.told())[-1]["id"]
        for data in ("b|families||", "b|form||service-report", f"f|{1}|later", "b|home||", "whatever"):
            await group.press(1001, message, data)
            assert IN_PRIVATE in (await group.notices())[-1]
        assert len(await group.told()) == 1
        assert await form_of(maryam) == before
