"""A raw update made fit for the typed parse: fields that are missing filled in, nulls and what nobody reads left out.

Knows the JSON of both dialects, and neither library. Which kinds of update and of message mean something is said here.
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
    "animation", "audio", "video", "video_note", "dice", "game", "poll", "story", "paid_media", "checklist", "invoice",
)  # fmt: skip
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
    """`update` is what a library parses: exactly one of message, edited_message, callback_query beside its id."""

    update: JsonObject
    unsupported_kind: UnsupportedKind | None = None
    forwarded: bool = False


def repair(raw: Mapping[str, Any]) -> RepairedUpdate | None:
    """None when the update is of a kind that nobody waits for; MalformedUpdate when it cannot be read."""
    number = parse_bigint(raw.get("update_id"))
    if number is None or number < 0:
        raise MalformedUpdate("update_id is missing or odd")
    if (query := raw.get("callback_query")) is not None:
        return RepairedUpdate(update={"update_id": number, "callback_query": _repair_callback(query)})
    for kind in ("message", "edited_message"):
        if (said := raw.get(kind)) is not None:
            return _repair_message(number, kind, said)
    return None


def _repair_callback(raw: Any) -> JsonObject:
    query = validate(CALLBACK_QUERY_SCHEMA, raw, "callback_query")
    bearer = raw.get("message")
    if isinstance(bearer, dict):
        query["message"] = validate(PRESSED_MESSAGE_SCHEMA, bearer, "callback_query.message")
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
        return None  # a live location says where one is again and again: nobody edited anything
    oddity = _unsupported_kind(kind, present)
    message = validate(MESSAGE_SCHEMA, raw, kind)
    message["chat"], message["from"] = chat, sender
    return RepairedUpdate(
        update={"update_id": number, "message": message},
        unsupported_kind=oddity,
        forwarded=any(key in present for key in _FORWARD_FIELDS),
    )


def _repair_sender(raw: JsonObject, chat: JsonObject, at: str) -> JsonObject | None:
    """Who wrote. Only a private chat tells who it was when the messenger does not."""
    if raw.get("from") is not None:
        return validate(USER_SCHEMA, raw["from"], f"{at}.from")
    if chat.get("type") == "private":
        return {"id": chat["id"], "is_bot": False, "first_name": chat.get("first_name", "")}
    return None


def _ensure_chat_type(chat: JsonObject, sender: JsonObject) -> str:
    """The kind of chat; where it is not said, a chat that has its person's number is the private one."""
    kind: str = chat.setdefault("type", "private" if chat["id"] == sender["id"] else "group")
    return kind


def _unsupported_kind(kind: str, present: set[str]) -> UnsupportedKind | None:
    if kind == "edited_message":
        return UnsupportedKind.EDITED
    if "sticker" in present:
        return UnsupportedKind.STICKER
    if any(key in present for key in _UNSUPPORTED_FIELDS) or not any(key in present for key in CONTENT_FIELDS):
        return UnsupportedKind.OTHER
    return None
