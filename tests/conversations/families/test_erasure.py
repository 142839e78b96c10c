"""A family's file given as a document, and erased: nothing of it is left, and every total stands."""

import json
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from bot.clock import FixedClock
from bot.persian.digits import to_persian_digits
from bot.relief.access.caller import Caller
from bot.relief.audit.verification import verify_chain
from bot.relief.families.files import FamilyView
from bot.relief.people import letters
from bot.storage.database import Database
from bot.storage.encryption import associated_data, keyring
from bot.storage.tables import (
    AuditEntry,
    Conversation,
    DeadLetter,
    Draft,
    Evidence,
    Family,
    FamilyToken,
    File,
    Letter,
    Need,
    Notice,
    Total,
)
from tests.conversations.app import Phone, Stage, stage
from tests.conversations.conftest import Golden
from tests.conversations.families.test_families import known
from tests.conversations.world import peopled
from tests.relief.world import NOW, Cast, reported

NAME, PHONE, PAPER, PLACE = "نوبر آزمون‌نژاد", "+989170007654", "9980001453", "کوچهٔ آزمون هفتم"
NEEDLES = (NAME, PHONE, "09170007654", PAPER, PLACE)


async def known_family(database: Database, cast: Cast) -> FamilyView:
    return await known(
        database, cast.maryam, cast.tree.sadat, NAME, phone=PHONE, identity_kind="national_id", identity=PAPER,
        neighbourhood=PLACE,
    )  # fmt: skip


async def everything(database: Database) -> str:
    """Return all that the bot still knows, every sealed column opened."""
    said: list[str] = []
    async with database.read_session() as session:
        for row in await session.scalars(select(Family)):
            said += [row.head_name, row.phone or "", row.identity or "", row.neighbourhood or ""]
        said += [row.note or "" for row in await session.scalars(select(Need))]
        said += [row.text for row in await session.scalars(select(Letter))]
        said += [row.state for row in await session.scalars(select(Draft))]
        said += [row.text + row.event for row in await session.scalars(select(Notice))]
        said += [
            json.dumps(json.loads(one.raw), ensure_ascii=False) for one in await session.scalars(select(DeadLetter))
        ]
        columns = (Conversation.messenger, Conversation.external_id, Conversation.state, Conversation.unsent)
        for messenger, account, state, unsent in await session.execute(select(*columns)):
            said.append(opened(state, "state", messenger, account))
            said.append(opened(unsent, "unsent", messenger, account) if unsent else "")
    return "\n".join(said)


def opened(box: bytes, column: str, messenger: str, account: int) -> str:
    plain: Any = orjson.loads(keyring().open(box, associated_data("conversations", column, messenger, account)))
    return json.dumps(plain, ensure_ascii=False)


async def totals(database: Database) -> list[tuple[Any, ...]]:
    async with database.read_session() as session:
        rows = await session.execute(select(Total.booked_on, Total.unit_id, Total.services, Total.value))
        return sorted(tuple(row) for row in rows)


async def wrote(database: Database, cast: Cast, said: str) -> None:
    """Let Maryam write to those responsible for her unit."""
    async with database.write_session() as session:
        await letters.write_letter(Caller(session, cast.maryam, NOW), cast.tree.sadat, said)
        await session.commit()


async def left_everywhere(theatre: Stage, family: FamilyView) -> Phone:
    """Leave traces: drafts of the volunteer and the coordinator, an open page, a picture as evidence."""
    maryam = theatre.phone("telegram", 1001, "مریم")
    await maryam.say("/menu")
    await maryam.tap("ثبت خدمت")
    await maryam.tap(NAME)
    await maryam.tap("سبد کالا")
    await maryam.say("یک میلیون")
    await maryam.share_file(b"\xff\xd8\xff\xe0 at their door")
    await maryam.tap("همین ")
    await maryam.tap("ثبت")
    await maryam.tap("فهرست اصلی")
    await maryam.tap("خانوارها")
    await maryam.tap(NAME)
    hossein = theatre.phone("telegram", 1002, "حسین")
    await hossein.say("/menu")
    await hossein.tap("خانوارها")
    await hossein.say(str(family.number))
    await hossein.tap(NAME)
    await hossein.tap("تکمیل پرونده")
    await hossein.say("/cancel")
    return maryam


