"""Reads the product's source as syntax trees: its modules, the names they define, their docstrings."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("bot", "handlers")
LOGGER = "log"  # the one public name that every module may define for itself
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Docstring:
    """One docstring of the product and where it stands."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A name in capitals that a module assigns once."""

    path: str
    name: str
    value: ast.expr | None


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*tops: str) -> tuple[Path, ...]:
    """Return the modules below the top folders, without migrations: those are never renamed."""
    return tuple(path for top in tops for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _assigned(node: ast.stmt) -> tuple[list[str], ast.expr | None]:
    match node:
        case ast.Assign(targets=targets, value=value):
            return [target.id for target in targets if isinstance(target, ast.Name)], value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return [name], value
        case _:
            return [], None


def public_names(path: Path) -> Iterator[str]:
    """Yield the public classes, functions and constants that the module defines at its top level."""
    for node in _tree(path).body:
        names, value = ([node.name], None) if isinstance(node, _Definition) else _assigned(node)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "TypeVar":
            continue  # a type variable is no name that anyone looks for
        yield from (name for name in names if not name.startswith("_") and name != LOGGER)


def constants(paths: Iterable[Path]) -> Iterator[Constant]:
    """Yield the constants of the modules: names in capitals, private ones too."""
    for path in paths:
        for node in _tree(path).body:
            names, value = _assigned(node)
            yield from (Constant(path=relative(path), name=name, value=value) for name in names if name.isupper())


def docstrings(paths: Iterable[Path]) -> Iterator[Docstring]:
    """Yield every docstring of the modules, of private and nested definitions too."""
    for path in paths:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Module | _Definition) and (text := ast.get_docstring(node)):
                yield Docstring(path=relative(path), line=node.body[0].lineno, text=text)


def words(name: str) -> tuple[str, ...]:
    """Split a name at underscores and camel humps, in lower case."""
    return tuple(word.lower() for part in name.split("_") for word in _WORD.findall(part))


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: for lists of words that read better without quotes."""
    return frozenset(text.split())
