"""The context of a form as JSON and back: what the form was opened with, beside the answers.

Reading is tolerant (a draft may be of an older or a newer version): unknown keys are ignored, and a field that is missing
or unreadable takes its default. Every field of a context therefore has a default.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints, is_typeddict

import orjson

from bot.dialogue.state import FormState, FormValues, JsonValue

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


def continue_draft(draft: FormState, values: FormValues[Any]) -> FormState | None:
    """Return the draft with the context fields that it lacks, or None if it was opened otherwise.

    It was opened alike if it holds every answer and every context field that `values` sets.
    """
    stored, opened = draft.context or {}, _changed_fields(values.context)
    answers_alike = all(draft.answers.get(key) == answer for key, answer in values.answers.items())
    if not answers_alike or any(stored.get(key, value) != value for key, value in opened.items()):
        return None
    return replace(draft, context={**opened, **stored} or None)


def _changed_fields(context: Any) -> dict[str, JsonValue]:
    """Return the fields of a context that are not at their default, as plain values."""
    if context is None:
        return {}
    default = type(context)()
    return {
        field.name: dump_context(getattr(context, field.name))
        for field in fields(context)
        if getattr(context, field.name) != getattr(default, field.name)
    }


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
