"""Scenarios of the work: families, services, campaigns, calls, letters, summaries."""

from collections.abc import Mapping

from tests.faults.expected_rows import (
    calls,
    campaigns,
    completed,
    erased,
    letters,
    nothing,
    registered,
    replaced,
    returned,
    returned_calls,
    services,
)
from tests.faults.scenario import Walk, picture, say, tap

REPORTING = (
    say("/menu"),
    tap("ثبت خدمت"),
    tap("زهرا موسوی"),
    tap("سبد کالا"),
    say("یک و نیم میلیون"),
    tap("فعلاً بدون عکس"),
    tap("ثبت"),
)
"""A service without a picture."""

DEEDS: Mapping[str, Walk] = {
    "service-report": Walk(
        who=1001,
        opening=(say("/menu"), tap("ثبت خدمت")),
        steps=(
            ("family", tap("زهرا موسوی")),
            ("activity", tap("سبد کالا")),
            ("value", say("یک و نیم میلیون")),
            ("evidence", picture),
            ("evidence", tap("همین ")),
            ("?confirm", tap("ثبت")),
        ),
        held=services,
        kept=[(1_500_000, "in_kind", 1)],
    ),
    "evidence-adding": Walk(
        who=1001,
        opening=(*REPORTING, tap("افزودن عکس")),
        steps=(("files", picture), ("files", tap("همین "))),
        held=services,
        kept=[(1_500_000, "in_kind", 1)],
    ),
    "service-correcting": Walk(
        who=1001,
        opening=(*REPORTING, say("/menu"), tap("گزارش‌ها"), tap("منتظر"), tap("اصلاح")),
        steps=(
            ("?confirm", tap("ویرایش")),
            ("?edit", tap("ارزش")),
            ("value", say("یک میلیون و ۲۰۰")),
            ("?confirm", tap("ثبت")),
        ),
        held=replaced,
        kept=[(1_200_000, False, 1_500_000, True)],
    ),
    "service-returning": Walk(
        who=1003,
        opening=(say("/menu"), tap("تأیید خدمت‌ها"), tap("سبد کالا"), tap("نیاز به اصلاح")),
        steps=(("reason", tap("دلیل دیگر")), ("note", say("رسيد  خوانا نيست"))),
        held=returned,
        kept=[("other", "رسید خوانا نیست")],
    ),
    "family-registration": Walk(
        who=1001,
        opening=(say("/menu"), tap("ثبت خانوار")),
        steps=(
            ("consent", tap("بله، رضایت دارند")),
            ("head_name", say("سکینه  كاظمي")),
            ("phone", say("0917 000 12 34")),
            ("neighbourhood", say("سادات")),
            ("members", say("هفت")),
            ("need", tap("خوراک")),
            ("?confirm", tap("ثبت")),
        ),
        held=registered,
        kept=[("سکینه کاظمی", "+989170001234", "سادات")],
    ),
    "family-completion": Walk(
        who=1001,
        opening=(say("/menu"), tap("خانوارها"), tap("زهرا موسوی"), tap("تکمیل پرونده")),
        steps=(
            ("national_id", say("۹۹۸۰۰۰۱۰۷۰")),
            ("head_sex", tap("خانم")),
            ("coverage", tap("بهزیستی")),
            ("support", tap("مستمری ماهانه")),
            ("needs", tap("بله، یکی دیگر")),
            ("needs domain", tap("درمان")),
            ("needs urgency", tap("همین روزها")),
            ("needs", tap("ادامه با همین‌ها")),
            ("?confirm", tap("ثبت")),
        ),
        held=completed,
        kept=[("زهرا موسوی", "woman", "welfare", "pension", ("health", "soon"))],
    ),
    "family-erasing": Walk(
        who=1003,
        opening=(say("/menu"), tap("خانوارها"), tap("زهرا موسوی"), tap("پاک کردن پرونده")),
        steps=(("reason", say("خودشان خواستند")), ("?confirm", tap("پاک کردن پرونده"))),
        held=erased,
        kept=[("", None)],
    ),
    "practice-report": Walk(
        who=1001,
        opening=(say("/help"), tap("تمرین"), tap("شروع")),
        steps=(
            ("family", tap("زهرا نمونه")),
            ("activity", tap("سبد کالا")),
            ("value", say("یک و نیم میلیون")),
            ("?confirm", tap("ثبت")),
        ),
        held=nothing,
        kept=[],
    ),
    "letter-writing": Walk(
        who=1001,
        opening=(say("/menu"), tap("واحد و اعضا"), tap("پیام به مسئول")),
        steps=(("text", say("فردا  نمي‌توانم بيايم")),),
        held=letters,
        kept=["کمک لازم است", "فردا نمی‌توانم بیایم"],
    ),
    "letter-answering": Walk(
        who=1002,
        opening=(say("/menu"), tap("واحد و اعضا"), tap("پیام‌های اعضا"), tap("● مریم احمدی"), tap("نوشتن پاسخ")),
        steps=(("text", say("ممنون که خبر دادید")),),
        held=letters,
        kept=["کمک لازم است", "ممنون که خبر دادید"],
    ),
    "campaign-opening": Walk(
        who=1002,
        opening=(say("/menu"), tap("پویش و فراخوان"), tap("پویش تازه")),
        steps=(
            ("called", say("پخت و پخش ۲۰۰ پرس غذای گرم")),
            ("occasion", tap("چهارشنبه‌های کرامت")),
            ("since", tap("امروز")),
            ("until", tap("همان روز")),
            ("places", say("۲۰")),
            ("?confirm", tap("ثبت پویش")),
        ),
        held=campaigns,
        kept=[("پخت و پخش ۲۰۰ پرس غذای گرم", 20)],
    ),
    "call-sending": Walk(
        who=1002,
        opening=(say("/menu"), tap("فراخوان تازه")),
        steps=(
            ("audience", tap("همهٔ اعضای گچساران")),
            ("text", say("سه‌شنبه، حسینیهٔ سادات، برای بسته‌بندی")),
            ("look", tap("ارسال به")),
        ),
        held=calls,
        kept=["سه‌شنبه، حسینیهٔ سادات، برای بسته‌بندی"],
    ),
    "call-returning": Walk(
        who=1003,
        opening=(say("/menu"), tap("فراخوان‌ها"), tap("منتظر اجازه"), tap("نیاز به اصلاح")),
        steps=(("reason", say("ساعت  نوشته نشده")),),
        held=returned_calls,
        kept=[("returned", "ساعت نوشته نشده")],
    ),
    "summary-dates": Walk(
        who=1003,
        opening=(say("/menu"), tap("خلاصهٔ عملکرد"), tap("تاریخ دلخواه")),
        steps=(("since", say("۱ مهر")), ("until", say("امروز"))),
        held=nothing,
        kept=[],
    ),
}
