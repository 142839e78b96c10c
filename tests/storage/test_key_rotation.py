"""Everything moves to another key while people write, wherever it is killed; then the old key is not needed any more."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.audit.chain import chain_all_entries
from bot.relief.audit.verification import verify_chain
from bot.relief.errors import Conflict
from bot.relief.families.files import find_families
from bot.relief.lifecycle.key_rotation import RotationProgress, count_key_usage, keys_in_use, rotate_keys
from bot.relief.people.registration import create_invitation, preview_invitation
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.encryption import InvalidKey, Keyring, associated_data, install_keyring, keyring
from bot.storage.file_store import FileContentMissing, FileStore
from bot.storage.index_key import index_key_number, use_current_index_key
from bot.storage.key_rotation.columns import sealed_tables, write_with_retries
from bot.storage.orm import Base, new_id
from bot.storage.tables import Conversation, Draft, Family, File, Notice
from bot.storage.throttle import Throttle
from tests.relief.world import NOW, Cast, gather, registered

ONE, TWO = bytes(range(32)), bytes(range(32, 64))
PACE = Throttle(batch_size=3, rest_ratio=0)
NAMES = ("زهرا موسوی", "علی رستمی", "مینا نوری", "رضا کریمی", "سارا احمدی", "حسن قاسمی", "لیلا صادقی", "ناصر بهرامی")
IDS = [f"99800010{n:02}" for n in range(100)]
KNOWN_ID = "9980001070"
DIGESTS = {"phone_digest", "identity_digest", "code_digest", "token"}
OTHERS = {"audit_entries.link", "files.content_digest"}


@pytest.fixture
async def cast(database: Database) -> Cast:
    async with database.write_session() as session:
        gathered = await gather(session)
        await session.commit()
    return gathered


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", keyring())


async def lived_in(database: Database, cast: Cast, store: FileStore) -> str:
    """Eight files, one with an identity, a conversation, a draft, a notice, a photo, an invitation; its code is returned."""
    sadat = cast.tree.sadat
    async with database.write_session() as session:
        for name in NAMES:
            await registered(session, cast.maryam, sadat, name, phone="+989170000001")
        await registered(session, cast.maryam, sadat, "گل‌نسا", identity_kind="national_id", identity=KNOWN_ID)
        code = await create_invitation(session, inviter=cast.hossein, unit=sadat, role=Role.VOLUNTEER, now=NOW)
        box = keyring().seal(b"{}", associated_data("conversations", "state", "bale", 7))
        unsent = keyring().seal(b"[]", associated_data("conversations", "unsent", "bale", 7))
        session.add(Conversation(messenger="bale", external_id=7, state=box, unsent=unsent))
        session.add(Draft(person_id=cast.maryam.person, form="family", state="{}", updated_at=NOW))
        session.add(Notice(id=new_id(), person_id=cast.maryam.person, event="e", text="سلام", due_ms=0))
        await audit_log.record(
            Caller(session, cast.zahra, NOW), AuditAction.SEE_FAMILY, subject="family:1", reason="بازدید"
        )
        digest = await store.put("رسید".encode())
        session.add(File(id=1, content_digest=digest, kind="photo", mime="image/jpeg", size=8, stored_at=NOW))
        await session.commit()
    await chain_all_entries(database)
    return code


async def drain(database: Database, store: FileStore) -> list[RotationProgress]:
    async with aclosing(rotate_keys(database, store, PACE, grace_seconds=0)) as batches:
        return [moved async for moved in batches]


async def found(session: AsyncSession, cast: Cast, search: str) -> list[str]:
    page = await find_families(Caller(session, cast.hossein, NOW), search=search, offset=0, limit=20)
    return [one.head_name for one in page.items]


def test_every_column_of_bytes_is_rotated() -> None:
    """Whoever adds one says here what moves it to another key."""
    moved = {f"{boxes.table.name}.{column.name}" for boxes in sealed_tables() for column in boxes.columns.values()}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and column.name not in DIGESTS:
                assert f"{table.name}.{column.name}" in moved | OTHERS


async def test_after_rotation_the_old_key_is_not_needed(
    database: Database, cast: Cast, store: FileStore, tmp_path: Path
) -> None:
    code = await lived_in(database, cast, store)
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    both = FileStore(tmp_path / "files", keyring())
    assert keys_in_use(await count_key_usage(database, both)) == {1}
    await drain(database, both)
    assert keys_in_use(await count_key_usage(database, both)) == set()
    assert sum(moved.count for moved in await drain(database, both)) == 0

    install_keyring(Keyring({2: TWO}, 2))
    after = FileStore(tmp_path / "files", keyring())
    assert (await verify_chain(database)).fault_count == 0
    async with database.read_session() as session:
        names = {family.head_name for family in await session.scalars(select(Family))}
        assert names == {*NAMES, "گل‌نسا"}
        assert await found(session, cast, "زهرا موسوي") == ["زهرا موسوی"]
        assert (await preview_invitation(session, code, NOW)).role is Role.VOLUNTEER
        talk = (await session.scalars(select(Conversation))).one()
        assert keyring().open(talk.state, associated_data("conversations", "state", "bale", 7)) == b"{}"
        assert keyring().open(talk.unsent or b"", associated_data("conversations", "unsent", "bale", 7)) == b"[]"
        assert (await session.scalars(select(Draft))).one().state == "{}"
        assert (await session.scalars(select(Notice))).one().text == "سلام"
        photo = (await session.scalars(select(File))).one()
        assert await after.get(photo.content_digest) == "رسید".encode()
        assert [digest async for digest in after.iter_digests()] == [photo.content_digest]
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-family-known"):
            await registered(
                session, cast.narges, cast.tree.lebnan, "گلنسا", identity_kind="national_id", identity=KNOWN_ID
            )


@pytest.mark.parametrize("batches", [1, 4, 7, 12])
async def test_killed_half_way_everything_is_found_and_the_next_start_goes_on(
    batches: int, database: Database, cast: Cast, store: FileStore, tmp_path: Path
) -> None:
    code = await lived_in(database, cast, store)
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    both = FileStore(tmp_path / "files", keyring())
    left = batches
    async with aclosing(rotate_keys(database, both, PACE, grace_seconds=0)) as working:
        async for _ in working:
            left -= 1
            if not left:
                break
    async with database.read_session() as session:
        for name in NAMES:
            assert await found(session, cast, name) == [name]
        assert (await preview_invitation(session, code, NOW)).role is Role.VOLUNTEER
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-family-known"):
            await registered(
                session, cast.narges, cast.tree.lebnan, "گلنسا", identity_kind="national_id", identity=KNOWN_ID
            )
    assert (await verify_chain(database)).fault_count == 0
    await drain(database, both)
    assert keys_in_use(await count_key_usage(database, both)) == set()
    install_keyring(Keyring({2: TWO}, 2))
    assert (await verify_chain(database)).fault_count == 0


async def test_what_changes_meanwhile_is_not_written_over(
    database: Database, cast: Cast, store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody answers between the reading of a batch and its writing."""
    await lived_in(database, cast, store)
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    fresh = keyring().seal(b'{"at": 2}', associated_data("conversations", "state", "bale", 7))

    async def answered(database: Database, write: Any) -> Any:
        async with database.write_session() as session:
            await session.execute(update(Conversation).values(state=fresh, revision=9))
            await session.commit()
        return await write_with_retries(database, write)

    monkeypatch.setattr("bot.storage.key_rotation.columns.write_with_retries", answered)
    await drain(database, FileStore(tmp_path / "files", keyring()))
    async with database.read_session() as session:
        talk = (await session.scalars(select(Conversation))).one()
    assert (talk.state, talk.revision) == (fresh, 9)


