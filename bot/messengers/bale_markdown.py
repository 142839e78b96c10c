"""Protection of plain text from Bale, which reads every text as Markdown and documents no escape."""

import re

_MARKS = re.compile(r"(?<![^\W_])(?<![*_`])[*_`]+(?=[^\s*_`])|[*_`]{2,}")
_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    """Put a word joiner, which has no width, at each mark that would format the text."""
    if "](" in text:
        text = text.replace("](", f"]{_JOINER}(")
    return _MARKS.sub(_break_marks, text)


def _break_marks(marks: re.Match[str]) -> str:
    return "".join(_JOINER + mark for mark in marks[0])
