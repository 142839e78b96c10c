"""«کارهای من»: what waits for a person, counted in the menu and listed on a page, each one press from being done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.clock import FixedClock
from bot.relief.access.caller import Caller
from bot.relief.calls.answering import answer_call
from bot.relief.calls.approvals import request_call_approval
from bot.relief.calls.calls import create_call
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.campaigns.sign_ups import sign_up
from bot.relief.people.join_requests import submit_join_request
from bot.relief.people.letters import write_letter
from bot.relief.people.registration import register_newcomer
from bot.relief.services.verification import return_report
from bot.relief.vocabulary import CallAnswer, DeliveryState, ReturnReason, Role
from bot.storage.database import Database
from bot.storage.tables import Delivery, Membership, MergeOffer
from bot.turn.tasks import MAX_TASKS_OF_KIND
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import NOW, TODAY, Cast, member, registered, reported

TITLE = "پخت ۲۰۰ پرس غذا"
WORDS = "فردا ساعت ۱۰ برای بسته‌بندی بیایید"
TABLES = ("services", "letters", "join_requests", "call_approvals", "campaigns", "calls", "merge_offers")
PAGES = {"مریم": ("telegram", 1001), "حسین": ("telegram", 1002), "زهرا": ("telegram", 1003)}


async def let_something_of_each_kind_wait(database: Database, cast: Cast) -> None:
    """For maryam a returned report, an offer to merge and promises; for hossein and zahra what they decide."""
    tree = cast.tree
    async with database.write_session() as session:
        maryam, hossein, zahra = (Caller(session, actor, NOW) for actor in (cast.maryam, cast.hossein, cast.zahra))
        family = await registered(session, cast.maryam, tree.sadat, "زهرا موسوی")
        back = await reported(session, cast.maryam, tree.sadat, family.id)
        await reported(session, cast.maryam, tree.sadat, None)
        await return_report(zahra, back.id, ReturnReason.EVIDENCE, None)
        await write_letter(maryam, tree.sadat, "کارت‌خوان خراب است")
        sara = await register_newcomer(
            session,
            messenger="bale",
            external_id=9001,
            name="سارا کریمی",
            phone="+989170005001",
            language="fa",
            now=NOW,
        )
        await submit_join_request(Caller(session, sara, NOW), tree.sadat)
        await request_call_approval(hossein, unit=tree.gachsaran, role=None, text=WORDS)
        new = NewCampaign(unit=tree.gachsaran, title=TITLE, occasion="", since=TODAY, until=TODAY, places=None)
        await sign_up(maryam, (await campaigns.open_campaign(hossein, new)).id)
        call = await create_call(hossein, unit=tree.sadat, role=None, text=WORDS)
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
        await answer_call(maryam, call.id, CallAnswer.COMING)
        other, tomorrow = cast.narges.person, NOW + timedelta(days=1)
        session.add(MergeOffer(survivor_id=cast.maryam.person, merged_id=other, expires_at=tomorrow))
        await session.commit()


async def tasks(phone: Phone) -> list[str]:
    """Return the rows of the page."""
    await phone.say("/tasks")
    return (await phone.buttons())[:-1]


@pytest.mark.parametrize("locale", ["fa", "en"])
async def test_what_waits_is_said_in_the_menu_and_each_row_opens_it(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, locale: str
) -> None:
    cast = await peopled(database)
    await let_something_of_each_kind_wait(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        for name, (messenger, account) in PAGES.items():
            phone = theatre.phone(messenger, account, name)
            if locale == "en":
                await phone.say("/language")
                await phone.tap("English")
            await phone.say("/menu")
            await opens_each(phone, "My tasks" if locale == "en" else "کارهای من")
    golden(f"tasks.{locale}", theatre.transcript)


async def opens_each(phone: Phone, page: str) -> None:
    await phone.tap(page)
    rows = (await phone.buttons())[:-1]
    for row in rows:
        await phone.tap(row)
        assert len(await phone.buttons()) > 1, "there is nothing to do"
        shown = len(phone.transcript)
        await phone.say("/tasks")
        del phone.transcript[shown:]


async def test_what_is_done_waits_no_longer(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await let_something_of_each_kind_wait(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, zahra = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1003, "زهرا")
        hossein = theatre.phone("telegram", 1002, "حسین")
        for row, act in (
            ("اصلاح", "لغو ثبت"),
            ("یکی شدن", "نه"),
            (f"می‌آیم: {TITLE}", "نمی‌توانم"),
            ("می‌آیم: فردا", "نمی‌توانم"),
        ):
            await tasks(maryam)
            await maryam.tap(row)
            await maryam.tap(act)
            await confirms(maryam)
        assert "کار برای شما" not in await maryam.say("/menu")
        for row, act in (("تأیید", "تأیید"), ("درخواست", "رد"), ("پیام", "پاسخ لازم ندارد")):
            await tasks(zahra)
            await zahra.tap(row)
            await zahra.tap(act)
            await confirms(zahra)
        assert [row for row in await tasks(zahra) if "اجازه" not in row] == []
        assert "کار برای شما" not in await hossein.say("/menu")
        assert "انتظار شما نیست" in await hossein.say("/tasks")


async def confirms(phone: Phone) -> None:
    """Say yes where it is asked once more."""
    for button in await phone.buttons():
        if button.startswith("بله"):
            await phone.tap(button)


async def test_the_menu_names_no_family(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await let_something_of_each_kind_wait(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        for name, (messenger, account) in PAGES.items():
            phone = theatre.phone(messenger, account, name)
            assert "موسوی" not in await phone.say("/menu")


async def test_the_only_thing_that_waits_is_one_press_from_the_menu(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await reported(session, cast.maryam, cast.tree.sadat, None)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        assert "۱ کار برای شما: یک خدمت برای تأیید" in await zahra.say("/menu")
        assert "کارهای من" not in await zahra.buttons()
        assert "ثبت‌کننده: مریم احمدی" in await zahra.tap("تأیید: سبد کالا")


async def test_nobody_has_their_own_report_to_review(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        reza = await member(session, cast.tree.sadat, Role.VOLUNTEER, "رضا بهرامی", account=6000)
        session.add(Membership(person_id=reza.person, unit_id=cast.tree.sadat, role=Role.SUPERVISOR, since=TODAY))
        await reported(session, reza, cast.tree.sadat, None)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        assert "کار برای شما" not in await theatre.phone("telegram", 6000, "رضا").say("/menu")
        assert "یک خدمت برای تأیید" in await theatre.phone("telegram", 1003, "زهرا").say("/menu")


async def test_many_are_said_to_be_many_by_one_query(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        for _ in range(MAX_TASKS_OF_KIND + 5):
            await reported(session, cast.maryam, cast.tree.sadat, None)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        with statements(database) as asked:
            said = await zahra.say("/menu")
        assert "بیش از ۲۰ کار برای شما: بیش از ۲۰ خدمت برای تأیید" in said
        about_work = [
            one for one in asked if one.startswith("SELECT") and any(f"FROM {table}" in one for table in TABLES)
        ]
        assert len(about_work) == 1
        assert "UNION ALL" in about_work[0]
        await zahra.tap("کارهای من")
        for _ in range(3):
            await zahra.tap("صفحهٔ بعد")
        assert len(await zahra.buttons()) == 2 + 2


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements that run meanwhile."""
    ran: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        ran.append(statement)

    engines = {database.engine.sync_engine, database.reader.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", heard)
    try:
        yield ran
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", heard)
