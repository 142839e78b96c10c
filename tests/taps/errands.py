"""Everyday errands, walked through the whole bot, each beside what it may cost from the menu on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.i18n.catalog import load_all_texts
from bot.i18n.messages import Text
from bot.sandbox.core.files import sample_picture
from tests.taps.counted_phone import CountedPhone, Effort
from tests.taps.scene import FAMILY, Scene

Walk: TypeAlias = Callable[[Scene], Awaitable[CountedPhone]]
CALL = "سه‌شنبه ساعت ۱۵، حسینیهٔ سادات، برای بسته‌بندی ۲۰۰ سبد"
MEALS = "پخت ۲۰۰ پرس غذا"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """`walk` returns the phone that was counted, after it has seen that the errand is done."""

    name: str
    limit: Effort
    walk: Walk


def label(key: str) -> str:
    """Return a label whose words may change."""
    return load_all_texts(strict=True)["fa"].format_label(Text(key))


async def service_like_last_time(scene: Scene) -> CountedPhone:
    phone = scene.volunteer
    await phone.begin()
    await phone.tap("ثبت خدمت")
    await phone.tap(FAMILY)
    await phone.tap("مثل دفعهٔ قبل")
    assert "ثبت شد" in await phone.tap(label("service-report-confirm.ok"))
    return phone


async def first_service(scene: Scene) -> CountedPhone:
    phone = scene.volunteer
    await phone.begin()
    await phone.tap("ثبت خدمت")
    await phone.tap(FAMILY)
    await phone.say("لباس گرم")
    await phone.tap((await phone.buttons())[0])
    if "غیرنقدی" in await phone.buttons():
        await phone.tap("غیرنقدی")
    await phone.say("یک و نیم میلیون")
    await phone.share_file(sample_picture(1))
    await phone.tap("همین ۱")
    assert "ثبت شد" in await phone.tap(label("service-report-confirm.ok"))
    return phone


async def family_at_the_door(scene: Scene) -> CountedPhone:
    """Only answers count: neither the ways in and out, nor the consent that is read aloud."""
    phone = scene.volunteer
    await phone.begin()
    await phone.tap("ثبت خانوار")
    await phone.tap("بله، رضایت دارند")
    phone.done.clear()
    await phone.say("سکینه کاظمی")
    await phone.say("0917 000 12 34")
    await phone.say("سادات")
    await phone.tap("۴")
    await phone.tap("خوراک")
    answered = list(phone.done)
    assert "شمارهٔ پرونده" in await phone.tap(label("family-registration-confirm.ok"))
    phone.done[:] = answered
    return phone


async def sign_up_from_broadcast(scene: Scene) -> CountedPhone:
    volunteer, coordinator = scene.volunteer, scene.coordinator
    await volunteer.begin()
    await open_campaign(scene)
    await coordinator.tap(label("campaign-call"))
    await coordinator.say(CALL)
    await coordinator.touch("ارسال به")
    await volunteer.until(CALL)
    volunteer.done.clear()
    assert "جای شما" in await volunteer.tap("می‌آیم")
    return volunteer


async def call_to_own_unit(scene: Scene) -> CountedPhone:
    phone = scene.coordinator
    await phone.begin()
    await phone.tap("فراخوان تازه")
    await phone.tap("همهٔ اعضای امداد محلهٔ سادات")
    await phone.say(CALL)
    await phone.touch("ارسال به")
    await phone.until("شروع شد")
    return phone


async def summary_of_this_month(scene: Scene) -> CountedPhone:
    phone = scene.supervisor
    await phone.begin()
    await phone.tap("خلاصهٔ عملکرد")
    assert "تومان" in await phone.tap("این ماه")
    return phone


async def correct_one_answer(scene: Scene) -> CountedPhone:
    phone = scene.volunteer
    await phone.begin()
    await phone.tap("ثبت خدمت")
    await phone.tap(FAMILY)
    await phone.tap("مثل دفعهٔ قبل")
    phone.done.clear()
    await phone.tap("ویرایش")
    await phone.tap("ارزش")
    assert "دو میلیون" in await phone.say("۲ میلیون")
    return phone


async def back_to_unfinished(scene: Scene) -> CountedPhone:
    """The only thing that waits, three days later; its button says whom it is about."""
    phone = scene.volunteer
    await phone.begin()
    await phone.tap("ثبت خدمت")
    await phone.tap(FAMILY)
    await phone.tap("بعداً")
    scene.clock.move(timedelta(days=3))
    await phone.begin()
    label = (await phone.buttons())[0]
    assert FAMILY in label
    assert "چه خدمتی؟" in await phone.tap(label)
    return phone


async def waiting_page(scene: Scene) -> CountedPhone:
    phone = scene.supervisor
    await phone.begin()
    assert "برای تأیید" in await phone.tap("کارهای من")
    return phone


async def thing_that_waits(scene: Scene) -> CountedPhone:
    """From the page of what waits to its end."""
    phone = await waiting_page(scene)
    phone.done.clear()
    await phone.tap("تأیید: سبد کالا")
    assert "تأیید شد" in await phone.tap("تأیید")
    return phone


async def open_campaign(scene: Scene) -> CountedPhone:
    phone = scene.coordinator
    await phone.begin()
    await phone.tap("پویش و فراخوان")
    await phone.tap("پویش تازه")
    await phone.say(MEALS)
    await phone.tap(label("campaign-opening-occasion.skip"))
    await phone.say("فردا")
    await phone.say("فردا")
    await phone.tap("۱۰")
    assert "پویش باز شد" in await phone.tap(label("campaign-opening-confirm.ok"))
    return phone


ERRANDS = (
    Errand(name="service-like-last-time", limit=Effort(taps=4, typings=1), walk=service_like_last_time),
    Errand(name="first-service", limit=Effort(taps=8, typings=2, files=1), walk=first_service),
    Errand(name="family-at-the-door", limit=Effort(taps=2, typings=3), walk=family_at_the_door),
    Errand(name="sign-up-from-broadcast", limit=Effort(taps=1), walk=sign_up_from_broadcast),
    Errand(name="call-to-own-unit", limit=Effort(taps=4, typings=1), walk=call_to_own_unit),
    Errand(name="summary-of-this-month", limit=Effort(taps=2), walk=summary_of_this_month),
    Errand(name="correct-one-answer", limit=Effort(taps=2, typings=1), walk=correct_one_answer),
    Errand(name="back-to-unfinished", limit=Effort(taps=1), walk=back_to_unfinished),
    Errand(name="waiting-page", limit=Effort(taps=1), walk=waiting_page),
    Errand(name="thing-that-waits", limit=Effort(taps=2), walk=thing_that_waits),
    Errand(name="open-short-campaign", limit=Effort(taps=6, typings=3), walk=open_campaign),
)
