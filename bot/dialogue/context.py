"""The context of a form as JSON and back: what the form was opened with, beside the answers.

Reading is tolerant (a draft may be of an older or a newer version): unknown keys are ignored, and a field that is missing
or unreadable takes its default. Every field of a context therefore has a default.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import orjson

from bot.dialogue.state import FormState, FormValues, JsonValue

_type_hints: Callable[[Any], Mapping[str, Any]] = cache(get_type_hints)


def dump_context(context: object) -> JsonValue:
    """Return the context as plain values; values that are plain already stay as they are."""
    return orjson.loads(orjson.dumps(context))


def load_context(kind: type[Any] | None, stored: JsonValue) -> Any:
    """Return the context of type `kind` that `stored` holds; None for a form without a context."""
    if kind is None:
        return None
    values: dict[str, Any] = {}
    for name, hint in _type_hints(kind).items():
        with suppress(KeyError, TypeError, ValueError):
            values[name] = _load(hint, stored[name])
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


def _load(hint: Any, value: JsonValue) -> Any:
    """Read one field: an enum, a tuple, an optional of these, or a value that JSON knows. Raises ValueError or TypeError."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if value is None and NoneType in args else _load(args[0], value)
    if origin is tuple:
        return tuple(_load(args[0], item) for item in value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if not isinstance(value, dict if hasattr(hint, "__total__") else hint):
        raise TypeError
    return value
