"""Schema of the fields that are read of an update, with the stand-in or failure of a missing one.

A field without a place here is dropped before a library parses the update, so that an unread field cannot break the parse.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from bot.messengers.envelope import strip_surrogates

_BIGINT_BOUND = 2**63
_INTEGER = re.compile(r"-?[0-9]{1,19}")
JsonObject: TypeAlias = dict[str, Any]


class MalformedUpdate(ValueError):
    """A necessary field is missing or of another type; the message names the field, never its contents."""


class OnMissing(Enum):
    """Treatment of a field that is missing, null or of another type, and has no stand-in."""

    REJECT = auto()
    OMIT = auto()
    REJECT_IF_MALFORMED = auto()  # it may be missing, but a person's words must not be lost silently


@dataclass(frozen=True, slots=True)
class Field:
    """Field of a schema. `parse` returns None for another type; `on_missing`: stand-in or OnMissing."""

    parse: Callable[[Any], Any]
    on_missing: Any = OnMissing.OMIT


Schema: TypeAlias = Mapping[str, Field]


def validate(schema: Schema, raw: Any, path: str) -> JsonObject:
    """Return the fields of the schema, parsed. Raises MalformedUpdate that names the field with `path` before it."""
    if not isinstance(raw, dict):
        raise MalformedUpdate(f"{path} is not an object")
    fields: JsonObject = {}
    for name, field in schema.items():
        raw_value = raw.get(name)
        value = None if raw_value is None else field.parse(raw_value)
        if value is not None:
            fields[name] = value
        elif field.on_missing is OnMissing.REJECT or (
            field.on_missing is OnMissing.REJECT_IF_MALFORMED and raw_value is not None
        ):
            raise MalformedUpdate(f"{path}.{name} is {'missing' if raw_value is None else 'odd'}")
        elif not isinstance(field.on_missing, OnMissing):
            fields[name] = field.on_missing
    return fields


def parse_bigint(raw: Any) -> int | None:
    """Return a whole number that a BIGINT holds, also from text or a float without fraction."""
    if type(raw) is int:
        number = raw
    elif (isinstance(raw, float) and raw.is_integer()) or (isinstance(raw, str) and _INTEGER.fullmatch(raw)):
        number = int(raw)
    else:
        return None
    return number if -_BIGINT_BOUND <= number < _BIGINT_BOUND else None


def parse_string(raw: Any) -> str | None:
    return strip_surrogates(raw) if isinstance(raw, str) else None


def parse_identifier(raw: Any) -> str | None:
    """Return a messenger's identifier as text; some servers write it as a number."""
    return str(raw) if type(raw) is int else parse_string(raw)


def _parse_size(raw: Any) -> int | None:
    number = parse_bigint(raw)
    return number if number is not None and number >= 0 else None


def _ignore(_: Any) -> None:
    """Return None: a library requires this field and nothing reads it, so that the stand-in will do."""


def _parse_flag(raw: Any) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _degrees_parser(max_degrees: float) -> Callable[[Any], float | None]:
    def read(raw: Any) -> float | None:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        return float(raw) if math.isfinite(raw) and abs(raw) <= max_degrees else None

    return read


def _object_parser(fields: Schema, at: str) -> Callable[[Any], JsonObject]:
    return lambda raw: validate(fields, raw, at)


def _list_parser(fields: Schema, at: str) -> Callable[[Any], list[JsonObject] | None]:
    return lambda raw: [validate(fields, each, at) for each in raw] if isinstance(raw, list) else None


_FILE_SCHEMA: Schema = {
    "file_id": Field(parse_identifier, OnMissing.REJECT),
    "file_unique_id": Field(parse_identifier, ""),
    "file_size": Field(_parse_size),
}
_NAMED_FILE_SCHEMA: Schema = {**_FILE_SCHEMA, "file_name": Field(parse_string), "mime_type": Field(parse_string)}
_CONTACT_SCHEMA: Schema = {
    "phone_number": Field(parse_identifier, OnMissing.REJECT),
    "first_name": Field(parse_string, ""),
    "last_name": Field(parse_string),
    "user_id": Field(parse_bigint),
}
_LOCATION_SCHEMA: Schema = {
    "latitude": Field(_degrees_parser(90), OnMissing.REJECT),
    "longitude": Field(_degrees_parser(180), OnMissing.REJECT),
}

USER_SCHEMA: Schema = {
    "id": Field(parse_bigint, OnMissing.REJECT),
    "is_bot": Field(_parse_flag, on_missing=False),
    "first_name": Field(parse_string, ""),
    "last_name": Field(parse_string),
    "language_code": Field(parse_string),
}
CHAT_SCHEMA: Schema = {
    "id": Field(parse_bigint, OnMissing.REJECT),
    "type": Field(parse_string),
    "first_name": Field(parse_string),
}
MESSAGE_SCHEMA: Schema = {
    "message_id": Field(parse_bigint, OnMissing.REJECT),
    "text": Field(parse_string, OnMissing.REJECT_IF_MALFORMED),
    "caption": Field(parse_string, OnMissing.REJECT_IF_MALFORMED),
    "media_group_id": Field(parse_identifier),
    "message_thread_id": Field(parse_bigint),
    "is_topic_message": Field(_parse_flag),
    "photo": Field(
        _list_parser(
            {**_FILE_SCHEMA, "width": Field(_parse_size, 0), "height": Field(_parse_size, 0)}, "message.photo"
        ),
        OnMissing.REJECT_IF_MALFORMED,
    ),
    "document": Field(_object_parser(_NAMED_FILE_SCHEMA, "message.document"), OnMissing.REJECT_IF_MALFORMED),
    "voice": Field(
        _object_parser({**_NAMED_FILE_SCHEMA, "duration": Field(_ignore, 0)}, "message.voice"),
        OnMissing.REJECT_IF_MALFORMED,
    ),
    "contact": Field(_object_parser(_CONTACT_SCHEMA, "message.contact"), OnMissing.REJECT_IF_MALFORMED),
    "location": Field(_object_parser(_LOCATION_SCHEMA, "message.location"), OnMissing.REJECT_IF_MALFORMED),
}
PRESSED_MESSAGE_SCHEMA: Schema = {
    "message_id": Field(parse_bigint, 0),
    "chat": Field(_object_parser(CHAT_SCHEMA, "message.chat"), OnMissing.REJECT),
    "message_thread_id": Field(parse_bigint),
    "is_topic_message": Field(_parse_flag),
}
"""Message that bears a pressed button: only its place is read."""
CALLBACK_QUERY_SCHEMA: Schema = {
    "id": Field(parse_identifier, OnMissing.REJECT),
    "from": Field(_object_parser(USER_SCHEMA, "callback_query.from"), OnMissing.REJECT),
    "data": Field(parse_string, ""),
}
