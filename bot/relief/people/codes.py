"""Codes that people copy from a card or a screen: generating, formatting and parsing them.

Knows characters, and no purpose of a code.
"""

import re
import secrets

from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import normalise

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no lookalikes, no lower case
CODE_LENGTH = 10
_TYPED = re.compile(
    rf"(?:(?P<kind>[a-z])-)?(?P<first>[a-z2-9]{{{CODE_LENGTH // 2}}})[\s-]?(?P<second>[a-z2-9]{{{CODE_LENGTH // 2}}})",
    re.IGNORECASE,
)

_HALF = rf"[a-z2-9]{{{CODE_LENGTH // 2}}}"
_IN_SENTENCE = re.compile(
    rf"(?:(?:کد|دعوت|کارت|code|invitation)[^a-z0-9\n]{{0,20}}\n?\s*|(?<![a-z0-9])(?=[jv]-))"
    rf"(?P<code>(?:[a-z]-)?{_HALF}[\s-]?{_HALF})(?![a-z0-9])",
    re.IGNORECASE,
)


def generate_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def format_code(code: str) -> str:
    """Format a code as «7KQ2M XAB9C», to be read from a card and typed by hand."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def parse_code(typed: str) -> tuple[str, str] | None:
    """Parse a typed code into its kind («j», or empty) and the code as typed; None if it is no code."""
    match = _TYPED.fullmatch(to_latin_digits(normalise(typed)))
    return None if match is None else ((match["kind"] or "").lower(), match["first"] + match["second"])


def find_code(text: str) -> tuple[str, str] | None:
    """Find a code in a sentence, «کد دعوت: 7KQ2M XAB9C»: after the word for it, or with its prefix.

    Two words of five letters are no code without either.
    """
    plain = to_latin_digits(normalise(text))
    match = _IN_SENTENCE.search(plain)
    return parse_code(plain) or (parse_code(match["code"]) if match else None)


def code_variants(typed: str) -> tuple[str, ...]:
    """Return the codes that the typed text may mean.

    Codes are upper case today; older ones have lower case letters, so the text as typed is one variant.
    """
    code = to_latin_digits(typed.strip())
    return (code,) if code == code.upper() else (code, code.upper())
