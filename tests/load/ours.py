"""Hamyar under load: the application of `python -m bot run`, with one more form behind /form.

The form has four typed answers. `python -m tests.load.ours seed USERS` makes the database and its people; without an
argument it is the bot. The settings are those of production, by environment.
"""

import asyncio
import signal
import sys
from dataclasses import dataclass
from datetime import date

import uvloop
from sqlalchemy import text as sql

from bot.app.messengers import build_messengers
from bot.app.runtime import start_runtime, tune_gc
from bot.clock import SystemClock
from bot.dialogue.form import Form
from bot.dialogue.inputs import Command
from bot.dialogue.questions.basic import NumberQuestion, TextQuestion
from bot.dialogue.screen import Screen
from bot.dialogue.views import FORM_VIEW, ViewRequest
from bot.i18n.catalog import texts
from bot.i18n.messages import text
from bot.nursery import Nursery
from bot.relief.audit.chain import chain_all_entries
from bot.relief.people.registration import accept_confidentiality, create_invitation, join_by_invitation
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import Role, UnitKind
from bot.settings import Settings, load_settings
from bot.storage import migrate
from bot.storage.database import open_database
from bot.storage.encryption import install_keyring
from bot.storage.file_store import FileStore
from bot.turn.context import Registry, TurnContext
from bot.turn.rate_limiting import RateLimiter
from handlers.menu import HOME, VIEWS, route_command
from handlers.registry import REGISTRY

FIRST_ACCOUNT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadForm:
    name: str
    age: int
    city: str
    agreed: str


INSERT = sql("INSERT INTO forms (account, name, age, city, reported_by) VALUES (:account, :name, :age, :city, :by)")


async def save(turn: TurnContext, form: LoadForm) -> Screen:
    """Insert one more row, in the turn's own transaction."""
    row = {
        "account": turn.account,
        "name": form.name,
        "age": form.age,
        "city": form.city,
        "by": turn.require_actor().person,
    }
    await turn.session.execute(INSERT, row)
    return Screen(text=text("turn-received"))


TEXTS = """
load-form-name = نام و نام خانوادگی‌تان را بنویسید. نمونه: مریم احمدی
load-form-age = چند سال دارید؟ نمونه: ۳۴
load-form-city = در کدام شهر هستید؟ نمونه: یاسوج
load-form-agreed = درست است؟
"""
LOAD_FORM = Form(
    LoadForm,
    TextQuestion("name"),
    NumberQuestion("age"),
    TextQuestion("city"),
    TextQuestion("agreed"),
    name="load-form",
    submit=save,
    confirm=False,
)


def entry(command: Command) -> ViewRequest:
    return ViewRequest(view=FORM_VIEW, args=(LOAD_FORM.name,)) if command.name == "form" else route_command(command)


SCHEMA = sql(
    "CREATE TABLE forms (id INTEGER PRIMARY KEY, account BIGINT, name TEXT, age INT, city TEXT, reported_by BIGINT)"
)


async def seed(known: Settings, users: int) -> None:
    """Create volunteers, so that the turn loads real people, and chain the audit entries made by it."""
    await migrate.upgrade(known.resolved_database_url)
    database = open_database(known.resolved_database_url)
    now = SystemClock().now()
    async with database.write_session() as session:
        await session.execute(SCHEMA)
        unit = await add_unit(
            session, kind=UnitKind.RELIEF_GROUP, name="امداد محلهٔ آزمایش", parent=None, opened_on=date(2025, 3, 21)
        )
        for messenger in ("telegram", "bale"):
            code = await create_invitation(
                session, inviter=None, unit=unit.id, role=Role.VOLUNTEER, now=now, uses=users
            )
            for account in range(FIRST_ACCOUNT, FIRST_ACCOUNT + users):
                actor = await join_by_invitation(
                    session, code=code, messenger=messenger, external_id=account, name=f"داوطلب {account}",
                    phone=None, language="fa", now=now,
                )  # fmt: skip
                await accept_confidentiality(session, actor.person, now)
        await session.commit()
    await chain_all_entries(database)
    await database.close()


async def serve(known: Settings) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = open_database(known.resolved_database_url, durable=known.durable)
    messengers = build_messengers(known)
    for messenger in messengers.values():
        await messenger.open()
    texts("fa").add_resource(TEXTS)
    registry = Registry.build(
        forms=[LOAD_FORM], views=list(VIEWS), entry_view=entry, home=HOME, task_sources=REGISTRY.task_sources
    )
    files = FileStore(known.files_folder, known.keyring())
    flood = RateLimiter(max_per_minute=known.messages_a_minute)
    async with start_runtime(database, messengers, files, SystemClock(), registry, rate_limiter=flood) as runtime:
        tune_gc()
        async with Nursery() as doors:
            if known.webhook_url:
                from bot.app.health import Health  # noqa: PLC0415 - as the bot itself
                from bot.app.webhook_server import serve_webhooks  # noqa: PLC0415 - as the bot itself

                open_doors = [doors.start(serve_webhooks(runtime.processor, known, Health()), "webhooks")]
            else:
                open_doors = [doors.start(m.poll(runtime.processor.submit), m.name) for m in messengers.values()]
            await stop.wait()
            for door in open_doors:
                door.cancel()
    for messenger in messengers.values():
        await messenger.close()
    await database.close()


def main() -> None:
    known = load_settings(require_key=True, require_token=True)
    install_keyring(known.keyring())
    if sys.argv[1:2] == ["seed"]:
        asyncio.run(seed(known, int(sys.argv[2])))
    else:
        uvloop.run(serve(known))


if __name__ == "__main__":
    main()
