"""Pictures and documents on the page, in both directions."""

import struct
import zlib
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.fixtures import Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser")]

NATURAL_WIDTH = "image => image.decode().then(() => image.naturalWidth)"


def png(width: int, height: int) -> bytes:
    """A grey picture of that many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"".join(b"\0" + b"\x9a" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_picture_waits_on_the_tray_and_is_shown_on_both_sides(stage: Stage, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.png"
    receipt.write_bytes(png(640, 400))
    phone = await stage.open("#telegram/1001")
    await phone.part("file-photo").set_input_files(receipt)
    await expect(phone.part("tray-item")).to_have_count(1)
    await phone.say("رسید فروشگاه")
    said = await stage.telegram.hear_message()
    assert said["caption"] == "رسید فروشگاه"
    assert await stage.telegram.fetch(said["photo"][-1]["file_id"]) == receipt.read_bytes()
    own = phone.messages("user").get_by_test_id("photo")
    assert await own.evaluate(NATURAL_WIDTH) == 640
    await expect(phone.messages("user")).to_contain_text("رسید فروشگاه")
    await expect(phone.part("tray-item")).to_have_count(0)

    await stage.telegram.send_file(1001, "sendPhoto", "photo", "card.png", png(320, 320))
    shown = phone.messages("bot").get_by_test_id("photo")
    assert await shown.evaluate(NATURAL_WIDTH) == 320
    await shown.click()
    await expect(phone.part("viewer")).to_be_visible()
    await phone.page.keyboard.press("Escape")
    await expect(phone.part("viewer")).to_have_count(0)


async def test_a_document_from_the_bot_is_downloaded_as_it_was_sent(stage: Stage, tmp_path: Path) -> None:
    phone = await stage.open("#bale/2001")
    await stage.bale.send_file(2001, "sendDocument", "document", "خلاصه.csv", b"a,b\n1,2\n")
    async with phone.page.expect_download() as downloading:
        await phone.part("document").click()
    download = await downloading.value
    assert download.suggested_filename == "خلاصه.csv"
    await download.save_as(tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == b"a,b\n1,2\n"


async def test_documents_and_voice_reach_the_bot(stage: Stage, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4 letter")
    voice = tmp_path / "voice.ogg"
    voice.write_bytes(b"OggS voice")
    phone = await stage.open("#telegram/1001")
    await phone.part("file-document").set_input_files(letter)
    await phone.part("send").click()
    document = (await stage.telegram.hear_message())["document"]
    assert await stage.telegram.fetch(document["file_id"]) == b"%PDF-1.4 letter"
    await phone.part("file-voice").set_input_files(voice)
    await phone.part("send").click()
    assert await stage.telegram.fetch((await stage.telegram.hear_message())["voice"]["file_id"]) == b"OggS voice"
    await expect(phone.part("voice")).to_be_visible()


async def test_several_pictures_go_as_one_album(stage: Stage, tmp_path: Path) -> None:
    pictures = [tmp_path / "one.png", tmp_path / "two.png"]
    for picture in pictures:
        picture.write_bytes(png(64, 48))
    phone = await stage.open("#telegram/1001")
    await phone.part("file-photo").set_input_files(pictures)
    await expect(phone.part("tray-item")).to_have_count(2)
    await phone.say("دو عکس")
    first, second = await stage.telegram.hear_message(), await stage.telegram.hear_message()
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "دو عکس"
    await expect(phone.part("photo")).to_have_count(2)
