"""A copy of the working tree in a folder of its own, with its own git, so that what an addition touches can be listed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNCOUNTED = "tests/"  # golden transcripts, the listing of stored names, and the tests themselves
QUIET = ("-c", "user.name=newcomer", "-c", "user.email=newcomer@localhost", "-c", "core.hooksPath=/dev/null")


def _git(root: Path, *args: str) -> str:
    return subprocess.run(["git", *QUIET, *args], cwd=root, check=True, capture_output=True, text=True).stdout


def copy_tree(target: Path) -> None:
    """Copy the tree as it stands to `target`, a folder that is there, and commit it there; ignored files stay out."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    shutil.copytree(ROOT, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git", *ignored))
    _git(target, "init", "-q")
    _git(target, "add", "-A")
    _git(target, "commit", "-qm", "before")


def touched_files(root: Path) -> list[str]:
    """Return the product files that are changed or new since the copy."""
    lines = _git(root, "status", "--porcelain", "-uall").splitlines()
    return sorted(path for line in lines if not (path := line[3:]).startswith(UNCOUNTED))


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
