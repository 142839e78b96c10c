"""Where a conversation stands, beside its open form: the current screen, and the latest view."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue.questions.multiples import dump_file, load_file
from bot.dialogue.screen import FileRef
from bot.dialogue.state import FormState, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationState:
    """Where one conversation stands; orjson writes it as it is, so that its field names are persisted.

    `screen` counts the screens drawn, `message` is the message that bears the current one. `keys` maps the labels of its
    buttons to their data, `keyboard` is true when they lie in the reply keyboard. `view` is the press that opened the latest
    view, `search` the text searched for there, `album` the album whose files are coming in, `refused_album` one of which a refusal was said. `files` are those that its
    person sent where nothing asked for them, until they say what for.
    """

    screen: int = 0
    message: int = 0
    form: FormState | None = None
    view: str = ""
    search: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    keyboard: bool = False
    album: str = ""
    refused_album: str = ""
    files: Sequence[JsonValue] = ()

    def load_files(self) -> tuple[FileRef, ...]:
        return tuple(map(load_file, self.files))

    @classmethod
    def from_json(cls, data: JsonValue) -> "ConversationState":
        """Return a stored state, also one of another version.

        Unknown keys are ignored, missing ones have defaults.
        """
        form = data.get("form")
        fields = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**fields | {"form": FormState.from_json(form) if form else None})


def keep_file(state: ConversationState, file: FileRef) -> ConversationState:
    """Return the state with a file more; one that is there already is there once, with its caption."""
    by_id = {kept.id: kept for kept in state.load_files()}
    return with_files(state, {**by_id, file.id: file if file.caption else by_id.get(file.id, file)}.values())


def with_files(state: ConversationState, files: Iterable[FileRef]) -> ConversationState:
    return replace(state, files=tuple(map(dump_file, files)))
