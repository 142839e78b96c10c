"""Reads the texts as they are written, and knows which of them stand on buttons."""

import re
from collections.abc import Container, Iterator
from fnmatch import fnmatchcase
from functools import cache
from itertools import product

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice
from bot.dialogue.questions.multiples import MultiChoice
from bot.i18n.catalog import LOCALES_FOLDER
from bot.i18n.messages import enum_text
from handlers.registry import REGISTRY
from tests.support.text_usage import text_keys_of_calls, uses_of_forms

GAP = "…"
"""Stands where an argument is filled in."""


@cache
def written_texts(locale: str) -> dict[str, tuple[str, ...]]:
    """Return each text by its key (an attribute as `key.attribute`), in every reading that its variants allow."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALES_FOLDER / locale).rglob("*.ftl")):
        for entry in FluentParser(with_spans=False).parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(entry, fluent.Message):
                continue
            if entry.value:
                found[entry.id.name] = _readings(entry.value)
            for attribute in entry.attributes:
                found[f"{entry.id.name}.{attribute.id.name}"] = _readings(attribute.value)
    return found


def _readings(pattern: fluent.Pattern) -> tuple[str, ...]:
    parts = [_readings_of_part(element) for element in pattern.elements]
    return tuple(dict.fromkeys("".join(choice).strip() for choice in product(*parts)))


def _readings_of_part(element: fluent.TextElement | fluent.Placeable) -> tuple[str, ...]:
    if isinstance(element, fluent.TextElement):
        return (element.value,)
    match element.expression:
        case fluent.StringLiteral(value=value):
            return (value.encode().decode("unicode_escape") if "\\u" in value else value,)
        case fluent.SelectExpression(variants=variants):
            return tuple(reading for variant in variants for reading in _readings(variant.value))
        case _:
            return (GAP,)


@cache
def label_keys() -> frozenset[str]:
    """Return the keys of every text that stands on a button: by the calls that make buttons, and by the forms."""
    shapes = set(text_keys_of_calls(_makes_a_button))
    texts = written_texts("fa").keys()
    keys = {key for shape in shapes for key in texts if fnmatchcase(key, shape)}
    return frozenset(keys | set(_labels_of_forms()) & texts)


def _makes_a_button(name: str) -> bool:
    return name == "Button" or name.endswith("_button")


def _labels_of_forms() -> Iterator[str]:
    for use in uses_of_forms():
        if use.key.rpartition(".")[2] in {"ok", "skip", "yes", "no"}:
            yield use.key
    for form in REGISTRY.forms.values():
        yield from _options(form)


def _options(form: Form[object]) -> Iterator[str]:
    for question in form.questions:
        if isinstance(question, Choice | MultiChoice):
            yield from (enum_text(option).key for option in question.options)


def labels(locale: str) -> dict[str, tuple[str, ...]]:
    """Return the texts that stand on buttons, with their readings."""
    return {key: readings for key, readings in written_texts(locale).items() if key in label_keys()}


def quoted_without_a_label(
    locale: str, quotes: tuple[str, str], max_letters: int, others: Container[str]
) -> dict[str, str]:
    """Return what texts quote and no text of at most `max_letters` reads, by the key of the quoting text.

    `others` are quoted and are no labels. An argument in a label may read anything.
    """
    opening, closing = quotes
    readings = [(key, reading) for key, all_readings in written_texts(locale).items() for reading in all_readings]
    shapes = [
        re.compile(".+".join(re.escape(part) for part in reading.split(GAP)))
        for _, reading in readings
        if len(reading) <= max_letters and reading.strip(f"{GAP} {opening}{closing}،,.:()●✓")
    ]
    return {
        key: quoted
        for key, reading in readings
        for quoted in re.findall(f"{opening}([^{opening}{closing}]+){closing}", reading)
        if len(quoted.replace(GAP, "").strip()) > 1 and quoted not in others
        if not any(shape.fullmatch(quoted) for shape in shapes)
    }
