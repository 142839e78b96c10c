"""The fields of an update that the house reads, what each must be, and what stands in where it is missing.

What is not named here is dropped before a library parses it, so that nothing nobody reads can break the parse.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from bot.messengers.envelope import clean

_BIGGEST = 2**63
_WHOLE = re.compile(r"-?[0-9]{1,19}")
Json: TypeAlias = dict[str, Any]


class OddShapeError(ValueError):
    """A field that cannot be done without is missing or of another type; the message names the field, never its contents."""


class Lack(Enum):
    """What to do where a field is missing, null or of another type, when nothing can stand in for it."""

    REFUSE = auto()
    LEAVE_OUT = auto()
    REFUSE_IF_ODD = auto()  # it may be missing, but what a person sent must not be lost silently


@dataclass(frozen=True, slots=True)
class Field:
    """`read` gives None for what it cannot take; `otherwise` is a value that stands in, or what to do without one."""

    read: Callable[[Any], Any]
    otherwise: Any = Lack.LEAVE_OUT


Fields: TypeAlias = Mapping[str, Field]


def shaped(fields: Fields, raw: Any, at: str) -> Json:
    if not isinstance(raw, dict):
        raise OddShapeError(f"{at} is not an object")
    kept: Json = {}
    for name, field in fields.items():
        said = raw.get(name)
        value = None if said is None else field.read(said)
        if value is not None:
            kept[name] = value
        elif field.otherwise is Lack.REFUSE or (field.otherwise is Lack.REFUSE_IF_ODD and said is not None):
            raise OddShapeError(f"{at}.{name} is {'missing' if said is None else 'odd'}")
        elif not isinstance(field.otherwise, Lack):
            kept[name] = field.otherwise
    return kept


def whole(said: Any) -> int | None:
    """A whole number that a BIGINT holds, also written as text or with a zero fraction."""
    if type(said) is int:
        number = said
    elif (isinstance(said, float) and said.is_integer()) or (isinstance(said, str) and _WHOLE.fullmatch(said)):
        number = int(said)
    else:
        return None
    return number if -_BIGGEST <= number < _BIGGEST else None


def string(said: Any) -> str | None:
    return clean(said) if isinstance(said, str) else None


def name(said: Any) -> str | None:
    """An identifier of the messenger's: text, though some write it as a number."""
    return str(said) if type(said) is int else string(said)


def _size(said: Any) -> int | None:
    number = whole(said)
    return number if number is not None and number >= 0 else None


def _unread(_: Any) -> None:
    """What a library insists on and nobody reads: whatever was said, the stand-in will do."""


def _flag(said: Any) -> bool | None:
    return said if isinstance(said, bool) else None


def _degrees(most: float) -> Callable[[Any], float | None]:
    def read(said: Any) -> float | None:
        if isinstance(said, bool) or not isinstance(said, int | float):
            return None
        return float(said) if math.isfinite(said) and abs(said) <= most else None

    return read


def _object(fields: Fields, at: str) -> Callable[[Any], Json]:
    return lambda said: shaped(fields, said, at)


def _objects(fields: Fields, at: str) -> Callable[[Any], list[Json] | None]:
    return lambda said: [shaped(fields, each, at) for each in said] if isinstance(said, list) else None


_FILE: Fields = {
    "file_id": Field(name, Lack.REFUSE),
    "file_unique_id": Field(name, ""),
    "file_size": Field(_size),
}
_NAMED_FILE: Fields = {**_FILE, "file_name": Field(string), "mime_type": Field(string)}
_CONTACT: Fields = {
    "phone_number": Field(name, Lack.REFUSE),
    "first_name": Field(string, ""),
    "last_name": Field(string),
    "user_id": Field(whole),
}
_LOCATION: Fields = {
    "latitude": Field(_degrees(90), Lack.REFUSE),
    "longitude": Field(_degrees(180), Lack.REFUSE),
}

USER: Fields = {
    "id": Field(whole, Lack.REFUSE),
    "is_bot": Field(_flag, otherwise=False),
    "first_name": Field(string, ""),
    "last_name": Field(string),
    "language_code": Field(string),
}
CHAT: Fields = {"id": Field(whole, Lack.REFUSE), "type": Field(string), "first_name": Field(string)}
MESSAGE: Fields = {
    "message_id": Field(whole, Lack.REFUSE),
    "text": Field(string, Lack.REFUSE_IF_ODD),
    "caption": Field(string, Lack.REFUSE_IF_ODD),
    "media_group_id": Field(name),
    "photo": Field(
        _objects({**_FILE, "width": Field(_size, 0), "height": Field(_size, 0)}, "message.photo"),
        Lack.REFUSE_IF_ODD,
    ),
    "document": Field(_object(_NAMED_FILE, "message.document"), Lack.REFUSE_IF_ODD),
    "voice": Field(_object({**_NAMED_FILE, "duration": Field(_unread, 0)}, "message.voice"), Lack.REFUSE_IF_ODD),
    "contact": Field(_object(_CONTACT, "message.contact"), Lack.REFUSE_IF_ODD),
    "location": Field(_object(_LOCATION, "message.location"), Lack.REFUSE_IF_ODD),
}
BEARER: Fields = {"message_id": Field(whole, 0), "chat": Field(_object(CHAT, "message.chat"), Lack.REFUSE)}
"""The message that bears a pressed button: nothing of it matters but where it is."""
CALLBACK: Fields = {
    "id": Field(name, Lack.REFUSE),
    "from": Field(_object(USER, "callback_query.from"), Lack.REFUSE),
    "data": Field(string, ""),
}
