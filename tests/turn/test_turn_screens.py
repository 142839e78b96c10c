"""Answers to unexpected input: old buttons, double taps, other messages, stickers, albums."""

import pytest

from bot.app.runtime import Runtime
from bot.persian.digits import to_latin_digits
from bot.storage.database import Database
from tests.conversations.world import CODE, invited
from tests.relief.world import Cast
from tests.turn.harness import Neighbour, Street, carry
from tests.turn.report_steps import (
    ASKS_ACTIVITY,
    ASKS_FAMILY,
    ASKS_VALUE,
    VALUE,
    begun,
    form_of,
    services,
    up_to_the_end,
    up_to_value,
)

pytestmark = pytest.mark.usefixtures("cast")
OLD = "این دکمه مربوط به صفحهٔ قبلی بود"
SHOW_AGAIN = "نمایش دوبارهٔ صفحه"


async def with_buttons(who: Neighbour) -> list[int]:
    """Return the messages that bear buttons."""
    return [m["id"] for m in (await who.screen())["messages"] if m["buttons"]]


async def test_one_screen_at_a_time(street: Street, database: Database) -> None:
    """Buttons edit the screen that they stand on; a typed answer gets a new one, and the old keyboard goes."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        (menu,) = (await maryam.screen())["messages"][1:]
        assert ASKS_VALUE in menu["text"]
        await maryam.say(VALUE)
        newest = await maryam.newest()
        assert newest["id"] != menu["id"]
        assert await with_buttons(maryam) == [newest["id"]]


async def test_a_press_from_an_older_screen_never_acts(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        families = await maryam.newest()
        first = next(b["data"] for row in families["buttons"] for b in row if b["text"].startswith("علی"))
        await maryam.tap("علی رستمی")
        said = await maryam.press(families["id"], first)
        assert OLD in said
        assert ASKS_ACTIVITY in said
        assert (await form_of(maryam)).answers["family"]["label"]["args"]["name"] == "علی رستمی"
        assert OLD in (await maryam.notices())[-1]


async def test_a_press_on_a_screen_further_up_says_so_below_the_present_one(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        asked = await maryam.newest()
        later = next(b["data"] for row in asked["buttons"] for b in row if b["data"].endswith("later"))
        await maryam.say(VALUE)
        present = await maryam.newest()
        assert await maryam.press(asked["id"], later) == f"{OLD}."
        assert OLD in (await maryam.notices())[-1]
        assert (await form_of(maryam)).at == "evidence"
        note = await maryam.newest()
        assert await with_buttons(maryam) == [present["id"], note["id"]]


async def test_what_is_not_understood_is_said_without_sending_the_screen_again(
    street: Street, database: Database
) -> None:
    """The screen stays the current one: its keys act where they stand, and one key brings it down."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        menu = await maryam.newest()
        said = await maryam.say("چقدر جهیزیه دادیم؟")
        assert said.startswith("الان سؤالی نپرسیده‌ام")
        assert len(said) < 80
        await maryam.press(menu["id"], menu["buttons"][-1][0]["data"])
        assert {m["id"] for m in (await maryam.screen())["messages"] if m["text"] != menu["text"]} >= {menu["id"]}
        await maryam.tap(SHOW_AGAIN)
        assert await with_buttons(maryam) == [(await maryam.newest())["id"]]


