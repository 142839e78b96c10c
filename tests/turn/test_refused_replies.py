"""A reply that cannot go out as it is goes out otherwise: words and keys arrive, in both messengers, and in topics of a group."""

from typing import Any

import pytest

from bot.storage.database import Database
from tests.turn.fake_renderer import FakeRenderer
from tests.turn.harness import Street, carry
from tests.turn.report_steps import ASKS_FAMILY
from tests.turn.test_turn_groups import IN_PRIVATE, Group, group_of

pytestmark = pytest.mark.usefixtures("cast")
BOTH = pytest.mark.parametrize(("messenger", "account"), [("telegram", 1001), ("bale", 2001)])
FORUM = -100_200


def refusal(description: str = "Bad Request: SOMETHING_NEW") -> dict[str, Any]:
    return {"status": 400, "body": {"ok": False, "error_code": 400, "description": description}}


@BOTH
async def test_an_unknown_refusal_of_an_edit_becomes_a_new_message_with_the_same_keys(
    street: Street, database: Database, messenger: str, account: int
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, messenger, account)
        await maryam.say("/menu")
        await street.fault("editMessageText", **refusal())
        assert ASKS_FAMILY in await maryam.tap("ثبت خدمت")
        menu, question = (await maryam.screen())["messages"][-2:]
        assert menu["buttons"] == []
        assert [b["text"] for row in question["buttons"] for b in row]
        assert len(await maryam.texts()) == 2
        await maryam.tap("بعداً")
        assert len(await maryam.texts()) == 2, "the new message is the screen now: it is edited"


@BOTH
async def test_a_refused_card_leaves_its_words_and_keys_and_says_why(
    street: Street, database: Database, messenger: str, account: int
) -> None:
    async with street.runtime(database, draw=FakeRenderer()) as runtime:
        maryam = street.neighbour(runtime, messenger, account)
        await maryam.say("/menu")
        await maryam.tap("واحد و اعضا")
        await street.fault("sendPhoto", **refusal("Bad Request: PHOTO_INVALID_DIMENSIONS"))
        await street.fault("sendDocument", **refusal())
        said = await maryam.tap("کارت عضویت من")
        newest = await maryam.newest()
        assert "ابعاد" in said.split("\n")[0]
        assert "photo" not in newest
        assert newest["buttons"]


@BOTH
async def test_a_reply_that_is_refused_in_every_form_is_counted_and_said(
    street: Street, database: Database, messenger: str, account: int
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, messenger, account)
        await street.fault("sendMessage", **refusal(), times=3)
        assert "/menu" in await maryam.say("/menu")
        assert runtime.outbox.senders[messenger].refused_replies == {"RequestRejected": 1}
        assert await runtime.outbox.take_over_expired(ignore_leases=True) == 0
        assert "سلام" in await maryam.say("/menu")


async def test_a_toast_that_stands_alone_and_is_refused_becomes_a_message(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/start")
        await group.say(1001, "/menu")
        message = (await group.told())[-1]["id"]
        await street.fault("answerCallbackQuery", **refusal())
        await group.press(1001, message, "b|families||")
        assert await group.notices() == []
        assert IN_PRIVATE in (await maryam.texts())[-1]


async def said_in_topic(group: Group, account: int, text: str, topic: int) -> None:
    words = {"account": account, "text": text, "topic": topic}
    await group._done("say", words)


async def close_topic(group: Group, topic: int) -> None:
    place = f"/group/{group.messenger}/{group.number}/topic"
    async with group.street.http.post(place, json={"account": 1001, "topic": topic}) as answer:
        assert answer.status == 200, await answer.text()


@pytest.mark.parametrize(("topic", "expected"), [(17, 17), (1, None)])
async def test_an_answer_goes_to_the_topic_that_it_was_asked_in(
    street: Street, database: Database, topic: int, expected: int | None
) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        await said_in_topic(group, 1001, "/menu", topic)
        (sent,) = await street.calls("sendMessage")
        assert sent["arguments"].get("message_thread_id") == expected
        (said,) = await group.told()
        assert IN_PRIVATE in said["text"]


async def test_a_plain_answer_to_a_message_is_in_no_topic(street: Street, database: Database) -> None:
    """Messages that answer another bear a thread id too, without being in a topic."""
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        await group.say(1001, "سلام")
        body = {
            "message_id": 900,
            "date": 1,
            "chat": {"id": group.number, "type": "supergroup", "is_forum": True},
            "from": {"id": 1001, "is_bot": False, "first_name": "مریم"},
            "message_thread_id": 899,
            "text": "/menu",
        }
        await carry(runtime, "telegram", [{"update_id": 900_000, "message": body}])
        await street.neighbour(runtime, "telegram", 1001).rest()
        (sent,) = await street.calls("sendMessage")
        assert "message_thread_id" not in sent["arguments"]


@pytest.mark.parametrize("topic", [17, 1])
async def test_what_a_closed_topic_does_not_take_comes_privately(
    street: Street, database: Database, topic: int
) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/start")
        await close_topic(group, topic)
        await said_in_topic(group, 1001, "/menu", topic)
        assert await group.told() == []
        assert IN_PRIVATE in (await maryam.texts())[-1]
        assert (await maryam.newest())["buttons"][0][0]["url"]


async def test_an_asker_who_cannot_be_written_to_is_answered_outside_the_closed_topic(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        group = group_of(street, runtime, "telegram")
        await close_topic(group, 17)
        await said_in_topic(group, 7001, "/start j-7Kq2mXaB9c", 17)
        (said,) = await group.told()
        assert said["buttons"][0][0]["url"].endswith("?start=j-7Kq2mXaB9c")
