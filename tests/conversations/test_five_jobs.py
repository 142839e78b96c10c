"""The five jobs, from /start to the summary that holds what was just reported: both messengers, both languages, as people see it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.i18n.catalog import Texts, load_all_texts
from bot.i18n.messages import Text, text
from bot.persian.digits import to_latin_digits
from bot.relief.people.registration import create_invitation
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.vocabulary import Role
from bot.sandbox.core.files import sample_picture
from bot.storage.database import Database
from tests.conversations.app import Phone, Stage, stage
from tests.conversations.conftest import Golden
from tests.messengers.recorded import check_calls
from tests.relief.world import NOW, plant

NATIONAL_ID = "4220000119"  # invented; its last digit fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Who plays, in which messenger and language; buttons are named by their text keys."""

    stage: Stage
    messenger: str
    locale: str

    @property
    def words(self) -> Texts:
        return load_all_texts(strict=True)[self.locale]

    async def tap(self, phone: Phone, key: str, **args: str) -> str:
        return await phone.tap(self.words.format_label(Text(key, args)))

    def said(self, persian: str, english: str) -> str:
        return persian if self.locale == "fa" else english

    async def enter(self, phone: Phone, code: str, name: str) -> None:
        """Join by a link as a stranger, in another language than Persian if the player has one."""
        await phone.say(f"/start j-{code}")
        if self.locale == "en":
            await phone.say("/language")
            await phone.tap("English")
            await phone.say(f"/start j-{code}")
        await self.tap(phone, "invitation-join")
        await phone.say(name)
        await phone.share_contact(f"98917000{phone.account}")
        await self.tap(phone, "pledge-accept")


async def register_family(play: Play, maryam: Phone) -> None:
    await play.tap(maryam, "home-register-family")
    await play.tap(maryam, "family-registration-consent.yes")
    await maryam.say("زهرا موسوی")
    await maryam.say("0917 000 12 34")
    await maryam.say("سادات")
    await maryam.tap(play.said("۴", "4"))
    await play.tap(maryam, "need-livelihood")
    await play.tap(maryam, "family-registration-confirm.ok")


async def complete_file(play: Play, maryam: Phone) -> None:
    """One wrong answer on the way, and one «back»."""
    await play.tap(maryam, "family-complete")
    await maryam.say("4220000191")
    await maryam.say(NATIONAL_ID)
    await play.tap(maryam, "sex-woman")
    await play.tap(maryam, "dialogue-back")
    await play.tap(maryam, "dialogue-keep")
    await play.tap(maryam, "coverage-relief-committee")
    await play.tap(maryam, "support-pension")
    await play.tap(maryam, "family-completion-needs.skip")
    await play.tap(maryam, "family-completion-confirm.ok")


async def report_service(play: Play, maryam: Phone) -> None:
    await maryam.say("/menu")
    await play.tap(maryam, "home-report-service")
    await maryam.tap("زهرا موسوی")
    await maryam.tap("سبد کالا")
    await maryam.say(play.said("۵۰۰ تومن", "500 toman"))
    await maryam.say(play.said("یک و نیم میلیون", "1.5 million"))
    await maryam.share_file(sample_picture(1))
    await maryam.tap(play.said("همین ۱ تا کافی است", "Done with this one"))
    await play.tap(maryam, "service-report-confirm.ok")


async def open_campaign(play: Play, hossein: Phone) -> None:
    await hossein.say("/menu")
    await play.tap(hossein, "home-campaigns-and-calls")
    await play.tap(hossein, "home-open-campaign")
    await hossein.say("چهارشنبه‌های کرامت")
    await play.tap(hossein, "campaign-opening-occasion.skip")
    await hossein.say(play.said("فردا", "tomorrow"))
    await hossein.say(play.said("۲۰ آبان", "20 Aban"))
    await hossein.tap(play.said("۵", "5"))
    await play.tap(hossein, "campaign-opening-confirm.ok")


