"""Conversations of a run; each types marked values, from a serial number and seeded randomness."""

import re
from collections.abc import Collection, Mapping
from random import Random

from tests.faults.harness.goals import (
    DIGITS,
    LATIN,
    Act,
    Errand,
    Press,
    Say,
    Screen,
    Share,
    confirm,
    grouped,
    number_after,
    pick,
    plain,
    seen,
    sometimes,
    type_in,
    with_pauses,
)
from tests.faults.harness.population import letters

COMING, CANNOT = "می‌آیم", "نمی‌توانم"
CALLED = "گرامی\nفراخوان "  # how the copy of a call begins, after the name
SIGN_UP, LEAVE = "ثبت‌نام", "نمی‌توانم بیایم"
PICTURES = re.compile("عکس: ?([۰-۹]+)")


def service(serial: int, chance: Random) -> Errand:
    value = 1_000_000 + serial
    said = chance.choice((f"{value} تومان", f"{value} تومان".translate(DIGITS), f"{value:,} تومان"))
    return Errand(
        kind="service",
        mark=str(value),
        entry="ثبت خدمت",
        draft=("خدمت ",),
        facts={"said": said},
        page=grouped(value),
        steps=(
            ("برای کدام خانوار", sometimes(0.3, pick("گروهی، بدون نام"), pick("زهرا", "گروهی، بدون نام"))),
            ("این خدمت به چند نفر رسید", sometimes(0.5, pick("۵۰"), type_in("۵۰"))),
            ("چه خدمتی؟", with_pauses(sometimes(1, pick("سبد کالا", "غذای گرم"), type_in("سبد")))),
            ("این کمک از چه نوعی بود", pick("غیرنقدی", "نقدی")),
            ("ارزش کمک چند تومان است", type_in(said)),
            ("اگر باز هم دارید بفرستید", pick("همین")),
            ("عکس رسید یا کالا را بفرستید", sometimes(0.15, _picture, pick("فعلاً بدون عکس"))),
            ("چه روزی تحویل شد", pick("امروز")),
            ("این‌ها درست است؟", sometimes(0.2, _picture_on_the_last_page, _confirm_with_pictures)),
        ),
        done=number_after("شمارهٔ خدمت:", grouped(value)),
    )


def _picture(_: Errand, __: Screen, ___: Random) -> Act:
    return Share(key="")


def _picture_on_the_last_page(errand: Errand, screen: Screen, _: Random) -> Act | None:
    """Send a picture where no question asks for it; at most one, and only on the page of this very service."""
    if "sent" in errand.facts or plain(errand.page) not in screen.text:
        return None
    errand.facts["sent"] = 1
    return Share(key="")


def _confirm_with_pictures(errand: Errand, screen: Screen, chance: Random) -> Act | None:
    """Confirm, and remember how many pictures the page says there are."""
    shown = PICTURES.search(screen.text)
    errand.facts["pictures"] = int(shown[1].translate(LATIN)) if shown else 0
    return confirm()(errand, screen, chance)


def picture_afterwards(mark: str, number: int) -> Errand:
    """Send a picture right after saving, to the screen that says so."""
    added = f"عکس‌های خدمت {number} ثبت شد".translate(DIGITS)
    return Errand(
        kind="picture",
        mark=mark,
        entry="",
        draft="-",
        opening=Share(key="", final=True),
        facts={"pictures": 1},
        steps=(("برای کدام خدمت", lambda _, screen, __: screen.press("هیچ‌کدام")),),
        refusals=("فایل به دستم نرسید", "به هیچ خدمتی نرفت", "پس گرفته شده است"),
        done=seen(added),
    )


def withdrawal(mark: str, number: int, message: int, data: str) -> Errand:
    """Take back what was just saved, from the screen that says so; it asks once more."""
    return Errand(
        kind="withdrawal",
        mark=mark,
        entry="",
        draft=(),
        opening=Press(message=message, data=data),
        focus=message,
        steps=(("لغو شود؟", confirm("بله، لغو شود")), ("در انتظار تأیید", _nothing_to_do)),
        page=str(number).translate(DIGITS),
        refusals=("ده دقیقه گذشته است",),
        done=seen(f"خدمت {number}".translate(DIGITS), "لغو شد"),
    )


def registration(serial: int, chance: Random, known: Collection[int]) -> Errand:
    name = f"{chance.choice(('زهرا', 'فاطمه', 'علی', 'رضا'))} {letters(8000 + serial)}"
    phone = f"0918{serial:07d}"
    return Errand(
        kind="family",
        mark=name,
        entry="ثبت خانوار",
        draft=("ثبت خانوار ",),
        steps=(
            ("برای کدام واحد ثبت می‌شود", pick("امداد", "مرکز", "گچساران")),
            ("رضایت دارند؟", pick("بله، رضایت دارند")),
            ("نام و نام خانوادگی سرپرست", type_in(name)),
            ("شمارهٔ تماس؟", sometimes(0.5, type_in(phone), pick("شماره ندارند"))),
            ("نام محله یا روستا را بنویسید", with_pauses(type_in("سادات"))),
            ("خانه‌شان در", sometimes(0.8, pick("بله"), type_in("سادات"))),
            ("چند نفر در این خانه", sometimes(0.6, pick("۴"), type_in("۴"))),
            ("فوری‌ترین نیازشان", pick("خوراک")),
            ("این‌ها درست است؟", confirm()),
        ),
        done=number_after("شمارهٔ پرونده:", "کد ملی و بقیهٔ پرونده را", known=known),
    )


