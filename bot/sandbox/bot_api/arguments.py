"""Arguments of one Bot API call, from a query, form, JSON or multipart body.

Reads HTTP bodies into names and values, and knows no method.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from bot.sandbox.bot_api.errors import BotApiError, ErrorReason

TRUE_VALUES = {"true", "True", "1", 1}
MAX_NUMBER_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    name: str
    mime: str | None
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """Named arguments of a call: strings from forms, or JSON values; a null counts as missing."""

    values: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.values or name in self.uploads

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        text = value if value is None or isinstance(value, str) else str(value)
        _reject_lone_surrogates(text or "")
        return text

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise BotApiError(ErrorReason.BAD_PARAMETER, f'parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int | None = None) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        number = to_integer(value)
        if number is None:
            raise BotApiError(ErrorReason.BAD_PARAMETER, f'parameter "{name}" must be an integer')
        return number

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return isinstance(value, str | int) and value in TRUE_VALUES

    def json_value(self, name: str) -> Any:
        """Return a JSON value, passed as such or as a string that holds it."""
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(value or "null")
            except ValueError:
                raise BotApiError(ErrorReason.BAD_PARAMETER, f"can't parse {name} JSON object") from None
        _reject_lone_surrogates(json.dumps(value, ensure_ascii=False))
        return value

    def json_list(self, name: str) -> list[Any]:
        """Return a JSON list, empty if the argument is missing."""
        value = self.json_value(name)
        if value is not None and not isinstance(value, list):
            raise BotApiError(ErrorReason.BAD_PARAMETER, f"can't parse {name}: an array expected")
        return value or []

    def to_log(self) -> dict[str, Any]:
        """Return the arguments for the call log: JSON decoded, a file as its name and size."""
        shown: dict[str, Any] = {name: _decode_json(value) for name, value in self.values.items()}
        for name, upload in self.uploads.items():
            shown[name] = {"file": upload.name, "size": len(upload.content)}
        return shown


def _reject_lone_surrogates(text: str) -> None:
    """Refuse half of a surrogate pair: it is no character, though JSON can hold one."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "strings must be encoded in UTF-8")


def to_integer(value: Any) -> int | None:
    """Return an integer of at most 64 bits, passed as one or in digits; None for anything else."""
    if isinstance(value, str) and len(value) <= MAX_NUMBER_LENGTH and value.removeprefix("-").isdecimal():
        value = int(value)
    return value if isinstance(value, int) and abs(value) < 1 << 63 else None


def _decode_json(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read_arguments(request: web.Request) -> Arguments:
    """Read the arguments of a request.

    Raises BotApiError BAD_PARAMETER for a body that does not match its content type.
    """
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= _json_object(await request.read())
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, values, uploads)
    elif request.can_read_body:
        values |= dict(await request.post())
    return Arguments(values={name: value for name, value in values.items() if value is not None}, uploads=uploads)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "request must be a JSON object")
    return value


async def _read_parts(request: web.Request, values: dict[str, Any], uploads: dict[str, Upload]) -> None:
    async for name, part in read_parts(request):
        if isinstance(part, Upload):
            uploads[name] = part
        else:
            values[name] = part


async def read_parts(request: web.Request) -> AsyncIterator[tuple[str, str | Upload]]:
    """Read the parts of a multipart body in their order; a name may come more than once.

    Some clients send the name of a file percent-encoded, others as it is.
    """
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            content = bytes(await part.read(decode=True))
            if part.filename is None:
                yield part.name, content.decode(errors="replace")
            else:
                yield (
                    part.name,
                    Upload(name=unquote(part.filename), mime=part.headers.get("Content-Type"), content=content),
                )
    except ValueError:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse multipart body") from None
