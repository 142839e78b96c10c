"""Hamyar under load: the whole house as `python -m bot run` joins it, with one more form of four typed answers behind /form.

`python -m tests.load.ours seed USERS` makes the database and its people; without an argument it is the bot. The settings are
those of production, by environment.
"""

import asyncio
import signal
import sys
from dataclasses import dataclass
from datetime import date

import uvloop
from sqlalchemy import text as sql

from bot.app.messengers import bots
from bot.app.runtime import opened, settle
from bot.clock import SystemClock
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Number, Words
from bot.dialogue.screen import Command, Screen
from bot.dialogue.views import FORM, Visit
from bot.i18n.catalog import texts
from bot.i18n.messages import text
from bot.nursery import Nursery
from bot.relief.audit.chain import seal_all
from bot.relief.people import registration as people
from bot.relief.units import directory as units
from bot.relief.vocabulary import Role, UnitKind
from bot.settings import Settings, load_settings
from bot.storage import encryption as secrets
from bot.storage import migrate
from bot.storage.database import open_database
from bot.storage.file_store import FileStore
from bot.turn.context import Book, Turn
from bot.turn.rate_limiting import Flood
from handlers import menu as home

FIRST_ACCOUNT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadForm:
    name: str
    age: int
    city: str
    agreed: str


INSERT = sql("INSERT INTO forms (account, name, age, city, reported_by) VALUES (:account, :name, :age, :city, :by)")


async def save(turn: Turn, form: LoadForm) -> Screen:
    """One row more, in the turn's own transaction."""
    row = {"account": turn.account, "name": form.name, "age": form.age, "city": form.city, "by": turn.known().person}
    await turn.session.execute(INSERT, row)
    return Screen(text=text("turn-received"))


TEXTS = """
load-form-name = نام و نام خانوادگی‌تان را بنویسید. نمونه: مریم احمدی
load-form-age = چند سال دارید؟ نمونه: ۳۴
load-form-city = در کدام شهر هستید؟ نمونه: یاسوج
load-form-agreed = درست است؟
"""
LOAD_FORM = Form(
    LoadForm, Words("name"), Number("age"), Words("city"), Words("agreed"), name="load-form", submit=save, confirm=False
)


def entry(command: Command) -> Visit:
    return Visit(view=FORM, args=(LOAD_FORM.name,)) if command.name == "form" else home.entry(command)


SCHEMA = sql(
    "CREATE TABLE forms (id INTEGER PRIMARY KEY, account BIGINT, name TEXT, age INT, city TEXT, reported_by BIGINT)"
)


async def seed(known: Settings, users: int) -> None:
    """Everybody is a volunteer already: the turn loads real people. What was audited meanwhile is sealed, as it would have been
    by the bot that took them in.
    """
    await migrate.upgrade(known.database)
    database = open_database(known.database)
    now = SystemClock().now()
    async with database.writing() as session:
        await session.execute(SCHEMA)
        unit = await units.add_unit(
            session, kind=UnitKind.RELIEF_GROUP, name="امداد محلهٔ آزمایش", parent=None, opened_on=date(2025, 3, 21)
        )
        for messenger in ("telegram", "bale"):
            code = await people.invite(session, by=None, unit=unit.id, role=Role.VOLUNTEER, now=now, uses=users)
            for account in range(FIRST_ACCOUNT, FIRST_ACCOUNT + users):
                actor = await people.join(
                    session, code=code, messenger=messenger, external_id=account, name=f"داوطلب {account}",
                    phone=None, language="fa", now=now,
                )  # fmt: skip
                await people.pledge(session, actor.person, now)
        await session.commit()
    await seal_all(database)
    await database.close()


async def serve(known: Settings) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = open_database(known.database, durable=known.durable)
    messengers = bots(known)
    for messenger in messengers.values():
        await messenger.open()
    texts("fa").learn(TEXTS)
    book = Book.of(forms=[LOAD_FORM], views=list(home.VIEWS), entry=entry, home=home.HOME)
    files = FileStore(known.files, known.keyring())
    flood = Flood(a_minute=known.messages_a_minute)
    async with opened(database, messengers, files, SystemClock(), book, flood=flood) as house:
        settle()
        async with Nursery() as doors:
            if known.webhook_url:
                from bot.app.webhook_server import listen  # noqa: PLC0415 - as the bot itself

                open_doors = [doors.start(listen(house.turns, known), "webhooks")]
            else:
                open_doors = [doors.start(m.poll(house.turns.take), m.name) for m in messengers.values()]
            await stop.wait()
            for door in open_doors:
                door.cancel()
    for messenger in messengers.values():
        await messenger.close()
    await database.close()


def main() -> None:
    known = load_settings(key=True, bot=True)
    secrets.install(known.keyring())
    if sys.argv[1:2] == ["seed"]:
        asyncio.run(seed(known, int(sys.argv[2])))
    else:
        uvloop.run(serve(known))


if __name__ == "__main__":
    main()
