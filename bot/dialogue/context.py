"""The context of a form as JSON and back: what the form was opened with, beside the answers.

Reading is tolerant (a draft may be of an older or a newer version): unknown keys are ignored, and a field that is missing
or unreadable takes its default. Every field of a context therefore has a default.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints, is_typeddict

import orjson

from bot.dialogue.state import Answers, FormState, FormValues, JsonValue

Loader: TypeAlias = Callable[[JsonValue], Any]


def dump_context(context: object) -> JsonValue:
    """Return the context as plain values; values that are plain already stay as they are."""
    return orjson.loads(orjson.dumps(context))


def load_context(kind: type[Any] | None, stored: JsonValue) -> Any:
    """Return the context of type `kind` that `stored` holds; None for a form without a context."""
    if kind is None:
        return None
    fields_stored = stored if isinstance(stored, dict) else {}
    values: dict[str, Any] = {}
    for name, load in _field_loaders(kind).items():
        if name in fields_stored:
            with suppress(TypeError, ValueError):
                values[name] = load(fields_stored[name])
    return kind(**values)


def began_alike(draft: FormState, values: FormValues[Any]) -> bool:
    """Return True if the draft and a form with these values have one subject.

    The choices in their context say so, or else those among the answers that the form begins with. Labels do not count, and
    no other answer does: it may have been changed since.
    """
    stored, opened = (draft.context or {}), _choices(dump_context(values.context) or {})
    if not opened:
        stored, opened = draft.answers, _choices(values.answers)
    return all(_choice_id(stored.get(key)) == choice for key, choice in opened.items())


def _choices(values: Answers) -> dict[str, JsonValue]:
    """Return the ids of the values that are choices."""
    return {key: choice for key, value in values.items() if (choice := _choice_id(value)) is not None}


def _choice_id(value: JsonValue) -> JsonValue:
    return value.get("id") if isinstance(value, dict) else None


def _build_loaders(kind: Any) -> Mapping[str, Loader]:
    return {name: _loader(hint) for name, hint in get_type_hints(kind).items()}


_field_loaders: Callable[[Any], Mapping[str, Loader]] = cache(_build_loaders)


def _loader(hint: Any) -> Loader:
    """Return the reader of a field: an enum, a tuple, one of these or None, or a value that JSON knows.

    A reader raises TypeError or ValueError for a value of another shape.
    """
    origin, args = get_origin(hint), get_args(hint)
    if origin is UnionType:
        load = _loader(args[0])
        return lambda value: None if value is None else load(value)
    if origin is tuple:
        load_item = _loader(args[0])
        return lambda value: tuple(map(load_item, value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    expected = dict if is_typeddict(hint) else hint

    def check(value: JsonValue) -> JsonValue:
        if not isinstance(value, expected):
            raise TypeError
        return value

    return check