async def sign_up(play: Play, maryam: Phone) -> None:
    await maryam.say("/menu")
    await play.tap(maryam, "home-campaigns")
    await maryam.tap("چهارشنبه‌های کرامت")
    await play.tap(maryam, "campaign-sign-up")
    await play.tap(maryam, "campaign-leave")
    await play.tap(maryam, "campaign-leave-yes")
    await play.tap(maryam, "campaign-sign-up")


async def call_for_help(play: Play, hossein: Phone, maryam: Phone) -> None:
    await hossein.say("/menu")
    await play.tap(hossein, "home-send-call")
    await hossein.say("سادات")
    await hossein.tap((await hossein.buttons())[0])
    await hossein.say("سه‌شنبه ساعت ۱۵، حسینیهٔ سادات، برای بسته‌بندی ۲۰۰ سبد کمک لازم داریم.")
    await hossein.touch(play.said("ارسال به ۱ نفر", "Send to"))
    await hossein.until(play.said("پایان یافت", "finished"))
    await maryam.until("بسته‌بندی ۲۰۰ سبد")
    await play.tap(maryam, "answer-coming")
    await hossein.until(play.said("می‌آیند: ۱ نفر", "Coming: 1"))


async def ask_summary(play: Play, zahra: Phone) -> str:
    await zahra.say("/menu")
    await play.tap(zahra, "home-summary")
    return await play.tap(zahra, "summary-this-month")


async def planted(database: Database) -> dict[Role, str]:
    """Plant an empty province with its catalogue, and invite its supervisor and a county's coordinator."""
    async with database.write_session() as session:
        tree = await plant(session)
        await load_catalogue(session)
        units = {Role.SUPERVISOR: tree.province, Role.COORDINATOR: tree.gachsaran}
        codes = {
            role: await create_invitation(session, inviter=None, unit=unit, role=role, now=NOW)
            for role, unit in units.items()
        }
        await session.commit()
    return codes


async def joined(play: Play, codes: Mapping[Role, str]) -> tuple[Phone, Phone, Phone]:
    """Supervisor and coordinator by an invitation that was made for them; the volunteer by the coordinator's own, in chat."""
    zahra = play.stage.phone(play.messenger, 5003, "زهرا")
    hossein = play.stage.phone(play.messenger, 5002, "حسین")
    maryam = play.stage.phone(play.messenger, 5001, "مریم")
    await play.enter(zahra, codes[Role.SUPERVISOR], "زهرا کاظمی")
    await play.enter(hossein, codes[Role.COORDINATOR], "حسین رضایی")
    await play.tap(hossein, "home-unit")
    await play.tap(hossein, "home-invite")
    await hossein.say("سادات")
    await hossein.tap("امداد محلهٔ سادات")
    await play.tap(hossein, "role-volunteer")
    made = await play.tap(hossein, "inviting-confirm.ok")
    code = re.findall(r"j-([A-Za-z0-9]+)", made)[0]
    await play.enter(maryam, code, "مریم احمدی")
    for secret in (*codes.values(), code):
        play.stage.transcript[:] = [line.replace(secret, "…") for line in play.stage.transcript]
    return zahra, hossein, maryam


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_the_five_jobs(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str, locale: str
) -> None:
    codes = await planted(database)
    async with stage(database, clock, tmp_path) as theatre:
        play = Play(stage=theatre, messenger=messenger, locale=locale)
        zahra, hossein, maryam = await joined(play, codes)
        await register_family(play, maryam)
        await complete_file(play, maryam)
        await report_service(play, maryam)
        await open_campaign(play, hossein)
        await sign_up(play, maryam)
        await call_for_help(play, hossein, maryam)
        summary = await ask_summary(play, zahra)
        assert play.words.format_label(text("kind-in-kind")) in summary
        assert play.said("1 میلیون و 500 هزار", "1.5") in to_latin_digits(summary)
        check_calls(await theatre.calls())
        screens = str(await maryam.screen())
        assert NATIONAL_ID not in screens
    golden(f"five_jobs.{messenger}.{locale}", theatre.transcript)
