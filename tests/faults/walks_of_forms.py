"""Every form of the book, answer by answer, and what the database holds of it when it is through."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import SystemClock
from bot.relief import large_calls, people
from bot.relief import letters as letters_of
from bot.relief.ids import PersonId
from bot.relief.profile import profile
from bot.relief.words import Role
from bot.reports.tables import write_csv
from bot.storage.secrets import keyring
from bot.storage.tables import (
    Account,
    Call,
    Campaign,
    Delegation,
    Evidence,
    Family,
    Invitation,
    JoinRequest,
    LargeCall,
    Letter,
    LinkCode,
    Membership,
    Need,
    Person,
    Service,
    ServiceReturn,
    Suspension,
    Unit,
    UnitFact,
)
from tests.faults.mortal import Talker
from tests.relief.story import Cast, member, reported

Do: TypeAlias = Callable[[Talker], Awaitable[None]]
Held: TypeAlias = Callable[[AsyncSession], Awaitable[Any]]
NEWCOMER = 5001
LINK = "48217730"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """`opening` comes before the form; each step is the question (keys, inner ones last) and what one does there. `held`
    reads what is kept, as `kept` expects it: once, and as it was typed.
    """

    who: int
    opening: tuple[Do, ...]
    steps: tuple[tuple[str, Do], ...]
    held: Held
    kept: Any


def say(text: str) -> Do:
    return lambda talker: talker.say(text)


def tap(label: str) -> Do:
    return lambda talker: talker.tap(label)


def contact(phone: str) -> Do:
    return lambda talker: talker.share_contact(phone)


def picture(talker: Talker) -> Awaitable[None]:
    return talker.share_picture()


KEEPING = (
    say("/menu"),
    tap("واحد من"),
    tap("زیرمجموعه‌ها"),
    tap("کهگیلویه"),
    tap("زیرمجموعه‌ها"),
    tap("بویراحمد"),
    tap("زیرمجموعه‌ها"),
    tap("دیشموک"),
    tap("کارهای واحد"),
)
"""To what an administrator does with a unit."""


REPORTING = (
    say("/menu"),
    tap("ثبت خدمت"),
    tap("زهرا موسوی"),
    tap("سبد کالا"),
    say("یک و نیم میلیون"),
    tap("بعداً می‌فرستم"),
    tap("ثبت شود"),
)
"""A service without a picture."""


def somewhere(talker: Talker) -> Awaitable[None]:
    return talker.share_place(30.36, 50.8)


def list_of_units(talker: Talker) -> Awaitable[None]:
    rows = (("زیر", "نوع", "نام"), ("دیشموک", "مركز نيكوكاري", "مركز  نیکوکاری مهر"))
    return talker.share_document(write_csv(rows), "units.csv")


async def services(session: AsyncSession) -> list[tuple[Any, ...]]:
    files = select(func.count()).where(Evidence.service_id == Service.id).scalar_subquery()
    return [tuple(row) for row in await session.execute(select(Service.value, Service.kind, files))]


async def replaced(session: AsyncSession) -> list[tuple[Any, ...]]:
    """What stands, and what it replaces."""
    old, new = aliased(Service), aliased(Service)
    pairs = select(new.value, new.voided_at, old.value, old.voided_at).join(old, old.id == new.replaces_id)
    found = await session.execute(pairs)
    return [(value, void is not None, before, gone is not None) for value, void, before, gone in found]


async def returned(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.reason, one.note) for one in await session.scalars(select(ServiceReturn))]


async def registered(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.scalars(select(Family).where(Family.members == 7))
    return [(one.head_name, one.phone, one.neighbourhood) for one in found]


async def completed(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.scalars(select(Family).where(Family.coverage.is_not(None)))
    needs = [(need.domain, need.urgency) for need in await session.scalars(select(Need).order_by(Need.id))]
    return [(one.head_name, one.head_sex, one.coverage, one.support, *needs) for one in found]


async def erased(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.scalars(select(Family).where(Family.erased_at.is_not(None)))
    return [(one.head_name, one.phone) for one in found]


async def joined(session: AsyncSession) -> list[tuple[Any, ...]]:
    newcomers = select(Person).join(Account).where(Account.external_id == NEWCOMER)
    of = select(func.count()).select_from(Membership)
    return [
        (one.name, one.phone, await session.scalar(of.where(Membership.person_id == one.id)))
        for one in await session.scalars(newcomers)
    ]


async def asked_to_join(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.execute(
        select(Person, JoinRequest.state).join(JoinRequest, JoinRequest.person_id == Person.id)
    )
    return [(person.name, person.phone, state) for person, state in found]


async def letters(session: AsyncSession) -> list[str]:
    return [one.text for one in await session.scalars(select(Letter).order_by(Letter.at))]


async def opened_units(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Unit.name).where(Unit.name.contains("مهر"))))


async def told_of_units(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await session.execute(select(UnitFact.fact, UnitFact.value))]


async def phones_of_units(session: AsyncSession) -> list[str | None]:
    return list(await session.scalars(select(Unit.phone).where(Unit.phone.is_not(None))))


async def above_dishmook(session: AsyncSession) -> list[str]:
    above = select(Unit.parent_id).where(Unit.name == "دیشموک")
    return list(await session.scalars(select(Unit.name).where(Unit.id.in_(above))))


async def closed_units(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Unit.name).where(Unit.closed_on.is_not(None))))


async def invitations(session: AsyncSession) -> list[tuple[Any, ...]]:
    mine = select(Invitation.role, Invitation.uses_left).where(Invitation.uses_left == 5)
    return [tuple(row) for row in await session.execute(mine)]


async def suspensions(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.reason, one.until) for one in await session.scalars(select(Suspension))]


async def delegations(session: AsyncSession) -> list[tuple[Any, ...]]:
    """How many days after the first, and whether it was taken back."""
    return [((one.until - one.since).days, one.revoked_at) for one in await session.scalars(select(Delegation))]


async def profiles(session: AsyncSession) -> list[tuple[Any, ...]]:
    known = [await profile(session, PersonId(one)) for one in await session.scalars(select(Person.id))]
    return [
        (one.skills, one.days, one.parts, one.neighbourhoods, one.quiet_from, one.quiet_until)
        for one in known
        if one.skills
    ]


async def phones(session: AsyncSession) -> list[str | None]:
    return [one.phone for one in await session.scalars(select(Person)) if one.phone]


async def campaigns(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.title, one.places) for one in await session.scalars(select(Campaign))]


async def calls(session: AsyncSession) -> list[str]:
    return [one.text for one in await session.scalars(select(Call))]


async def returned_calls(session: AsyncSession) -> list[tuple[Any, ...]]:
    return [(one.state, one.reason) for one in await session.scalars(select(LargeCall))]


async def nothing(_: AsyncSession) -> list[Any]:
    """A summary keeps nothing."""
    return []


def walks(code: str) -> Mapping[str, Walk]:
    """`code` invites a newcomer."""
    return {
        "service-report": Walk(
            who=1001,
            opening=(say("/menu"), tap("ثبت خدمت")),
            steps=(
                ("family", tap("زهرا موسوی")),
                ("activity", tap("سبد کالا")),
                ("value", say("یک و نیم میلیون")),
                ("evidence", picture),
                ("evidence", tap("همین ")),
                ("?confirm", tap("ثبت شود")),
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
            opening=(*REPORTING, say("/menu"), tap("من"), tap("خدمت‌های من"), tap("در انتظار"), tap("اصلاح می‌کنم")),
            steps=(
                ("?confirm", tap("ویرایش")),
                ("?edit", tap("ارزش")),
                ("value", say("یک میلیون و ۲۰۰")),
                ("?confirm", tap("ثبت شود")),
            ),
            held=replaced,
            kept=[(1_200_000, False, 1_500_000, True)],
        ),
        "service-returning": Walk(
            who=1003,
            opening=(say("/menu"), tap("در انتظار تأیید"), tap("سبد کالا"), tap("برگردد برای اصلاح")),
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
                ("?confirm", tap("ثبت شود")),
            ),
            held=registered,
            kept=[("سکینه کاظمی", "+989170001234", "سادات")],
        ),
        "family-completion": Walk(
            who=1001,
            opening=(say("/menu"), tap("خانوارها"), tap("زهرا موسوی"), tap("تکمیل پرونده")),
            steps=(
                ("national_id", say("۹۹۸۰۰۰۱۰۷۰")),
                ("head_sex", tap("زن")),
                ("coverage", tap("بهزیستی")),
                ("support", tap("مستمری ماهانه")),
                ("needs", tap("یکی دیگر")),
                ("needs domain", tap("درمان")),
                ("needs urgency", tap("همین روزها")),
                ("needs", tap("همین‌ها")),
                ("?confirm", tap("ثبت شود")),
            ),
            held=completed,
            kept=[("زهرا موسوی", "woman", "welfare", "pension", ("health", "soon"))],
        ),
        "family-erasing": Walk(
            who=1003,
            opening=(say("/menu"), tap("خانوارها"), tap("زهرا موسوی"), tap("پاک کردن پرونده")),
            steps=(("reason", say("خودشان خواستند")), ("?confirm", tap("پاک شود"))),
            held=erased,
            kept=[("", None)],
        ),
        "joining": Walk(
            who=NEWCOMER,
            opening=(say(f"/start j-{code}"), tap("می‌پیوندم")),
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
                tap("درخواست پیوستن"),
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
        "practice-report": Walk(
            who=1001,
            opening=(say("/help"), tap("تمرین"), tap("شروع")),
            steps=(
                ("family", tap("زهرا نمونه")),
                ("activity", tap("سبد کالا")),
                ("value", say("یک و نیم میلیون")),
                ("?confirm", tap("ثبت شود")),
            ),
            held=nothing,
            kept=[],
        ),
        "letter-writing": Walk(
            who=1001,
            opening=(say("/menu"), tap("واحد من"), tap("پیام به مسئول واحد")),
            steps=(("text", say("فردا  نمي‌توانم بيايم")),),
            held=letters,
            kept=["کمک لازم است", "فردا نمی‌توانم بیایم"],
        ),
        "letter-answering": Walk(
            who=1002,
            opening=(say("/menu"), tap("واحد من"), tap("پیام‌های اعضا"), tap("● مریم احمدی"), tap("پاسخ می‌دهم")),
            steps=(("text", say("سپاس که خبر دادید")),),
            held=letters,
            kept=["کمک لازم است", "سپاس که خبر دادید"],
        ),
        "unit-import": Walk(
            who=1004,
            opening=(*KEEPING, tap("فهرست واحدها"), tap("ورود فهرست")),
            steps=(("files", list_of_units),),
            held=opened_units,
            kept=["مرکز نیکوکاری مهر"],
        ),
        "unit-opening": Walk(
            who=1004,
            opening=(*KEEPING, tap("واحد تازه زیر این")),
            steps=(
                ("kind", tap("مرکز نیکوکاری")),
                ("name", say("مركز  نيكوكاري مهر")),
                ("phone", tap("فعلاً ندارد")),
                ("?confirm", tap("باز شود")),
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
            steps=(("to", tap("گچساران (شهرستان)")), ("?confirm", tap("جابه‌جا شود"))),
            held=above_dishmook,
            kept=["گچساران"],
        ),
        "unit-merging": Walk(
            who=1004,
            opening=(*KEEPING, tap("ادغام")),
            steps=(("into", tap("گچساران (شهرستان)")), ("?confirm", tap("یکی شوند"))),
            held=closed_units,
            kept=["دیشموک"],
        ),
        "unit-closing": Walk(
            who=1004,
            opening=(*KEEPING, tap("بستن")),
            steps=(("reason", say("نمونه")), ("?confirm", tap("بسته شود"))),
            held=closed_units,
            kept=["دیشموک"],
        ),
        "inviting": Walk(
            who=1002,
            opening=(say("/menu"), tap("دعوت")),
            steps=(
                ("unit", say("سادات")),
                ("unit", tap("امداد محلهٔ سادات")),
                ("role", tap("داوطلب")),
                ("?confirm", tap("ویرایش")),
                ("?edit", tap("برای چند نفر")),
                ("uses", say("۵")),
                ("?confirm", tap("ساخته شود")),
            ),
            held=invitations,
            kept=[("volunteer", 5)],
        ),
        "member-suspending": Walk(
            who=1002,
            opening=(say("/menu"), tap("اعضای واحد"), say("سادات"), tap("امداد محلهٔ سادات"), tap("مریم"), tap("توقف")),
            steps=(
                ("reason", say("کارت شناسایی باطل است")),
                ("until", tap("تا خبر بعدی")),
                ("?confirm", tap("متوقف شود")),
            ),
            held=suspensions,
            kept=[("کارت شناسایی باطل است", None)],
        ),
        "delegating": Walk(
            who=1002,
            opening=(say("/menu"), tap("من"), tap("چند روز نیستم"), tap("به کسی می‌سپارم")),
            steps=(
                ("to", say("اميد")),
                ("to", tap("امید نوری")),
                ("since", tap("امروز")),
                ("until", tap("فردا")),
                ("?confirm", tap("سپرده شود")),
            ),
            held=delegations,
            kept=[(1, None)],
        ),
        "profile-keeping": Walk(
            who=1001,
            opening=(say("/menu"), tap("من"), tap("توانایی و وقت من")),
            steps=(
                ("skills", tap("آشپزی")),
                ("skills", tap("همین‌ها")),
                ("days", tap("جمعه")),
                ("days", tap("همین‌ها")),
                ("parts", tap("صبح")),
                ("parts", tap("همین‌ها")),
                ("neighbourhoods", say("سادات")),
                ("quiet_from", tap("۲۲")),
                ("quiet_until", tap("۷")),
                ("?confirm", tap("ثبت شود")),
            ),
            held=profiles,
            kept=[(("cooking",), ("friday",), ("morning",), "سادات", 22, 7)],
        ),
        "phone-change": Walk(
            who=1001,
            opening=(say("/menu"), tap("من"), tap("شمارهٔ تازه")),
            steps=(("phone", contact("989170001111")),),
            held=phones,
            kept=["+989170001111"],
        ),
        "account-linking": Walk(
            who=NEWCOMER,
            opening=(say("/menu"), tap("حساب دیگری دارم")),
            steps=(("code", say("۴۸۲۱ ۷۷۳۰")),),
            held=nothing,
            kept=[],
        ),
        "campaign-opening": Walk(
            who=1002,
            opening=(say("/menu"), tap("پویش تازه")),
            steps=(
                ("called", say("پخت و پخش ۲۰۰ پرس غذای گرم")),
                ("occasion", tap("چهارشنبه‌های کرامت")),
                ("since", tap("امروز")),
                ("until", tap("فردا")),
                ("places", say("۲۰")),
                ("?confirm", tap("باز شود")),
            ),
            held=campaigns,
            kept=[("پخت و پخش ۲۰۰ پرس غذای گرم", 20)],
        ),
        "call-sending": Walk(
            who=1002,
            opening=(say("/menu"), tap("فراخوان")),
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
            opening=(say("/menu"), tap("فراخوان‌ها"), tap("در انتظار اجازه"), tap("برمی‌گردانم")),
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


async def invited(session: AsyncSession, cast: Cast) -> str:
    """And maryam has a code in her hand that links another account, and hossein somebody beside him."""
    await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6001)
    now = SystemClock().now()
    digest = keyring().digest("link", LINK)
    session.add(LinkCode(code_digest=digest, person_id=cast.maryam.person, expires_at=now + timedelta(hours=1)))
    return await people.invite(session, by=None, unit=cast.tree.sadat, role=Role.VOLUNTEER, now=now)


async def written(session: AsyncSession, cast: Cast, form: str) -> None:
    """A letter of maryam's that waits for its answer; where such is returned, a service of hers that waits to be verified, or a
    call of hossein's to many.
    """
    clock = SystemClock()
    if form == "call-returning":
        now, today, unit = clock.now(), clock.today(), cast.tree.gachsaran
        await large_calls.ask(session, cast.hossein, unit=unit, role=None, text="فردا بیایید", now=now, today=today)
    if form == "service-returning":
        await reported(session, cast.maryam, cast.tree.sadat, None)
    await letters_of.write(session, cast.maryam, cast.tree.sadat, "کمک لازم است", clock.now(), clock.today())
