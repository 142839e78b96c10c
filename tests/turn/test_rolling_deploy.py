"""Rolling deploy: an older process neither damages, loses nor sends what a newer one wrote."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import orjson
import pytest
from sqlalchemy import select, update

from bot.dialogue.screen import RequestKind
from bot.messengers.port import Key, Outgoing
from bot.storage.database import Database
from bot.storage.encryption import associated_data, keyring
from bot.storage.tables import Conversation, DeadLetter
from bot.turn.conversation import replies
from bot.turn.conversation.batching import MAX_CALLS_PER_BATCH
from bot.turn.conversation.replies import (
    DeleteMessage,
    RemoveKeyboard,
    Reply,
    ReplyAction,
    SendMessage,
    ShowScreen,
    UnknownReply,
    reply_from_json,
    reply_to_json,
)
from bot.turn.conversation.row import ConversationRow
from bot.turn.dead_letters.replay import replay_dead_letters
from tests.turn.faulty_forms import STUMBLING
from tests.turn.harness import SHORT, Neighbour, Street, carry, until
from tests.turn.report_steps import ASKS_ACTIVITY, ASKS_FAMILY, begun, form_of, services, up_to_the_end

MESSAGE = Outgoing(
    chat=1001, text="سلام", keys=((Key(label="خانه", data="b|home||"),),), remove_keyboard=True, topic=17,
    fallback_notes={"message": "نشد", "unavailable": "بی عکس"},
)  # fmt: skip
REQUEST = Outgoing(chat=1001, text="کجا؟", keyboard=((Key(label="اینجا", wants=RequestKind.LOCATION),),))
NEW_KIND = "show_poll"
MINE = Conversation.messenger == "telegram", Conversation.external_id == 1001


@pytest.mark.parametrize(
    "action",
    [
        ShowScreen(message=REQUEST, edit_current=True, is_current=False),
        ShowScreen(message=MESSAGE, edit_message_id=7, file={"made": "card", "of": {}}),
        SendMessage(message=MESSAGE, private_chat=1001),
        DeleteMessage(chat=1001, message_id=7),
        RemoveKeyboard(chat=1001, message_id=7),
    ],
)
def test_a_stored_reply_is_read_as_it_was_written(action: ReplyAction) -> None:
    reply = Reply(number=10, owner="one", action=action)
    stored = orjson.loads(orjson.dumps(reply_to_json(reply)))
    assert reply_from_json(stored) == reply
    assert reply_from_json(stored | {"of_a_newer_version": [1]}) == reply


def test_what_an_older_version_did_not_write_has_defaults() -> None:
    stored = {"number": 10, "owner": "one", "kind": "show_screen", "message": {"chat": 1, "text": "سلام"}}
    assert reply_from_json(stored) == Reply(
        number=10, owner="one", action=ShowScreen(message=Outgoing(chat=1, text="سلام"))
    )
    noted = Outgoing(chat=1, text="سلام", fallback_notes={"unavailable": "بی عکس"})
    assert reply_from_json(stored | {"text_without_file": "بی عکس"}) == Reply(
        number=10, owner="one", action=ShowScreen(message=noted)
    )


@pytest.mark.parametrize(
    "stored",
    [
        {"number": 10, "owner": "one", "kind": NEW_KIND, "options": ["آری", "نه"]},
        {"number": 10, "owner": "one", "kind": "delete_message", "messages": [7, 8]},
        {"owner": "one", "kind": "delete_message", "chat": 1001, "message_id": 7},
        {
            "number": 10,
            "owner": "one",
            "kind": "send_message",
            "message": {"chat": 1, "text": "", "keyboard": [[{"label": "", "wants": "poll"}]]},
        },
        ["of another shape"],
        None,
    ],
)
def test_a_reply_of_an_unknown_kind_or_shape_is_written_back_unchanged(stored: Any) -> None:
    unknown = reply_from_json(stored)
    assert unknown == UnknownReply(raw=stored)
    assert reply_to_json(unknown) == stored


async def question_unsent(street: Street, database: Database, lease: int) -> Neighbour:
    """Maryam begins a service report; the process dies before its first question is out."""
    async with street.runtime(database, lease=lease) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await street.fault("editMessageText", drop_before=True, times=1000)
        await carry(runtime, "telegram", await maryam.touched("ثبت خدمت"))
        await until(street.dropped)
    await street.mend()
    return maryam


async def stored(database: Database, column: str) -> Any:
    async with database.read_session() as session:
        box = await session.scalar(select(getattr(Conversation, column)).where(*MINE))
    return orjson.loads(keyring().open(box, sealed_as(column))) if box else None


async def store(database: Database, column: str, content: Any) -> None:
    async with database.write_session() as session:
        box = keyring().seal(orjson.dumps(content), sealed_as(column))
        await session.execute(update(Conversation).where(*MINE).values({column: box}))
        await session.commit()


def sealed_as(column: str) -> str:
    return associated_data("conversations", column, "telegram", 1001)


def with_news(value: Any) -> Any:
    """Return the same JSON with an unknown key in each object."""
    if isinstance(value, list):
        return [with_news(item) for item in value]
    if isinstance(value, dict):
        return {name: with_news(item) for name, item in value.items()} | {"of_a_newer_version": "؟"}
    return value


@pytest.mark.usefixtures("abrupt", "cast")
async def test_unknown_keys_in_state_and_replies_silence_nobody(street: Street, database: Database) -> None:
    maryam = await question_unsent(street, database, SHORT)
    state = await stored(database, "state")
    await store(database, "state", with_news(state | {"keys": {}, "form": state["form"] | {"answers": {}}}))
    await store(database, "unsent", with_news(await stored(database, "unsent")))
    async with street.runtime(database) as runtime:
        maryam.runtime = runtime
        await until(lambda: shown(maryam, ASKS_FAMILY))
        await maryam.rest()
        assert ASKS_ACTIVITY in await maryam.tap("زهرا موسوی")
        assert (await form_of(maryam)).at == "activity"


async def shown(who: Neighbour, words: str) -> bool:
    return any(words in text for text in await who.texts())


@pytest.mark.usefixtures("abrupt", "cast")
async def test_a_reply_of_an_unknown_kind_waits_for_a_version_that_knows_it(
    street: Street, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    maryam = await question_unsent(street, database, 1)
    (question,) = await stored(database, "unsent")
    poll = question | {"kind": NEW_KIND, "owner": "newer", "of_a_newer_version": ["آری", "نه"]}
    await store(database, "unsent", [poll])
    await asyncio.sleep(0.05)
    async with street.runtime(database, lease=SHORT) as runtime:
        maryam.runtime = runtime
        await runtime.outbox.take_over_expired(ignore_leases=True)
        assert "سلام، مریم" in await maryam.say("/menu"), "it holds back no reply that comes after it"
        await begun(maryam)
        await maryam.say("/help")
        assert await stored(database, "unsent") == [poll], "neither sent nor changed"
        assert await shown(maryam, ASKS_FAMILY), "of the form that was begun here"
    monkeypatch.setitem(
        replies._ACTION_READERS, NEW_KIND, lambda data: SendMessage(message=replies._message_from_json(data["message"]))
    )
    texts = len(await maryam.texts())
    async with street.runtime(database, lease=SHORT) as newer:
        await until(lambda: sent(maryam, texts + 1))
        maryam.runtime = newer
        await maryam.rest()
        assert ASKS_FAMILY in (await maryam.texts())[-1]
        assert await stored(database, "unsent") is None


async def sent(who: Neighbour, count: int) -> bool:
    return len(await who.texts()) == count


@pytest.mark.usefixtures("abrupt", "cast")
async def test_an_older_process_leaves_the_lease_of_unknown_replies_alone(street: Street, database: Database) -> None:
    await question_unsent(street, database, 1)
    (question,) = await stored(database, "unsent")
    await store(database, "unsent", [question | {"kind": NEW_KIND}])
    columns = select(Conversation.revision, Conversation.lease_until_ms).where(*MINE)
    async with database.read_session() as session:
        before = (await session.execute(columns)).one()
    async with street.runtime(database) as runtime:
        for _ in range(3):
            await runtime.outbox.take_over_expired(ignore_leases=False)
    async with database.read_session() as session:
        assert (await session.execute(columns)).one() == before


@pytest.mark.usefixtures("abrupt", "cast")
async def test_replies_that_cannot_be_taken_over_crowd_out_no_others(street: Street, database: Database) -> None:
    unknown = UnknownReply(raw={"number": 10, "owner": "newer", "kind": NEW_KIND})
    async with street.runtime(database, lease=1) as runtime:
        rows = [ConversationRow(messenger="telegram", account=n) for n in range(1, MAX_CALLS_PER_BATCH + 11)]
        for row in rows:
            await runtime.processor.store.save(replace(row, unsent=(unknown,)))
    maryam = await question_unsent(street, database, 1)
    await asyncio.sleep(0.05)
    async with street.runtime(database) as runtime:
        maryam.runtime = runtime
        for _ in range(2):
            await runtime.outbox.take_over_expired(ignore_leases=False)
        await maryam.rest()
        assert await shown(maryam, ASKS_FAMILY)


async def failed_submit(street: Street, database: Database) -> DeadLetter:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
    return await dead_letter(database)


async def dead_letter(database: Database) -> DeadLetter:
    async with database.read_session() as session:
        return (await session.scalars(select(DeadLetter))).one()


async def rewrite(database: Database, raw: str) -> None:
    async with database.write_session() as session:
        row = (await session.scalars(select(DeadLetter))).one()
        row.raw = raw
        await session.commit()


@pytest.mark.usefixtures("cast")
async def test_a_dead_letter_with_unknown_keys_is_replayed(street: Street, database: Database) -> None:
    content = json.loads((await failed_submit(street, database)).raw)
    kind, fields = content["incoming"]["what"]
    content["incoming"] |= {"of_a_newer_version": "؟", "what": [kind, fields | {"of_a_newer_version": "؟"}]}
    del content["incoming"]["language"]
    await rewrite(database, json.dumps(content))
    async with street.runtime(database) as runtime:
        assert await replay_dead_letters(runtime.processor) == (1, 0)
    assert await services(database) == 1


@pytest.mark.usefixtures("cast")
async def test_a_dead_letter_of_an_unknown_kind_waits_and_stops_no_other(street: Street, database: Database) -> None:
    content = json.loads((await failed_submit(street, database)).raw)
    content["incoming"]["what"] = ["poll_answer", {"options": [1]}]
    raw = json.dumps(content)
    await rewrite(database, raw)
    async with street.runtime(database) as runtime:
        assert await replay_dead_letters(runtime.processor) == (0, 0)
    row = await dead_letter(database)
    assert (row.state, row.raw) == ("waiting", raw)
