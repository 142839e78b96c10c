"""Three people from the day they come in: a volunteer in Sadat, a coordinator of Gachsaran, a supervisor of the province.

Each at home in one messenger and linked to the other, once this way round and once that; their transcripts are read as one.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Select, func, select

from bot.clock import FixedClock
from bot.persian.normalisation import LRM
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Campaign, Invitation, Service
from tests.conversations.app import Phone, Stage, plain, stage
from tests.conversations.conftest import Golden
from tests.conversations.qr_reader import follow, links_in, links_on
from tests.conversations.world import peopled
from tests.relief.world import TODAY, Cast, member, registered

MESSENGERS = {"telegram": "تلگرام", "bale": "بله"}
OTHER = {"telegram": "bale", "bale": "telegram"}
CODES = ("7KQ2MXAB9C", "PQRST23456")
LINK_CODE = "48217730"
SEARCHES = {"امداد محلهٔ سادات": "سادات", "گچساران": "گچساران", "کهگیلویه و بویراحمد": "کهگیلویه"}
MEALS = "پخت و پخش ۲۰۰ پرس غذای گرم"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Somebody new, who has a telephone with both messengers: `here` is the one they come in by."""

    theatre: Stage
    database: Database
    cast: Cast
    name: str
    here: Phone
    there: Phone

    def chapter(self, title: str) -> None:
        before = "\n" if self.theatre.transcript else ""
        self.theatre.transcript.append(f"{before}— {title} —")

    async def actor(self, phone: Phone) -> Actor:
        async with self.database.read_session() as session:
            actor = await load_actor(session, phone.messenger, phone.account, TODAY)
        assert actor is not None
        return actor

    async def saved(self, rows: Select[int]) -> int:
        async with self.database.read_session() as session:
            return int(await session.scalar(rows) or 0)