async def as_a_document(theatre: Stage, family: FamilyView) -> None:
    """All of it, for the family; and its number in a letter, with other digits and in groups."""
    hossein = theatre.phone("telegram", 1002, "حسین")
    await hossein.say("/menu")
    await hossein.tap("خانوارها")
    await hossein.say(str(family.number))
    await hossein.tap(NAME)
    await hossein.tap("همهٔ پرونده در یک فایل")
    narges = theatre.phone("bale", 2001, "نرگس")
    await narges.say("/menu")
    await narges.tap("واحد و اعضا")
    await narges.tap("پیام به مسئول")
    await narges.say("زنگ بزنم به ۰۹۱۷ ۰۰۰ ۷۶ ۵۴؟")


async def test_an_erased_family_leaves_its_number_and_the_totals(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    family = await known_family(database, cast)
    await wrote(database, cast, f"{NAME}، پروندهٔ {to_persian_digits(str(family.number))}، تلفنش را برنمی‌دارد")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = await left_everywhere(theatre, family)
        await as_a_document(theatre, family)
        before, kept = await totals(database), await everything(database)
        assert all(needle in kept for needle in (NAME, PHONE, PAPER, PLACE))
        assert len(pictures(tmp_path)) == 1, "the document that was made of it is kept nowhere"
        theatre.transcript.clear()
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        await zahra.tap("خانوارها")
        await zahra.say(NAME)
        await zahra.tap(NAME)
        await zahra.tap("پاک کردن پرونده")
        await zahra.say("نه")
        await zahra.say("خودشان خواستند")
        await zahra.tap("پاک کردن پرونده")
        assert NAME not in await zahra.tap("خانوارها")
        assert NAME not in await maryam.say("/menu")
        await gone(maryam, tmp_path)
    golden("erasure.fa", theatre.transcript)

    assert before
    assert await totals(database) == before
    kept = await everything(database)
    assert [needle for needle in NEEDLES if needle in kept] == []
    async with database.read_session() as session:
        assert not list(await session.scalars(select(FamilyToken)))
        assert not list(await session.scalars(select(Evidence)))
        assert not list(await session.scalars(select(File)))
        assert not list(await session.scalars(select(Letter)))
        erased = await session.scalar(select(AuditEntry).where(AuditEntry.action == "erase-family"))
        assert erased is not None
        assert (erased.subject, erased.reason) == (f"family:{family.number}", "خودشان خواستند")
    assert not (await verify_chain(database)).fault_count


def pictures(folder: Path) -> list[Path]:
    """By their names of 62 letters."""
    return [path for path in folder.rglob("*") if path.is_file() and len(path.name) > 40]


async def gone(phone: Phone, folder: Path) -> None:
    """Until the worker has taken the picture off the disk."""
    for _ in range(100):
        if not pictures(folder):
            return
        await phone.screen(wait=1)
    raise AssertionError("the picture is still there")


async def test_a_file_is_given_as_a_document_to_who_may_hand_it_over(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    family = await known_family(database, cast)
    async with database.write_session() as session:
        await reported(session, cast.maryam, cast.tree.sadat, family.id)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("خانوارها")
        await hossein.say(str(family.number))
        await hossein.tap(NAME)
        assert "همهٔ پروندهٔ" in await hossein.tap("همهٔ پرونده در یک فایل")
        document = (await hossein.newest())["document"]
        async with theatre.http.get(document["url"]) as answer:
            written = (await answer.read()).decode("utf-8-sig")
    for word in (NAME, "09170007654", PAPER, PLACE, "سبد کالا"):
        assert word in written.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")), written


async def test_a_member_has_all_that_is_held_on_them_and_may_erase_it_when_leaving(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await known_family(database, cast)
    await wrote(database, cast, "فردا نمی‌توانم بیایم")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.tap("مشخصات من")
        await maryam.tap("اطلاعات من")
        await maryam.tap("دریافت فایل")
        document = (await maryam.newest())["document"]
        async with theatre.http.get(document["url"]) as answer:
            written = (await answer.read()).decode("utf-8-sig")
        assert "مریم احمدی" in written
        assert "امداد محلهٔ سادات" in written
        assert "فردا نمی‌توانم بیایم" in written
        assert NAME not in written
        await maryam.say("/menu")
        await maryam.tap("مشخصات من")
        await maryam.tap("اطلاعات من")
        assert "هنوز عضو واحدی هستید" in await maryam.tap("حذف اطلاعات من")
        await maryam.tap("خروج از واحد")
        await maryam.tap("بله، تمام شود")
        await maryam.tap("اطلاعات من")
        await maryam.tap("حذف اطلاعات من")
        assert "پاک شد" in await maryam.tap("بله، پاک شود")
        assert "مریم" not in await maryam.say("/menu")
    golden("self-erasure.fa", theatre.transcript)
    async with database.read_session() as session:
        assert not list(await session.scalars(select(Letter)))
    assert pictures(tmp_path) == [], "the document that was theirs"
