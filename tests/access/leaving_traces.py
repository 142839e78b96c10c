"""A day at which everything that names people passes through the bot: files, drafts, calls, pictures, odd updates, logs.

The bot runs as it is run, its log at its most talkative; the database is copied in the midst of it.
"""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import select

from bot.clock import SystemClock
from bot.relief.sample import load_sample
from bot.storage import migrate
from bot.storage.engine import Database, open_database
from bot.storage.tables import Conversation, Draft, Family, File, Need, Notice, Person, SetAside, Unit
from tests.conversations.stage import Phone, sandbox
from tests.faults.mortal import settings

TYPED = {
    "a head's name": "نوبر آزمون‌نژاد",
    "a phone": "+989170007654",
    "a national ID": "9980001453",
    "an address": "کوچهٔ آزمون هفتم، پلاک ۱۲",
    "words of a call": "خانهٔ رودابه آزمونی، زنگ سوم",
    "words of an odd update": "پیام شهربانو آزمونیان",
    "a newcomer's name": "فریبا آزمونگر",
    "a picture's own name": "رسید نوبر آزمون‌نژاد.jpg",
    "words in a picture": "دفترچهٔ گلنار آزمونی",
    "a search": "ماه‌منیر آزمونی",
    "a reason": "چون بهمن آزمونی گفت",
}
ENDED = 20.0  # seconds for the bot to stop
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """`folder` holds all that the bot left: database, copies, files, logs. `words` are what must not be found there."""

    folder: Path
    words: dict[str, str]
    left: dict[str, int]


async def leave_traces(folder: Path) -> Traces:
    url = f"sqlite:///{folder / 'hamyar.db'}"
    await migrate.upgrade(url)
    database = open_database(url)
    try:
        await load_sample(database, SystemClock())
        async with sandbox() as root, ClientSession(root) as http, _bot(root, database, folder):
            await _day(http)
            await asyncio.to_thread(_copy, folder / "hamyar.db", folder / "copy-while-running.db")
            await _evening(http)
            await asyncio.to_thread(_keep_log, folder)
        return Traces(folder=folder, words=TYPED | await _sample(database), left=await _left(database))
    finally:
        await database.close()


@asynccontextmanager
async def _bot(root: str, database: Database, folder: Path) -> AsyncIterator[None]:
    around = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
    wanted = settings(root, database, folder, "telegram", "bale") | {"HAMYAR_LOG_LEVEL": "DEBUG"}
    with (folder / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=around | wanted, cwd=ROOT, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), ENDED)


async def _day(http: ClientSession) -> None:
    maryam = Phone(http=http, messenger="telegram", account=1001, name="مریم")
    await maryam.say("/menu")
    for step in ("ثبت خانوار", "بله، رضایت دارند"):
        await maryam.tap(step)
    await maryam.say(TYPED["a head's name"])
    await maryam.say(TYPED["a phone"])
    await maryam.say(TYPED["an address"])
    await maryam.tap("۴")
    await maryam.tap("خوراک")
    await maryam.tap("ثبت شود")
    await maryam.tap("تکمیل پرونده")
    await maryam.say(TYPED["a national ID"])
    await maryam.tap("زن")
    await maryam.say("/cancel")
    await maryam.say("/menu")
    await maryam.tap("خانوارها")
    await maryam.say(TYPED["a search"])
    await _odd_update(http)


async def _evening(http: ClientSession) -> None:
    narges = Phone(http=http, messenger="bale", account=2001, name="نرگس")
    await narges.say("/menu")
    await narges.tap("ثبت خدمت")
    await narges.tap("گروه")
    await narges.say("۱۲")
    await narges.tap("سبد کالا")
    await narges.say("یک میلیون")
    picture = b"\xff\xd8\xff\xe0" + TYPED["words in a picture"].encode() + b"\0" * 400
    await narges.share_file(picture, TYPED["a picture's own name"], "document")
    hossein = Phone(http=http, messenger="telegram", account=1002, name="حسین")
    await hossein.say("/menu")
    await hossein.tap("فراخوان")
    await hossein.tap("همهٔ اعضای")
    await hossein.say(TYPED["words of a call"])
    await hossein.touch("ارسال به")
    newcomer = Phone(http=http, messenger="telegram", account=1010, name=TYPED["a newcomer's name"])
    await newcomer.say("سلام. " + TYPED["a reason"])


async def _odd_update(http: ClientSession) -> None:
    """What no library reads is set aside, with every word of it."""
    body = {"message_id": "no number", "text": TYPED["words of an odd update"], "from": {"id": []}}
    async with http.post("/updates/telegram", json={"kind": "message", "account": 1001, "body": body}) as answer:
        assert answer.status == 200, await answer.text()


def _copy(source: Path, target: Path) -> None:
    """As `sqlite3 .backup` does, while the bot writes."""
    with sqlite3.connect(source) as here, sqlite3.connect(target) as there:
        here.backup(there)


def _keep_log(folder: Path) -> None:
    """The write-ahead log as it is in mid-flight: it is folded into the database when the bot stops."""
    log = folder / "hamyar.db-wal"
    (folder / "wal-while-running").write_bytes(log.read_bytes())


async def _sample(database: Database) -> dict[str, str]:
    """Every name, number, paper and address of the sample; an address that is a unit's own name is no secret."""
    words: dict[str, str] = {}
    async with database.reading() as session:
        public = " ".join(await session.scalars(select(Unit.name)))
        for person in await session.scalars(select(Person)):
            words |= {f"person {person.id} name": person.name, f"person {person.id} phone": person.phone or ""}
        for one in await session.scalars(select(Family)):
            words |= {
                f"family {one.number} {name}": getattr(one, name) or "" for name in ("head_name", "identity", "phone")
            }
            if one.neighbourhood and one.neighbourhood not in public:
                words[f"family {one.number} neighbourhood"] = one.neighbourhood
        words |= {f"need {one.id}": one.note or "" for one in await session.scalars(select(Need))}
    return {name: word for name, word in words.items() if word}


async def _left(database: Database) -> dict[str, int]:
    """That there was something to find."""
    async with database.reading() as session:
        tables = (Conversation, Draft, SetAside, File, Family, Notice)
        return {one.__tablename__: len(list(await session.scalars(select(one)))) for one in tables}
