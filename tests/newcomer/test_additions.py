"""The edits of `make newcomer` still find their places: an anchor that has moved is mended with the code that moved it."""

import ast
from pathlib import Path

import pytest

from tests.newcomer.additions import ADDITIONS, Addition
from tests.newcomer.edits import Edit, MovedAnchor
from tests.newcomer.scratch_tree import copy_tree, touched_files


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("newcomer")
    copy_tree(root)
    return root


def test_every_addition_finds_its_places_and_keeps_to_its_number_of_files(tree: Path) -> None:
    """All four at once: they touch no file in common."""
    before = 0
    for addition in ADDITIONS:
        tests = addition.apply(tree)
        files = touched_files(tree)
        assert 0 < len(files) - before <= addition.goal, addition.name
        before = len(files)
        assert tests
    for path in (tree / name for name in files if name.endswith(".py")):
        ast.parse(path.read_text(encoding="utf-8"))


BEFORE = "a = (\n    1,\n)\ndef f():\n    x = 1\ndef g():\n    x = 2\n"


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Edit(path="m.py", within="def g", after="x =", insert="y = 3"), BEFORE + "    y = 3\n"),
        (Edit(path="m.py", before="def f", insert="\n    b = 1\n"), BEFORE.replace("def f", "b = 1\ndef f")),
        (Edit(path="m.py", within="a = (", insert="2,"), BEFORE.replace("1,\n", "1,\n2,\n")),
        (Edit(path="m.py", within="def f", after="x =", instead="1", insert="5"), BEFORE.replace("x = 1", "x = 5")),
    ],
    ids=["after", "before", "end", "instead"],
)
def test_an_edit_is_put_beside_its_anchor(tmp_path: Path, edit: Edit, after: str) -> None:
    (tmp_path / "m.py").write_text(BEFORE, encoding="utf-8")
    edit.apply(tmp_path)
    assert (tmp_path / "m.py").read_text(encoding="utf-8") == after


@pytest.mark.parametrize(
    "edit",
    [
        Edit(path="m.py", after="x =", insert="y"),
        Edit(path="m.py", after="z =", insert="y"),
        Edit(path="gone.py", after="x =", insert="y"),
        Edit(path="m.py", after="a =", instead="9", insert="y"),
    ],
    ids=["twice", "never", "no file", "nothing to replace"],
)
def test_an_anchor_that_moved_is_named(tmp_path: Path, edit: Edit) -> None:
    (tmp_path / "m.py").write_text(BEFORE, encoding="utf-8")
    with pytest.raises(MovedAnchor, match=edit.path):
        edit.apply(tmp_path)
    assert (tmp_path / "m.py").read_text(encoding="utf-8") == BEFORE


def test_names_are_those_of_the_figures() -> None:
    assert [addition.name for addition in ADDITIONS] == ["question", "cut", "conversation", "messenger"]
    assert all(isinstance(addition, Addition) and addition.templates.is_dir() for addition in ADDITIONS)
