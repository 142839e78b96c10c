"""The port's contract, for both messengers against the sandbox: what is sent, as the person sees it."""

import pytest

from bot.dialogue.inputs import FileKind
from bot.dialogue.screen import RequestKind
from bot.messengers.port import Attachment, Fallback, Key, Messenger, NoLongerThere, Outgoing
from bot.sandbox.core.files import sample_picture
from tests.messengers.conftest import MARYAM, Sandbox, plain

PICTURE = Attachment(kind=FileKind.PHOTO, name="کارت.png", mime="image/png", content=sample_picture(1))
SHEET = Attachment(kind=FileKind.DOCUMENT, name='خلاصه "مهر".xlsx', mime="application/xlsx", content=b"PK\x03\x04rows")
VOICE = Attachment(kind=FileKind.VOICE, name="", mime="audio/ogg", content=b"OggS" * 9)
KEYS = (
    (Key(label="بله", data="f|1|yes"), Key(label="نه", data="f|1|no")),
    (Key(label="سایت", url="https://example.org/"), Key(label="رونوشت", copy="12345")),
)


@pytest.mark.parametrize(
    "text",
    [
        "سلام مریم، *خوش* آمدید",
        "_خط‌دار_ و *پررنگ* و **دوبار**",
        "(*در پرانتز*) و *_هر دو_*",
        "[اینجا](https://example.org) را ببینید",
        "`کد` و ```بلوک```",
        "<b>نه</b> &amp; a_b_c و ۳ * ۴ = ۱۲",
        "*اول خط*\n_دوم خط_\n*سوم*",
        "‎۴۲۲•••••۱۲ 🙂",
    ],
)
async def test_text_is_shown_as_it_was_written(messenger: Messenger, sandbox: Sandbox, text: str) -> None:
    sent = await messenger.send(Outgoing(chat=MARYAM, text=text))
    [shown] = await sandbox.heard()
    assert plain(shown["text"]) == text
    assert shown["id"] == sent.message_id
    assert not [span for span in shown.get("entities", []) if span["type"] in {"bold", "italic", "code", "text_link"}]


async def test_keys_stand_under_the_message(messenger: Messenger, sandbox: Sandbox) -> None:
    await messenger.send(Outgoing(chat=MARYAM, text="رضایت دارند؟", keys=KEYS))
    [shown] = await sandbox.heard()
    assert shown["buttons"] == [
        [{"text": "بله", "data": "f|1|yes"}, {"text": "نه", "data": "f|1|no"}],
        [{"text": "سایت", "url": "https://example.org/"}, {"text": "رونوشت", "copy": "12345"}],
    ]


async def test_reply_keyboard_comes_and_goes(messenger: Messenger, sandbox: Sandbox) -> None:
    keyboard = (
        (Key(label="شمارهٔ من", wants=RequestKind.CONTACT), Key(label="جای من", wants=RequestKind.LOCATION)),
        (Key(label="بعداً", wants=RequestKind.TEXT),),
    )
    await messenger.send(Outgoing(chat=MARYAM, text="تلفن؟", keyboard=keyboard))
    seen = await sandbox.screen()
    assert seen["keyboard"] == [["شمارهٔ من", "جای من"], ["بعداً"]]
    assert seen["keyboard_kinds"] == [["contact", "location"], ["text"]]
    await messenger.send(Outgoing(chat=MARYAM, text="رسید.", remove_keyboard=True))
    assert (await sandbox.screen())["keyboard"] == []


