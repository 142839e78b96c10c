"""One outgoing message as the calls that send it: split where it is too long, its file first, its keys last.

Pure: names of methods and their arguments, the same in both messengers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.screen import FileKind
from bot.messengers.port import Attachment, Capabilities, Outgoing
from bot.messengers.text_splitting import measure, split

_METHODS = {
    FileKind.PHOTO: ("sendPhoto", "photo"),
    FileKind.DOCUMENT: ("sendDocument", "document"),
    FileKind.VOICE: ("sendVoice", "voice"),
}
_UNFIT = {ord(c): "_" for c in '"\\/:*?<>|'} | dict.fromkeys((*range(32), 127))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file among the arguments of a call; its name is safe in a header."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    method: str
    args: dict[str, Any]


def steps(
    out: Outgoing, *, can: Capabilities, write: Callable[[str], str], markup: dict[str, Any] | None
) -> list[Step]:
    """`write` turns neutral text into what this messenger shows as that text; limits hold for what it writes."""
    text = write(out.text)
    planned: list[Step] = []
    if out.attachment is not None:
        caption = text if measure(text) <= can.caption_limit else ""
        planned.append(_file(out.chat, out.attachment, caption))
        text = "" if caption else text
    parts = split(text, can.text_limit)
    if not planned and not parts:
        parts = (text,)
    planned += [Step(method="sendMessage", args={"chat_id": out.chat, "text": part}) for part in parts]
    if markup is not None:
        planned[-1].args["reply_markup"] = markup
    return planned


def upload(attachment: Attachment) -> Upload:
    return Upload(name=attachment.name.translate(_UNFIT).strip() or "file", content=attachment.content)


def _file(chat: int, attachment: Attachment, caption: str) -> Step:
    method, part = _METHODS[attachment.kind]
    args: dict[str, Any] = {"chat_id": chat, part: attachment.remote_id or upload(attachment)}
    if caption:
        args["caption"] = caption
    return Step(method=method, args=args)


def uploaded_instead(step: Step, attachment: Attachment) -> Step:
    """The same step for a messenger that no longer knows the file by the id it gave it."""
    _, part = _METHODS[attachment.kind]
    return Step(method=step.method, args={**step.args, part: upload(attachment)})


def message_id(result: Any) -> int:
    """0 when the answer does not tell."""
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if type(number) is int else 0


def file_id(result: Any) -> str:
    """What the messenger calls the file that was just sent; of a photo, its largest size."""
    if not isinstance(result, dict):
        return ""
    for _, part in _METHODS.values():
        file = result.get(part)
        if isinstance(file, list) and file:
            file = file[-1]
        if isinstance(file, dict) and isinstance(file.get("file_id"), str):
            found: str = file["file_id"]
            return found
    return ""
