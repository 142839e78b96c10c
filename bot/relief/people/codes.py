"""Codes that people carry from a card or a screen to another phone: how they are made, grouped to be read, and read when typed.

It knows letters, and nothing of what a code opens.
"""

import re
import secrets

from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import normalise

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another, none that must be small
CODE_LENGTH = 10
_TYPED = re.compile(
    rf"(?:(?P<kind>[a-z])-)?(?P<first>[a-z2-9]{{{CODE_LENGTH // 2}}})[\s-]?(?P<second>[a-z2-9]{{{CODE_LENGTH // 2}}})",
    re.IGNORECASE,
)


def generate_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def format_code(code: str) -> str:
    """«7KQ2M XAB9C»: to be read from a card, and typed by hand."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def parse_code(typed: str) -> tuple[str, str] | None:
    """The kind («j»; empty where none was written) and the code as it was typed; None where it is no code at all."""
    found = _TYPED.fullmatch(to_latin_digits(normalise(typed)))
    return None if found is None else ((found["kind"] or "").lower(), found["first"] + found["second"])


def code_variants(typed: str) -> tuple[str, ...]:
    """What a typed code may have been: codes of older days have small letters, those of today have none."""
    said = to_latin_digits(typed.strip())
    return (said,) if said == said.upper() else (said, said.upper())
