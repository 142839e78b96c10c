"""The audit chain on both databases: every change of a linked entry is found, with its place."""

import pytest
from sqlalchemy import text

from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.audit.chain import AuditChainBroken, chain_all_entries, extend_chain
from bot.relief.audit.rekeying import prepare_rekey_batch, save_rekey_batch
from bot.relief.audit.verification import ChainReport, FaultKind, verify_chain
from bot.storage.database import Database
from bot.storage.encryption import Keyring, install_keyring
from tests.audit_trial.tamperings import meddle
from tests.relief.world import NOW, Cast

ONE, TWO = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
async def scene(database: Database, cast: Cast) -> Cast:
    """Return the people of the test world, with an empty audit."""
    await meddle(database, "DELETE FROM audit_entries")
    return cast


async def looked(database: Database, cast: Cast, times: int) -> None:
    async with database.write_session() as session:
        for number in range(times):
            await audit_log.record(
                Caller(session, cast.zahra, NOW),
                AuditAction.SEE_FAMILY,
                subject=f"family:{1000 + number}",
                reason=f"بازدید {number}",
            )
        await session.commit()


def found(report: ChainReport) -> list[tuple[FaultKind, int]]:
    return [(one.fault, one.sequence) for one in report.findings]


async def test_what_is_written_waits_and_is_sealed_in_order(database: Database, scene: Cast) -> None:
    await looked(database, scene, 5)
    report = await verify_chain(database)
    assert (report.chained_entries, report.pending_entries, report.fault_count) == (0, 5, 0)
    async with database.write_session() as session:
        assert (await extend_chain(session, -1, 2))[0] == 2
        await session.commit()
    report = await verify_chain(database)
    assert (report.chained_entries, report.pending_entries, report.fault_count) == (2, 3, 0)
    assert await chain_all_entries(database) == 3
    assert await chain_all_entries(database) == 0
    report = await verify_chain(database)
    assert (report.chained_entries, report.pending_entries, report.fault_count) == (5, 0, 0)


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (("UPDATE audit_entries SET subject = 'family:1' WHERE sequence = 3",), [(FaultKind.CHANGED, 3)]),
        (("UPDATE audit_entries SET person_id = NULL WHERE sequence = 3",), [(FaultKind.CHANGED, 3)]),
        (("UPDATE audit_entries SET reason_box = NULL WHERE sequence = 3",), [(FaultKind.CHANGED, 3)]),
        (("DELETE FROM audit_entries WHERE sequence = 3",), [(FaultKind.REMOVED, 3)]),
        (("DELETE FROM audit_entries WHERE sequence = 1",), [(FaultKind.REMOVED, 1)]),
        (("DELETE FROM audit_entries WHERE sequence >= 4",), [(FaultKind.CUT, 4)]),
        (("DELETE FROM audit_entries",), [(FaultKind.CUT, 1)]),
        (
            (
                "UPDATE audit_entries SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit_entries SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_entries SET sequence = 3 WHERE sequence = 99",
            ),
            [(FaultKind.CHANGED, 2), (FaultKind.CHANGED, 3), (FaultKind.CHANGED, 4)],
        ),
        (
            (
                "DELETE FROM audit_entries WHERE sequence = 3",
                "UPDATE audit_entries SET sequence = sequence - 1 WHERE sequence = 4",
                "UPDATE audit_entries SET sequence = sequence - 1 WHERE sequence = 5",
            ),
            [(FaultKind.CHANGED, 3), (FaultKind.CHANGED, 4), (FaultKind.CUT, 5)],
        ),
        (
            (
                """INSERT INTO audit_entries (id, at, action, subject, sequence, link)
                SELECT 7, at, action, subject, 6, link FROM audit_entries WHERE sequence = 5""",
            ),
            [(FaultKind.INSERTED, 6)],
        ),
        (
            (
                """INSERT INTO audit_entries (id, at, action, subject, link)
                SELECT 7, at, action, subject, link FROM audit_entries WHERE sequence = 5""",
            ),
            [(FaultKind.INSERTED, 0)],
        ),
        (
            (
                """INSERT INTO audit_entries (id, at, action, subject, link)
                VALUES (9000000000000000000, 5, 'see-family', '', '')""",
            ),
            [(FaultKind.INSERTED, 0)],
        ),
        (
            ("UPDATE audit_entries SET sequence = NULL", "DELETE FROM audit_anchors"),
            [(FaultKind.INSERTED, 0)] * 5,
        ),
        (("DELETE FROM audit_anchors",), [(FaultKind.ANCHOR, 0)]),
        (("UPDATE audit_anchors SET id = 2",), [(FaultKind.ANCHOR, 0)]),
    ],
)
async def test_what_was_done_to_it_is_found(
    deed: tuple[str, ...], told: list[tuple[FaultKind, int]], database: Database, scene: Cast
) -> None:
    await looked(database, scene, 5)
    await chain_all_entries(database)
    await meddle(database, *deed)
    assert found(await verify_chain(database)) == told


