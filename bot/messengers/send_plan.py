"""One outgoing message as the calls that send it: split where it is too long, its file first, its keys last.

Pure: names of methods and their arguments, the same in both messengers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.inputs import FileKind
from bot.messengers.port import Attachment, Capabilities, Outgoing
from bot.messengers.text_splitting import split_text, utf16_length

_FILE_METHODS = {
    FileKind.PHOTO: ("sendPhoto", "photo"),
    FileKind.DOCUMENT: ("sendDocument", "document"),
    FileKind.VOICE: ("sendVoice", "voice"),
}
_UNSAFE_CHARACTERS = {ord(c): "_" for c in '"\\/:*?<>|'} | dict.fromkeys((*range(32), 127))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """A file among the arguments of a call; its name is safe in a header."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    method: str
    args: dict[str, Any]


def plan_calls(
    out: Outgoing, *, capabilities: Capabilities, escape: Callable[[str], str], reply_markup: dict[str, Any] | None
) -> list[ApiCall]:
    """`escape` turns neutral text into what this messenger shows as that text; limits hold for what it writes."""
    text = escape(out.text)
    planned: list[ApiCall] = []
    if out.attachment is not None:
        caption = text if utf16_length(text) <= capabilities.max_caption_length else ""
        planned.append(_file_call(out.chat, out.attachment, caption))
        text = "" if caption else text
    parts = split_text(text, capabilities.max_text_length)
    if not planned and not parts:
        parts = (text,)
    planned += [ApiCall(method="sendMessage", args={"chat_id": out.chat, "text": part}) for part in parts]
    if reply_markup is not None:
        planned[-1].args["reply_markup"] = reply_markup
    return planned


def to_file_part(attachment: Attachment) -> FilePart:
    return FilePart(name=attachment.name.translate(_UNSAFE_CHARACTERS).strip() or "file", content=attachment.content)


def _file_call(chat: int, attachment: Attachment, caption: str) -> ApiCall:
    method, part = _FILE_METHODS[attachment.kind]
    args: dict[str, Any] = {"chat_id": chat, part: attachment.remote_id or to_file_part(attachment)}
    if caption:
        args["caption"] = caption
    return ApiCall(method=method, args=args)


def replace_with_upload(step: ApiCall, attachment: Attachment) -> ApiCall:
    """The same step for a messenger that no longer knows the file by the id it gave it."""
    _, part = _FILE_METHODS[attachment.kind]
    return ApiCall(method=step.method, args={**step.args, part: to_file_part(attachment)})


def extract_message_id(result: Any) -> int:
    """0 when the answer does not tell."""
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if type(number) is int else 0


def extract_file_id(result: Any) -> str:
    """What the messenger calls the file that was just sent; of a photo, its largest size."""
    if not isinstance(result, dict):
        return ""
    for _, part in _FILE_METHODS.values():
        file = result.get(part)
        if isinstance(file, list) and file:
            file = file[-1]
        if isinstance(file, dict) and isinstance(file.get("file_id"), str):
            found: str = file["file_id"]
            return found
    return ""
