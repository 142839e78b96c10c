"""Files, places and contacts that come where no question asks for them: none is lost, and none is kept in silence."""

import pytest
from sqlalchemy import select

from bot.dialogue.questions.multiples import load_file
from bot.sandbox.core.files import sample_picture
from bot.storage.database import Database
from bot.storage.tables import Evidence, Service
from tests.turn.harness import Neighbour, Street, carry
from tests.turn.report_steps import form_of, up_to_the_end, up_to_value

pytestmark = pytest.mark.usefixtures("cast")
MARYAM = 1001
ASKS_WHICH = "برای کدام خدمت است؟"


async def evidence(database: Database) -> list[tuple[int, str | None]]:
    """Return the evidence of all services in order: the number of the service, and the caption."""
    query = select(Service.number, Evidence).join(Evidence, Evidence.service_id == Service.id)
    async with database.read_session() as session:
        rows = await session.execute(query.order_by(Service.number, Evidence.position))
        return [(number, row.caption) for number, row in rows]


async def waiting(who: Neighbour) -> int:
    row = await who.runtime.processor.store.load(who.messenger, who.account)
    return len(row.state.files)


async def saved(who: Neighbour) -> None:
    await up_to_the_end(who)
    await who.tap("ثبت")


# ---- in a form


async def test_a_picture_on_the_last_page_is_added_to_what_is_there(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await up_to_the_end(maryam)
        assert "عکس: ۱ مورد" in await maryam.share_file(sample_picture(9))
        await maryam.send(album=3)
        assert "عکس: ۴ مورد" in (await maryam.texts())[-1]
        await maryam.tap("ثبت")
    assert len(await evidence(database)) == 4


async def test_a_picture_at_a_question_of_another_kind_is_for_the_question_of_its_kind(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await up_to_value(maryam)
        heard = await maryam.share_file(sample_picture(1))
        assert "این هم رسید: ۱ مورد" in heard
        assert "ارزش" in heard
        assert "عکس: ۱ مورد" in await maryam.say("یک و نیم میلیون")
        await maryam.tap("ثبت")
    assert len(await evidence(database)) == 1


async def test_a_caption_counts_as_the_typed_answer_and_stays_with_its_picture(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await up_to_value(maryam)
        heard = await maryam.share_file(sample_picture(1), caption="سیصد هزار تومان")
        assert "ارزش: ۳۰۰٬۰۰۰ تومان" in heard
        assert "عکس: ۱ مورد" in heard
        await maryam.tap("ثبت")
    assert await evidence(database) == [(4001, "سیصد هزار تومان")]


async def test_a_caption_that_is_no_answer_is_kept_and_the_question_stands(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await up_to_value(maryam)
        heard = await maryam.share_file(sample_picture(1), caption="رسید سبد")
        assert "ارزش" in heard
        assert "نفهمیدم" not in heard
        assert load_file((await form_of(maryam)).answers["evidence"][0]).caption == "رسید سبد"


async def test_a_voice_note_at_a_question_that_takes_no_file_is_not_kept_and_it_says_so(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await up_to_value(maryam)
        assert "پیام صوتی را نمی‌توانم گوش بدهم" in await maryam.share_file(b"OggS" + bytes(40), "v.ogg", "voice")
        assert "evidence" not in (await form_of(maryam)).answers
        assert await waiting(maryam) == 0


async def test_a_form_without_a_question_for_files_keeps_them_and_asks_when_it_ends(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        assert "نگهش داشتم" in await maryam.share_file(sample_picture(1), caption="سبد")
        await maryam.tap("بعداً")
        assert ASKS_WHICH in await maryam.tap("۱ عکس یا فایل")
        await maryam.tap("زهرا موسوی")
    assert await evidence(database) == [(4001, "سبد")]


# ---- outside of forms


async def test_a_picture_right_after_saving_is_attached_and_the_buttons_stay(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        before = await maryam.buttons()
        assert "۱ عکس" in await maryam.share_file(sample_picture(1), caption="رسید")
        assert await maryam.buttons() == before
    assert await evidence(database) == [(4001, "رسید")]


async def test_a_picture_on_the_page_of_a_report_is_attached_to_it(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        await maryam.tap("لغو ثبت")
        await maryam.tap("نه، بماند")
        assert "لغو ثبت" in await maryam.buttons()
        assert "۱ عکس" in await maryam.share_file(sample_picture(1))
    assert len(await evidence(database)) == 1


async def test_a_picture_in_the_menu_waits_for_its_service_also_through_a_restart(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        await maryam.say("/menu")
        assert ASKS_WHICH in await maryam.share_file(sample_picture(1))
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await maryam.say("/menu")
        assert ASKS_WHICH in await maryam.tap("۱ عکس یا فایل")
        await maryam.tap("زهرا موسوی")
        assert await waiting(maryam) == 0
        await maryam.say("/menu")
        assert not [label for label in await maryam.buttons() if "عکس" in label]
    assert await evidence(database) == [(4001, None)]


async def test_an_album_in_the_menu_is_one_thing(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        await maryam.say("/menu")
        await maryam.send(album=3)
        texts = await maryam.texts()
        assert "۳ عکس یا فایل رسید" in texts[-1]
        assert ASKS_WHICH not in texts[-2]
        await maryam.tap("زهرا موسوی")
    assert len(await evidence(database)) == 3


async def test_a_waiting_picture_begins_a_new_report_or_is_set_aside(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await maryam.say("/menu")
        await maryam.share_file(sample_picture(1))
        await maryam.tap("ثبت خدمت تازه")
        await maryam.tap("زهرا موسوی")
        await maryam.tap("سبد کالا")
        assert "عکس: ۱ مورد" in await maryam.say("یک و نیم میلیون")
        await maryam.tap("ثبت")
        await maryam.say("/menu")
        await maryam.share_file(sample_picture(2))
        assert "کنار گذاشته شد" in await maryam.tap("هیچ‌کدام")
        assert await waiting(maryam) == 0
    assert len(await evidence(database)) == 1


async def test_more_pictures_than_a_service_takes_go_on_waiting(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        for number in range(1, 12):
            await maryam.share_file(sample_picture(number))
        assert "حداکثر ۱۰" in (await maryam.texts())[-1]
        assert await waiting(maryam) == 1
    assert len(await evidence(database)) == 10


async def test_a_picture_of_somebody_who_reports_nothing_is_not_kept_and_it_says_so(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        for account in (1003, 777):
            other = street.neighbour(runtime, "telegram", account, "زهرا")
            await other.say("/menu")
            assert "نگه نداشتم" in await other.share_file(sample_picture(1))
            assert await waiting(other) == 0


async def test_a_place_or_a_contact_in_the_menu_is_never_claimed_to_be_kept(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await maryam.say("/menu")
        assert "نگهش نداشتم" in await maryam.send(location={"latitude": 30.6, "longitude": 51.5})
        assert "نگه نداشتم" in await maryam.share_contact("989171234567")


async def test_a_contact_is_the_phone_that_the_form_asks_for_but_never_before_consent(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        assert "نگه نداشتم" in await maryam.share_contact("989171234567")
        await maryam.tap("بله، رضایت دارند")
        await maryam.share_contact("989171234567")
        await maryam.say("کبری صفایی")
        assert (await form_of(maryam)).at == "neighbourhood"
        assert "1234567" in (await form_of(maryam)).answers["phone"]
        await maryam.say("سادات")
        await maryam.tap("۴")
        await maryam.tap("خوراک")
        heard = await maryam.share_contact("989179999999")
        assert "قبلاً" in heard
        assert "9999999" in (await form_of(maryam)).answers["phone"]


async def test_a_number_under_a_picture_at_a_private_question_stays_neither_in_the_chat_nor_with_the_picture(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.tap("زهرا موسوی")
        await maryam.tap("تکمیل پرونده")
        await maryam.share_file(sample_picture(1), caption="4220000119")
        assert "4220000119" in str((await form_of(maryam)).answers)
        assert len(await street.calls("deleteMessage")) == 1
        row = await runtime.processor.store.load("telegram", MARYAM)
        assert [file.caption for file in row.state.load_files()] == [""]


# ---- refusals


async def test_a_refused_file_of_an_album_is_said_once_and_the_rest_is_kept(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await up_to_value(maryam)
        await maryam.say("یک و نیم میلیون")
        seen = len(await maryam.texts())
        for number in range(1, 4):
            await maryam.share_file(b"MZ" + bytes([number]), "virus.exe", "document", album="a")
            await maryam.share_file(sample_picture(number), album="a")
        texts = await maryam.texts()
        assert sum("این نوع فایل را نمی‌پذیرم" in text for text in texts[seen:]) == 1
        assert "۳ عکس یا فایل رسید" in "\n".join(texts[seen:])
        await maryam.tap("همین ۳ تا")
        await maryam.tap("ثبت")
    assert len(await evidence(database)) == 3


async def test_a_film_among_pictures_is_refused_and_the_pictures_are_kept(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        await saved(maryam)
        updates = await maryam.utter(album=3)
        film = updates[1]["message"]
        film.pop("photo")
        film["video"] = {"file_id": "v", "file_unique_id": "v", "width": 9, "height": 9, "duration": 3}
        await carry(runtime, "telegram", updates)
        await maryam.rest()
        assert sum("ویدیو" in text for text in await maryam.texts()) == 1
    assert len(await evidence(database)) == 2


@pytest.mark.parametrize("place", ["menu", "evidence", "last page", "saved"])
async def test_a_file_that_could_not_be_fetched_is_kept_nowhere_and_it_says_so(
    street: Street, database: Database, place: str
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", MARYAM)
        if place == "evidence":
            await up_to_value(maryam)
            await maryam.say("یک و نیم میلیون")
        elif place == "last page":
            await up_to_the_end(maryam)
        elif place == "saved":
            await saved(maryam)
        else:
            await maryam.say("/menu")
        await street.fault(
            "getFile", status=400, body={"ok": False, "error_code": 400, "description": "Bad Request: x"}
        )
        assert "به دستم نرسید" in await maryam.share_file(sample_picture(1))
        assert await waiting(maryam) == 0
        form = await form_of(maryam)
        assert form is None or not form.answers.get("evidence")
    assert await evidence(database) == []
