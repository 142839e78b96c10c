"""Edits of the source by anchors, the way a newcomer makes them: a line is found, another one is put beside it.

An anchor is the beginning of a line, without its indentation. It has to be there exactly once, in the whole file or within
one block; what is not raises MovedAnchor with the file and the anchor, and nothing of the file is written.
"""

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent


class MovedAnchor(Exception):
    """An anchor that is not there, or not only once: the code has moved, and the edit must follow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of `path`: `insert` goes in `after` a line or `before` it, at its indentation.

    `within` is the beginning of the line that heads the block in which the anchor stands: a function, a class, a tuple.
    Without an anchor it goes to the end of that block, inside its bracket. With `instead` only that part of the anchored
    line is replaced. Blank lines and indentation are left to the formatter.
    """

    path: str
    insert: str
    after: str = ""
    before: str = ""
    within: str = ""
    instead: str = ""

    def apply(self, root: Path) -> None:
        file = root / self.path
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        at = self._find(lines)
        if self.instead:
            lines[at] = self._replaced(lines[at])
        else:
            added = indent(dedent(self.insert).strip("\n"), " " * _depth(lines[at])).splitlines()
            place = at + 1 if self.after else at
            lines[place:place] = added
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _find(self, lines: list[str]) -> int:
        first, last = 0, len(lines)
        if self.within:
            first = self._only(lines, self.within, range(len(lines)))
            last = _end_of_block(lines, first)
            if not self.after and not self.before:
                return last - 1
        return self._only(lines, self.after or self.before, range(first, last))

    def _only(self, lines: list[str], anchor: str, among: range) -> int:
        places = [number for number in among if lines[number].lstrip().startswith(anchor)]
        if len(places) != 1:
            inside = f" in the block «{self.within}»" if self.within and anchor != self.within else ""
            raise MovedAnchor(
                f"{self.path}: a line that begins with «{anchor}» stands {len(places)} times{inside}, not once: "
                "mend the edit in tests/newcomer"
            )
        return places[0]

    def _replaced(self, line: str) -> str:
        if line.count(self.instead) != 1:
            raise MovedAnchor(f"{self.path}: «{self.instead}» is not once in «{line.strip()}»: mend the edit")
        return line.replace(self.instead, self.insert)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end_of_block(lines: list[str], head: int) -> int:
    """Return the number of the line after the block: its closing bracket, if it has one, is its last."""
    for number in range(head + 1, len(lines)):
        line = lines[number].strip()
        is_signature = line[:1] == ")" and line[-1:] == ":"
        if line and _depth(lines[number]) <= _depth(lines[head]) and not is_signature:
            return number + 1 if line == ")" else number
    return len(lines)
