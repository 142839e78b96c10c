"""Findings of a fuzzer, one a kind, with an example that can be kept in the corpus and replayed."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = 2  # kept of each kind


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of updates: `taken`, of which each was `heard`, `ignored` by rule or set `aside` (by reason).

    `unhandled` are failures that no rule covers, `stuck` updates that were neither answered nor confirmed; each by
    its kind.
    """

    taken: int = 0
    heard: int = 0
    ignored: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    unhandled: Counter[str] = field(default_factory=Counter)
    stuck: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Any]] = field(default_factory=dict)

    def failed(self, why: str, example: Any) -> None:
        self.unhandled[why] += 1
        self._keep(why, example)

    def stood_still(self, why: str, example: Any) -> None:
        self.stuck[why] += 1
        self._keep(why, example)

    def _keep(self, why: str, example: Any) -> None:
        kept = self.examples.setdefault(why, [])
        if len(kept) < EXAMPLES:
            kept.append(example)

    def add(self, other: "Tally") -> None:
        self.taken += other.taken
        self.heard += other.heard
        self.ignored += other.ignored
        self.aside += other.aside
        self.unhandled += other.unhandled
        self.stuck += other.stuck
        for why, examples in other.examples.items():
            for example in examples:
                self._keep(why, example)


def save(tally: Tally, folder: Path) -> list[Path]:
    """Save the examples as files; those in `CORPUS` are replayed by every test run."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, (why, examples) in enumerate(sorted(tally.examples.items())):
        for place, example in enumerate(examples):
            path = folder / f"found-{number:03}-{place}.json"
            path.write_text(json.dumps({"why": why, **example}, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
            written.append(path)
    return written


def corpus(kind: str) -> list[Path]:
    """Load earlier finds: `wire-*.json` for parsing alone, `whole-*.json` for the whole bot."""
    return sorted(CORPUS.glob(f"{kind}-*.json"))
