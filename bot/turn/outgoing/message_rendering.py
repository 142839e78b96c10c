"""A screen -> a finished message of one language, and what the labels of its buttons stand for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bot.dialogue.screen import Button, FileRef, Renderable, RequestKind, Screen
from bot.i18n.catalog import Texts
from bot.i18n.messages import Text
from bot.messengers.port import Key, Keys, Outgoing
from bot.turn.media.attachments import RenderSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMessage:
    """`data_by_label` is what each label means, where it means one thing: who types it has pressed it."""

    outgoing: Outgoing
    data_by_label: Mapping[str, str]
    file: int | RenderSpec | None = None


def render_screen(screen: Screen, chat: int, texts: Texts) -> RenderedMessage:
    """A screen that wants a contact or a location puts all its buttons into the reply keyboard: a message bears only one."""
    keys: Keys = tuple(tuple(_render_key(button, texts) for button in row) for row in screen.buttons)
    said = texts.format_message(screen.text)
    file = _file_reference(screen.file)
    if screen.request is None:
        return RenderedMessage(
            outgoing=Outgoing(chat=chat, text=said, keys=keys), data_by_label=_data_by_label(keys), file=file
        )
    asks = Key(label=texts.format_label(Text(f"dialogue-share-{screen.request.value}")), wants=screen.request)
    plain = tuple(tuple(Key(label=key.label, wants=RequestKind.TEXT) for key in row) for row in keys)
    return RenderedMessage(
        outgoing=Outgoing(chat=chat, text=said, keyboard=((asks,), *plain)),
        data_by_label=_data_by_label(keys),
        file=file,
    )


def _file_reference(shown: FileRef | Renderable | None) -> int | RenderSpec | None:
    """What is kept is named by its id, what is to be made by all that stands in it."""
    if shown is None:
        return None
    if isinstance(shown, FileRef):
        return shown.id
    return {"made": shown.render_kind, "of": orjson.loads(orjson.dumps(shown))}


def _data_by_label(keys: Keys) -> Mapping[str, str]:
    told = [(key.label, key.data) for row in keys for key in row if key.data]
    often = Counter(label for label, _ in told)
    return {label: data for label, data in told if often[label] == 1}


def _render_key(button: Button, texts: Texts) -> Key:
    label = texts.format_button_label(button.label)
    return Key(label=label, data=button.data, url=button.url, copy=button.copy)


def outgoing_to_json(out: Outgoing) -> Any:
    """A message as JSON, without its attachment: that is opened, or made, when it is sent."""

    def rows(keys: Keys) -> Any:
        return [
            [{"label": k.label, "data": k.data, "url": k.url, "copy": k.copy, "wants": k.wants} for k in row]
            for row in keys
        ]

    return {
        "chat": out.chat,
        "text": out.text,
        "keys": rows(out.keys),
        "keyboard": rows(out.keyboard),
        "off": out.remove_keyboard,
    }


def outgoing_from_json(data: Any) -> Outgoing:
    def rows(keys: Any) -> Keys:
        return tuple(
            tuple(Key(**k | {"wants": RequestKind(k["wants"]) if k["wants"] else None}) for k in row) for row in keys
        )

    return Outgoing(
        chat=data["chat"],
        text=data["text"],
        keys=rows(data["keys"]),
        keyboard=rows(data["keyboard"]),
        remove_keyboard=data["off"],
    )
