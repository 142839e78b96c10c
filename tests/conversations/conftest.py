"""Golden transcripts, a folder a topic: what people see, word for word, reviewed like code.

`make test ARGS="tests/conversations --rewrite"` writes them anew.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.reports.cards import CardImage, render_card

GOLDEN = Path(__file__).parent / "golden"
Golden = Callable[[str, list[str]], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    def compare(name: str, transcript: list[str]) -> None:
        path = GOLDEN / request.path.parent.relative_to(GOLDEN.parent) / f"{name}.txt"
        told = "\n".join(transcript) + "\n"
        if request.config.getoption("--rewrite"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(told, encoding="utf-8")
        assert told == path.read_text(encoding="utf-8"), f"{name} reads differently now"

    return compare


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> list[CardImage]:
    """Collect every card that is rendered, as its values."""
    drawn = list[CardImage]()

    def looked_at(card: CardImage) -> bytes:
        drawn.append(card)
        return render_card(card)

    monkeypatch.setattr("bot.reports.rendering.render_card", looked_at)
    return drawn
