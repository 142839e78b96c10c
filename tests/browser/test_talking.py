"""Talking on the page: words, buttons, keyboards, edits and deletions, as they come and go."""

import pytest
from playwright.async_api import expect

from tests.browser.fixtures import Stage, inline, keys

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser")]

MARYAM = "#telegram/1001"
HOSSEIN = "#bale/2001"


async def test_words_go_both_ways_and_stay_plain_text(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    await expect(phone.page.locator("html")).to_have_attribute("dir", "rtl")
    await phone.part("writing").fill("سلام <b>همیار</b>")
    await phone.part("writing").press("Shift+Enter")
    await phone.part("writing").press_sequentially("خط دوم")
    await phone.part("send").click()

    said = await stage.telegram.hear_message()
    assert said["text"] == "سلام <b>همیار</b>\nخط دوم"
    assert said["from"]["id"] == 1001
    own = phone.messages("user").get_by_test_id("text")
    await expect(own).to_have_js_property("textContent", "سلام <b>همیار</b>\nخط دوم")
    await expect(own).to_have_css("white-space-collapse", "preserve")
    await expect(phone.part("writing")).to_have_value("")

    await stage.telegram.say(1001, "<img src=x onerror=alert(1)> سلام مریم")
    heard = phone.messages("bot").get_by_test_id("text")
    await expect(heard).to_have_text("<img src=x onerror=alert(1)> سلام مریم")
    await expect(heard).to_have_attribute("dir", "auto")
    assert await heard.locator("img").count() == 0


async def test_in_bale_too(stage: Stage) -> None:
    phone = await stage.open(HOSSEIN)
    await phone.say("خلاصهٔ این ماه")
    assert (await stage.bale.hear_message())["text"] == "خلاصهٔ این ماه"
    await stage.bale.say(2001, "۶۴ میلیارد تومان")
    await expect(phone.messages("bot")).to_contain_text("۶۴ میلیارد تومان")


async def test_a_press_is_answered_by_a_toast_and_the_screen_changes_in_place(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    sent = await stage.telegram.say(
        1001, "رضایت دارند؟", reply_markup=inline([("بله، رضایت دارند", "f|1|yes"), ("نه", "f|1|no")])
    )
    await phone.button("بله").click()
    await expect(phone.button("بله")).to_have_attribute("aria-busy", "true")
    query = (await stage.telegram.hear())["callback_query"]
    assert query["data"] == "f|1|yes"
    await stage.telegram.call("answerCallbackQuery", callback_query_id=query["id"], text="ثبت شد")
    await expect(phone.part("toast")).to_have_text("ثبت شد")
    await expect(phone.button("بله")).not_to_have_attribute("aria-busy", "true")

    await stage.telegram.call(
        "editMessageText",
        chat_id=1001,
        message_id=sent["message_id"],
        text="نام سرپرست خانوار؟",
        reply_markup=inline([("بازگشت", "f|2|back")]),
    )
    await expect(phone.messages("bot")).to_have_count(1)
    await expect(phone.part("text")).to_have_text("نام سرپرست خانوار؟")
    await expect(phone.part("inline-button")).to_have_text(["بازگشت"])


async def test_an_alert_stays_until_it_is_closed(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    await stage.telegram.say(1001, "جا مانده است؟", reply_markup=inline([("ثبت‌نام", "b|1|join")]))
    await phone.button("ثبت‌نام").click()
    query = (await stage.telegram.hear())["callback_query"]
    await stage.telegram.call("answerCallbackQuery", callback_query_id=query["id"], text="جا پر شد.", show_alert=True)
    await expect(phone.part("alert-text")).to_have_text("جا پر شد.")
    await phone.page.get_by_role("button", name="باشه").click()
    await expect(phone.part("alert-text")).to_have_count(0)
    await phone.page.reload()
    await expect(phone.messages("bot")).to_have_count(1)
    await expect(phone.part("alert-text")).to_have_count(0)


async def test_the_reply_keyboard_sends_words_the_number_and_the_place(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    contact = {"text": "فرستادن شمارهٔ من", "request_contact": True}
    place = {"text": "مکان من", "request_location": True}
    await stage.telegram.say(1001, "شماره‌تان؟", reply_markup=keys([contact], [place, "فهرست اصلی"]))
    await expect(phone.part("key")).to_have_text(["فرستادن شمارهٔ من", "مکان من", "فهرست اصلی"])

    await phone.part("key").filter(has_text="شمارهٔ من").click()
    shared = (await stage.telegram.hear_message())["contact"]
    assert shared["phone_number"].endswith("9170001001")
    assert shared["user_id"] == 1001
    await expect(phone.part("contact")).to_contain_text("۹۱۷۰۰۰۱۰۰۱")

    await phone.part("key").filter(has_text="مکان من").click()
    await phone.part("field-latitude").fill("۳۰٫۷۵")
    await phone.part("done").click()
    point = (await stage.telegram.hear_message())["location"]
    assert point["latitude"] == pytest.approx(30.75)
    await expect(phone.part("location")).to_be_visible()

    await phone.part("key").filter(has_text="فهرست اصلی").click()
    assert (await stage.telegram.hear_message())["text"] == "فهرست اصلی"
    await stage.telegram.say(1001, "ممنون", reply_markup={"remove_keyboard": True})
    await expect(phone.part("keyboard")).to_be_hidden()


async def test_the_last_word_can_be_rewritten_and_a_deleted_one_goes(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    await phone.say("۵۰۰ تومن")
    first = await stage.telegram.hear_message()
    await expect(phone.part("edit")).to_have_count(1)
    await phone.part("writing").press("ArrowUp")
    await expect(phone.part("writing")).to_have_value("۵۰۰ تومن")
    await phone.say("۵۰۰ هزار تومان")
    assert (await stage.telegram.hear())["edited_message"]["text"] == "۵۰۰ هزار تومان"
    await expect(phone.messages("user")).to_have_count(1)
    await expect(phone.part("edited")).to_be_visible()

    await stage.telegram.call("deleteMessage", chat_id=1001, message_id=first["message_id"])
    await expect(phone.messages("user")).to_have_count(0)


async def test_links_into_the_bot_and_commands_act_here(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    await stage.telegram.say(1001, "دعوت: https://t.me/hamyar_bot?start=j-9Zx و راهنما: /help")
    await phone.part("text").get_by_role("link").click()
    assert (await stage.telegram.hear_message())["text"] == "/start j-9Zx"
    await phone.page.get_by_role("button", name="/help").click()
    assert (await stage.telegram.hear_message())["text"] == "/help"
    assert len(stage.window.pages) == 1


async def test_a_link_into_the_other_messenger_opens_it_on_the_same_phone(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    rows = {"inline_keyboard": [[{"text": "باز کردن در بله", "url": "https://ble.ir/hamyar_bot?start=l-48217730"}]]}
    await stage.telegram.say(1001, "کد اتصال", reply_markup=rows)
    await phone.page.get_by_role("link", name="باز کردن در بله").click()
    heard = await stage.bale.hear_message()
    assert (heard["from"]["id"], heard["text"]) == (1001, "/start l-48217730")
    await expect(phone.person("bale/1001")).to_have_attribute("aria-current", "page")
    await phone.person("telegram/1001").click()
    await expect(phone.part("text")).to_have_text(["کد اتصال"])


async def test_a_sticker(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    await phone.part("attach").click()
    await phone.page.get_by_role("button", name="برچسب").click()
    await phone.page.get_by_role("button", name="🌹").click()
    assert (await stage.telegram.hear_message())["sticker"]["emoji"] == "🌹"
    await expect(phone.messages("user")).to_contain_text("🌹")


async def test_formatting_and_what_a_message_answers_are_shown(stage: Stage) -> None:
    phone = await stage.open(MARYAM)
    await phone.say("چند تومان؟")
    asked = await stage.telegram.hear_message()
    await stage.telegram.say(
        1001,
        "ارزش <b>۱٬۵۰۰٬۰۰۰</b> تومان، <a href='https://example.org/x'>سند</a>",
        parse_mode="HTML",
        reply_parameters={"message_id": asked["message_id"]},
    )
    answer = phone.messages("bot")
    await expect(answer.get_by_test_id("text")).to_have_text("ارزش ۱٬۵۰۰٬۰۰۰ تومان، سند")
    await expect(answer.locator(".text b")).to_have_text("۱٬۵۰۰٬۰۰۰")
    await expect(answer.get_by_role("link")).to_have_attribute("href", "https://example.org/x")
    await expect(answer.get_by_test_id("quote")).to_contain_text("چند تومان؟")


LONG = "برچسبی که از پهنای دکمه‌های یک گوشی کوچک خیلی بلندتر است و به خط دوم می‌رود"


async def test_keys_are_drawn_as_the_messengers_draw_them_unless_somebody_wants_them_whole(stage: Stage) -> None:
    """A row lies from left to right, a label has one line; the choice is kept."""
    phone = await stage.open(MARYAM)
    await stage.telegram.say(1001, "کدام؟", reply_markup=inline([("چپ", "a"), ("راست", "b")], [(LONG, "c")]))
    left, right = await phone.button("چپ").bounding_box(), await phone.button("راست").bounding_box()
    assert left
    assert right
    assert left["x"] < right["x"]
    await expect(phone.button("برچسبی")).to_have_css("text-overflow", "ellipsis")
    one_line = await phone.button("برچسبی").bounding_box()
    await phone.part("like-messengers").click()
    await expect(phone.part("like-messengers")).to_have_attribute("aria-checked", "false")
    whole = await phone.button("برچسبی").bounding_box()
    assert one_line
    assert whole
    assert whole["height"] > one_line["height"]
    await phone.page.reload()
    await expect(phone.part("like-messengers")).to_have_attribute("aria-checked", "false")
