"""Hamyar under load: the whole house as `python -m bot run` joins it, with one more form of four typed answers behind /form.

Environment: API_BASE, TOKEN, DB_PATH, LIB (telegram or bale), USERS.
"""

import asyncio
import os
import signal
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import uvloop
from sqlalchemy import text as sql

from bot.app import opened, settle
from bot.clock import SystemClock
from bot.dialogue.browse import FORM, Visit
from bot.dialogue.fields import Number, Words
from bot.dialogue.form import Form
from bot.dialogue.screen import Command, Screen
from bot.messengers.port import Messenger
from bot.persian.said import text
from bot.relief import people, units
from bot.relief.words import Role, UnitKind
from bot.storage import migrate, secrets
from bot.storage.engine import Database, open_database
from bot.storage.files import FileStore
from bot.texts import texts
from bot.turn.context import Book, Turn
from handlers import home

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
LOAD_FORM = Form(LoadForm, Words("name"), Number("age"), Words("city"), Words("agreed"), submit=save, confirm=False)


def entry(command: Command) -> Visit:
    return Visit(view=FORM, args=(LOAD_FORM.name,)) if command.name == "form" else home.entry(command)


async def seed(database: Database, messenger: str, users: int) -> None:
    """Everybody is a volunteer already: the turn loads real people."""
    now = SystemClock().now()
    async with database.writing() as session:
        await session.execute(
            sql(
                "CREATE TABLE forms (id INTEGER PRIMARY KEY, account BIGINT, name TEXT, age INT, city TEXT, reported_by BIGINT)"
            )
        )
        unit = await units.add_unit(
            session, kind=UnitKind.RELIEF_GROUP, name="امداد محلهٔ آزمایش", parent=None, opened_on=date(2025, 3, 21)
        )
        code = await people.invite(session, by=None, unit=unit.id, role=Role.VOLUNTEER, now=now, uses=users)
        for account in range(FIRST_ACCOUNT, FIRST_ACCOUNT + users):
            actor = await people.join(
                session, code=code, messenger=messenger, external_id=account, name=f"داوطلب {account}",
                phone=None, language="fa", now=now,
            )  # fmt: skip
            await people.pledge(session, actor.person, now)
        await session.commit()


def adapter(env: dict[str, Any]) -> Messenger:
    if env["LIB"] == "telegram":
        from bot.messengers.telegram import TelegramMessenger  # noqa: PLC0415 - only the library in use is loaded

        return TelegramMessenger(env["TOKEN"], env["API_BASE"])
    from bot.messengers.bale import BaleMessenger  # noqa: PLC0415 - likewise

    return BaleMessenger(env["TOKEN"], env["API_BASE"])


async def main() -> None:
    env = dict(os.environ)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    keyring = secrets.Keyring({1: bytes(32)}, 1)
    secrets.install(keyring)
    url = f"sqlite:///{env['DB_PATH']}"
    await migrate.upgrade(url)
    database = open_database(url)
    messenger = adapter(env)
    await seed(database, messenger.name, int(env["USERS"]))
    await messenger.open()
    texts("fa").learn(TEXTS)
    book = Book.of(forms=[LOAD_FORM], views=list(home.VIEWS), entry=entry, home=home.HOME)
    files = FileStore(Path(env["DB_PATH"] + ".files"), keyring)
    async with opened(database, {messenger.name: messenger}, files, SystemClock(), book) as house:
        settle()
        door = asyncio.ensure_future(messenger.poll(house.turns.take))
        await stop.wait()
        door.cancel()
    await messenger.close()
    await database.close()


if __name__ == "__main__":
    uvloop.run(main())
