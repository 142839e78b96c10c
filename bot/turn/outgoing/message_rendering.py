"""Rendering of a screen: a finished message in one language, and the meaning of its buttons' labels."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import orjson

from bot.dialogue.screen import FileRef, Renderable, RequestKind, Screen
from bot.i18n.catalog import Texts
from bot.i18n.messages import Text, text
from bot.messengers.port import FallbackNote, Key, Keys, Outgoing
from bot.turn.media.attachments import RenderSpec
from bot.turn.outgoing.key_layout import lay_out_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMessage:
    """A rendered screen. `data_by_label` holds the labels that stand on exactly one button: typing one presses its button."""

    outgoing: Outgoing
    data_by_label: Mapping[str, str]
    file: int | RenderSpec | None = None


_FILE_NOTES: Mapping[FallbackNote, Text] = {
    "unavailable": text("turn-file-not-shown"),
    "voice": text("turn-file-refused-voice"),
    "dimensions": text("turn-file-refused-dimensions"),
    "large": text("turn-file-refused-large"),
    "refused": text("turn-file-refused"),
}


def fallback_notes(texts: Texts, *, has_file: bool) -> Mapping[FallbackNote, str]:
    """Return the lines that stand in for what a messenger refuses, in one language."""
    notes = {"message": text("turn-message-refused"), **(_FILE_NOTES if has_file else {})}
    return {name: texts.format_message(note) for name, note in notes.items()}


def render_screen(screen: Screen, chat: int, texts: Texts, topic: int = 0) -> RenderedMessage:
    """Render a screen as a message to a chat, or to a topic of it.

    A screen that asks for a contact or a location has all its buttons in the reply keyboard: a message bears only one keyboard.
    """
    keys = lay_out_keys(screen.buttons, texts)
    body = texts.format_message(screen.text)
    file = _file_reference(screen.file)
    notes = fallback_notes(texts, has_file=file is not None)
    message = Outgoing(chat=chat, topic=topic, text=body, fallback_notes=notes)
    if screen.request is None:
        return RenderedMessage(outgoing=replace(message, keys=keys), data_by_label=_data_by_label(keys), file=file)
    request_key = Key(label=texts.format_label(Text(f"dialogue-share-{screen.request.value}")), wants=screen.request)
    plain = tuple(tuple(Key(label=key.label, wants=RequestKind.TEXT) for key in row) for row in keys)
    return RenderedMessage(
        outgoing=replace(message, keyboard=((request_key,), *plain)),
        data_by_label=_data_by_label(keys),
        file=file,
    )


def _file_reference(file: FileRef | Renderable | None) -> int | RenderSpec | None:
    """Return the id of a stored file, or the whole specification of one that is rendered when it is sent."""
    if file is None:
        return None
    if isinstance(file, FileRef):
        return file.id
    return {"made": file.render_kind, "of": orjson.loads(orjson.dumps(file))}


def _data_by_label(keys: Keys) -> Mapping[str, str]:
    pairs = [(key.label, key.data) for row in keys for key in row if key.data]
    counts = Counter(label for label, _ in pairs)
    return {label: data for label, data in pairs if counts[label] == 1}
