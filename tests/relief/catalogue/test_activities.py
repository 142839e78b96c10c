"""Activities are found by everyday words, and recent ones come first."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.persian.money import Currency
from bot.relief.access.caller import Caller
from bot.relief.catalogue.activities import find_activities, list_recent_activities, load_activity
from bot.relief.errors import NotFound
from bot.relief.ids import ActivityId
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.services.reporting import NewService, report, withdraw_report
from bot.relief.vocabulary import Domain, Kind
from bot.storage.database import Database
from bot.storage.tables import Activity
from tests.relief.world import NOW, Cast, reported

SAID = {
    "عینک": "عینک",
    "عينك": "عینک",
    "۱۰۱": "سبد کالا",
    "سبد": "سبد کالا",
    "کالا سبد": "سبد کالا",
    "بسته‌ی معیشتی": "سبد کالا",
    "شب چله": "سبد یلدا",
}


@pytest.mark.usefixtures("cast")
async def test_a_word_in_any_spelling_finds_the_activity(database: Database) -> None:
    async with database.read_session() as session:
        pages = {said: await find_activities(session, search=said, offset=0, limit=3) for said in SAID}
    assert {said: page.items[0].short for said, page in pages.items()} == SAID


@pytest.mark.usefixtures("cast")
async def test_the_catalogue_is_paged_domain_by_domain(database: Database) -> None:
    async with database.read_session() as session:
        counted = 0
        for domain in Domain:
            page = await find_activities(session, domain=domain, offset=0, limit=200)
            assert {one.domain for one in page.items} == {domain}
            assert not page.has_more
            counted += len(page.items)
        first = await find_activities(session, offset=0, limit=8)
        none = await find_activities(session, search="%", offset=0, limit=8)
    assert counted == 203
    assert (len(first.items), first.has_more) == (8, True)
    assert none.items == ()


@pytest.mark.usefixtures("cast")
async def test_what_is_out_of_season_comes_last_unless_it_is_searched_for(database: Database) -> None:
    late = {"102", "103", "104"}
    async with database.read_session() as session:
        first = await find_activities(session, out_of_season=late, offset=0, limit=8)
        searched = await find_activities(session, search="سبد رمضان", out_of_season=late, offset=0, limit=8)
    assert [one.code for one in first.items][:3] == ["101", "105", "106"]
    assert searched.items[0].code == "102"


async def test_what_one_reported_last_comes_first(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        view = await reported(session, cast.maryam, cast.tree.sadat, None)
        glasses = (await find_activities(session, search="عینک", offset=0, limit=1)).items[0]
        new = NewService(
            unit=cast.tree.sadat,
            family=None,
            people=3,
            activity=glasses.id,
            kind=Kind.CASH,
            value=view.value,
            typed_amount="",
            currency=Currency.TOMAN,
            delivered_on=view.delivered_on,
        )
        later = NOW + timedelta(minutes=1)
        second = await report(Caller(session, cast.maryam, later), new)
        recent = await list_recent_activities(session, cast.maryam.person, 5)
        assert [one.short for one in recent] == ["عینک", "سبد کالا"]
        assert len(await list_recent_activities(session, cast.maryam.person, 1)) == 1
        assert await list_recent_activities(session, cast.narges.person, 5) == ()
        await withdraw_report(Caller(session, cast.maryam, later), second.id)
        recent = await list_recent_activities(session, cast.maryam.person, 5)
        assert [one.short for one in recent] == ["سبد کالا"]


@pytest.mark.usefixtures("cast")
async def test_loading_again_changes_nothing(database: Database) -> None:
    async with database.write_session() as session:
        before = await find_activities(session, offset=0, limit=300)
        assert await load_catalogue(session) == 203
        assert await find_activities(session, offset=0, limit=300) == before
        assert await session.scalar(select(func.count()).select_from(Activity)) == 203
        with pytest.raises(NotFound):
            await load_activity(session, ActivityId(7))
        assert await load_activity(session, before.items[0].id) == before.items[0]
