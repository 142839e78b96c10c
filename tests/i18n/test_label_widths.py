"""Our own words on a button fit a row of their own on a phone; people's words beside them are cut where they are drawn."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Pattern, TextElement

from bot.i18n.catalog import LOCALES, LOCALES_FOLDER
from bot.i18n.labels import max_letters
from bot.persian.letters import count_letters

ROOT = Path(__file__).parents[2]
BUTTONS = frozenset({"Button", "view_button", "act_button", "form_button"})
LABEL_ATTRIBUTES = frozenset({"ok", "skip", "yes", "no", "label"})


def keys_on_buttons() -> Iterator[str]:
    """Yield the keys of texts that stand on a button by their literal name."""
    for path in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("handlers/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id=maker),
                    args=[ast.Call(func=ast.Name(id="text" | "Text"), args=[ast.Constant(value=str(key)), *_]), *_],
                ) if maker in BUTTONS:
                    yield key


def texts_of(locale: str) -> Iterator[tuple[str, Pattern]]:
    for path in (LOCALES_FOLDER / locale).rglob("*.ftl"):
        for entry in FluentParser(with_spans=False).parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                if entry.value is not None:
                    yield entry.id.name, entry.value
                yield from ((f"{entry.id.name}.{one.id.name}", one.value) for one in entry.attributes)


def own_letters(pattern: Pattern) -> int:
    """Count the letters that are ours; what is put in is somebody's words or a figure."""
    return sum(count_letters(part.value) for part in pattern.elements if isinstance(part, TextElement))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_label_of_ours_fits_a_row_of_its_own(locale: str) -> None:
    labels = set(keys_on_buttons())
    assert len(labels) > 100, "the buttons are found"
    wide = {
        key: own_letters(pattern)
        for key, pattern in texts_of(locale)
        if (key in labels or key.rpartition(".")[2] in LABEL_ATTRIBUTES) and own_letters(pattern) > max_letters(1)
    }
    assert wide == {}
