"""The page per person: picking, switching, strangers, first contact, blocking; small windows; lost connections."""

import pytest
from playwright.async_api import expect

from tests.browser.fixtures import Stage, inline

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser")]

OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


async def test_people_are_listed_with_role_and_messenger(stage: Stage) -> None:
    phone = await stage.open()
    await expect(phone.part("person")).to_have_count(4)
    await expect(phone.person("telegram/1001")).to_contain_text("مریم احمدی")
    await expect(phone.person("telegram/1001")).to_contain_text("داوطلب")
    await expect(phone.person("telegram/1001")).to_contain_text("تلگرام")
    await expect(phone.person("bale/2001")).to_contain_text("بله")
    await expect(phone.part("nobody")).to_be_visible()


async def test_switching_people_switches_the_chat_and_marks_what_is_unread(stage: Stage) -> None:
    phone = await stage.open()
    await phone.person("telegram/1001").click()
    await phone.say("من مریمم")
    await stage.telegram.hear()
    await phone.part("writing").fill("نیمه‌کاره")
    await stage.bale.say(2001, "فراخوان تازه")
    await expect(phone.person("bale/2001").get_by_test_id("unread")).to_have_text("۱")
    await phone.person("bale/2001").click()
    await expect(phone.part("text")).to_have_text(["فراخوان تازه"])
    await expect(phone.person("bale/2001").get_by_test_id("unread")).to_have_count(0)
    await expect(phone.part("writing")).to_have_value("")
    await phone.person("telegram/1001").click()
    await expect(phone.part("text")).to_have_text(["من مریمم"])
    await expect(phone.part("writing")).to_have_value("نیمه‌کاره")


async def test_a_reload_keeps_the_person_and_the_chat(stage: Stage) -> None:
    phone = await stage.open("#telegram/1001")
    await phone.say("سلام")
    await stage.telegram.say(1001, "بفرمایید", reply_markup=inline([("ثبت خدمت", "m|1")]))
    await expect(phone.part("text")).to_have_text(["سلام", "بفرمایید"])
    await phone.page.reload()
    await expect(phone.part("text")).to_have_text(["سلام", "بفرمایید"])
    await expect(phone.part("inline-button")).to_have_text(["ثبت خدمت"])
    await expect(phone.person("telegram/1001")).to_have_attribute("aria-current", "page")


async def test_first_contact_carries_the_invitation(stage: Stage) -> None:
    phone = await stage.open("#bale/2002")
    await phone.part("start").click()
    assert (await stage.bale.hear_message())["text"] == "/start j-7Kq2mX"
    await expect(phone.part("empty")).to_be_hidden()


async def test_a_stranger_is_added_and_speaks_under_their_name(stage: Stage) -> None:
    phone = await stage.open()
    await phone.part("add-account").click()
    await phone.page.get_by_role("radio", name="بله").check(force=True)
    await phone.part("field-account").fill("۹۰۰۱")
    await phone.part("done").click()
    await expect(phone.page.get_by_role("alert")).to_have_text("نام را بنویسید.")
    await phone.part("field-name").fill("رضا نیک‌اقبال")
    await phone.part("done").click()
    await phone.say("سلام، من تازه‌ام")
    heard = await stage.bale.hear_message()
    assert heard["from"]["id"] == 9001
    assert heard["from"]["first_name"] == "رضا نیک‌اقبال"
    await phone.page.reload()
    await expect(phone.person("bale/9001")).to_contain_text("رضا نیک‌اقبال")
    await phone.part("forget").click()
    await expect(phone.part("person")).to_have_count(4)


async def test_whoever_blocks_the_bot_is_not_reached(stage: Stage) -> None:
    phone = await stage.open("#telegram/1001")
    await phone.say("سلام")
    await stage.telegram.hear()
    await phone.part("block").click()
    await expect(phone.part("unblock")).to_be_visible()
    await expect(phone.part("writing")).to_be_hidden()
    refused = await stage.telegram.call("sendMessage", chat_id=1001, text="هستید؟")
    assert refused["error_code"] == 403
    await phone.page.reload()
    await phone.part("unblock").click()
    await expect(phone.part("writing")).to_be_visible()
    await stage.telegram.say(1001, "دوباره خوش آمدید")
    await expect(phone.messages("bot").get_by_test_id("text")).to_have_text(["دوباره خوش آمدید"])


async def test_on_a_small_phone_the_list_comes_first_and_nothing_sticks_out(stage: Stage) -> None:
    phone = await stage.open()
    await phone.page.set_viewport_size({"width": 360, "height": 640})
    await expect(phone.part("phone")).to_be_hidden()
    await phone.person("telegram/1001").click()
    await expect(phone.part("people")).to_be_hidden()
    await stage.telegram.say(
        1001,
        "یک متن بلند برای دیدن " * 12 + "https://example.org/" + "a" * 90,
        reply_markup=inline([("ثبت", "1"), ("ویرایش", "2"), ("بعداً", "3")], [("بازگشت به فهرست اصلی", "4")]),
    )
    await expect(phone.button("بازگشت به فهرست اصلی")).to_be_in_viewport(ratio=1)
    await expect(phone.part("send")).to_be_in_viewport(ratio=1)
    assert await phone.page.evaluate(OVERFLOW) <= 0
    box = await phone.button("ثبت").bounding_box()
    assert box is not None
    assert box["height"] >= 40
    await phone.part("open-card").click()
    await expect(phone.part("block")).to_be_in_viewport(ratio=1)
    await phone.part("back").click()
    await expect(phone.part("people")).to_be_visible()


async def test_the_keyboard_alone_is_enough(stage: Stage) -> None:
    phone = await stage.open()
    await phone.person("telegram/1001").focus()
    await phone.page.keyboard.press("Enter")
    await expect(phone.part("phone")).to_be_visible()
    await phone.part("writing").focus()
    await phone.page.keyboard.type("سلام")
    await phone.page.keyboard.press("Enter")
    await stage.telegram.hear()
    sent = await stage.telegram.say(1001, "؟", reply_markup=inline([("بازگشت", "1")]))
    await phone.button("بازگشت").focus()
    await phone.page.keyboard.press("Enter")
    assert (await stage.telegram.hear())["callback_query"]["data"] == "1"
    await stage.telegram.call(
        "editMessageText", chat_id=1001, message_id=sent["message_id"], text="!", reply_markup=inline([("بعداً", "2")])
    )
    await expect(phone.button("بعداً")).to_be_focused()


async def test_a_lost_messenger_is_found_again_with_the_chat_where_it_was(stage: Stage) -> None:
    phone = await stage.open("#telegram/1001")
    await stage.telegram.say(1001, "پیش از قطعی")
    await expect(phone.part("text")).to_have_text(["پیش از قطعی"])
    await stage.switch_off()
    await expect(phone.part("status")).to_contain_text("اتصال قطع شد")
    await phone.say("مرا می‌شنوید؟")
    await expect(phone.part("toast")).to_contain_text("جواب نمی‌دهد")
    await expect(phone.part("writing")).to_have_value("مرا می‌شنوید؟")

    await stage.switch_on()
    await stage.telegram.say(1001, "پس از قطعی")
    await expect(phone.part("text")).to_have_text(["پیش از قطعی", "پس از قطعی"])
    await expect(phone.part("status")).not_to_contain_text("اتصال قطع شد")
    await phone.part("send").click()
    assert (await stage.telegram.hear_message())["text"] == "مرا می‌شنوید؟"
