"""Rendered files: cards, tables and documents are rendered when they are sent, block no one, and are not stored."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.clock import FixedClock
from bot.messengers.port import Outgoing
from bot.reports import rendering
from bot.reports.cards import CardImage
from bot.reports.documents import TextDocument
from bot.reports.rendering import RenderingError, parse_file_spec, render_file
from bot.reports.spreadsheets import Csv, Sheet, read_table
from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.file_store import FileStore
from bot.turn.conversation.replies import Reply, ShowScreen
from bot.turn.media.attachments import Attachments
from bot.turn.media.store import MediaStore
from bot.turn.outgoing.reply_sender import ReplySender
from tests.conversations.families.test_erasure import NAME, everything, known_family
from tests.delivery.fakes import FakeMessenger
from tests.relief.world import Cast
from tests.turn.fake_renderer import FakeRenderer, card_asked, own_unit
from tests.turn.harness import SHORT, Neighbour, Street, carry, until
from tests.turn.report_steps import services

CARD = "کارت شماست"
UNSHOWN = "آماده نشد"


async def group_served(who: Neighbour) -> None:
    await who.say("/menu")
    await who.tap("ثبت خدمت")
    await who.tap("گروه")
    await who.say("۱۲")
    await who.tap("سبد کالا")
    await who.say("یک میلیون")
    await who.tap("فعلاً بدون عکس")
    await who.tap("ثبت")


@pytest.mark.usefixtures("cast")
async def test_while_a_card_is_drawn_others_are_saved_and_so_is_ones_own_next_word(
    street: Street, database: Database
) -> None:
    renderer = FakeRenderer(waits=True)
    async with street.runtime(database, draw=renderer) as runtime:
        maryam, narges = street.neighbour(runtime, "telegram", 1001), street.neighbour(runtime, "bale", 2001, "نرگس")
        async with asyncio.timeout(60):
            await card_asked(maryam)
            await renderer.begun.wait()
            await group_served(narges)
            assert await services(database) == 1
            await carry(runtime, "telegram", await maryam.utter(text="/help"))
        assert not any(CARD in text for text in await maryam.texts())
        renderer.may.set()
        await maryam.rest()
        *_, card, guide = await maryam.texts()
        assert CARD in card
        assert "راهنما" in guide


@pytest.mark.usefixtures("cast")
async def test_a_card_that_cannot_be_drawn_is_said_and_the_next_try_has_it(street: Street, database: Database) -> None:
    renderer = FakeRenderer(breaks=True)
    async with street.runtime(database, draw=renderer) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await own_unit(maryam)
        said = await maryam.tap("کارت عضویت من")
        assert said.index(UNSHOWN) < said.index(CARD)
        assert "photo" not in await maryam.newest()
        renderer.breaks = False
        await own_unit(maryam)
        said = await maryam.tap("کارت عضویت من")
        assert CARD in said
        assert UNSHOWN not in said
        assert "photo" in await maryam.newest()


@pytest.mark.usefixtures("cast", "abrupt")
async def test_a_card_whose_painter_died_is_drawn_by_the_next_process_and_sent_once(
    street: Street, database: Database
) -> None:
    lease = SHORT if database.is_shared else 600_000
    async with street.runtime(database, lease=lease, draw=FakeRenderer(waits=True)) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await card_asked(maryam)
    renderer = FakeRenderer()
    async with street.runtime(database, lease=lease, draw=renderer) as runtime:
        if not database.is_shared:
            assert await runtime.outbox.take_over_expired(ignore_leases=True) == 1
        maryam.runtime = runtime
        await until(renderer.begun.is_set)
        await maryam.rest()
        assert "photo" in await maryam.newest()
    assert len(renderer.asked) == 1
    assert len(await street.calls("sendPhoto")) == 1


@pytest.mark.usefixtures("cast")
async def test_the_same_card_again_is_neither_drawn_nor_uploaded_until_the_messenger_forgets_it(
    street: Street, database: Database
) -> None:
    renderer = FakeRenderer()
    async with street.runtime(database, draw=renderer) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        for _ in range(2):
            await own_unit(maryam)
            await maryam.tap("کارت عضویت من")
            assert "photo" in await maryam.newest()
        assert len(renderer.asked) == 1
        wrong = {"ok": False, "error_code": 400, "description": "Bad Request: wrong file identifier/HTTP URL specified"}
        await street.fault("sendPhoto", status=400, body=wrong)
        await own_unit(maryam)
        assert CARD in await maryam.tap("کارت عضویت من")
        assert "photo" in await maryam.newest()
        assert len(renderer.asked) == 2


async def file_asked(hossein: Neighbour, number: int) -> None:
    await hossein.say("/menu")
    await hossein.tap("خانوارها")
    await hossein.say(str(number))
    await hossein.tap(NAME)
    await carry(hossein.runtime, hossein.messenger, await hossein.touched("همهٔ پرونده در یک فایل"))


@pytest.mark.usefixtures("abrupt")
async def test_a_document_on_its_way_goes_with_the_family_that_it_is_about(
    street: Street, database: Database, cast: Cast
) -> None:
    family = await known_family(database, cast)
    async with street.runtime(database, lease=600_000, draw=FakeRenderer(waits=True)) as runtime:
        hossein = street.neighbour(runtime, "telegram", 1002, "حسین")
        await file_asked(hossein, family.number)
    assert "9980001453" in await everything(database)
    renderer = FakeRenderer()
    async with street.runtime(database, lease=600_000, draw=renderer) as runtime:
        zahra = street.neighbour(runtime, "telegram", 1003, "زهرا")
        await zahra.say("/menu")
        await zahra.tap("خانوارها")
        await zahra.say(NAME)
        await zahra.tap(NAME)
        await zahra.tap("پاک کردن پرونده")
        await zahra.say("خودشان خواستند")
        await zahra.tap("پاک کردن پرونده")
        await runtime.outbox.take_over_expired(ignore_leases=True)
        hossein.runtime = runtime
        await hossein.rest()
    assert NAME not in await everything(database)
    assert renderer.asked == []
    assert not await street.calls("sendDocument")


@pytest.mark.usefixtures("cast")
async def test_nothing_that_is_made_is_kept_on_the_disk(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await own_unit(maryam)
        await maryam.tap("کارت عضویت من")
        assert "photo" in await maryam.newest()
    assert kept(street.files) == []


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_kept_file_that_is_gone_is_said_above_the_words(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    telegram = FakeMessenger("telegram")
    shelf = MediaStore(database, FileStore(tmp_path, keyring()), {}, clock)
    show = ShowScreen(message=Outgoing(chat=1, text="عکس ۱ از ۲"), file=77)
    sender = ReplySender(telegram, Attachments(shelf, FakeRenderer()))
    noted = replace(show.message, fallback_notes={"unavailable": UNSHOWN})
    for action in (replace(show, message=noted), show):
        assert await sender.send(Reply(number=1, owner="one", action=action), 0)
    assert [out.text for out in telegram.sent] == [f"{UNSHOWN}\n\nعکس ۱ از ۲", "عکس ۱ از ۲"]


ROWS = (("نام", "تلفن"), ("=1+1", "0917"))


@pytest.mark.parametrize(
    "value",
    [CardImage(right_to_left=True, heading="دعوت", title="سادات", links={"بله": "https://ble.ir/x"}), Csv(rows=ROWS),
     TextDocument(lines=("یک", "دو"))],
)  # fmt: skip
def test_what_has_waited_as_json_is_drawn_alike(value: CardImage | Csv | TextDocument) -> None:
    assert render_file(waited(value)) == render_file(value)


def test_a_sheet_that_has_waited_has_the_same_cells() -> None:
    assert read_table(render_file(waited(Sheet(rows=ROWS, right_to_left=True)))) == [list(row) for row in ROWS]


def waited(value: rendering.FileSpec) -> rendering.FileSpec:
    return parse_file_spec(value.render_kind, orjson.loads(orjson.dumps(value)))


def test_a_compiler_that_panics_is_an_error_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def panics(_: Any) -> bytes:
        raise Panic(NAME)

    monkeypatch.setattr(rendering, "render_card", panics)
    with pytest.raises(RenderingError, match=r"^Panic$"):
        render_file(CardImage(right_to_left=True, heading="", title=""))
