"""A phone's camera: it reads the QR codes on a picture, and opens the links that they hold.

The picture is taken as it was sent; nothing is known here of how it was rendered.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import zxingcpp

from tests.conversations.app import TOKEN, Phone

OPENS_IN = {"t.me": "telegram", "ble.ir": "bale"}
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # colour type of a PNG -> values a pixel
GREEN = {0: 0, 2: 1, 4: 0, 6: 1}  # the one that is nearest to how bright it looks


async def photographed(phone: Phone) -> bytes:
    """Return the newest picture on the phone."""
    shown = [m for m in (await phone.screen())["messages"] if m["from"] == "bot" and "photo" in m]
    async with phone.http.get(shown[-1]["photo"]["url"]) as answer:
        return await answer.read()


async def links_on(phone: Phone) -> dict[str, str]:
    """Return every link on the newest picture, by the messenger that it opens."""
    found = [code.text for code in zxingcpp.read_barcodes(_grey(await photographed(phone)))]
    return {OPENS_IN[link.split("/")[2]]: link for link in found}


def links_in(said: str) -> dict[str, str]:
    """Return every link of a message, by the messenger that it opens."""
    return {OPENS_IN[link.split("/")[2]]: link for link in re.findall(r"https://\S+\?start=\S+", said)}


async def follow(phone: Phone, links: dict[str, str]) -> str:
    """Open the phone's own link: send the bot «start» with the payload of the link."""
    name, _, payload = links[phone.messenger].rpartition("/")[2].partition("?start=")
    async with phone.http.post(f"/{phone.messenger}/bot{TOKEN}/getMe") as answer:
        assert (await answer.json())["result"]["username"] == name
    return await phone.say(f"/start {payload}")


def _grey(png: bytes) -> memoryview:
    """Return rows of bytes, one a pixel: 8 bits a value, not interlaced."""
    (width, height, depth, colour), packed = _parts(png)
    assert depth == 8
    step = CHANNELS[colour]
    raw = zlib.decompress(packed)
    pixels, above = bytearray(), bytearray(width)
    for at in range(0, len(raw), width * step + 1):
        row = _unfiltered(raw[at], raw[at + 1 + GREEN[colour] : at + 1 + width * step : step], above)
        pixels += row
        above = row
    return memoryview(bytes(pixels)).cast("B", shape=[height, width])


def _parts(png: bytes) -> tuple[Sequence[int], bytes]:
    head: Sequence[int] = ()
    packed = b""
    for kind, body in _chunks(png):
        if kind == b"IHDR":
            head = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
    return head, packed


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length


def _unfiltered(how: int, row: bytes, above: Sequence[int]) -> bytearray:
    """Undo the filter of a PNG row, which is applied to each value of a pixel by itself."""
    match how:
        case 0:
            return bytearray(row)
        case 1:
            restored: Iterable[int] = accumulate(row, _added)
            return bytearray(restored)
        case 2:
            return bytearray((up + more) & 0xFF for up, more in zip(above, row, strict=True))
    out, left, corner = bytearray(), 0, 0
    for more, up in zip(row, above, strict=True):
        left = (more + ((left + up) // 2 if how == 3 else _nearest(left, up, corner))) & 0xFF
        corner = up
        out.append(left)
    return out


def _added(left: int, more: int) -> int:
    return (left + more) & 0xFF


def _nearest(left: int, up: int, corner: int) -> int:
    """Return the Paeth predictor."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
