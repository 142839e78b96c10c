"""The bot's texts: every text that is asked for is there, in both languages, with the same arguments; none is there for nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.i18n.catalog import LOCALES, LOCALES_FOLDER
from tests.support.text_usage import (
    ANY,
    Use,
    constants,
    shapes,
    uses_in_code,
    uses_of_forms,
    uses_of_readers,
    vocabularies,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a file: its file and its arguments."""

    file: str
    args: frozenset[str]


class Mentioned(Visitor):
    """The arguments and the other messages that a pattern mentions."""

    def __init__(self) -> None:
        self.args: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.args.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's name
        self.messages.add(node.id.name)


@dataclass(frozen=True, slots=True)
class Locale:
    """The texts by key, an attribute as `key.attribute`. `faults` is what could not be read, or stands there twice."""

    texts: dict[str, Written] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def add(self, file: str, key: str, pattern: ast.Pattern) -> None:
        seen = Mentioned()
        seen.visit(pattern)
        if key in self.texts:
            self.faults.append(f"{file}: {key} stands in {self.texts[key].file} too")
        self.texts[key] = Written(file, frozenset(seen.args))
        self.mentioned.update(seen.messages)


@cache
def read(locale: str) -> Locale:
    found = Locale()
    for path in sorted((LOCALES_FOLDER / locale).rglob("*.ftl")):
        file = f"locales/{locale}/{path.relative_to(LOCALES_FOLDER / locale)}"
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                found.faults.append(f"{file}: cannot be read: {(entry.content or '').strip()[:60]}")
            if not isinstance(entry, ast.Message):
                continue
            if entry.value:
                found.add(file, entry.id.name, entry.value)
            for attribute in entry.attributes:
                found.add(file, f"{entry.id.name}.{attribute.id.name}", attribute.value)
    return found


@cache
def uses() -> tuple[Use, ...]:
    return (*uses_in_code(), *uses_of_forms(), *uses_of_readers())


def asked_for(use: Use, texts: dict[str, Written]) -> list[str]:
    if ANY not in use.key:
        return [use.key] if use.key in texts else []
    shaped = [key for key in texts if fnmatchcase(key, use.key)]
    return [key for key in shaped if use.args is None or use.args == texts[key].args]


def told(faults: list[str]) -> str:
    return "\n" + "\n".join(sorted(set(faults)))


def test_every_file_can_be_read_and_says_nothing_twice() -> None:
    faults = [fault for locale in LOCALES for fault in read(locale).faults]
    assert not faults, told(faults)


def test_both_languages_have_the_same_texts_with_the_same_arguments() -> None:
    faults: list[str] = []
    for locale, other in (LOCALES, LOCALES[::-1]):
        theirs = read(other).texts
        for key, mine in read(locale).texts.items():
            if key not in theirs:
                faults.append(f"{mine.file}: {key} is not in locales/{other}")
            elif theirs[key].args != mine.args:
                faults.append(f"{mine.file}: {key} takes {sorted(mine.args)}, in {other} {sorted(theirs[key].args)}")
            elif theirs[key].file.split("/")[2:] != mine.file.split("/")[2:]:
                faults.append(f"{mine.file}: {key} is in {theirs[key].file}")
    assert not faults, told(faults)


def test_every_text_that_is_asked_for_is_there() -> None:
    texts = read(LOCALES[0]).texts
    faults = [f"{use.where}: {use.key} is in no file of texts" for use in uses() if not asked_for(use, texts)]
    assert not faults, told(faults)


def test_every_text_is_given_the_arguments_that_it_takes() -> None:
    faults: list[str] = []
    for locale in LOCALES:
        texts = read(locale).texts
        for use in uses():
            for key in asked_for(use, texts):
                takes = texts[key].args
                if use.args not in (None, takes):
                    faults.append(
                        f"{texts[key].file}: {key} takes {sorted(takes)}; {use.where} gives {sorted(use.args or ())}"
                    )
    assert not faults, told(faults)


def test_a_vocabulary_is_named_whole_or_not_at_all() -> None:
    texts = read(LOCALES[0]).texts
    faults = [
        f"{name}: {key} is in no file of texts"
        for name, keys in vocabularies().items()
        if keys & texts.keys()
        for key in keys - texts.keys()
    ]
    assert not faults, told(faults)


def test_no_text_is_there_for_nothing() -> None:
    locale = read(LOCALES[0])
    used = {key for use in uses() for key in asked_for(use, locale.texts)}
    used |= {key for shape in shapes() for key in locale.texts if fnmatchcase(key, shape)}
    used |= constants() | locale.mentioned | {key for keys in vocabularies().values() for key in keys}
    faults = [
        f"{written.file}: {key} is asked for by nobody" for key, written in locale.texts.items() if key not in used
    ]
    assert not faults, told(faults)


def test_the_checks_see_what_they_should() -> None:
    """Each kind of asking is found: plain, one of two, put together, by a refusal, by a form, by a vocabulary."""
    found: dict[str, set[frozenset[str] | None]] = defaultdict(set)
    for use in uses():
        found[use.key].add(use.args)
    assert "dialogue-phone-area-code" in found
    assert frozenset({"at", "of", "question"}) in found["dialogue-asked"]
    assert {"dialogue-found", "dialogue-none-found"} <= found.keys()
    assert frozenset({"most"}) in found["error-evidence-many"]
    assert frozenset[str]() in found["service-report-value"]
    assert "kind-in-kind" in found
