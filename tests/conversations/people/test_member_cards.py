"""A volunteer's card at the door: what is on it, and all that a family learns who reads its code."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.clock import FixedClock
from bot.relief.people.member_cards import first_name
from bot.reports.cards import CardImage
from bot.storage.database import Database
from bot.storage.tables import Membership
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.qr_reader import follow, links_on, photographed
from tests.conversations.world import peopled


async def card_of(phone: Phone) -> None:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("کارت عضویت من")


async def test_a_family_reads_the_code_and_learns_a_first_name_a_unit_and_that_it_holds(
    database: Database,
    clock: FixedClock,
    tmp_path: Path,
    golden: Golden,
    cards: list[CardImage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await peopled(database)
    coming = iter(("CARDA23456", "CARDB23456"))
    monkeypatch.setattr("bot.relief.people.member_cards.generate_code", lambda: next(coming))
    async with stage(database, clock, tmp_path) as theatre:
        maryam, family = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "خانواده")
        await card_of(maryam)
        shown = await photographed(maryam)
        await card_of(maryam)
        assert await photographed(maryam) == shown
        assert len(cards) == 1
        assert (cards[0].title, cards[0].code) == ("مریم احمدی", "V-CARDA 23456")
        assert tuple(cards[0].lines) == ("داوطلب، امداد محلهٔ سادات", "معتبر تا ۱۲ بهمن ۱۴۰۴")
        said = await follow(family, await links_on(maryam))
        assert "مریم عضو فعال «امداد محلهٔ سادات» است" in said
        assert "احمدی" not in said
        assert "باطل" in await maryam.tap("صدور کارت تازه")
        await maryam.tap("بله، صادر شود")
        await family.say("v-carda 23456")
        await family.say("V-CARDB 23456")
    golden("member-card.fa", theatre.transcript)


async def test_a_card_ends_with_its_days_and_with_the_membership(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")
        family = theatre.phone("telegram", 7001, "خانواده")
        await card_of(maryam)
        await card_of(narges)
        async with database.write_session() as session:
            gone = update(Membership).where(Membership.person_id == cast.maryam.person)
            await session.execute(gone.values(until=date(2025, 11, 3)))
            await session.commit()
        assert "دیگر معتبر نیست" in await follow(family, await links_on(maryam))
        shown = await links_on(narges)
        assert "نرگس عضو فعال" in await follow(family, shown)
        clock.move(timedelta(days=91))
        assert "دیگر معتبر نیست" in await follow(family, shown)


async def test_codes_of_cards_are_guessed_a_few_times_only_and_nobody_draws_another_units_card(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        guesser, maryam = theatre.phone("bale", 7009, "کسی"), theatre.phone("telegram", 1001, "مریم")
        for n in range(10):
            assert "این کارت در همیار ثبت نشده است" in await guesser.say(f"/start v-WRONG2222{'ABCDEFGHJK'[n]}")
        assert "یک ساعت دیگر" in await guesser.say("/start v-WRONG33333")
        for phone in (maryam, guesser):
            await phone.say("/menu")
            at = (await phone.newest())["id"]
            said = await phone.press(at, f"b|member-card|!show|{cast.tree.lebnan}")
            assert "دسترسی ندارید" in said or "هنوز عضو همیار نیستید" in said


@pytest.mark.parametrize(
    ("name", "first"), [("مریم احمدی", "مریم"), ("سید علی موسوی", "سید علی"), ("زهرا", "زهرا"), ("", "")]
)
def test_a_first_name_is_all_that_a_family_hears(name: str, first: str) -> None:
    assert first_name(name) == first
