"""Simpler forms of a message that a messenger refuses as wrong: its words without odd characters.

Knows neither library, and not what a messenger said.
"""

import unicodedata
from dataclasses import replace

from bot.messengers.port import Key, Keys, Outgoing

_KEPT = frozenset("\n \u200c+=%|~$")
_MARKS = frozenset("*_`[]")  # of formatting, in one messenger or the other


def plain_text(text: str) -> str:
    """Return the text as letters, digits and punctuation alone."""
    return "".join(c for c in text if c in _KEPT or (c not in _MARKS and unicodedata.category(c)[0] in "LMNPZ")).strip()


def plain_keys(keys: Keys) -> Keys:
    """Return the keys that only send their data back, with plain labels: links and copies may be refused."""
    rows = (
        tuple(Key(label=plain_text(key.label) or "…", data=key.data) for key in row if key.data and not key.url)
        for row in keys
    )
    return tuple(row for row in rows if row)


def key_lines(keys: Keys) -> str:
    """Return a line for each link or text that a key would have opened or copied."""
    shown = ((plain_text(key.label), key.url or key.copy) for row in keys for key in row)
    return "\n".join(f"{label}: {address}" for label, address in shown if address)


def with_plain_keys(out: Outgoing) -> Outgoing:
    return replace(out, keys=plain_keys(out.keys))


def without_file(out: Outgoing, note: str) -> Outgoing:
    """Return the message with a note in place of its file."""
    return replace(out, attachment=None, text="\n\n".join(part for part in (note, out.text) if part))
