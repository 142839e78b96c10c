"""Stored names stay as they are: a rename of code must leave the listing untouched, a migration changes it."""

from pathlib import Path

import pytest

from tests.architecture.persisted_names import listing

LISTING_FILE = Path(__file__).with_name("persisted_names.txt")


def test_stored_names_change_only_with_a_migration(request: pytest.FixtureRequest) -> None:
    """`make test ARGS="tests/architecture --rewrite"` writes the listing anew."""
    current = listing()
    if request.config.getoption("--rewrite"):
        LISTING_FILE.write_text(current, encoding="utf-8")
    assert current == LISTING_FILE.read_text(encoding="utf-8"), "a stored name differs: it needs a migration"
