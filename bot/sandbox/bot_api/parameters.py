"""Which methods each messenger has and which parameters they take.

Telegram's are those of Bot API 10.x, Bale's those of docs.bale.ai. Real Telegram passes over a parameter
that it does not know; the sandbox refuses it, on purpose: a misspelt name must not pass a test.
"""

from collections.abc import Mapping


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_QUIET = _set("disable_notification protect_content message_thread_id direct_messages_topic_id")
_PAID = _set("allow_paid_broadcast message_effect_id suggested_post_parameters")
_REPLY = _set("reply_parameters reply_markup")
_OLD_REPLY = _set("reply_to_message_id allow_sending_without_reply")
_NEW = _QUIET | _PAID | _REPLY | _OLD_REPLY | _set("chat_id business_connection_id")
_BRIEF = _set("ephemeral_message_parameters receiver_user_id callback_query_id")
_CAPTION = _set("caption parse_mode caption_entities show_caption_above_media")
_EDIT = _set("business_connection_id chat_id message_id inline_message_id reply_markup")

TELEGRAM: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": _set("offset limit timeout allowed_updates"),
    "setWebhook": _set("url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"),
    "deleteWebhook": _set("drop_pending_updates"),
    "getWebhookInfo": frozenset(),
    "sendMessage": _NEW | _BRIEF | _set("text parse_mode entities link_preview_options disable_web_page_preview"),
    "sendPhoto": _NEW | _BRIEF | _CAPTION | _set("photo has_spoiler"),
    "sendDocument": _NEW
    | _BRIEF
    | _set("document thumbnail caption parse_mode caption_entities disable_content_type_detection"),
    "sendVoice": _NEW | _BRIEF | _set("voice duration caption parse_mode caption_entities"),
    "sendMediaGroup": (_NEW - _set("reply_markup suggested_post_parameters")) | _set("media"),
    "sendChatAction": _set("chat_id action business_connection_id message_thread_id"),
    "editMessageText": _EDIT
    | _set("text parse_mode entities link_preview_options disable_web_page_preview rich_message"),
    "editMessageCaption": _EDIT | _CAPTION,
    "editMessageReplyMarkup": _EDIT,
    "editMessageMedia": _EDIT | _set("media"),
    "deleteMessage": _set("chat_id message_id"),
    "deleteMessages": _set("chat_id message_ids"),
    "answerCallbackQuery": _set("callback_query_id text show_alert url cache_time"),
    "getFile": _set("file_id"),
    "getChat": _set("chat_id"),
    "getChatMember": _set("chat_id user_id"),
    "getChatMemberCount": _set("chat_id"),
    "setMyCommands": _set("commands scope language_code"),
    "deleteMyCommands": _set("scope language_code"),
    "getMyCommands": _set("scope language_code"),
    "copyMessage": (_NEW - _set("business_connection_id"))
    | _CAPTION
    | _set("from_chat_id message_id video_start_timestamp"),
    "forwardMessage": _QUIET
    | _set("chat_id from_chat_id message_id video_start_timestamp message_effect_id")
    | _set("suggested_post_parameters"),
}

_BALE_NEW = _set("chat_id reply_to_message_id reply_markup")

BALE: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": _set("offset limit timeout"),
    "setWebhook": _set("url"),
    "deleteWebhook": frozenset(),
    "getWebhookInfo": frozenset(),
    "sendMessage": _BALE_NEW | _set("text"),
    "sendPhoto": _BALE_NEW | _set("from_chat_id photo caption"),
    "sendDocument": _BALE_NEW | _set("document caption"),
    "sendVoice": _BALE_NEW | _set("voice caption"),
    "sendMediaGroup": _set("chat_id media reply_to_message_id"),
    "sendChatAction": _set("chat_id action"),
    "editMessageText": _set("chat_id message_id text reply_markup"),
    "editMessageCaption": _set("chat_id message_id caption reply_markup"),
    "editMessageReplyMarkup": _set("chat_id message_id reply_markup"),
    "deleteMessage": _set("chat_id message_id"),
    "answerCallbackQuery": _set("callback_query_id text show_alert"),
    "getFile": _set("file_id"),
    "getChat": _set("chat_id"),
    "getChatMember": _set("chat_id user_id"),
    "getChatMembersCount": _set("chat_id"),
    "copyMessage": _set("chat_id from_chat_id message_id"),
    "forwardMessage": _set("chat_id from_chat_id message_id"),
}
