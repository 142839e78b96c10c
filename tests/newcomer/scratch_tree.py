"""A copy of the working tree in a folder of its own, with its own git, so that what an addition touches can be listed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = ("tests/",)  # golden transcripts, the listing of stored names, and the tests themselves
QUIET = ("-c", "user.name=newcomer", "-c", "user.email=newcomer@localhost", "-c", "core.hooksPath=/dev/null")


def _git(root: Path, *args: str) -> str:
    return subprocess.run(["git", *QUIET, *args], cwd=root, check=True, capture_output=True, text=True).stdout


def product_files(root: Path = ROOT) -> list[str]:
    """Return the files that git knows or would add, by their paths."""
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [path for path in listed if path and (root / path).is_file()]


def copy_tree(target: Path) -> None:
    """Copy the tree as it stands to `target`, and commit it there."""
    for path in product_files():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, target / path)
    _git(target, "init", "-q")
    _git(target, "add", "-A")
    _git(target, "commit", "-qm", "before")


def touched_files(root: Path) -> list[str]:
    """Return the product files that are changed or new since the copy."""
    lines = _git(root, "status", "--porcelain", "-uall").splitlines()
    return sorted(path for line in lines if not (path := line[3:]).startswith(GENERATED))


def restore(root: Path) -> None:
    """Take back everything since the copy."""
    _git(root, "reset", "-q", "--hard")
    _git(root, "clean", "-qfdx")


def run_module(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m …` of this interpreter in the tree: the tree's own packages, the libraries of this environment."""
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("ONLY", None)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=root, env=environment, check=False, capture_output=True, text=True
    )


def put_in_shape(root: Path, files: list[str]) -> str:
    """Format the Python files and sort their imports, as `make fmt` does. Return what ruff still objects to."""
    modules = [path for path in files if path.endswith(".py")]
    run_module(root, "ruff", "check", "-q", "--select", "I", "--fix", *modules)
    run_module(root, "ruff", "format", "-q", *modules)
    return run_module(root, "ruff", "check", "-q", *modules).stdout
