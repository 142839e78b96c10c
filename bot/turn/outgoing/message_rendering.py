"""A screen -> a finished message of one language, and what the labels of its buttons stand for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bot.dialogue.screen import Button, FileRef, Made, Screen, Wants
from bot.i18n.catalog import Texts
from bot.i18n.messages import Text
from bot.messengers.port import Key, Keys, Outgoing
from bot.turn.media.attachments import Making


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """`stands_for` is what each label means, where it means one thing: who types it has pressed it."""

    out: Outgoing
    stands_for: Mapping[str, str]
    file: int | Making | None = None


def draw(screen: Screen, chat: int, texts: Texts) -> Drawn:
    """A screen that wants a contact or a location puts all its buttons into the reply keyboard: a message bears only one."""
    keys: Keys = tuple(tuple(_key(button, texts) for button in row) for row in screen.buttons)
    said = texts.message(screen.text)
    file = _file(screen.file)
    if screen.request is None:
        return Drawn(out=Outgoing(chat=chat, text=said, keys=keys), stands_for=_meanings(keys), file=file)
    asks = Key(label=texts.label(Text(f"dialogue-share-{screen.request.value}")), wants=screen.request)
    plain = tuple(tuple(Key(label=key.label, wants=Wants.TEXT) for key in row) for row in keys)
    return Drawn(out=Outgoing(chat=chat, text=said, keyboard=((asks,), *plain)), stands_for=_meanings(keys), file=file)


def _file(shown: FileRef | Made | None) -> int | Making | None:
    """What is kept is named by its id, what is to be made by all that stands in it."""
    if shown is None:
        return None
    if isinstance(shown, FileRef):
        return shown.id
    return {"made": shown.made, "of": orjson.loads(orjson.dumps(shown))}


def _meanings(keys: Keys) -> Mapping[str, str]:
    told = [(key.label, key.data) for row in keys for key in row if key.data]
    often = Counter(label for label, _ in told)
    return {label: data for label, data in told if often[label] == 1}


def _key(button: Button, texts: Texts) -> Key:
    label = texts.button(button.label)
    return Key(label=label, data=button.data, url=button.url, copy=button.copy)


def out_json(out: Outgoing) -> Any:
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


def out_of(data: Any) -> Outgoing:
    def rows(keys: Any) -> Keys:
        return tuple(
            tuple(Key(**k | {"wants": Wants(k["wants"]) if k["wants"] else None}) for k in row) for row in keys
        )

    return Outgoing(
        chat=data["chat"],
        text=data["text"],
        keys=rows(data["keys"]),
        keyboard=rows(data["keyboard"]),
        remove_keyboard=data["off"],
    )