async def test_an_entry_that_was_slipped_in_is_never_sealed(database: Database, scene: Cast) -> None:
    await looked(database, scene, 2)
    await chain_all_entries(database)
    await meddle(
        database, "INSERT INTO audit_entries (id, at, action, subject, link) VALUES (7, 5, 'see-family', '', '')"
    )
    await looked(database, scene, 1)
    assert await chain_all_entries(database) == 1
    report = await verify_chain(database)
    assert [(one.fault, one.entry_id) for one in report.findings] == [(FaultKind.INSERTED, 7)]


async def test_a_change_before_the_sealing_is_found(database: Database, scene: Cast) -> None:
    await looked(database, scene, 2)
    await meddle(database, "UPDATE audit_entries SET action = 'sign-up'")
    assert await chain_all_entries(database) == 0
    assert found(await verify_chain(database)) == [(FaultKind.INSERTED, 0)] * 2


async def test_an_old_anchor_put_back_does_not_hide_what_came_after(database: Database, scene: Cast) -> None:
    await looked(database, scene, 2)
    await chain_all_entries(database)
    async with database.read_session() as session:
        old = (await session.execute(text("SELECT state_box FROM audit_anchors"))).scalar_one()
    await looked(database, scene, 1)
    await chain_all_entries(database)
    async with database.write_session() as session:
        await session.execute(text("UPDATE audit_anchors SET state_box = :old"), {"old": old})
        await session.commit()
    assert found(await verify_chain(database)) == [(FaultKind.INSERTED, 3)]


async def test_the_database_refuses_to_change_or_delete(database: Database, cast: Cast) -> None:
    await looked(database, cast, 1)
    await chain_all_entries(database)
    refused = [
        "DELETE FROM audit_entries",
        "UPDATE audit_entries SET subject = ''",
        "UPDATE audit_entries SET sequence = NULL",
        "DELETE FROM audit_anchors",
        *(["TRUNCATE audit_entries", "TRUNCATE audit_anchors"] if database.is_shared else []),
    ]
    for statement in refused:
        with pytest.raises(Exception, match="what was audited stands"):
            async with database.write_session() as session:
                await session.execute(text(statement))


async def moved(database: Database, most: int = 500, *, begin: bool = False) -> int:
    async with database.read_session() as session:
        links = await prepare_rekey_batch(session, most, from_start=begin)
    if links is None:
        return 0
    async with database.write_session() as session:
        assert await save_rekey_batch(session, links)
        await session.commit()
    return len(links.rows)


async def test_the_chain_moves_to_another_key_and_goes_on(database: Database, scene: Cast) -> None:
    await looked(database, scene, 7)
    await chain_all_entries(database)
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    for begin in (True, False):
        assert await moved(database, 3, begin=begin) == 3
        assert (await verify_chain(database)).fault_count == 0
        await looked(database, scene, 1)
        await chain_all_entries(database)
    await meddle(database, "UPDATE audit_entries SET subject = 'family:1' WHERE sequence = 8")
    assert found(await verify_chain(database)) == [(FaultKind.CHANGED, 8)]
    with pytest.raises(AuditChainBroken):
        await moved(database)
    await meddle(database, "UPDATE audit_entries SET subject = 'family:1000' WHERE sequence = 8")
    assert [await moved(database), await moved(database)] == [3, 0]
    install_keyring(Keyring({2: TWO}, 2))
    report = await verify_chain(database)
    assert (report.chained_entries, report.fault_count) == (9, 7)
    assert {one.fault for one in report.findings} == {FaultKind.LOCKED}  # the reasons are still under the first key


@pytest.mark.parametrize("most", [2, 7], ids=["half of them", "all of them"])
async def test_of_two_who_move_the_same_links_one_does(database: Database, scene: Cast, most: int) -> None:
    await looked(database, scene, 7)
    await chain_all_entries(database)
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    async with database.read_session() as session:
        same = [await prepare_rekey_batch(session, most, from_start=True) for _ in range(2)]
    kept = []
    for links in same:
        assert links is not None
        async with database.write_session() as session:
            kept.append(await save_rekey_batch(session, links))
            await session.commit()
    assert kept == [True, False]
    assert (await verify_chain(database)).fault_count == 0
