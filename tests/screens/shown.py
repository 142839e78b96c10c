"""One screen of the sample, as the messenger holds it: what the walk collects and the browser draws."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAX_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the bot, with the keys under it and the reply keyboard.

    `name` says whose it is and where it was met; `is_page` is true for a page that was asked for, with its figure or its list;
    `is_persian` for one whose reader chose no other language.
    """

    name: str
    text: str
    rows: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    is_page: bool = False
    is_persian: bool = True

    @property
    def key(self) -> object:
        """Screens of one key look alike."""
        return self.text, self.keyboard, tuple(tuple(button["text"] for button in row) for row in self.rows)

    @property
    def labels(self) -> Iterator[str]:
        for row in self.rows:
            yield from (button["text"] for button in row)
        for line in self.keyboard:
            yield from line

    def markup(self) -> dict[str, Any]:
        """Return the `reply_markup` that draws these keys again."""
        if self.rows:
            return {"inline_keyboard": [[_button(button) for button in row] for row in self.rows]}
        if self.keyboard:
            return {"keyboard": [[{"text": label} for label in line] for line in self.keyboard]}
        return {"remove_keyboard": True}


def _button(button: Mapping[str, Any]) -> dict[str, Any]:
    if button.get("url"):
        return {"text": button["text"], "url": button["url"]}
    if button.get("copy"):
        return {"text": button["text"], "copy_text": {"text": button["copy"]}}
    return {"text": button["text"], "callback_data": button.get("data") or "x"}