@pytest.fixture(params=["telegram", "bale"])
def home(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@asynccontextmanager
async def story(database: Database, clock: FixedClock, files: Path, home: str, name: str) -> AsyncIterator[Story]:
    """Codes are such as a transcript can bear: the same every time."""
    cast = await peopled(database)
    async with database.write_session() as session:
        units = (cast.tree.gachsaran, cast.tree.province)
        await member(session, units[0], Role.VOLUNTEER, "امید نوری", messenger=home, account=6001)
        await member(session, units[1], Role.COORDINATOR, "لیلا نجفی", messenger=home, account=6002)
        await session.commit()
    other, first = OTHER[home], name.split(maxsplit=1)[0]
    with pytest.MonkeyPatch.context() as known:
        known.setattr("bot.relief.people.registration.generate_code", iter(CODES).__next__)
        known.setattr("bot.relief.people.account_linking.secrets.randbelow", lambda _: int(LINK_CODE))
        async with stage(database, clock, files) as theatre:
            here = theatre.phone(home, 5001, first)
            there = theatre.phone(other, 7001, f"{first} ({MESSENGERS[other]})")
            yield Story(theatre=theatre, database=database, cast=cast, name=name, here=here, there=there)


async def invites(phone: Phone, unit: str, role: str) -> str:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("دعوت عضو")
    await phone.say(SEARCHES[unit])
    await phone.tap(unit)
    await phone.tap(role)
    return await phone.tap("ساخت دعوت")


async def joins(told: Story) -> None:
    """From the page of the invitation to the menu."""
    await told.here.tap("پذیرش دعوت")
    await told.here.say(told.name)
    await told.here.share_contact("989170005001")
    await told.here.tap("می‌پذیرم")


async def links(told: Story) -> None:
    """Show the code in one messenger and type it in the other."""
    told.chapter(f"اتصال {MESSENGERS[told.here.messenger]} و {MESSENGERS[told.there.messenger]}")
    await told.here.say("/menu")
    await told.here.tap("مشخصات من")
    await told.here.tap("حساب‌های من")
    said = await told.here.tap("اتصال حساب‌ها")
    code = re.search(r"کد اتصال: ([۰-۹]{4} [۰-۹]{4})", said)
    assert code is not None
    await told.there.say("/start")
    shown = next(m["text"] for m in (await told.here.screen())["messages"] if code[0] in plain(m["text"]))
    assert f"{LRM}{code[1]}" in shown, "the halves would stand the wrong way round"
    assert f"این کد مربوط به حساب {told.name} است" in await told.there.say(code[1])
    await told.there.tap("بله، خودم هستم")
    await told.here.until("به شما وصل شد")
    assert (await told.actor(told.there)).person == (await told.actor(told.here)).person


async def lends(told: Story, borrower: Phone, name: str, more: str) -> None:
    """For today and tomorrow; who borrows it has `more` on their menu while it lasts."""
    told.chapter("چند روز نیست")
    await borrower.say("/menu")
    assert more not in await borrower.buttons()
    await told.here.say("/menu")
    await told.here.tap("مشخصات من")
    await told.here.tap("چند روز نیستم")
    await told.here.tap("تعیین جانشین")
    await told.here.tap(name)
    await told.here.tap("امروز")
    await told.here.tap("فردا")
    assert "سپرده شد" in await told.here.tap("سپردن کار")
    await borrower.until("به شما سپرده است")
    await borrower.tap("فهرست اصلی")
    assert more in await borrower.buttons()
    await told.here.tap("پس گرفتن")
    await borrower.until("ممنون که جای ایشان را پر کردید")
    await borrower.tap("فهرست اصلی")
    assert more not in await borrower.buttons()


async def suspends(phone: Phone, unit: str, name: str) -> None:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("اعضای واحد")
    await phone.tap("واحد دیگر")
    await phone.say(SEARCHES[unit])
    await phone.tap(unit)
    await phone.tap(name)
    await phone.tap("توقف عضویت")
    await phone.say("باید مدرکش را دوباره ببینیم")
    await phone.tap("تا اطلاع بعدی")
    assert "متوقف شد" in await phone.tap("توقف عضویت")


async def comes_back(told: Story, by: Phone, draft: str) -> None:
    """Begin in one messenger and go on in the other."""
    await by.tap("برقراری عضویت")
    await told.there.until("دوباره برقرار شد")
    await told.there.say("/menu")
    await told.there.tap(draft)


async def test_the_volunteer_in_sadat_comes_by_a_link(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, home: str
) -> None:
    async with story(database, clock, tmp_path, home, "سارا کریمی") as told:
        hossein = told.theatre.phone("telegram", 1002, "حسین")
        told.chapter("پیوستن با پیوند")
        said = await invites(hossein, "امداد محلهٔ سادات", "داوطلب")
        assert "حسین رضایی شما را برای داوطلبی در «امداد محلهٔ سادات»" in await follow(told.here, links_in(said))
        await joins(told)
        await links(told)
        told.chapter("چند روز نیست")
        await told.here.say("/menu")
        await told.here.tap("مشخصات من")
        assert "به جانشین نیاز ندارد" in await told.here.tap("چند روز نیستم")
        async with database.write_session() as session:
            await registered(session, await told.actor(told.here), told.cast.tree.sadat, "زهرا موسوی")
            await session.commit()
        told.chapter("توقف وسط کار")
        await told.here.say("/menu")
        await told.here.tap("ثبت خدمت")
        await told.here.tap("زهرا موسوی")
        await told.here.tap("سبد کالا")
        await suspends(hossein, "امداد محلهٔ سادات", told.name)
        await told.there.until("متوقف شده است")
        assert "دسترسی شما همین حالا تغییر کرد" in await told.here.say("یک و نیم میلیون")
        await comes_back(told, hossein, "خدمت زهرا موسوی")
        await told.there.tap("فعلاً بدون عکس")
        await told.there.tap("ثبت")
        golden(f"three.volunteer.{home}", told.theatre.transcript)
        assert await told.saved(select(func.count(Service.id)).where(Service.value == 1_500_000)) == 1


async def test_the_coordinator_of_gachsaran_comes_by_the_code_of_a_card(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, home: str
) -> None:
    async with story(database, clock, tmp_path, home, "پروین شریفی") as told:
        zahra = told.theatre.phone("telegram", 1003, "زهرا")
        told.chapter("پیوستن با کارت")
        await invites(zahra, "گچساران", "هماهنگ‌کننده")
        await zahra.tap("کارت دعوت")
        links_of_card = await links_on(zahra)
        assert set(links_of_card) == set(MESSENGERS)
        assert "هماهنگ‌کنندگی در «گچساران»" in await follow(told.here, links_of_card)
        await joins(told)
        await links(told)
        await lends(told, told.theatre.phone(home, 6001, "امید"), "امید نوری", "فراخوان تازه")
        told.chapter("توقف وسط کار")
        await told.here.say("/menu")
        await told.here.tap("پویش و فراخوان")
        await told.here.tap("پویش تازه")
        await told.here.say(MEALS)
        await told.here.tap("چهارشنبه‌های کرامت")
        await suspends(zahra, "گچساران", told.name)
        await told.there.until("متوقف شده است")
        assert "دسترسی شما همین حالا تغییر کرد" in await told.here.say("۱۴ آبان")
        await comes_back(told, zahra, "پویش «")
        await told.there.say("۱۴ آبان")
        await told.there.tap("بدون محدودیت")
        await told.there.tap("ثبت پویش")
        golden(f"three.coordinator.{home}", told.theatre.transcript)
        assert await told.saved(select(func.count(Campaign.id)).where(Campaign.title == MEALS)) == 1


async def test_the_supervisor_of_the_province_comes_by_a_typed_code(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, home: str
) -> None:
    async with story(database, clock, tmp_path, home, "ناصر یزدانی") as told:
        mina = told.theatre.phone("telegram", 1004, "مینا")
        told.chapter("پیوستن با کد")
        assert CODES[0] in await invites(mina, "کهگیلویه و بویراحمد", "ناظر")
        await told.here.say("/start")
        assert "نظارت بر «کهگیلویه و بویراحمد»" in await told.here.say("7kq2m xab9c")
        await joins(told)
        await links(told)
        await lends(told, told.theatre.phone(home, 6002, "لیلا"), "لیلا نجفی", "خلاصهٔ عملکرد")
        told.chapter("توقف وسط کار")
        await told.here.say("/menu")
        await told.here.tap("واحد و اعضا")
        await told.here.tap("دعوت عضو")
        await told.here.say("گچساران")
        await told.here.tap("گچساران")
        await suspends(mina, "کهگیلویه و بویراحمد", told.name)
        await told.there.until("متوقف شده است")
        assert "دسترسی شما همین حالا تغییر کرد" in await told.here.tap("هماهنگ‌کننده")
        await comes_back(told, mina, "دعوت به گچساران")
        await told.there.tap("ساخت دعوت")
        golden(f"three.supervisor.{home}", told.theatre.transcript)
        by = (await told.actor(told.here)).person
        assert await told.saved(select(func.count(Invitation.id)).where(Invitation.created_by == by)) == 1


async def test_a_volunteer_may_do_all_of_it_in_english(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    async with story(database, clock, tmp_path, "bale", "Sam Carter") as told:
        hossein = told.theatre.phone("telegram", 1002, "حسین")
        hossein.transcript = []  # his is told in the other stories
        links_of_invitation = links_in(await invites(hossein, "امداد محلهٔ سادات", "داوطلب"))
        sam, there = told.here, told.there
        await sam.say("/language")
        await sam.tap("English")
        await follow(sam, links_of_invitation)
        await sam.tap("Accept invitation")
        await sam.say(told.name)
        await sam.share_contact("989170005001")
        await sam.tap("I accept")
        await sam.tap("My details")
        await sam.tap("Away for a while")
        await sam.tap("Back")
        await sam.tap("My accounts")
        await sam.tap("Link an account")
        await there.say(f"/start l-{LINK_CODE}")
        await there.tap("Yes, that’s me")
        await sam.until("was linked to you")
        await sam.say("/menu")
        await sam.tap("Report a service")
        await sam.tap("Group, no names")
        await suspends(hossein, "امداد محلهٔ سادات", told.name)
        await there.until("has been suspended")
        await sam.say("12")
        await hossein.tap("برقراری عضویت")
        await there.until("has been restored")
        await there.say("/menu")
        await there.tap("Service to Group, no names")
    golden("three.volunteer.en", told.theatre.transcript)
