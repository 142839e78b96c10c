"""The check of names in use cases: the last door, behind chat, import and command line alike."""

from bot.persian.names import MAX_NAME_LENGTH, InvalidName, NameKind, parse_name
from bot.relief.errors import Conflict


def require_name(typed: str, kind: NameKind, *, field: str, max_length: int = MAX_NAME_LENGTH) -> str:
    """Return the name in one spelling. Raises Conflict, with the text that a question says for the same fault."""
    name = parse_name(typed, kind, max_length=max_length)
    if isinstance(name, InvalidName):
        args = {"most": max_length} if name.reason == "long" else {}
        raise Conflict(f"dialogue-name-{name.reason}", field=field, **args)
    return name
