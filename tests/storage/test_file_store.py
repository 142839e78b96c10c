"""Files are kept once, encrypted, whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from bot.storage.encryption import DecryptionError, Keyring
from bot.storage.file_store import FileContentMissing, FileStore

RECEIPT = "رسید سبد کالا".encode() * 1000


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_is_put_is_got_again_by_another_store(tmp_path: Path, keyring: Keyring) -> None:
    digest = await FileStore(tmp_path, keyring).put(RECEIPT)
    assert await FileStore(tmp_path, keyring).get(digest) == RECEIPT


async def test_the_same_content_is_kept_once_and_unreadable(tmp_path: Path, keyring: Keyring) -> None:
    store = FileStore(tmp_path, keyring)
    assert await store.put(RECEIPT) == await store.put(RECEIPT) != await store.put(b"other")
    assert len(kept(tmp_path)) == 2
    assert all(RECEIPT[:24] not in path.read_bytes() for path in kept(tmp_path))


async def test_whoever_has_the_content_cannot_compute_its_name(tmp_path: Path, keyring: Keyring) -> None:
    assert await FileStore(tmp_path, keyring).put(RECEIPT) != await FileStore(tmp_path, Keyring({1: b"x" * 32}, 1)).put(
        RECEIPT
    )


async def test_a_damaged_file_and_one_under_a_wrong_name_do_not_open(tmp_path: Path, keyring: Keyring) -> None:
    store = FileStore(tmp_path, keyring)
    first, second = await store.put(RECEIPT), await store.put(b"other")
    paths = {path.parent.name + path.name: path for path in kept(tmp_path)}
    paths[first.hex()].write_bytes(paths[second.hex()].read_bytes())
    with pytest.raises(DecryptionError):
        await store.get(first)


async def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(FileContentMissing):
        await FileStore(tmp_path, keyring).get(bytes(32))


async def test_a_write_that_fails_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    store = FileStore(tmp_path, keyring)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        await store.put(RECEIPT)
    assert kept(tmp_path) == []
    monkeypatch.undo()
    assert await store.get(await store.put(RECEIPT)) == RECEIPT


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are POSIX")
async def test_only_the_owner_may_read_a_file(tmp_path: Path, keyring: Keyring) -> None:
    await FileStore(tmp_path, keyring).put(RECEIPT)
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept(tmp_path)] == [0o600]
