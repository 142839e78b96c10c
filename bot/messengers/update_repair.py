"""Repair of a raw update before a library parses it: fills in fields, drops nulls and unread ones.

Knows the JSON of both dialects and neither library. Decides which kinds of update and message are read at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.inputs import UnsupportedKind
from bot.messengers.update_schema import (
    CALLBACK_QUERY_SCHEMA,
    CHAT_SCHEMA,
    MESSAGE_SCHEMA,
    PRESSED_MESSAGE_SCHEMA,
    USER_SCHEMA,
    JsonObject,
    MalformedUpdate,
    parse_bigint,
    validate,
)

CONTENT_FIELDS = ("text", "contact", "location", "photo", "document", "voice")
_UNSUPPORTED_FIELDS = (
    "dice", "game", "poll", "story", "paid_media", "checklist", "invoice",
)  # fmt: skip
_MEDIA_FIELDS = ("animation", "audio", "video", "video_note")
_SERVICE_FIELDS = frozenset(
    {
        "new_chat_members", "new_chat_member", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
        "group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
        "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "successful_payment", "refunded_payment",
        "users_shared", "chat_shared", "connected_website", "write_access_allowed", "passport_data",
        "proximity_alert_triggered", "boost_added", "chat_background_set", "forum_topic_created", "forum_topic_edited",
        "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
        "giveaway", "giveaway_created", "giveaway_winners", "giveaway_completed", "video_chat_scheduled",
        "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "web_app_data", "gift",
        "unique_gift",
    }
)  # fmt: skip
_FORWARD_FIELDS = ("forward_origin", "forward_from", "forward_from_chat", "forward_sender_name", "forward_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairedUpdate:
    """Update for a library to parse: its id and exactly one of message, edited_message, callback_query."""

    update: JsonObject
    unsupported_kind: UnsupportedKind | None = None
    forwarded: bool = False


def repair(raw: Mapping[str, Any]) -> RepairedUpdate | None:
    """Return None for an update of a kind that is not read. Raises MalformedUpdate."""
    number = parse_bigint(raw.get("update_id"))
    if number is None or number < 0:
        raise MalformedUpdate("update_id is missing or odd")
    if (query := raw.get("callback_query")) is not None:
        return RepairedUpdate(update={"update_id": number, "callback_query": _repair_callback(query)})
    for kind in ("message", "edited_message"):
        if (message := raw.get(kind)) is not None:
            return _repair_message(number, kind, message)
    return None


def _repair_callback(raw: Any) -> JsonObject:
    query = validate(CALLBACK_QUERY_SCHEMA, raw, "callback_query")
    message = raw.get("message")
    if isinstance(message, dict):
        if message.get("chat") is None:  # answered privately: nobody else can be meant
            message = {**message, "chat": {"id": query["from"]["id"]}}
        query["message"] = validate(PRESSED_MESSAGE_SCHEMA, message, "callback_query.message")
    else:
        query["message"] = {"message_id": 0, "chat": {"id": query["from"]["id"]}}
    _ensure_chat_type(query["message"]["chat"], query["from"])
    return query


def _repair_message(number: int, kind: str, raw: Any) -> RepairedUpdate | None:
    if not isinstance(raw, dict):
        raise MalformedUpdate(f"{kind} is not an object")
    present = {key for key, value in raw.items() if value not in (None, False, [])}
    if present & _SERVICE_FIELDS:
        return None
    chat = validate(CHAT_SCHEMA, raw.get("chat"), f"{kind}.chat")
    sender = _repair_sender(raw, chat, kind)
    if sender is None or sender["is_bot"] or _ensure_chat_type(chat, sender) == "channel":
        return None
    if kind == "edited_message" and "location" in present:
        return None  # a live location sends an edit at every move
    unsupported_kind = _unsupported_kind(kind, present)
    message = validate(MESSAGE_SCHEMA, raw, kind)
    message["chat"], message["from"] = chat, sender
    if unsupported_kind is UnsupportedKind.STICKER and isinstance(raw["sticker"], dict):
        message["text"] = sign if isinstance(sign := raw["sticker"].get("emoji"), str) else None
    return RepairedUpdate(
        update={"update_id": number, "message": message},
        unsupported_kind=unsupported_kind,
        forwarded=any(key in present for key in _FORWARD_FIELDS),
    )


def _repair_sender(raw: JsonObject, chat: JsonObject, at: str) -> JsonObject | None:
    """Return the sender; a message without one is from the person of its private chat, else None."""
    if raw.get("from") is not None:
        return validate(USER_SCHEMA, raw["from"], f"{at}.from")
    if chat.get("type") == "private":
        return {"id": chat["id"], "is_bot": False, "first_name": chat.get("first_name", "")}
    return None


def _ensure_chat_type(chat: JsonObject, sender: JsonObject) -> str:
    """Return the type of the chat, filled in where it is missing: a chat with its sender's id is private."""
    kind: str = chat.setdefault("type", "private" if chat["id"] == sender["id"] else "group")
    return kind


def _unsupported_kind(kind: str, present: set[str]) -> UnsupportedKind | None:
    if kind == "edited_message":
        return UnsupportedKind.EDITED
    if "sticker" in present:
        return UnsupportedKind.STICKER
    if any(key in present for key in _MEDIA_FIELDS):
        return UnsupportedKind.MEDIA
    if any(key in present for key in _UNSUPPORTED_FIELDS) or not any(key in present for key in CONTENT_FIELDS):
        return UnsupportedKind.OTHER
    return None
