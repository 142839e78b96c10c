"""Whatever is done to the audit without the keys is found, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.relief.audit.checkpoint import CheckpointFile
from bot.relief.audit.verification import FaultKind, verify_chain
from bot.storage.database import Database
from tests.audit_trial.tamperings import TAMPERINGS, meddle
from tests.audit_trial.trial import empty_audit, find_tampering, prepare_audit, tamperings_for
from tests.relief.world import Cast, gather


@pytest.fixture
async def cast(database: Database) -> AsyncIterator[Cast]:
    async with database.write_session() as session:
        gathered = await gather(session)
        await session.commit()
    await empty_audit(database)
    yield gathered
    await meddle(database)  # makes the triggers anew


async def test_an_untouched_audit_is_whole(database: Database, cast: Cast, tmp_path: Path) -> None:
    await prepare_audit(database, cast, tmp_path)
    report = await verify_chain(database, checkpoint=CheckpointFile(tmp_path).load())
    assert report.fault_count == 0


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_a_tampering_without_the_keys_is_found(name: str, database: Database, cast: Cast, tmp_path: Path) -> None:
    if name not in tamperings_for(database):
        return
    earlier = await prepare_audit(database, cast, tmp_path)
    assert (await find_tampering(database, name, earlier, tmp_path)).fault_count


async def test_an_older_copy_is_found_only_by_what_is_noted_outside(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    earlier = await prepare_audit(database, cast, tmp_path)
    report = await find_tampering(database, "an earlier audit put back as a whole", earlier, tmp_path)
    assert [finding.fault for finding in report.findings] == [FaultKind.ROLLED_BACK]
    assert (await verify_chain(database)).fault_count == 0