def campaign(serial: int) -> Errand:
    title = f"پخت و پخش {letters(8000 + serial)}"
    return Errand(
        kind="campaign",
        mark=title,
        entry="پویش تازه",
        draft=("پویش «",),
        steps=(
            ("نام پویش چیست", type_in(title)),
            ("به چه مناسبتی است", sometimes(0.5, pick("بدون مناسبت"), type_in("شب یلدای محله"))),
            ("از چه روزی؟", pick("امروز")),
            ("تا چه روزی؟", pick("فردا")),
            ("چند نفر لازم دارید", sometimes(0.7, pick("۵"), type_in("۴"))),
            ("پویش برای کدام واحد", pick("گچساران")),
            ("پویش این‌طور باز می‌شود", confirm("ثبت پویش")),
        ),
        done=number_after("شمارهٔ پویش:", title),
    )


def sign_up() -> Errand:
    """Sign up for a campaign, or leave one.

    `facts` says which in the end, and of which campaign.
    """
    return Errand(
        kind="sign-up",
        mark="",
        entry="پویش‌ها",
        draft=(),
        steps=(("پویش‌های باز", _some_campaign), ("پویش «", _in_or_out), ("الان پویش فعالی نیست", _nothing_to_do)),
        done=_in_or_out_seen,
        refusals=("همین حالا پر شد", "بسته شده است", "تمام شده است"),
    )


def _some_campaign(errand: Errand, screen: Screen, chance: Random) -> Act | None:
    titles = [name for name in screen.buttons if name.startswith(("پخت و پخش", "✓"))]
    if not titles:
        return _nothing_to_do(errand, screen, chance)
    return screen.press(chance.choice(titles))


def _in_or_out(errand: Errand, screen: Screen, chance: Random) -> Act | None:
    errand.mark = screen.text.partition("«")[2].partition("»")[0]
    for label, state in ((LEAVE, "left"), (SIGN_UP, "in")):
        if (act := screen.press(label, final=True)) is not None:
            errand.facts["state"] = state
            return act
    return _nothing_to_do(errand, screen, chance)


def _nothing_to_do(errand: Errand, _: Screen, __: Random) -> Act | None:
    errand.outcome = "refused"
    return None


def _in_or_out_seen(errand: Errand, screen: Screen) -> int | None:
    said = {"in": "جای شما ثبت شد", "left": "انصراف شما ثبت شد"}[str(errand.facts["state"])]
    return seen(said, errand.mark)(errand, screen)


def call(serial: int, known: Collection[int]) -> Errand:
    text = f"فردا ساعت ۱۵ برای بسته‌بندی کمک لازم داریم، {letters(8000 + serial)}"
    return Errand(
        kind="call",
        mark=text,
        entry="فراخوان تازه",
        draft=("فراخوان «", "فراخوان تازه، "),
        steps=(
            ("برای چه کسانی؟", sometimes(0.5, pick("همهٔ اعضای امداد"), pick("داوطلبان", "همهٔ اعضای"))),
            ("متن فراخوان را بنویسید", with_pauses(type_in(text))),
            ("پیش از فرستادن یک بار بخوانید", confirm("ارسال به")),
        ),
        done=number_after("فراخوان", "شروع شد. پیشرفت را", known=known),
    )


def is_call(text: str, buttons: Mapping[str, str]) -> bool:
    """Return True for a copy of a call that is not answered yet."""
    return CALLED in text and "پاسخ شما" not in text and {plain(COMING), plain(CANNOT)} <= buttons.keys()


def answer(message: int, text: str, data: Mapping[str, str], chance: Random) -> Errand:
    """Answer a call; the copy itself says what was answered."""
    label, state = chance.choice(((COMING, "coming"), (CANNOT, "cannot")))
    mark = text.partition("سلام. ")[2].partition("\n")[0]
    return Errand(
        kind="answer",
        mark=mark,
        entry="",
        draft=(),
        facts={"state": state},
        opening=Press(message=message, data=data[plain(label)], final=True),
        focus=message,
        steps=(),
        done=seen(f"پاسخ شما: {label}", mark),
    )


def joining(name: str, start: str) -> Errand:
    begin = Say(text=f"/start {start}")
    return Errand(
        kind="joining",
        mark=name,
        entry="",
        draft=(),
        opening=begin,
        steps=(
            ("لینک دعوت را از مسئول", lambda *_: begin),
            ("چیزی نگه نداشتم", lambda *_: begin),
            ("اگر دعوت دارید", lambda *_: begin),
            ("نام و نام خانوادگی‌تان", type_in(name)),
            ("شمارهٔ همراهتان را با دکمهٔ", lambda *_: Share(key="فرستادن شمارهٔ من", final=True)),
            ("دعوت کرده است", pick("پذیرش دعوت")),
            ("دعوت شده‌اید", pick("پذیرش دعوت")),
        ),
        done=seen("خوش آمدید. عضو"),
    )