async def test_people_register_and_are_refused_while_keys_are_changed(
    database: Database, cast: Cast, store: FileStore, tmp_path: Path
) -> None:
    """The same household, twice at once, again and again: it is registered once."""
    await lived_in(database, cast, store)
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    outcomes: list[bool] = []

    async def register(actor: Any, unit: Any, identity: str) -> None:
        try:
            async with database.write_session() as session:
                await registered(session, actor, unit, "نو", identity_kind="national_id", identity=identity)
                await session.commit()
            outcomes.append(True)
        except Conflict:
            outcomes.append(False)

    valid = [one for one in IDS if _valid(one) and one != KNOWN_ID]
    async with asyncio.TaskGroup() as both:
        both.create_task(drain(database, FileStore(tmp_path / "files", keyring())))
        for identity in valid:
            both.create_task(register(cast.maryam, cast.tree.sadat, identity))
            both.create_task(register(cast.narges, cast.tree.lebnan, identity))
    assert outcomes.count(True) == len(valid)
    assert outcomes.count(False) == len(valid)
    await drain(database, FileStore(tmp_path / "files", keyring()))
    assert keys_in_use(await count_key_usage(database, FileStore(tmp_path / "files", keyring()))) == set()


def _valid(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    return int(number[9]) == (total if total < 2 else 11 - total)


async def test_a_process_without_the_new_key_writes_no_digest(database: Database, cast: Cast) -> None:
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    async with database.write_session() as session:
        assert await index_key_number(session) == 1
        await use_current_index_key(session)
        await session.commit()
    async with database.write_session() as session:
        assert await index_key_number(session) == 2
    install_keyring(Keyring({1: ONE}, 1))
    async with database.write_session() as session:
        with pytest.raises(InvalidKey):
            await registered(session, cast.maryam, cast.tree.sadat, "نو")


async def test_the_same_content_put_meanwhile_costs_nobody_their_file(
    database: Database, store: FileStore, tmp_path: Path
) -> None:
    old = await store.put(b"receipt")
    install_keyring(Keyring({1: ONE, 2: TWO}, 2))
    both = FileStore(tmp_path / "files", keyring())
    new = await both.put(b"receipt")
    async with database.write_session() as session:
        for number, digest in enumerate((old, new), 1):
            row = File(id=number, content_digest=digest, kind="photo", mime="image/jpeg", size=7, stored_at=NOW)
            session.add(row)
        await session.commit()
    await drain(database, both)
    async with database.read_session() as session:
        digests = list(await session.scalars(select(File.content_digest).order_by(File.id)))
    assert digests[1] == new
    assert len(set(digests)) == 2
    assert [await both.get(digest) for digest in digests] == [b"receipt"] * 2
    with pytest.raises(FileContentMissing):
        await both.get(old)
