"""Names keep the rules of CONTRIBUTING. The debt of docstrings may only fall, folder by folder."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture import names
from tests.architecture.docstring_rules import breaches, broken_rules, by_folder
from tests.architecture.source_tree import PRODUCT, Constant, Docstring, words

DEBT_FILE = Path(__file__).with_name("docstring_debt.txt")


def allowed_debt() -> Mapping[str, int]:
    """Read how many breaches each folder may still have: `folder number`; no line means none."""
    lines = DEBT_FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {folder: int(number) for folder, number in pairs}


def test_no_public_name_is_defined_in_two_modules() -> None:
    doubled = names.doubled_names()
    assert {name: paths for name, paths in doubled.items() if name not in names.allowed_doubles()} == {}
    assert len(doubled) <= names.MAX_DOUBLED


def test_the_allowlist_of_doubled_names_has_only_names_that_are_doubled() -> None:
    assert names.allowed_doubles() <= names.doubled_names().keys(), "remove them: the list only shrinks"


def test_no_name_has_a_forbidden_word() -> None:
    assert names.forbidden_names() == []


def test_limits_and_durations_name_what_they_are() -> None:
    assert names.unclear_limits() == []


def test_docstrings_of_no_folder_get_worse() -> None:
    allowed = allowed_debt()
    counted = by_folder(breaches(*PRODUCT))
    worse = {folder: number for folder, number in counted.items() if number > allowed.get(folder, 0)}
    assert worse == {}, "python -m tests.architecture.docstring_rules FOLDER lists them"


def test_a_name_is_split_at_underscores_and_humps() -> None:
    assert words("HTTPStatus_of2Things") == ("http", "status", "of", "2", "things")


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        *[("told", True), ("SEEN_FACTS", True), ("FileManager", True), ("utils", True), ("is_known_here", True)],
        *[("NotFound", False), ("last_seen_at", False), ("unmade", False), ("Base", False)],
    ],
)
def test_a_forbidden_word_counts_as_a_whole_word_outside_the_terms(name: str, forbidden: bool) -> None:
    assert names.has_forbidden_word(name) is forbidden


@pytest.mark.parametrize(
    ("line", "unclear"),
    [
        *[("LONGEST_NAME = 80", True), ("MOST_ROWS = 9", True), ("MAX_ROWS = 9", False)],
        *[("LEASE = 15", True), ("LEASE_MS = 15_000", False), ("BACKOFF = (1, 2 * 30)", True)],
        *[("LEASE = timedelta(seconds=15)", False), ("LEASE_SAFETY_FRACTION = 0.6", False)],
    ],
)
def test_a_limit_is_min_or_max_and_a_bare_duration_has_its_unit(line: str, unclear: bool) -> None:
    assignment = ast.parse(line).body[0]
    assert isinstance(assignment, ast.Assign)
    constant = Constant(path="x.py", name=line.split(maxsplit=1)[0], value=assignment.value)
    assert names.is_unclear_limit(constant) is unclear


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Return the number.\n\nRaises NotFound. None: nothing was there.", []),
        ("Whose is it? Return the owner.", []),
        ("Return the owner. Whoever asks\nis not told.", ["begins with Whoever"]),
        ("By day: the sums.", ["begins with By"]),
        ("Return the number" + " and more" * 12 + ".", ["first sentence over 100"]),
    ],
)
def test_sentences_are_held_to_our_rules(text: str, rules: list[str]) -> None:
    assert [breach.rule for breach in broken_rules(Docstring(path="x.py", line=1, text=text))] == rules
