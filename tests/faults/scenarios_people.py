"""Scenarios of people and units: joining, accounts, roles, profiles, the unit tree."""

from collections.abc import Awaitable, Mapping

from bot.reports.spreadsheets import write_csv
from tests.faults.expected_rows import (
    above_dishmook,
    asked_to_join,
    closed_units,
    delegations,
    invitations,
    joined,
    nothing,
    opened_units,
    phones,
    phones_of_units,
    profiles,
    suspensions,
    told_of_units,
)
from tests.faults.killable_bot import Talker
from tests.faults.scenario import NEWCOMER, Walk, contact, say, tap

KEEPING = (
    say("/menu"),
    tap("واحد و اعضا"),
    tap("زیرمجموعه‌ها"),
    tap("کهگیلویه"),
    tap("زیرمجموعه‌ها"),
    tap("بویراحمد"),
    tap("زیرمجموعه‌ها"),
    tap("دیشموک"),
    tap("مدیریت واحد"),
)
"""To what an administrator does with a unit."""


def somewhere(talker: Talker) -> Awaitable[None]:
    return talker.share_place(30.36, 50.8)


def list_of_units(talker: Talker) -> Awaitable[None]:
    rows = (("واحد بالاتر", "نوع", "نام"), ("دیشموک", "مركز نيكوكاري", "مركز  نیکوکاری مهر"))
    return talker.share_document(write_csv(rows), "units.csv")


def of_members(code: str) -> Mapping[str, Walk]:
    """Return the scenarios of members; `code` invites a newcomer."""
    return {
        "joining": Walk(
            who=NEWCOMER,
            opening=(say(f"/start j-{code}"), tap("پذیرش دعوت")),
            steps=(("name", say("سارا  كريمي")), ("phone", contact("989170005001"))),
            held=joined,
            kept=[("سارا کریمی", "+989170005001", 1)],
        ),
        "join-asking": Walk(
            who=NEWCOMER,
            opening=(
                say("/start"),
                tap("پیدا کردن گروه یا مرکز"),
                tap("امداد محلهٔ سادات"),
                tap("درخواست عضویت"),
            ),
            steps=(("name", say("سارا  كريمي")), ("phone", contact("989170005001"))),
            held=asked_to_join,
            kept=[("سارا کریمی", "+989170005001", "waiting")],
        ),
        "unit-seeking": Walk(
            who=NEWCOMER,
            opening=(say("/start"), tap("پیدا کردن گروه یا مرکز"), tap("نزدیک من")),
            steps=(("place", somewhere),),
            held=nothing,
            kept=[],
        ),
        "unit-import": Walk(
            who=1004,
            opening=(*KEEPING, tap("فهرست واحدها"), tap("بارگذاری فهرست")),
            steps=(("files", list_of_units),),
            held=opened_units,
            kept=["مرکز نیکوکاری مهر"],
            closing=(tap("ثبت فهرست"),),
        ),
        "unit-opening": Walk(
            who=1004,
            opening=(*KEEPING, tap("زیرمجموعهٔ تازه")),
            steps=(
                ("kind", tap("مرکز نیکوکاری")),
                ("name", say("مركز  نيكوكاري مهر")),
                ("phone", tap("فعلاً بدون تلفن")),
                ("?confirm", tap("ساخت واحد")),
            ),
            held=opened_units,
            kept=["مرکز نیکوکاری مهر"],
        ),
        "unit-telling": Walk(
            who=1004,
            opening=(*KEEPING, tap("نشانی")),
            steps=(("value", say("كوچهٔ ۵")),),
            held=told_of_units,
            kept=[("address", "کوچهٔ ۵")],
        ),
        "unit-phoning": Walk(
            who=1004,
            opening=(*KEEPING, tap("تلفن")),
            steps=(("phone", say("0917 000 9999")),),
            held=phones_of_units,
            kept=["+989170009999"],
        ),
        "unit-moving": Walk(
            who=1004,
            opening=(*KEEPING, tap("جابه‌جایی")),
            steps=(("to", tap("گچساران (شهرستان)")), ("?confirm", tap("جابه‌جایی"))),
            held=above_dishmook,
            kept=["گچساران"],
        ),
        "unit-merging": Walk(
            who=1004,
            opening=(*KEEPING, tap("ادغام")),
            steps=(("into", tap("گچساران (شهرستان)")), ("?confirm", tap("ادغام"))),
            held=closed_units,
            kept=["دیشموک"],
        ),
        "unit-closing": Walk(
            who=1004,
            opening=(*KEEPING, tap("تعطیلی واحد")),
            steps=(("reason", say("نمونه")), ("?confirm", tap("تعطیلی واحد"))),
            held=closed_units,
            kept=["دیشموک"],
        ),
        "inviting": Walk(
            who=1002,
            opening=(say("/menu"), tap("واحد و اعضا"), tap("دعوت عضو")),
            steps=(
                ("unit", say("سادات")),
                ("unit", tap("امداد محلهٔ سادات")),
                ("role", tap("داوطلب")),
                ("?confirm", tap("ویرایش")),
                ("?edit", tap("برای چند نفر")),
                ("uses", say("۵")),
                ("?confirm", tap("ساخت دعوت")),
            ),
            held=invitations,
            kept=[("volunteer", 5)],
        ),
        "member-suspending": Walk(
            who=1002,
            opening=(
                say("/menu"),
                tap("واحد و اعضا"),
                tap("اعضای واحد"),
                tap("واحد دیگر"),
                say("سادات"),
                tap("امداد محلهٔ سادات"),
                tap("مریم"),
                tap("توقف"),
            ),
            steps=(
                ("reason", say("کارت شناسایی باطل است")),
                ("until", tap("تا اطلاع بعدی")),
                ("?confirm", tap("توقف عضویت")),
            ),
            held=suspensions,
            kept=[("کارت شناسایی باطل است", None)],
        ),
        "delegating": Walk(
            who=1002,
            opening=(say("/menu"), tap("مشخصات من"), tap("چند روز نیستم"), tap("تعیین جانشین")),
            steps=(
                ("to", say("اميد")),
                ("to", tap("امید نوری")),
                ("since", tap("امروز")),
                ("until", tap("فردا")),
                ("?confirm", tap("سپردن کار")),
            ),
            held=delegations,
            kept=[(1, None)],
        ),
        "profile-keeping": Walk(
            who=1001,
            opening=(say("/menu"), tap("مشخصات من"), tap("مهارت‌ها و وقت من")),
            steps=(
                ("skills", tap("آشپزی")),
                ("skills", tap("ادامه با همین‌ها")),
                ("days", tap("جمعه")),
                ("days", tap("ادامه با همین‌ها")),
                ("parts", tap("صبح")),
                ("parts", tap("ادامه با همین‌ها")),
                ("neighbourhoods", say("سادات")),
                ("quiet_from", tap("۲۲")),
                ("quiet_until", tap("۷")),
                ("?confirm", tap("ثبت")),
            ),
            held=profiles,
            kept=[(("cooking",), ("friday",), ("morning",), "سادات", 22, 7)],
        ),
        "phone-change": Walk(
            who=1001,
            opening=(say("/menu"), tap("مشخصات من"), tap("تغییر شماره")),
            steps=(("phone", contact("989170001111")),),
            held=phones,
            kept=["+989170001111"],
        ),
        "account-linking": Walk(
            who=NEWCOMER,
            opening=(say("/menu"), tap("قبلاً عضو شده‌ام")),
            steps=(("code", say("۴۸۲۱ ۷۷۳۰")),),
            held=nothing,
            kept=[],
        ),
    }
