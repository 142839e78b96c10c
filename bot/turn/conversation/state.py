"""Where a conversation stands, beside its open form: the current screen, and the latest view."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogue.state import FormState, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationState:
    """Where one conversation stands; orjson writes it as it is, so that its field names are persisted.

    `screen` counts the screens drawn, `message` is the message that bears the current one. `keys` maps the labels of its
    buttons to their data, `keyboard` is true when they lie in the reply keyboard. `view` is the press that opened the latest
    view, `search` the text searched for there, `album` the album whose files are coming in.
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
        """Return a stored state, also one of another version.

        Unknown keys are ignored, missing ones have defaults.
        """
        form = data.get("form")
        fields = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**fields | {"form": FormState.from_json(form) if form else None})
