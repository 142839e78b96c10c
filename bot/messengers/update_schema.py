"""The fields of an update that the house reads, what each must be, and what stands in where it is missing.

What is not named here is dropped before a library parses it, so that nothing nobody reads can break the parse.
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
    """A field that cannot be done without is missing or of another type; the message names the field, never its contents."""


class OnMissing(Enum):
    """What to do where a field is missing, null or of another type, when nothing can stand in for it."""

    REJECT = auto()
    OMIT = auto()
    REJECT_IF_MALFORMED = auto()  # it may be missing, but what a person sent must not be lost silently


@dataclass(frozen=True, slots=True)
class Field:
    """`parse` gives None for what it cannot take; `on_missing` is a value that stands in, or what to do without one."""

    parse: Callable[[Any], Any]
    on_missing: Any = OnMissing.OMIT


Schema: TypeAlias = Mapping[str, Field]


def validate(schema: Schema, raw: Any, path: str) -> JsonObject:
    if not isinstance(raw, dict):
        raise MalformedUpdate(f"{path} is not an object")
    kept: JsonObject = {}
    for name, field in schema.items():
        said = raw.get(name)
        value = None if said is None else field.parse(said)
        if value is not None:
            kept[name] = value
        elif field.on_missing is OnMissing.REJECT or (
            field.on_missing is OnMissing.REJECT_IF_MALFORMED and said is not None
        ):
            raise MalformedUpdate(f"{path}.{name} is {'missing' if said is None else 'odd'}")
        elif not isinstance(field.on_missing, OnMissing):
            kept[name] = field.on_missing
    return kept


def parse_bigint(said: Any) -> int | None:
    """A whole number that a BIGINT holds, also written as text or with a zero fraction."""
    if type(said) is int:
        number = said
    elif (isinstance(said, float) and said.is_integer()) or (isinstance(said, str) and _INTEGER.fullmatch(said)):
        number = int(said)
    else:
        return None
    return number if -_BIGINT_BOUND <= number < _BIGINT_BOUND else None


def parse_string(said: Any) -> str | None:
    return strip_surrogates(said) if isinstance(said, str) else None


def parse_identifier(said: Any) -> str | None:
    """An identifier of the messenger's: text, though some write it as a number."""
    return str(said) if type(said) is int else parse_string(said)


def _parse_size(said: Any) -> int | None:
    number = parse_bigint(said)
    return number if number is not None and number >= 0 else None


def _ignore(_: Any) -> None:
    """What a library insists on and nobody reads: whatever was said, the stand-in will do."""


def _parse_flag(said: Any) -> bool | None:
    return said if isinstance(said, bool) else None


def _degrees_parser(max_degrees: float) -> Callable[[Any], float | None]:
    def read(said: Any) -> float | None:
        if isinstance(said, bool) or not isinstance(said, int | float):
            return None
        return float(said) if math.isfinite(said) and abs(said) <= max_degrees else None

    return read


def _object_parser(fields: Schema, at: str) -> Callable[[Any], JsonObject]:
    return lambda said: validate(fields, said, at)


def _list_parser(fields: Schema, at: str) -> Callable[[Any], list[JsonObject] | None]:
    return lambda said: [validate(fields, each, at) for each in said] if isinstance(said, list) else None


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
}
"""The message that bears a pressed button: nothing of it matters but where it is."""
CALLBACK_QUERY_SCHEMA: Schema = {
    "id": Field(parse_identifier, OnMissing.REJECT),
    "from": Field(_object_parser(USER_SCHEMA, "callback_query.from"), OnMissing.REJECT),
    "data": Field(parse_string, ""),
}
