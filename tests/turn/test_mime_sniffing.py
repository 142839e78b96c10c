"""A document is what it holds: pictures, sound, PDF, office files without macros and plain text are kept, nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.storage.database import Database
from bot.storage.tables import File
from bot.turn.media.mime_sniffing import sniff_mime_type
from tests.conversations.app import stage
from tests.conversations.world import peopled

PDF = b"%PDF-1.7 invented"


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as one:
        for name in names:
            one.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0jpeg", "image/jpeg"),
        (PDF, "application/pdf"),
        (b"OggS\0", "audio/ogg"),
        (
            archive("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("نام,تلفن\n".encode(), "text/plain"),
        ("نام\tتلفن".encode("utf-16"), "text/plain"),
    ],
)
def test_what_is_kept(content: bytes, kind: str) -> None:
    assert sniff_mime_type(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0program",
        b"\x7fELF\2\1",
        b"#!/bin/sh\nrm",
        b"  <html><script>",
        b"<?xml version='1.0'?><svg onload='x'/>",
        archive("AndroidManifest.xml", "classes.dex"),
        archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        b"PK\3\4 broken",
        b"\0\1\2\3",
    ],
)
def test_what_is_not(content: bytes) -> None:
    assert sniff_mime_type(content) is None


async def test_a_program_that_calls_itself_a_picture_is_refused_in_plain_words(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.tap("ثبت خدمت")
        await maryam.tap("گروه")
        await maryam.say("۱۲")
        await maryam.tap("سبد کالا")
        await maryam.say("یک میلیون")
        assert "این نوع فایل را نمی‌پذیرم" in await maryam.share_file(b"MZ\x90\0program", "receipt.jpg", "document")
        await maryam.share_file(PDF, "receipt.pdf", "document")
    async with database.read_session() as session:
        assert await session.scalar(select(func.count()).select_from(File)) == 1
        assert await session.scalar(select(File.mime)) == "application/pdf"
