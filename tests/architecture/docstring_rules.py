"""Rules for docstrings that a tool can check: ruff's, and ours for the first sentence and how sentences begin."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.architecture.source_tree import PRODUCT, ROOT, Docstring, docstrings, modules, word_set

RUFF_RULES = "D205,D400,D401,D415"
MAX_FIRST_SENTENCE_LENGTH = 100
FORBIDDEN_OPENINGS = word_set("who whoever what whatever of by whether that whose")
_SENTENCE_END = re.compile(r"(?<=[.?!])[»)\"']*\s+|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a docstring breaks a rule."""

    path: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.rule}"


def _by_ruff(*tops: str) -> Iterator[Breach]:
    """Ask ruff without our configuration: what pyproject.toml does not ask of a package yet is counted here too."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--target-version=py311"]
    options = [f"--select={RUFF_RULES}", "--output-format=json", "--exclude=migrations", *tops]
    result = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, check=False, text=True)
    if result.returncode > 1:
        raise RuntimeError(result.stderr)
    for found in json.loads(result.stdout):
        path = PurePosixPath(found["filename"]).relative_to(ROOT.as_posix())
        yield Breach(path=str(path), line=found["location"]["row"], rule=found["code"])


def sentences(text: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def broken_rules(docstring: Docstring) -> Iterator[Breach]:
    """Yield a breach for a long first sentence and for each sentence with a forbidden first word; questions are free."""
    parts = sentences(docstring.text)
    if len(parts[0]) > MAX_FIRST_SENTENCE_LENGTH:
        yield Breach(path=docstring.path, line=docstring.line, rule=f"first sentence over {MAX_FIRST_SENTENCE_LENGTH}")
    for sentence in parts:
        opening = re.match(r"[A-Za-z]*", sentence)
        if opening and opening[0].lower() in FORBIDDEN_OPENINGS and not sentence.endswith("?"):
            yield Breach(path=docstring.path, line=docstring.line, rule=f"begins with {opening[0]}")


def breaches(*tops: str) -> list[Breach]:
    """Return every breach in the packages, sorted by place."""
    ours = (breach for docstring in docstrings(modules(*tops)) for breach in broken_rules(docstring))
    return sorted((*_by_ruff(*tops), *ours), key=lambda breach: (breach.path, breach.line, breach.rule))


def by_folder(found: list[Breach]) -> Counter[str]:
    return Counter(str(PurePosixPath(breach.path).parent) for breach in found)


def main() -> int:
    """List the breaches of the folders given as arguments, of the whole product without any."""
    found = breaches(*(sys.argv[1:] or PRODUCT))
    print("\n".join(map(str, found)))  # noqa: T201 - the list is what the command is for
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