async def test_an_album_that_nothing_asks_for_has_one_answer(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        screens = len(await maryam.texts())
        await maryam.send(album=5)
        assert len(await maryam.texts()) == screens + 1


async def test_a_double_tap_confirms_once_and_leaves_the_receipt_standing(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        twice = await maryam.touched("ثبت") + await maryam.touched("ثبت")
        await carry(runtime, "telegram", twice)
        await maryam.rest()
        assert "شمارهٔ خدمت" in (await maryam.newest())["text"]
        assert "این دکمه را پیش‌تر زده‌اید" in (await maryam.notices())[-1]
    assert await services(database) == 1


async def test_a_button_of_a_page_works_beside_an_open_form(street: Street, database: Database) -> None:
    """The page is drawn where it was pressed; the form and its question stay."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        menu = await maryam.newest()
        helped = next(b["data"] for row in menu["buttons"] for b in row if b["text"].startswith("مشخصات من"))
        await maryam.say("/menu")
        await maryam.tap("ثبت خدمت")
        question, before = await maryam.newest(), await form_of(maryam)
        await maryam.press(menu["id"], helped)
        assert await form_of(maryam) == before
        shown = {m["id"]: m for m in (await maryam.screen())["messages"]}
        assert shown[menu["id"]]["text"] != menu["text"]
        assert shown[question["id"]]["text"] == question["text"]
        assert ASKS_ACTIVITY in await maryam.tap("زهرا موسوی")


async def asked_for_a_contact(street: Street, runtime: Runtime, database: Database, cast: Cast) -> Neighbour:
    """Sara joins; her telephone is asked for, with the messenger's own keyboard."""
    await invited(database, cast, cast.tree.sadat)
    sara = street.neighbour(runtime, "bale", 5001, "سارا")
    await sara.say("/help")
    await sara.say(f"/start j-{CODE}")
    await sara.tap("پذیرش دعوت")
    await sara.say("سارا کریمی")
    assert (await sara.screen())["keyboard"] != []
    return sara


async def test_a_page_beside_the_form_leaves_its_keyboard_alone(street: Street, database: Database, cast: Cast) -> None:
    async with street.runtime(database) as runtime:
        sara = await asked_for_a_contact(street, runtime, database, cast)
        first = next(m["id"] for m in (await sara.screen())["messages"] if m["from"] == "bot")
        await sara.press(first, "b|language||")
        assert (await sara.screen())["keyboard"] != []
        await sara.share_contact("09171112233")
        assert "سارا کریمی" in (await sara.newest())["text"]


async def test_the_reply_keyboard_goes_when_the_contact_has_come(
    street: Street, database: Database, cast: Cast
) -> None:
    async with street.runtime(database) as runtime:
        sara = await asked_for_a_contact(street, runtime, database, cast)
        await sara.share_contact("09171112233")
        assert (await sara.screen())["keyboard"] == []
        assert await with_buttons(sara) == [(await sara.newest())["id"]]
        assert (await sara.texts())[-2] == "دریافت شد، ممنون."


async def test_the_reply_keyboard_goes_without_thanks_for_what_was_not_given(
    street: Street, database: Database, cast: Cast
) -> None:
    async with street.runtime(database) as runtime:
        sara = await asked_for_a_contact(street, runtime, database, cast)
        await sara.say("/cancel")
        assert (await sara.screen())["keyboard"] == []
        assert (await sara.texts())[-2] == "ادامه با دکمه‌های پیام بعد:"


async def test_what_is_nobody_elses_business_does_not_stay_in_the_chat(street: Street, database: Database) -> None:
    """A number of identity, right or wrong, is deleted when it has been read; and shown masked."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.tap("زهرا موسوی")
        file = next(b["data"] for row in (await maryam.newest())["buttons"] for b in row if "completion" in b["data"])
        await maryam.press((await maryam.newest())["id"], file)
        for number in ("0084575949", "0084575948"):
            await maryam.say(number)
            shown = await maryam.screen()
            typed = [m for m in shown["messages"] if m["from"] == "user" and number in m["text"]]
            assert typed == [] or all(m["deleted"] for m in typed)
        assert (await form_of(maryam)).answers["national_id"]
        assert "0084575948" not in to_latin_digits("".join(await maryam.texts()))


async def test_typed_text_answers_the_open_form_else_searches_the_list(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        found = await maryam.say("رستمی")
        assert "علی رستمی" in found + "".join(await maryam.buttons())
        assert "زهرا موسوی" not in "".join(await maryam.buttons())
        await maryam.say("/menu")
        assert "الان سؤالی نپرسیده‌ام" in await maryam.say("رستمی")
        await maryam.tap("ثبت خدمت")
        await maryam.say("رستمی")
        assert any("علی رستمی" in button for button in await maryam.buttons())
        assert "زهرا موسوی" not in "".join(await maryam.buttons())


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ({"location": {"latitude": 30.6, "longitude": 51.5}}, "نگهش نداشتم"),
        ({"contact": {"phone_number": "09171112233", "first_name": "علی"}}, "نگه نداشتم"),
    ],
    ids=["location", "contact"],
)
async def test_what_no_question_asks_for_leaves_the_question_standing(
    street: Street, database: Database, words: dict[str, object], answer: str
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        screens = len(await maryam.texts())
        said = await maryam.send(**words)
        assert answer in said
        assert (await form_of(maryam)).at == "value"
        assert len(await maryam.texts()) == screens + 1
        await maryam.say(VALUE)
        assert (await form_of(maryam)).at == "evidence"


async def test_an_album_at_a_question_of_another_kind_is_one_answer_and_the_question_stands(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        screens = len(await maryam.texts())
        said = await maryam.send(album=3)
        assert ASKS_VALUE in said
        assert "این هم رسید: ۳ مورد" in said
        assert (await form_of(maryam)).at == "value"
        assert len(await maryam.texts()) == screens + 1


async def test_a_sticker_leaves_the_question_standing(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        asked = await maryam.newest()
        said = await maryam.send(sticker="👍")
        assert "دکمه بزنید" in said
        assert ASKS_VALUE not in said
        await maryam.tap(SHOW_AGAIN)
        assert ASKS_VALUE in (await maryam.newest())["text"]
        assert asked["id"] not in await with_buttons(maryam)
        await maryam.say(VALUE)
        assert (await form_of(maryam)).at == "evidence"


@pytest.mark.parametrize(
    ("kind", "name", "answer"),
    [("voice", "note.ogg", "پیام صوتی را نمی‌توانم گوش بدهم"), ("document", "paper.pdf", "برای کدام خدمت است؟")],
)
async def test_a_voice_or_a_paper_in_the_menu_is_asked_about(
    street: Street, database: Database, kind: str, name: str, answer: str
) -> None:
    async with street.runtime(database) as runtime:
        narges = street.neighbour(runtime, "bale", 2001, "نرگس")
        await narges.say("/menu")
        assert answer in await narges.share_file(b"OggS or not", name, kind)


async def test_a_message_edited_afterwards_changes_no_answer(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.say(VALUE)
        typed = next(m["id"] for m in reversed((await maryam.screen())["messages"]) if m["from"] == "user")
        assert "ویرایش‌شده را نمی‌توانم بخوانم" in await maryam.send(edit=typed, text="صد میلیون")
        kept = await form_of(maryam)
        assert (kept.at, kept.answers["value"]["value"]) == ("evidence", 1_500_000)


async def test_a_forwarded_message_is_taken_by_its_words(street: Street, database: Database) -> None:
    """As an answer, for people forward what somebody told them; never as a command."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.send(text="/cancel", forward_from="حسین")
        assert (await form_of(maryam)).at == "value"
        await maryam.send(text=VALUE, forward_from="حسین")
        assert (await form_of(maryam)).answers["value"]["value"] == 1_500_000


async def test_an_album_of_ten_is_ten_files_on_one_screen(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.say(VALUE)
        screens = len(await maryam.texts())
        assert "۱۰" in await maryam.send(album=10)
        assert len(await maryam.texts()) == screens + 1
        assert len((await form_of(maryam)).answers["evidence"]) == 10
        await maryam.send(album=2)
        assert len((await form_of(maryam)).answers["evidence"]) == 10, "there is a most"


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.say(VALUE)
        await street.fault("getFile", status=502, body="<html>", times=20)
        assert "فایل به دستم نرسید" in await maryam.share_file(b"\x89PNG", "a.png")
        await street.mend()
        assert "فایل به دستم نرسید" not in await maryam.share_file(b"\x89PNG", "a.png")
        assert len((await form_of(maryam)).answers["evidence"]) == 1


async def test_buttons_of_another_version_are_old_buttons(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        standing = await maryam.newest()
        for data in ("b|gone||", "b|form||gone", "b|form||", "b|service|!gone|1", "f|x", "q", "b|again|!x|"):
            assert await maryam.press(standing["id"], data) != ""
            assert (await form_of(maryam)).form == "service-report"
        assert ASKS_FAMILY in (await maryam.newest())["text"]
        texts = " ".join(await maryam.notices())
        assert "پیگیری" not in texts
