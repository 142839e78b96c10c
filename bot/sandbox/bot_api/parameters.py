"""The methods of each messenger and the parameters that they take.

Telegram's are those of Bot API 10.x, Bale's those of docs.bale.ai. Real Telegram ignores an unknown parameter; the
emulator refuses it, on purpose: a misspelt name must not pass a test.
"""

from collections.abc import Mapping


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DELIVERY = _names("disable_notification protect_content message_thread_id direct_messages_topic_id")
_PAID = _names("allow_paid_broadcast message_effect_id suggested_post_parameters")
_REPLY = _names("reply_parameters reply_markup")
_LEGACY_REPLY = _names("reply_to_message_id allow_sending_without_reply")
_SEND = _DELIVERY | _PAID | _REPLY | _LEGACY_REPLY | _names("chat_id business_connection_id")
_EPHEMERAL = _names("ephemeral_message_parameters receiver_user_id callback_query_id")
_CAPTION = _names("caption parse_mode caption_entities show_caption_above_media")
_EDIT = _names("business_connection_id chat_id message_id inline_message_id reply_markup")

TELEGRAM_PARAMETERS: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": _names("offset limit timeout allowed_updates"),
    "setWebhook": _names(
        "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"
    ),
    "deleteWebhook": _names("drop_pending_updates"),
    "getWebhookInfo": frozenset(),
    "sendMessage": _SEND
    | _EPHEMERAL
    | _names("text parse_mode entities link_preview_options disable_web_page_preview"),
    "sendPhoto": _SEND | _EPHEMERAL | _CAPTION | _names("photo has_spoiler"),
    "sendDocument": _SEND
    | _EPHEMERAL
    | _names("document thumbnail caption parse_mode caption_entities disable_content_type_detection"),
    "sendVoice": _SEND | _EPHEMERAL | _names("voice duration caption parse_mode caption_entities"),
    "sendMediaGroup": (_SEND - _names("reply_markup suggested_post_parameters")) | _names("media"),
    "sendChatAction": _names("chat_id action business_connection_id message_thread_id"),
    "editMessageText": _EDIT
    | _names("text parse_mode entities link_preview_options disable_web_page_preview rich_message"),
    "editMessageCaption": _EDIT | _CAPTION,
    "editMessageReplyMarkup": _EDIT,
    "editMessageMedia": _EDIT | _names("media"),
    "deleteMessage": _names("chat_id message_id"),
    "deleteMessages": _names("chat_id message_ids"),
    "answerCallbackQuery": _names("callback_query_id text show_alert url cache_time"),
    "getFile": _names("file_id"),
    "getChat": _names("chat_id"),
    "getChatMember": _names("chat_id user_id"),
    "getChatMemberCount": _names("chat_id"),
    "setMyCommands": _names("commands scope language_code"),
    "deleteMyCommands": _names("scope language_code"),
    "getMyCommands": _names("scope language_code"),
    "copyMessage": (_SEND - _names("business_connection_id"))
    | _CAPTION
    | _names("from_chat_id message_id video_start_timestamp"),
    "forwardMessage": _DELIVERY
    | _names("chat_id from_chat_id message_id video_start_timestamp message_effect_id")
    | _names("suggested_post_parameters"),
}

_BALE_SEND = _names("chat_id reply_to_message_id reply_markup")

BALE_PARAMETERS: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": _names("offset limit timeout"),
    "setWebhook": _names("url"),
    "deleteWebhook": frozenset(),
    "getWebhookInfo": frozenset(),
    "sendMessage": _BALE_SEND | _names("text"),
    "sendPhoto": _BALE_SEND | _names("from_chat_id photo caption"),
    "sendDocument": _BALE_SEND | _names("document caption"),
    "sendVoice": _BALE_SEND | _names("voice caption"),
    "sendMediaGroup": _names("chat_id media reply_to_message_id"),
    "sendChatAction": _names("chat_id action"),
    "editMessageText": _names("chat_id message_id text reply_markup"),
    "editMessageCaption": _names("chat_id message_id caption reply_markup"),
    "editMessageReplyMarkup": _names("chat_id message_id reply_markup"),
    "deleteMessage": _names("chat_id message_id"),
    "answerCallbackQuery": _names("callback_query_id text show_alert"),
    "getFile": _names("file_id"),
    "getChat": _names("chat_id"),
    "getChatMember": _names("chat_id user_id"),
    "getChatMembersCount": _names("chat_id"),
    "copyMessage": _names("chat_id from_chat_id message_id"),
    "forwardMessage": _names("chat_id from_chat_id message_id"),
}
