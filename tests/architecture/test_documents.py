"""Documents name files that exist: each relative link, and each path in code marks."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_tree import PRODUCT, ROOT, modules

DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)
GLOSSARY = ROOT / "docs" / "glossary.md"
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
_PATH_IN_CODE = re.compile(r"`((?:bot|handlers|tests|docs|locales)(?:/[\w.<>-]+)+/?|[\w/]+\.(?:py|toml|txt|yaml))`")


def missing_paths(document: str, folder: Path) -> list[str]:
    """Return the links, relative to the document's folder, and the paths, relative to the project, that do not exist."""
    links = [link for link in _LINK.findall(document) if not (folder / link).exists()]
    return links + [path for path in _PATH_IN_CODE.findall(document) if "<" not in path and not _exists(path)]


def _exists(path: str) -> bool:
    """Return True if the path is in the project; a bare file name may be anywhere among the product's modules."""
    return (ROOT / path).exists() or any(module.name == path for module in modules(*PRODUCT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_in_a_document_exists(document: Path) -> None:
    assert missing_paths(document.read_text(encoding="utf-8"), document.parent) == []


def test_missing_paths_are_found() -> None:
    text = "[a](gone.md) [b](README.md#here) [c](https://x.y/z) `bot/gone.py` `bot/turn/` `store.py` `gone.py` `locales/<lang>/x`"
    assert missing_paths(text, ROOT) == ["gone.md", "bot/gone.py", "gone.py"]


def test_every_term_of_the_technical_annex_has_its_module() -> None:
    """A row of the annex: term, path in code marks, one line."""
    annex = GLOSSARY.read_text(encoding="utf-8").partition("## Technical annex")[2]
    rows = [line.split("|")[1:-1] for line in annex.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 0
    assert [row[0].strip() for row in rows if not _PATH_IN_CODE.search(row[1])] == []


def test_contributing_lists_the_layers_as_they_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    lists = {
        f"- `{contract['containers'][0].replace('.', '/')}`: "
        + " > ".join(f"`{layer}`" for layer in contract["layers"])
        for contract in contracts
        if contract["type"] == "layers"
    }
    text = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    assert {line for line in lists if line not in text} == set()
