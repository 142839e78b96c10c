"""`make newcomer`: how many files it takes to add a stored question, a cut, a conversation, a messenger; and that they work.

Each is added to a copy of the tree, by a script, and its tests run there. Prints one JSON line a figure, with the files that
were touched; exit 1 where there are more than the goal, or a test fails. `ONLY=name` one figure.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, TypeAlias

from tests.newcomer.additions import ADDITIONS, Addition
from tests.newcomer.edits import MovedAnchor
from tests.newcomer.scratch_tree import copy_tree, put_in_shape, restore, run_module, touched_files

Line: TypeAlias = dict[str, Any]
REWRITTEN = "tests/architecture/test_persisted_names.py"


def figure_name(addition: Addition) -> str:
    return f"newcomer.{addition.name}"


def _failures(root: Path, addition: Addition, tests: tuple[str, ...]) -> str:
    """Run the tests of what was added, and those that look at every text, table or setting."""
    run_module(root, "pytest", "-q", "-p", "no:cacheprovider", "--rewrite", REWRITTEN)
    ran = run_module(root, "pytest", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", *tests, *addition.checks)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def measure(root: Path, addition: Addition) -> tuple[Line, str]:
    """Add it, count, test, take it back. Return the figure and what went wrong."""
    try:
        tests = addition.apply(root)
    except MovedAnchor as moved:
        files, wrong = [], str(moved)
    else:
        files = touched_files(root)
        wrong = put_in_shape(root, files) or _failures(root, addition, tests)
    restore(root)
    line = {
        "figure": figure_name(addition),
        "value": len(files),
        "unit": "product files" + ("; its tests fail, see standard error" if wrong else "; its tests pass"),
        "goal": addition.goal,
        "holds": not wrong and 0 < len(files) <= addition.goal,
        "files": files,
    }
    return line, wrong


def main() -> int:
    """Print the figures; 0 if every goal holds."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    only = os.environ.get("ONLY", "")
    chosen = [addition for addition in ADDITIONS if only in {"", figure_name(addition)}]
    good = bool(chosen)
    with tempfile.TemporaryDirectory(prefix="newcomer-") as folder:
        copy_tree(Path(folder))
        for addition in chosen:
            line, wrong = measure(Path(folder), addition)
            good &= line["holds"]
            print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
            if wrong:
                print(wrong, file=sys.stderr, flush=True)  # noqa: T201 - what a newcomer has to read
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
