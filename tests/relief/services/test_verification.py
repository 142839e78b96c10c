"""Verification and return of services: rights, totals, concurrency, corrections."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.blind_index import phone_digest
from bot.relief.errors import Conflict, DomainError, Forbidden, NotFound
from bot.relief.ids import ServiceId
from bot.relief.ledger import totals
from bot.relief.lifecycle.family_erasure import erase_family
from bot.relief.outbound import notices
from bot.relief.outbound.notices import NoticeKind
from bot.relief.services import corrections
from bot.relief.services.own_reports import list_own_reports
from bot.relief.services.reporting import load_own_service, withdraw_report
from bot.relief.services.review_queue import (
    list_evidence_files,
    list_waiting_services,
    list_waiting_units,
    load_review_batch,
    load_review_case,
)
from bot.relief.services.verification import reopen_after_merge, return_report, verify_batch, verify_report
from bot.relief.services.views import ServiceView
from bot.relief.vocabulary import ReturnReason, Role, ServiceState
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Delegation, Membership, Notice, Service, ServiceReturn, Total
from tests.relief.world import NOW, TODAY, Cast, claim, member, registered, reported

LATER = NOW + timedelta(hours=1)


async def sides(session: AsyncSession) -> dict[str, tuple[int, int]]:
    """Return services and value by state, where there are any; assert that the totals are consistent."""
    assert await totals.is_consistent(session)
    found = dict.fromkeys(("verified", "waiting", "returned"), (0, 0))
    for row in await session.scalars(select(Total).execution_options(populate_existing=True)):
        services_, value = found[row.state]
        found[row.state] = (services_ + row.services, value + row.value)
    return {state: sums for state, sums in found.items() if sums != (0, 0)}


async def verified(session: AsyncSession, actor: Actor, one: ServiceView) -> ServiceView:
    return await verify_report(Caller(session, actor, LATER), one.id)


async def returned(session: AsyncSession, actor: Actor, one: ServiceView, note: str = "رسید کمتر است") -> None:
    await return_report(Caller(session, actor, LATER), one.id, ReturnReason.AMOUNT, note)


async def test_what_is_verified_moves_from_one_side_of_the_totals_to_the_other(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        await reported(session, cast.narges, cast.tree.lebnan, None, value=2_000_000)
        assert await sides(session) == {"waiting": (2, 3_500_000)}
        await verified(session, cast.zahra, one)
        assert await sides(session) == {"verified": (1, 1_500_000), "waiting": (1, 2_000_000)}
        await totals.rebuild_totals(session)
        assert await sides(session) == {"verified": (1, 1_500_000), "waiting": (1, 2_000_000)}
        row = await session.get_one(Service, one.id)
        assert (row.verified_by, row.verified_at) == (cast.zahra.person, LATER)
        noted = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "verify-service"))).one()
        assert (noted.person_id, noted.subject) == (cast.zahra.person, f"service:{one.number}")


async def test_units_stand_in_the_order_in_which_they_wait(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await reported(session, cast.narges, cast.tree.lebnan, None, now=LATER)
        second = await reported(session, cast.maryam, cast.tree.sadat, None, now=NOW)
        first = await reported(session, cast.maryam, cast.tree.sadat, None, now=NOW - timedelta(days=1))
        done = await reported(session, cast.maryam, cast.tree.sadat, None)
        await verified(session, cast.zahra, done)
        found = await list_waiting_units(Caller(session, cast.zahra, NOW), returned=False, offset=0, limit=5)
        assert [(one.unit, one.service_count) for one in found.items] == [(cast.tree.sadat, 2), (cast.tree.lebnan, 1)]
        here = await list_waiting_services(
            Caller(session, cast.zahra, NOW), cast.tree.sadat, returned=False, offset=0, limit=5
        )
        assert [one.view.id for one in here.items] == [first.id, second.id]
        nobody = await list_waiting_units(Caller(session, cast.hossein, NOW), returned=False, offset=0, limit=5)
        assert nobody.items == ()


async def test_nobody_beside_or_without_the_role_decides(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        beside = await member(session, cast.tree.boyer_ahmad, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        for actor in (beside, cast.maryam, cast.narges, cast.hossein, cast.mina):
            with pytest.raises(NotFound):
                await verified(session, actor, one)
            with pytest.raises(NotFound):
                await returned(session, actor, one)
            with pytest.raises(NotFound):
                await list_evidence_files(Caller(session, actor, NOW), one.id)
        assert await sides(session) == {"waiting": (1, 1_500_000)}


async def also(session: AsyncSession, actor: Actor, cast: Cast, role: Role) -> Actor:
    """Give the actor that role in Gachsaran too, and return the actor."""
    session.add(Membership(person_id=actor.person, unit_id=cast.tree.gachsaran, role=role, since=TODAY))
    await session.flush()
    account = {cast.hossein.person: 1002, cast.maryam.person: 1001, cast.zahra.person: 1003}[actor.person]
    found = await load_actor(session, "telegram", account, TODAY)
    assert found is not None
    return found


async def refused(doing: Awaitable[object]) -> tuple[str, object]:
    with pytest.raises(Forbidden) as no:
        await doing
    return no.value.key, no.value.message_args.get("who")


async def test_nobody_verifies_what_they_reported_and_is_told_who_can(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        hossein = await also(session, cast.hossein, cast, Role.SUPERVISOR)
        one = await reported(session, hossein, cast.tree.sadat, None)
        assert await refused(verified(session, hossein, one)) == ("error-verify-own", "زهرا کاظمی")
        assert (await load_review_case(Caller(session, hossein, NOW), one.id)).other_deciders == ("زهرا کاظمی",)
        assert (await load_review_case(Caller(session, cast.zahra, NOW), one.id)).other_deciders == ()
        await verified(session, cast.zahra, one)
        zahra = await also(session, cast.zahra, cast, Role.COORDINATOR)
        own = await reported(session, zahra, cast.tree.sadat, None)
        assert await refused(returned(session, zahra, own)) == ("error-verify-own", "حسین رضایی")
        await session.execute(update(Membership).where(Membership.person_id == hossein.person).values(until=TODAY))
        assert await refused(returned(session, zahra, own)) == ("error-verify-own-nobody", None)


async def lent(session: AsyncSession, lender: Actor, role: Role, to: Actor) -> None:
    held = await session.scalar(
        select(Membership.id).where(Membership.person_id == lender.person, Membership.role == role)
    )
    session.add(Delegation(membership_id=held, delegate_id=to.person, since=TODAY, until=TODAY, delegated_at=NOW))
    await session.flush()


async def test_what_was_reported_in_ones_stead_is_for_another(cast: Cast, database: Database) -> None:
    """Hossein coordinates and supervises, and delegates his coordinator rights."""
    async with database.write_session() as session:
        omid = await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6001)
        hossein = await also(session, cast.hossein, cast, Role.SUPERVISOR)
        await lent(session, hossein, Role.COORDINATOR, omid)
        borrowing = await load_actor(session, "telegram", 6001, TODAY)
        assert borrowing is not None
        one = await reported(session, borrowing, cast.tree.sadat, None)
        assert await refused(verified(session, hossein, one)) == ("error-verify-own", "زهرا کاظمی")
        assert (await load_review_case(Caller(session, cast.zahra, NOW), one.id)).on_behalf_of == "حسین رضایی"
        await verified(session, cast.zahra, one)


async def test_who_stands_in_for_a_supervisor_decides_nothing_of_theirs(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        hossein = await also(session, cast.hossein, cast, Role.SUPERVISOR)
        await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6001)
        omid = await load_actor(session, "telegram", 6001, TODAY)
        assert omid is not None
        await lent(session, hossein, Role.SUPERVISOR, omid)
        borrowing = await load_actor(session, "telegram", 6001, TODAY)
        assert borrowing is not None
        theirs = await reported(session, hossein, cast.tree.sadat, None)
        anothers = await reported(session, cast.maryam, cast.tree.sadat, None)
        assert (await refused(verified(session, borrowing, theirs)))[0] == "error-verify-own"
        await verified(session, borrowing, anothers)
        noted = select(AuditEntry.on_behalf_of).where(AuditEntry.action == "verify-service")
        assert await session.scalar(noted) == hossein.person


async def test_nobody_decides_about_their_own_household_nor_reads_of_it(cast: Cast, database: Database) -> None:
    phone = "+989170001234"
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی", phone=phone)
        one = await reported(session, cast.maryam, cast.tree.sadat, family.id)
        zahra = replace(cast.zahra, phone_digests=(phone_digest(phone),))
        above = await member(session, cast.tree.country, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        assert await refused(verified(session, zahra, one)) == ("error-verify-own", above.name)
        seen = (await load_review_case(Caller(session, zahra, NOW), one.id)).service
        assert (seen.is_own, seen.is_own_household, seen.view.head_name) == (True, True, None)
        with pytest.raises(NotFound):
            await list_evidence_files(Caller(session, zahra, NOW), one.id)
        assert (await load_review_batch(Caller(session, zahra, NOW), one.id)).services == ()
        await verified(session, above, one)


async def test_of_two_supervisors_at_once_one_decides_and_the_other_is_told(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        reza = await member(session, cast.tree.gachsaran, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        await session.commit()

    async def act(actor: Actor, *, back: bool) -> str:
        async with database.write_session() as session:
            try:
                await (returned(session, actor, one) if back else verified(session, actor, one))
            except DomainError as no:
                return f"{no.key} {no.message_args['name']}"
            await session.commit()
        return ""

    told = sorted(await asyncio.gather(act(cast.zahra, back=False), act(reza, back=True)))
    assert told in (["", "error-verified-already زهرا کاظمی"], ["", "error-returned-already رضا بهرامی"])
    async with database.read_session() as session:
        assert sum(count for count, _ in (await sides(session)).values()) == 1


async def test_a_returned_service_waits_for_its_reporter_and_comes_back_corrected(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        await returned(session, cast.zahra, one)
        assert (
            await list_waiting_units(Caller(session, cast.zahra, NOW), returned=False, offset=0, limit=5)
        ).items == ()
        back = await list_waiting_units(Caller(session, cast.zahra, NOW), returned=True, offset=0, limit=5)
        assert [(one.unit, one.service_count) for one in back.items] == [(cast.tree.sadat, 1)]
        mine = await list_own_reports(Caller(session, cast.maryam, NOW), offset=0, limit=5)
        assert [(view.state, view.return_details and view.return_details.note) for view in mine.items] == [
            (ServiceState.RETURNED, "رسید کمتر است")
        ]
        assert await sides(session) == {"returned": (1, 1_500_000)}
        said = replace(await claim(session, cast.tree.sadat), value=Toman(1_200_000))
        done = await corrections.correct_report(Caller(session, cast.maryam, LATER), one.id, said)
        assert (done.returned_by, done.view.state, done.original.number) == (
            cast.zahra.person,
            ServiceState.WAITING,
            one.number,
        )
        assert await sides(session) == {"waiting": (1, 1_200_000)}
        case = await load_review_case(Caller(session, cast.zahra, NOW), done.view.id)
        assert case.original is not None
        assert (case.original.number, case.original.return_details and case.original.return_details.reason) == (
            one.number,
            ReturnReason.AMOUNT,
        )
        assert (await load_own_service(Caller(session, cast.maryam, NOW), one.id)).state is ServiceState.REPLACED
        assert [
            view.id for view in (await list_own_reports(Caller(session, cast.maryam, NOW), offset=0, limit=5)).items
        ] == [done.view.id]
        with pytest.raises(Conflict, match="error-verify-gone"):
            await verified(session, cast.zahra, one)
        await verified(session, cast.zahra, done.view)
        assert await sides(session) == {"verified": (1, 1_200_000)}
        for late in (one, done.view):
            with pytest.raises(Conflict):
                await corrections.correct_report(Caller(session, cast.maryam, LATER), late.id, said)
        with pytest.raises(Conflict, match="error-service-verified"):
            await withdraw_report(Caller(session, cast.maryam, LATER), done.view.id)


async def test_a_correction_keeps_the_pictures_and_must_say_something_else(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        same = replace(await claim(session, cast.tree.sadat), typed_amount="1.5m")
        with pytest.raises(Conflict, match="error-correction-same"):
            await corrections.correct_report(Caller(session, cast.maryam, LATER), one.id, same)
        with pytest.raises(NotFound):
            await corrections.load_editable_report(Caller(session, cast.narges, NOW), one.id)
        start = await corrections.load_editable_report(Caller(session, cast.maryam, NOW), one.id)
        assert (start.report.typed_amount, start.view, start.report.evidence) == ("یک و نیم میلیون", one, ())


async def test_a_returned_service_can_be_taken_back_late_or_verified_after_all(cast: Cast, database: Database) -> None:
    late = LATER + timedelta(days=3)
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        two = await reported(session, cast.maryam, cast.tree.sadat, None)
        with pytest.raises(Conflict, match="error-service-too-late"):
            await withdraw_report(Caller(session, cast.maryam, late), one.id)
        await returned(session, cast.zahra, one)
        await returned(session, cast.zahra, two)
        assert (await withdraw_report(Caller(session, cast.maryam, late), one.id)).state is ServiceState.VOIDED
        with pytest.raises(Conflict, match="error-returned-already"):
            await verified(session, cast.zahra, two)
        await verify_report(Caller(session, cast.zahra, late), two.id, allow_returned=True)
        assert await sides(session) == {"verified": (1, 1_500_000)}


async def test_a_day_of_one_reporter_is_verified_as_it_was_read(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        two = await reported(session, cast.maryam, cast.tree.sadat, None, value=3_000_000)
        large = await reported(session, cast.maryam, cast.tree.sadat, None, value=90_000_000)
        await reported(session, cast.hossein, cast.tree.sadat, None)
        day = await load_review_batch(Caller(session, cast.zahra, NOW), large.id)
        assert ([line.view.id for line in day.services], day.excluded_count, day.total_value) == (
            [one.id, two.id],
            1,
            4_500_000,
        )
        await reported(session, cast.maryam, cast.tree.sadat, None, value=50_000)
        with pytest.raises(Conflict, match="error-verify-changed"):
            await verify_batch(Caller(session, cast.zahra, LATER), large.id, day.version_token)
        again = await load_review_batch(Caller(session, cast.zahra, NOW), large.id)
        await verify_batch(Caller(session, cast.zahra, LATER), large.id, again.version_token)
        assert await sides(session) == {"verified": (3, 4_550_000), "waiting": (2, 91_500_000)}
        with pytest.raises(Conflict, match="error-verify-changed"):
            await verify_batch(Caller(session, cast.zahra, LATER), large.id, again.version_token)


async def test_what_one_verified_of_the_others_waits_again_when_they_become_one(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        two = await reported(session, cast.narges, cast.tree.lebnan, None)
        for each in (one, two):
            await verified(session, cast.zahra, each)
        await session.execute(update(Service).where(Service.id == one.id).values(reported_by=cast.zahra.person))
        await reopen_after_merge(Caller(session, cast.zahra, LATER))
        assert await sides(session) == {"verified": (1, 1_500_000), "waiting": (1, 1_500_000)}
        assert (await session.get_one(Service, one.id)).verified_by is None


async def test_the_supervisors_own_words_are_sealed_and_asked_for_where_no_usual_reason_is_it(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        with pytest.raises(Conflict, match="error-return-note"):
            await return_report(Caller(session, cast.zahra, LATER), one.id, ReturnReason.OTHER, " نه ")
        await returned(session, cast.zahra, one)
        boxes = (await session.execute(text("SELECT note_box FROM service_returns"))).all()
        assert all("رسید".encode() not in bytes(box) for (box,) in boxes)


async def test_an_id_that_is_none_finds_nothing(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        with pytest.raises(NotFound):
            await verify_report(Caller(session, cast.zahra, NOW), ServiceId(1))


async def test_what_a_supervisor_wrote_of_a_family_goes_with_it_and_the_totals_stay(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        one = await reported(session, cast.maryam, cast.tree.sadat, family.id)
        two = await reported(session, cast.maryam, cast.tree.sadat, family.id)
        await verified(session, cast.zahra, two)
        await returned(session, cast.zahra, one, note="رسید به نام دیگری است")
        await notices.enqueue_notice(
            session, cast.maryam.person, NoticeKind.SERVICE_RETURNED.event(one.id), {"note": "رسید به نام دیگری است"}
        )
        before = await sides(session)
        await erase_family(Caller(session, cast.zahra, LATER), family.id, "خودشان خواستند")
        assert await sides(session) == before
        assert list(await session.scalars(select(ServiceReturn.note_box))) == [None]
        assert list(await session.scalars(select(Notice.event))) == []


async def test_a_doubtful_service_is_in_no_batch(cast: Cast, database: Database) -> None:

    async with database.write_session() as session:
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        await reported(session, cast.maryam, cast.tree.sadat, None)
        small = await reported(session, cast.maryam, cast.tree.sadat, None, value=1_200)
        batch = await load_review_batch(Caller(session, cast.zahra, LATER), one.id)
        assert small.id not in [service.view.id for service in batch.services]
        assert (len(batch.services), batch.excluded_count) == (2, 1)
