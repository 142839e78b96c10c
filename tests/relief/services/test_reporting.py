"""Reports of services, their withdrawal, and the totals after both."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.access.caller import Caller
from bot.relief.errors import Conflict, DomainError, Forbidden, NotFound
from bot.relief.ids import FileId, ServiceId
from bot.relief.ledger import totals
from bot.relief.services.corrections import correct_report, load_editable_report
from bot.relief.services.evidence import EvidenceFile, load_evidence
from bot.relief.services.own_reports import load_last_own_service
from bot.relief.services.reporting import attach_evidence, load_own_service, report, withdraw_report
from bot.relief.vocabulary import Kind, ServiceState
from bot.storage.database import Database
from bot.storage.orm import new_id
from bot.storage.tables import AuditEntry, Evidence, File, Service, Total
from tests.relief.world import NOW, OPENED, TODAY, Cast, claim, registered, reported, standing

LATER = NOW + timedelta(minutes=10)
TOO_LATE = LATER + timedelta(seconds=1)


async def stored_files(session: AsyncSession, how_many: int) -> tuple[EvidenceFile, ...]:
    rows = [
        File(content_digest=bytes([n]) * 32, kind="photo", mime="image/jpeg", size=9, stored_at=NOW)
        for n in range(how_many)
    ]
    session.add_all(rows)
    await session.flush()
    return tuple(EvidenceFile(file=FileId(row.id)) for row in rows)


async def test_a_report_gets_a_number_and_stands_in_the_totals(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        pictures = await stored_files(session, 2)
        new = replace(await claim(session, cast.tree.sadat), family=family.id, people=None, evidence=pictures)
        view = await report(Caller(session, cast.maryam, NOW), new)
        await session.commit()
    assert (view.number, view.family_number, view.head_name) == (4001, family.number, "زهرا موسوی")
    assert (view.activity_short, view.kind, view.value) == ("سبد کالا", Kind.IN_KIND, 1_500_000)
    assert (view.delivered_on, view.evidence_count, view.state) == (TODAY, 2, ServiceState.WAITING)
    async with database.read_session() as session:
        assert await load_own_service(Caller(session, cast.maryam, NOW), view.id) == view
        assert await load_last_own_service(Caller(session, cast.maryam, NOW), family.id) == view
        assert await load_last_own_service(Caller(session, cast.hossein, NOW), family.id) is None
        total = (await session.scalars(select(Total))).one()
        row = await session.get_one(Service, view.id)
        pages = list(await session.scalars(select(Evidence.file_id).order_by(Evidence.position)))
    assert (total.booked_on, total.unit_id, total.domain, total.kind) == (
        TODAY,
        cast.tree.sadat,
        "livelihood",
        "in_kind",
    )
    assert (total.services, total.value, total.state) == (1, 1_500_000, "waiting")
    assert (row.typed_amount, pages) == ("یک و نیم میلیون", [one.file for one in pictures])


@pytest.mark.parametrize(
    ("changes", "why", "at"),
    [
        ({"delivered_on": TODAY + timedelta(days=1)}, "error-service-future", "delivered_on"),
        ({"delivered_on": OPENED - timedelta(days=1)}, "error-service-before-unit", "delivered_on"),
        ({"kind": Kind.VOLUNTEER_WORK}, "error-service-kind", "kind"),
        ({"value": 0}, "error-service-value", "value"),
        ({"value": -1}, "error-service-value", "value"),
        ({"people": None}, "error-service-people", "people"),
        ({"people": 0}, "error-service-people", "people"),
        ({"activity": 7}, "error-activity-unknown", "activity"),
        ({"family": 7}, "error-family-not-found", "family"),
    ],
)
async def test_a_report_that_cannot_be_is_refused_at_its_answer(
    changes: dict[str, object], why: str, at: str, cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        new = replace(await claim(session, cast.tree.sadat), **changes)  # type: ignore[arg-type]  # one answer by name
        with pytest.raises(DomainError) as refused:
            await report(Caller(session, cast.maryam, NOW), new)
        assert (refused.value.key, refused.value.field) == (why, at)
        assert await standing(session) == (0, 0)


async def test_nobody_reports_for_a_unit_or_a_family_that_is_not_theirs(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        new = await claim(session, cast.tree.sadat)
        theirs = await registered(session, cast.narges, cast.tree.lebnan, "علی رستمی")
        for actor in (cast.narges, cast.zahra, cast.mina):
            with pytest.raises(Forbidden):
                await report(Caller(session, actor, NOW), new)
        with pytest.raises(NotFound):
            await report(Caller(session, cast.maryam, NOW), replace(new, family=theirs.id))
        await report(Caller(session, cast.hossein, NOW), replace(new, family=theirs.id))
        assert await standing(session) == (1, 1_500_000)


async def test_a_report_is_taken_back_by_its_reporter_within_ten_minutes_and_only_once(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        kept, gone = [await reported(session, cast.maryam, cast.tree.sadat, None) for _ in range(2)]
        with pytest.raises(NotFound):
            await withdraw_report(Caller(session, cast.hossein, NOW), gone.id)
        with pytest.raises(Conflict, match="error-service-too-late"):
            await withdraw_report(Caller(session, cast.maryam, TOO_LATE), kept.id)
        assert (await withdraw_report(Caller(session, cast.maryam, LATER), gone.id)).state is ServiceState.VOIDED
        assert (await withdraw_report(Caller(session, cast.maryam, TOO_LATE), gone.id)).state is ServiceState.VOIDED
        await session.commit()
    async with database.read_session() as session:
        assert await standing(session) == (1, 1_500_000)
        row = await session.get_one(Service, gone.id)
        assert (row.voided_by, row.voided_at, row.void_reason) == (cast.maryam.person, LATER, "withdrawn")
        done = list(await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "service:4002")))
        assert done == ["report-service", "withdraw-service"]


async def test_two_presses_at_once_take_a_report_back_once(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await reported(session, cast.maryam, cast.tree.sadat, None, value=900)
        view = await reported(session, cast.maryam, cast.tree.sadat, None)
        await session.commit()

    async def press() -> None:
        async with database.write_session() as session:
            await withdraw_report(Caller(session, cast.maryam, NOW), view.id)
            await session.commit()

    await asyncio.gather(*(press() for _ in range(4)))
    async with database.read_session() as session:
        assert await standing(session) == (1, 900)
        assert await totals.is_consistent(session)


async def test_reports_that_come_together_all_count_and_have_numbers_of_their_own(
    cast: Cast, database: Database
) -> None:
    async def one() -> int:
        async with database.write_session() as session:
            view = await reported(session, cast.maryam, cast.tree.sadat, None, value=1_000)
            await session.commit()
        return view.number

    numbers = await asyncio.gather(*(one() for _ in range(8)))
    assert sorted(numbers) == list(range(4001, 4009))
    async with database.read_session() as session:
        assert await standing(session) == (8, 8_000)
        assert await totals.is_consistent(session)


async def test_pictures_may_come_later_but_not_twice_and_not_without_end(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        files = await stored_files(session, 11)
        view = await reported(session, cast.maryam, cast.tree.sadat, None)
        assert (await attach_evidence(Caller(session, cast.maryam, NOW), view.id, files[:2])).evidence_count == 2
        assert (await attach_evidence(Caller(session, cast.maryam, TOO_LATE), view.id, files[1:4])).evidence_count == 4
        with pytest.raises(Conflict, match="error-evidence-many"):
            await attach_evidence(Caller(session, cast.maryam, NOW), view.id, files)
        with pytest.raises(NotFound):
            await attach_evidence(Caller(session, cast.hossein, NOW), view.id, files[:1])
        await withdraw_report(Caller(session, cast.maryam, NOW), view.id)
        with pytest.raises(Conflict, match="error-service-void"):
            await attach_evidence(Caller(session, cast.maryam, NOW), view.id, files[5:6])


async def test_a_service_of_another_is_not_found(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        view = await reported(session, cast.maryam, cast.tree.sadat, None)
        for actor, wanted in ((cast.narges, view.id), (cast.maryam, ServiceId(new_id()))):
            with pytest.raises(NotFound):
                await load_own_service(Caller(session, actor, NOW), wanted)


async def test_pictures_that_are_no_longer_kept_are_asked_for_again(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        kept = await stored_files(session, 1)
        new = replace(await claim(session, cast.tree.sadat), evidence=(*kept, EvidenceFile(file=FileId(new_id()))))
        with pytest.raises(Conflict, match="error-evidence-gone"):
            await report(Caller(session, cast.maryam, NOW), new)


async def test_a_caption_is_kept_with_its_picture_through_a_correction(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        (picture,) = await stored_files(session, 1)
        captioned = replace(picture, caption="رسيد سبد")
        new = replace(await claim(session, cast.tree.sadat), evidence=(captioned,))
        view = await report(Caller(session, cast.maryam, NOW), new)
        stored = (await load_editable_report(Caller(session, cast.maryam, NOW), view.id)).report
        assert stored.evidence == (replace(picture, caption="رسید سبد"),)
        result = await correct_report(
            Caller(session, cast.maryam, NOW), view.id, replace(stored, value=Toman(900_000), typed_amount="900000")
        )
        assert await load_evidence(session, result.view.id) == stored.evidence
        sealed = (await session.scalars(select(Evidence.caption_box))).first()
        assert sealed is not None
        assert "سبد".encode() not in sealed
