"""Checks of recorded calls by rules that their sender did not write.

Bale copies Telegram, so its calls must make aiogram's method classes, with nothing left over; Telegram's must fit a schema
written from its documentation.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aiogram import methods
from aiogram.types import BufferedInputFile
from jsonschema import Draft202012Validator
from pydantic import BaseModel

_SCHEMA = json.loads(Path(__file__).with_name("bot_api.schema.json").read_text(encoding="utf-8"))


def check_calls(calls: Iterable[Mapping[str, Any]]) -> None:
    """Raise AssertionError with the first call that its documentation does not allow."""
    for call in calls:
        wrong = (_against_schema if call["messenger"] == "telegram" else _against_aiogram)(call)
        assert not wrong, f"call {call['index']}, {call['messenger']} {call['method']}: {wrong}"


def _against_schema(call: Mapping[str, Any]) -> str:
    if call["method"] not in _SCHEMA["$defs"]:
        return "no such method in the schema"
    schema = {**_SCHEMA, "$ref": f"#/$defs/{call['method']}"}
    found = sorted(
        Draft202012Validator(schema).iter_errors(_said(call["arguments"])), key=lambda error: error.json_path
    )
    return "; ".join(f"{error.json_path}: {error.message}" for error in found[:3])


def _against_aiogram(call: Mapping[str, Any]) -> str:
    name = call["method"][0].upper() + call["method"][1:]
    method: type[BaseModel] | None = getattr(methods, name, None)
    if method is None:
        return "no such method in aiogram"
    arguments = {key: _file(value) for key, value in _said(call["arguments"]).items()}
    try:
        made = method(**arguments)
    except ValueError as error:
        return str(error)
    return ", ".join(_left_over(made, name))


def _file(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"file", "size"}:
        return BufferedInputFile(b"", filename=value["file"])
    return value


def _said(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with text and caption as strings: the record decodes every value that looks like JSON."""
    words = {
        name: json.dumps(value, ensure_ascii=False)
        for name, value in arguments.items()
        if name in {"text", "caption"} and not isinstance(value, str)
    }
    return {**arguments, **words}


def _left_over(made: Any, at: str) -> list[str]:
    """Return the fields unknown to their class at any depth, also those that reached a wrong member of a union."""
    if isinstance(made, BaseModel):
        odd = [f"{at}.{name} is not known" for name in made.model_extra or {}]
        return odd + [
            each for name in type(made).model_fields for each in _left_over(getattr(made, name), f"{at}.{name}")
        ]
    if isinstance(made, list | tuple):
        return [each for number, item in enumerate(made) for each in _left_over(item, f"{at}[{number}]")]
    return []
