"""Invitations that go on a card: from a link, from the codes of a picture, and typed by hand; and taken back."""

import re
import struct
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.persian.letters import shorten
from bot.relief.people import codes
from bot.relief.vocabulary import Role
from bot.reports.cards import CardImage, render_card
from bot.storage.database import Database
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.qr_reader import follow, links_on, photographed
from tests.conversations.world import CODE, invited, peopled

CODES = ("7KQ2MXAB9C", "PQRST23456", "ABCDE56789")


def codes_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give invitations these codes in turn, so that transcripts are the same on every run."""
    coming = iter(CODES)
    monkeypatch.setattr("bot.relief.people.registration.generate_code", lambda: next(coming))


async def _invite(phone: Phone, unit: str, role: str) -> None:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("دعوت عضو")
    await phone.tap(unit)
    await phone.tap(role)
    await phone.tap("ساخت دعوت")


async def _pictured(phone: Phone) -> Mapping[str, int]:
    """Return the width and height of the newest picture."""
    content = await photographed(phone)
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return {"width": width, "height": height, "size": len(content)}


async def test_a_coordinator_gives_a_link_a_card_and_a_code_and_three_come(
    database: Database,
    clock: FixedClock,
    tmp_path: Path,
    golden: Golden,
    cards: list[CardImage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await peopled(database)
    codes_are_known(monkeypatch)
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("واحد و اعضا")
        await hossein.tap("دعوت عضو")
        await hossein.say("سادات")
        await hossein.tap("امداد محلهٔ سادات")
        await hossein.tap("داوطلب")
        await hossein.tap("ویرایش")
        await hossein.tap("برای چند نفر")
        await hossein.say("۳")
        await hossein.tap("ساخت دعوت")
        await hossein.tap("کارت دعوت")
        (card,) = cards
        assert (card.title, card.code) == ("امداد محلهٔ سادات", "7KQ2M XAB9C")
        scanned = await links_on(hossein)
        drawn = await _pictured(hossein)
        assert 400 <= drawn["width"] <= 1080
        assert drawn["size"] < 120_000
        sara, omid, leila = (
            theatre.phone("bale", 5001, "سارا"),
            theatre.phone("telegram", 5002, "امید"),
            theatre.phone("bale", 5003, "لیلا"),
        )
        for newcomer, typed in ((sara, ""), (omid, "7kq2m xab9c"), (leila, "۷KQ۲MXAB۹C")):
            await (newcomer.say(typed) if typed else follow(newcomer, scanned))
            await newcomer.tap("پذیرش دعوت")
            await newcomer.say(f"{newcomer.name} کریمی")
            await newcomer.share_contact(f"98917000{newcomer.account}")
            await newcomer.tap("می‌پذیرم")
        await hossein.say("/menu")
        await hossein.tap("واحد و اعضا")
        said = await hossein.tap("دعوت‌ها")
        assert "دعوت فعالی ندارید" in said
    golden("invitation.fa", theatre.transcript)


async def test_a_typed_code_is_known_anywhere_but_in_a_form(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.lebnan)
    async with stage(database, clock, tmp_path) as theatre:
        stranger, maryam = theatre.phone("bale", 5001, "سارا"), theatre.phone("telegram", 1001, "مریم")
        assert "حسین رضایی شما را برای داوطلبی" in await stranger.say(CODE)
        await stranger.say("/help")
        assert "حسین رضایی شما را برای داوطلبی" in await stranger.say(f"j-{CODE}")
        for pasted in (
            f"https://t.me/hamyar_bot?start=j-{CODE}",
            f"این لینک را زدم باز نشد: https://ble.ir/hamyar_bot?start=j-{CODE} لطفاً",
            f"کد دعوت: {CODE[:5]} {CODE[5:]}",
        ):
            assert "حسین رضایی شما را برای داوطلبی" in await stranger.say(pasted)
        assert "حسین رضایی شما را برای داوطلبی" in await maryam.say(f" {CODE[:5]}-{CODE[5:]} ")
        assert "با این پیام کاری نمی‌دانم" not in await maryam.say("سلام")


async def test_guessing_ends_after_a_few_and_the_right_code_waits_too(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat)
    async with stage(database, clock, tmp_path) as theatre:
        guesser, sara = theatre.phone("bale", 5009, "کسی"), theatre.phone("bale", 5001, "سارا")
        for n in range(8):
            assert "این دعوت پیدا نشد" in await guesser.say(f"ABCDE2345{n + 2}")
        assert "یک ساعت دیگر" in await guesser.say("ABCDE99999")
        assert "یک ساعت دیگر" in await guesser.say(CODE)
        assert "دعوت کرده است" in await sara.say(CODE)
        clock.move(timedelta(hours=1, minutes=1))
        assert "دعوت کرده است" in await guesser.say(CODE)


async def test_an_invitation_that_was_taken_back_opens_nothing_and_is_listed_no_more(
    database: Database, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await peopled(database)
    codes_are_known(monkeypatch)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, sara = theatre.phone("telegram", 1002, "حسین"), theatre.phone("bale", 5001, "سارا")
        await _invite(hossein, "امداد محلهٔ لبنان", "داوطلب")
        await hossein.tap("همهٔ دعوت‌ها")
        await hossein.tap("داوطلب در امداد محلهٔ لبنان، ۰ از ۱ نفر")
        await sara.say(CODES[0])
        assert "از کار می‌افتد" in await hossein.tap("لغو دعوت")
        assert "دعوت لغو شد" in await hossein.tap("بله، لغو شود")
        await sara.tap("پذیرش دعوت")
        assert "این دعوت پیدا نشد" in await sara.say("/start j-" + CODES[0])


async def test_nobody_sees_the_code_of_an_invitation_above_their_own_role_or_beside_their_units(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat, Role.SUPERVISOR)
    await invited(database, cast, cast.tree.yasuj_centre, Role.VOLUNTEER, code="AAAAABBBBB")
    async with stage(database, clock, tmp_path) as theatre:
        hossein, zahra = theatre.phone("telegram", 1002, "حسین"), theatre.phone("telegram", 1003, "زهرا")
        maryam = theatre.phone("telegram", 1001, "مریم")
        for phone, sees in ((hossein, 0), (zahra, 2)):
            await phone.say("/menu")
            await phone.tap("واحد و اعضا")
            await phone.tap("دعوت‌ها")
            assert len([one for one in await phone.buttons() if " در " in one]) == sees
        rows = [b for row in (await zahra.newest())["buttons"] for b in row if " در " in b["text"]]
        for row in rows:
            for phone, data in ((hossein, row["data"]), (maryam, row["data"].replace("||", "|!card|"))):
                await phone.say("/menu")
                said = await phone.press((await phone.newest())["id"], data)
                assert said == "این دعوت دیگر معتبر نیست یا در دسترس شما نیست."


def test_a_card_is_drawn_alike_whatever_is_written_on_it() -> None:
    card = CardImage(right_to_left=True, heading="دعوت", title='#panic("x") *نه* $y$ @z <w>', code="7KQ2M XAB9C")
    assert render_card(card) == render_card(card)


def test_codes_are_read_as_people_type_them() -> None:
    assert codes.parse_code(" 7kq2m-xab9c ") == ("", "7kq2mxab9c")
    assert codes.parse_code("V-7KQ2MXAB9C") == ("v", "7KQ2MXAB9C")
    assert codes.parse_code("سلام") is None
    assert codes.find_code("سلام، کد دعوت: 7KQ2M XAB9C است") == ("", "7KQ2MXAB9C")
    assert codes.find_code("کد دعوت شما:\n7kq2m-xab9c") == ("", "7kq2mxab9c")
    assert codes.find_code("این را زدم j-7KQ2MXAB9C نشد") == ("j", "7KQ2MXAB9C")
    assert codes.find_code("hello world") == ("", "helloworld"), "a code alone may be any ten letters"
    assert codes.find_code("I said hello world to you") is None
    assert codes.find_code("کد ملی ۴۲۲۰۰۰۰۱۱۹ را دارم") is None
    assert codes.parse_code("09170001234") is None
    code = codes.generate_code()
    assert codes.parse_code(codes.format_code(code)) == ("", code)
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{10}", code)


def test_a_long_name_stays_between_the_margins_of_a_card() -> None:
    """A word that is longer than a line would run over the edge."""
    name = "سیده‌فاطمه‌سادات‌موسوی‌زادهٔ‌گچسارانی" * 3
    cut = shorten(name, 24)
    drawn = render_card(CardImage(right_to_left=True, heading="کارت", title=name, lines=(name,)))
    assert drawn == render_card(CardImage(right_to_left=True, heading="کارت", title=cut, lines=(cut,)))
