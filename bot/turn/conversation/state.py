"""Where a conversation stands, beside its open form: the screen that is present, and the page that was seen last."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogue.state import FormState, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationState:
    """One conversation. `screen` counts the screens drawn, `message` is the one that bears the present screen,
    `keys` what the labels of its buttons stand for and `keyboard` whether they lie in the reply keyboard, `view` the press
    that opened the latest Browse and `search` what was typed there, `album` the album whose files are coming in.
    """

    screen: int = 0
    message: int = 0
    form: FormState | None = None
    view: str = ""
    search: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    keyboard: bool = False
    album: str = ""

    @classmethod
    def from_json(cls, data: JsonValue) -> "ConversationState":
        form = data.get("form")
        known = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**known | {"form": FormState.from_json(form) if form else None})
