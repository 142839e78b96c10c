"""Drafts as people see them: two side by side, one gone on with after three days, a form begun anew beside a draft."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.clock import FixedClock
from bot.i18n.catalog import load_all_texts
from bot.i18n.messages import Text
from bot.storage.database import Database
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import registered

Tap: TypeAlias = Callable[[str], Awaitable[str]]
LABELS: Mapping[str, Mapping[str, str]] = {
    "fa": {
        "zahra": "خدمت زهرا موسوی، امروز",
        "ali": "خدمت علی رستمی، امروز",
        "old": "خدمت زهرا موسوی، ۱۲ آبان",
        "family": "ثبت خانوار فاطمه کریمی، امروز",
    },
    "en": {
        "zahra": "Service to زهرا موسوی, today",
        "ali": "Service to علی رستمی, today",
        "old": "Service to زهرا موسوی, 12 Aban",
        "family": "Register فاطمه کریمی, today",
    },
}


@pytest.mark.parametrize("locale", ["fa", "en"])
async def test_drafts_stand_side_by_side_and_go_on_by_their_names(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, locale: str
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        for name in ("زهرا موسوی", "علی رستمی"):
            await registered(session, cast.maryam, cast.tree.sadat, name)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, labels = theatre.phone("telegram", 1001, "مریم"), LABELS[locale]
        if locale == "en":
            await maryam.say("/language")
            await maryam.tap("English")

        async def tap(key: str) -> str:
            return await maryam.tap(load_all_texts(strict=True)[locale].format_label(Text(key)))

        await _leave_two(maryam, tap, labels)
        clock.move(timedelta(days=3))
        await maryam.say("/menu")
        await tap("tasks-title")
        await maryam.tap(labels["old"])
        await maryam.say("۳۰۰ هزار")
        await tap("service-report-evidence.skip")
        await tap("service-report-confirm.ok")
        await _begin_beside(maryam, tap, labels)
    golden(f"drafts.{locale}", theatre.transcript)


async def _leave_two(maryam: Phone, tap: Tap, labels: Mapping[str, str]) -> None:
    """Leave a report by «بعداً», and another one by a command."""
    await maryam.say("/menu")
    await tap("home-report-service")
    await maryam.tap("زهرا موسوی")
    await maryam.tap("سبد کالا")
    await tap("dialogue-later")
    await maryam.say("/menu")
    await tap("home-report-service")
    await tap("draft-begin")
    await maryam.tap("علی رستمی")
    assert labels["ali"] in await maryam.say("/menu")
    await tap("home-report-service")
    assert (await maryam.buttons())[1:3] == [labels["ali"], labels["zahra"]]


async def _begin_beside(maryam: Phone, tap: Tap, labels: Mapping[str, str]) -> None:
    """Register a family, leave it, begin another one beside it, and delete the draft."""
    await maryam.say("/menu")
    await tap("home-register-family")
    await tap("family-registration-consent.yes")
    await maryam.say("فاطمه کریمی")
    await maryam.say("/cancel")
    await maryam.say("/menu")
    await tap("home-register-family")
    await tap("draft-begin")
    await maryam.say("/menu")
    await tap("home-register-family")
    await maryam.tap(labels["family"])
    await tap("dialogue-later")
    await tap("dialogue-drop")
    await tap("draft-drop-yes")
