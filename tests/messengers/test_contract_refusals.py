"""The port's contract where a messenger refuses a message as wrong: its words go out all the same, in a simpler form."""

from typing import Any

import pytest

from bot.dialogue.inputs import FileKind
from bot.messengers.port import Attachment, FallbackNote, Key, Messenger, Outgoing, RequestRejected, TopicClosed
from bot.sandbox.core.files import sample_picture
from tests.messengers.conftest import MARYAM, Sandbox, plain

NOTES: dict[FallbackNote, str] = {
    "voice": "صدا بسته است",
    "refused": "فایل پذیرفته نشد",
    "large": "بزرگ است",
    "message": "ناقص است",
}
VOICE = Attachment(kind=FileKind.VOICE, name="v.ogg", mime="audio/ogg", content=b"OggS" + bytes(40))
PHOTO = Attachment(kind=FileKind.PHOTO, name="p.png", mime="image/png", content=sample_picture(1))
KEYS = ((Key(label="تأیید", data="b|ok||"), Key(label="راه", url="https://ble.ir/x")), (Key(label="کد", copy="7KQ2M"),))


def message(**more: Any) -> Outgoing:
    return Outgoing(chat=MARYAM, text="خدمت ۱۲: «پتو»", keys=KEYS, fallback_notes=NOTES, **more)


def refusal(description: str = "Bad Request: SOMETHING_NEW", status: int = 400) -> dict[str, Any]:
    return {"status": status, "body": {"ok": False, "error_code": status, "description": description}}


async def shown(sandbox: Sandbox) -> tuple[Any, list[str]]:
    """Return the newest message and the labels of its buttons."""
    newest = (await sandbox.heard())[-1]
    return newest, [plain(button["text"]) for row in newest["buttons"] for button in row]


@pytest.mark.parametrize(
    ("method", "file", "why"),
    [
        ("sendVoice", VOICE, "Bad Request: VOICE_MESSAGES_FORBIDDEN"),
        ("sendPhoto", PHOTO, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", PHOTO, "Bad Request: SOMETHING_NEW"),
    ],
)
async def test_a_picture_or_voice_that_is_refused_goes_as_a_document(
    messenger: Messenger, sandbox: Sandbox, method: str, file: Attachment, why: str
) -> None:
    await sandbox.say("/start")
    await sandbox.fault(method, **refusal(why))
    sent = await messenger.send(message(attachment=file))
    newest, labels = await shown(sandbox)
    assert newest["document"]
    assert "پتو" in newest["text"]
    assert labels == ["تأیید", "راه", "کد"]
    assert sent.remote_id == "", "the id of a document is none of a voice"


@pytest.mark.parametrize(
    ("file", "faults", "note"),
    [
        (VOICE, (("sendVoice", "Bad Request: VOICE_MESSAGES_FORBIDDEN"), ("sendDocument", "Bad Request: X")), "صدا بسته است"),
        (PHOTO, (("sendPhoto", "Bad Request: SOMETHING_NEW"), ("sendDocument", "Bad Request: X")), "فایل پذیرفته نشد"),
        (PHOTO, (("sendPhoto", "Request Entity Too Large"),), "بزرگ است"),
        (PHOTO, (("sendPhoto", "Bad Request: wrong type of the web page content"), ("sendDocument", "Bad Request: X")),
         "فایل پذیرفته نشد"),
    ],
)  # fmt: skip
async def test_a_refused_file_leaves_its_words_and_keys_and_says_why(
    messenger: Messenger, sandbox: Sandbox, file: Attachment, faults: tuple[tuple[str, str], ...], note: str
) -> None:
    await sandbox.say("/start")
    for method, why in faults:
        await sandbox.fault(method, **refusal(why, 413 if "Large" in why else 400))
    await messenger.send(message(attachment=file))
    newest, labels = await shown(sandbox)
    assert newest["text"].startswith(note)
    assert "خدمت ۱۲" in newest["text"]
    assert labels == ["تأیید", "راه", "کد"]


async def test_a_refused_text_goes_without_what_may_be_odd_in_it(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("/start")
    await sandbox.fault("sendMessage", **refusal())
    await messenger.send(message())
    newest, labels = await shown(sandbox)
    assert "خدمت ۱۲: «پتو»" in newest["text"]
    assert "https://ble.ir/x" in newest["text"]
    assert "7KQ2M" in newest["text"]
    assert labels == ["تأیید"]


async def test_a_text_that_is_refused_again_goes_without_keys_and_says_so(
    messenger: Messenger, sandbox: Sandbox
) -> None:
    await sandbox.say("/start")
    await sandbox.fault("sendMessage", **refusal(), times=2)
    await messenger.send(message())
    newest, labels = await shown(sandbox)
    assert "خدمت ۱۲" in newest["text"]
    assert "ناقص است" in newest["text"]
    assert labels == []


async def test_a_text_that_is_refused_in_every_form_is_rejected(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("/start")
    await sandbox.fault("sendMessage", **refusal(), times=3)
    with pytest.raises(RequestRejected):
        await messenger.send(message())
    assert await sandbox.heard() == []


async def test_a_refused_toast_lets_the_button_come_to_rest(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("/start")
    await messenger.send(Outgoing(chat=MARYAM, text="؟", keys=((Key(label="خانه", data="x"),),)))
    await sandbox.press("خانه")
    query = next(raw["callback_query"]["id"] for raw in await sandbox.raw_updates() if "callback_query" in raw)
    await sandbox.fault("answerCallbackQuery", **refusal())
    assert not await messenger.answer_callback(query, "ثبت شد")
    assert len(await sandbox.calls("answerCallbackQuery")) == 2


async def test_a_closed_topic_is_told_from_other_refusals(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("/start")
    for why in ("Bad Request: TOPIC_CLOSED", "Bad Request: message thread not found", "Bad Request: TOPIC_DELETED"):
        await sandbox.fault("sendMessage", **refusal(why))
        with pytest.raises(TopicClosed):
            await messenger.send(message())