async def test_long_text_is_split_at_a_line_with_keys_on_the_last_part(messenger: Messenger, sandbox: Sandbox) -> None:
    lines = [f"{number}: گزارش *کار* این هفته" for number in range(400)]
    sent = await messenger.send(Outgoing(chat=MARYAM, text="\n".join(lines), keys=KEYS))
    parts = await sandbox.heard()
    assert len(parts) > 1
    assert "\n".join(plain(part["text"]) for part in parts).splitlines() == lines
    assert [bool(part["buttons"]) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert parts[-1]["id"] == sent.message_id


@pytest.mark.parametrize("attachment", [PICTURE, SHEET, VOICE], ids=["photo", "document", "voice"])
async def test_file_is_uploaded_once_and_then_known_by_its_id(
    messenger: Messenger, sandbox: Sandbox, attachment: Attachment
) -> None:
    first = await messenger.send(Outgoing(chat=MARYAM, text="*پیوست*", keys=KEYS, attachment=attachment))
    assert first.remote_id
    again = Attachment(kind=attachment.kind, name="", mime="", remote_id=first.remote_id)
    await messenger.send(Outgoing(chat=MARYAM, text="", attachment=again))
    shown = await sandbox.heard()
    assert [plain(message["text"]) for message in shown] == ["*پیوست*", ""]
    assert shown[0]["buttons"]
    assert not shown[1]["buttons"]
    for message in shown:
        async with sandbox.http.get(sandbox.root + message[attachment.kind.value]["url"]) as answer:
            assert await answer.read() == attachment.content
    uploads = [call for call in await sandbox.calls() if "file" in str(call["arguments"].values())]
    assert len(uploads) == 1


async def test_name_of_a_document_is_kept_but_cannot_leave_its_header(messenger: Messenger, sandbox: Sandbox) -> None:
    nasty = Attachment(kind=FileKind.DOCUMENT, name='الف"\r\nX-Evil: 1/../ب.pdf', mime="", content=b"%PDF")
    await messenger.send(Outgoing(chat=MARYAM, text="", attachment=nasty))
    [shown] = await sandbox.heard()
    assert shown["document"]["name"] == "الف_X-Evil_ 1_.._ب.pdf"


async def test_forgotten_file_is_uploaded_after_all(messenger: Messenger, sandbox: Sandbox) -> None:
    stale = Attachment(kind=FileKind.PHOTO, name="a.png", mime="image/png", content=sample_picture(2), remote_id="gone")
    sent = await messenger.send(Outgoing(chat=MARYAM, text="", attachment=stale))
    assert sent.remote_id not in {"", "gone"}
    lost = Outgoing(
        chat=MARYAM, text="", attachment=Attachment(kind=FileKind.PHOTO, name="", mime="", remote_id="gone")
    )
    with pytest.raises(NoLongerThere):
        await messenger.send(lost)
    assert len(await sandbox.heard()) == 1


async def test_text_too_long_for_a_caption_follows_the_file(messenger: Messenger, sandbox: Sandbox) -> None:
    text = "\n".join(["خلاصهٔ عملکرد"] * 350)
    await messenger.send(Outgoing(chat=MARYAM, text=text, keys=KEYS, attachment=PICTURE))
    shown = await sandbox.heard()
    assert "photo" in shown[0]
    assert not shown[0]["text"]
    assert "\n".join(message["text"] for message in shown[1:]) == text
    assert [bool(message["buttons"]) for message in shown] == [False] * (len(shown) - 1) + [True]


async def test_edit_redraws_in_place_and_unchanged_is_success(messenger: Messenger, sandbox: Sandbox) -> None:
    sent = await messenger.send(Outgoing(chat=MARYAM, text="۱ از ۲", keys=KEYS))
    for _ in range(2):
        edited = await messenger.edit(sent.message_id, Outgoing(chat=MARYAM, text="*۲* از ۲", keys=KEYS[:1]))
        assert edited.message_id == sent.message_id
    [shown] = await sandbox.heard()
    assert plain(shown["text"]) == "*۲* از ۲"
    assert len(shown["buttons"]) == 1
    assert shown["edited"]


async def test_edit_without_keys_takes_them_away(messenger: Messenger, sandbox: Sandbox) -> None:
    sent = await messenger.send(Outgoing(chat=MARYAM, text="پرسش", keys=KEYS))
    await messenger.edit(sent.message_id, Outgoing(chat=MARYAM, text="پاسخ داده شد"))
    [shown] = await sandbox.heard()
    assert shown["buttons"] == []


@pytest.mark.parametrize(
    "out",
    [
        Outgoing(chat=MARYAM, text="کارت", attachment=PICTURE),
        Outgoing(chat=MARYAM, text="تلفن؟", keyboard=((Key(label="شمارهٔ من", wants=RequestKind.CONTACT),),)),
        Outgoing(chat=MARYAM, text="رسید", remove_keyboard=True),
        Outgoing(chat=MARYAM, text="خط\n" * 3000),
    ],
    ids=["file", "keyboard", "removal", "too long"],
)
async def test_what_cannot_be_drawn_in_place_is_gone(messenger: Messenger, sandbox: Sandbox, out: Outgoing) -> None:
    sent = await messenger.send(Outgoing(chat=MARYAM, text="پیش"))
    with pytest.raises(NoLongerThere):
        await messenger.edit(sent.message_id, out)
    assert [message["text"] for message in await sandbox.heard()] == ["پیش"]
    assert messenger.capabilities.edit_attachment is Fallback.SEND_NEW_MESSAGE


async def test_edit_of_a_picture_or_of_nothing_is_gone(messenger: Messenger, sandbox: Sandbox) -> None:
    picture = await messenger.send(Outgoing(chat=MARYAM, text="کارت", attachment=PICTURE))
    gone = await messenger.send(Outgoing(chat=MARYAM, text="پیش"))
    await messenger.delete(MARYAM, gone.message_id)
    for message in (picture.message_id, gone.message_id, 999_999):
        with pytest.raises(NoLongerThere):
            await messenger.edit(message, Outgoing(chat=MARYAM, text="تازه"))
    assert [message["text"] for message in await sandbox.heard()] == ["کارت"]


async def test_strip_takes_keys_and_minds_nothing(messenger: Messenger, sandbox: Sandbox) -> None:
    sent = await messenger.send(Outgoing(chat=MARYAM, text="پرسش", keys=KEYS))
    for message in (sent.message_id, sent.message_id, 999_999):
        await messenger.remove_inline_keyboard(MARYAM, message)
    [shown] = await sandbox.heard()
    assert (shown["text"], shown["buttons"]) == ("پرسش", [])


async def test_delete_of_what_the_person_wrote_and_of_nothing(messenger: Messenger, sandbox: Sandbox) -> None:
    said = await sandbox.say("۴۲۲۰۰۰۰۰۱۲")
    if sandbox.name == "telegram":
        await messenger.delete(MARYAM, said["message_id"])
        assert [m["deleted"] for m in (await sandbox.screen())["messages"]] == [True]
    with pytest.raises(NoLongerThere):
        await messenger.delete(MARYAM, 999_999)
