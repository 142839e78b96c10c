"""Replies on their way (transactional outbox): a closed union of actions, and its stored form.

Versions overlap in a rolling deploy, so that reading is tolerant: unknown keys are ignored, missing ones have
defaults, and a reply that this version cannot read is an `UnknownReply`. An unknown reply is neither sent nor dropped: each
write of the row puts it back unchanged, until a process that knows it takes it over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, assert_never

from bot.dialogue.screen import RequestKind
from bot.messengers.port import Key, Keys, Outgoing
from bot.turn.media.attachments import RenderSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowScreen:
    """Show a screen: edited into the message `edit_message_id`, or sent as a new message where that is 0.

    `edit_current` edits whichever message bears the current screen when the reply goes out. `is_current` is false for a page
    looked at beside an open form.
    """

    message: Outgoing
    edit_message_id: int = 0
    edit_current: bool = False
    is_current: bool = True
    file: int | RenderSpec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """Send a message that is no screen: nothing is edited into it later.

    A message that a group does not take goes to `private_chat`, the chat of the person who asked there; 0 for none.
    """

    message: Outgoing
    private_chat: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteMessage:
    """Delete a message of the person: an answer that must not stay in the chat."""

    chat: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveKeyboard:
    """Remove the inline keyboard of an old screen."""

    chat: int
    message_id: int


ReplyAction: TypeAlias = ShowScreen | SendMessage | DeleteMessage | RemoveKeyboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One action to take at the messenger after the commit.

    `number` grows within the conversation. `owner` is the process that wrote the reply and sends it; when the lease of the row
    ends, any process may take the reply over.
    """

    number: int
    owner: str
    action: ReplyAction

    def demote(self) -> "Reply":
        """Return this reply as it goes out after a later screen: its text only, editing nothing."""
        if not isinstance(self.action, ShowScreen):
            return self
        message = replace(self.action.message, keys=(), keyboard=())
        action = replace(self.action, message=message, edit_message_id=0, edit_current=False, is_current=False)
        return replace(self, action=action)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownReply:
    """A reply of a kind or shape that this version does not know: opaque JSON, written back unchanged."""

    raw: Any


PendingReply: TypeAlias = Reply | UnknownReply


def reply_to_json(reply: PendingReply) -> Any:
    """Return the stored form of a reply. Its names are persisted: they change only with a migration."""
    match reply:
        case UnknownReply(raw=raw):
            return raw
        case Reply(number=number, owner=owner, action=action):
            return {"number": number, "owner": owner, **_action_to_json(action)}
        case _:
            assert_never(reply)


def reply_from_json(data: Any) -> PendingReply:
    """Return a stored reply; an `UnknownReply` where this version cannot read it."""
    try:
        action = _ACTION_READERS[data["kind"]](data)
        return Reply(number=data["number"], owner=data["owner"], action=action)
    except (AttributeError, KeyError, TypeError, ValueError):
        return UnknownReply(raw=data)


def _action_to_json(action: ReplyAction) -> dict[str, Any]:
    match action:
        case ShowScreen():
            return {
                "kind": "show_screen",
                "message": _message_to_json(action.message),
                "edit_message_id": action.edit_message_id,
                "edit_current": action.edit_current,
                "is_current": action.is_current,
                "file": action.file,
                "text_without_file": action.message.fallback_notes.get("unavailable", ""),
            }
        case SendMessage():
            return {
                "kind": "send_message",
                "message": _message_to_json(action.message),
                "private_chat": action.private_chat,
            }
        case DeleteMessage():
            return {"kind": "delete_message", "chat": action.chat, "message_id": action.message_id}
        case RemoveKeyboard():
            return {"kind": "remove_keyboard", "chat": action.chat, "message_id": action.message_id}
        case _:
            assert_never(action)


def _show_screen_from_json(data: Mapping[str, Any]) -> ShowScreen:
    message = _message_from_json(data["message"])
    if not message.fallback_notes and (unavailable := data.get("text_without_file")):  # written by an older version
        message = replace(message, fallback_notes={"unavailable": unavailable})
    return ShowScreen(
        message=message,
        edit_message_id=data.get("edit_message_id", 0),
        edit_current=data.get("edit_current", False),
        is_current=data.get("is_current", True),
        file=data.get("file"),
    )


_ACTION_READERS: dict[str, Callable[[Mapping[str, Any]], ReplyAction]] = {
    "show_screen": _show_screen_from_json,
    "send_message": lambda data: SendMessage(
        message=_message_from_json(data["message"]), private_chat=data.get("private_chat", 0)
    ),
    "delete_message": lambda data: DeleteMessage(chat=data["chat"], message_id=data["message_id"]),
    "remove_keyboard": lambda data: RemoveKeyboard(chat=data["chat"], message_id=data["message_id"]),
}


def _message_to_json(message: Outgoing) -> dict[str, Any]:
    """Leaves the attachment out: a file is opened, or rendered, when the reply is sent."""
    return {
        "chat": message.chat,
        "text": message.text,
        "keys": _keys_to_json(message.keys),
        "keyboard": _keys_to_json(message.keyboard),
        "remove_keyboard": message.remove_keyboard,
        "topic": message.topic,
        "fallback_notes": dict(message.fallback_notes),
    }


def _message_from_json(data: Mapping[str, Any]) -> Outgoing:
    return Outgoing(
        chat=data["chat"],
        text=data["text"],
        keys=_keys_from_json(data.get("keys", ())),
        keyboard=_keys_from_json(data.get("keyboard", ())),
        remove_keyboard=data.get("remove_keyboard", False),
        topic=data.get("topic", 0),
        fallback_notes=dict(data.get("fallback_notes", {})),
    )


def _keys_to_json(keys: Keys) -> list[list[dict[str, Any]]]:
    return [
        [{"label": k.label, "data": k.data, "url": k.url, "copy": k.copy, "wants": k.wants} for k in row]
        for row in keys
    ]


def _keys_from_json(rows: Any) -> Keys:
    return tuple(tuple(_key_from_json(data) for data in row) for row in rows)


def _key_from_json(data: Mapping[str, Any]) -> Key:
    wants = data.get("wants")
    return Key(
        label=data["label"],
        data=data.get("data", ""),
        url=data.get("url", ""),
        copy=data.get("copy", ""),
        wants=RequestKind(wants) if wants else None,
    )
