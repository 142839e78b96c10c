"""Pictures sent where they come naturally: none is lost, and each is with its service in the end."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.i18n.catalog import Texts, load_all_texts
from bot.i18n.messages import Text
from bot.sandbox.core.files import sample_picture
from bot.storage.database import Database
from bot.storage.tables import Evidence, Service
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import Cast, registered, reported

ACCOUNTS = {"telegram": 1001, "bale": 2001}


async def settled(database: Database) -> Cast:
    """Maryam and Narges have a family each, and a service delivered to it; so has another family of Maryam's."""
    cast = await peopled(database)
    async with database.write_session() as session:
        for actor, unit in ((cast.maryam, cast.tree.sadat), (cast.narges, cast.tree.lebnan)):
            for name in ("زهرا موسوی", "فاطمه رستگار", "علی قنبری", "کبری صفایی"):
                family = await registered(session, actor, unit, name)
                await reported(session, actor, unit, family.id)
        await session.commit()
    return cast


async def evidence_counts(database: Database, reporter: int) -> list[int]:
    """Return the number of files of each service of a reporter, oldest first."""
    files = select(func.count()).where(Evidence.service_id == Service.id).correlate(Service).scalar_subquery()
    async with database.read_session() as session:
        query = select(files).where(Service.reported_by == reporter).order_by(Service.number)
        return list(await session.scalars(query))


async def captions(database: Database) -> list[str | None]:
    async with database.read_session() as session:
        return [row.caption for row in await session.scalars(select(Evidence).order_by(Evidence.position))]


@dataclass(slots=True, kw_only=True)
class Player:
    """A volunteer who taps by the keys of the texts, in one language."""

    phone: Phone
    locale: str

    @property
    def words(self) -> Texts:
        return load_all_texts(strict=True)[self.locale]

    def said(self, persian: str, english: str) -> str:
        return persian if self.locale == "fa" else english

    async def tap(self, key: str, **args: str | int) -> str:
        return await self.phone.tap(self.words.format_label(Text(key, args)))

    async def begin(self) -> None:
        if self.locale == "en":
            await self.phone.say("/language")
            await self.phone.tap("English")
        await self.phone.say("/menu")

    async def up_to_evidence(self) -> None:
        await self.tap("home-report-service")
        await self.phone.tap("زهرا موسوی")
        await self.phone.tap("سبد کالا")
        await self.phone.say(self.said("یک و نیم میلیون", "1.5 million"))


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_a_picture_sent_five_ways(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str, locale: str
) -> None:
    cast = await settled(database)
    async with stage(database, clock, tmp_path) as theatre:
        phone = theatre.phone(messenger, ACCOUNTS[messenger], "مریم" if messenger == "telegram" else "نرگس")
        player = Player(phone=phone, locale=locale)
        await player.begin()
        await player.up_to_evidence()
        await phone.share_file(sample_picture(1))
        await player.tap("dialogue-files-done", count=1)
        await phone.share_file(sample_picture(2))
        await player.tap("service-report-confirm.ok")
        await phone.share_file(sample_picture(3))
        await phone.say("/menu")
        await phone.share_file(sample_picture(4))
        await phone.tap("کبری صفایی")
        await phone.say("/menu")
        await phone.share_file(sample_picture(5), caption="سبد خانم رستگار")
        await phone.tap("فاطمه رستگار")
    golden(f"pictures.{messenger}.{locale}", theatre.transcript)
    reporter = cast.maryam if messenger == "telegram" else cast.narges
    assert await evidence_counts(database, reporter.person) == [0, 1, 0, 1, 3]
    assert "سبد خانم رستگار" in await captions(database)
