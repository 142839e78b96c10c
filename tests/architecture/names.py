"""`make names`: whether names and docstrings keep the rules of CONTRIBUTING, as figures.

Prints one JSON line a figure; exit 1 where a goal does not hold. `ONLY=name` one figure.
`python -m tests.architecture.docstring_rules PATH` lists the docstrings that `names.docstrings` counts.
"""

import argparse
import ast
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from tests.architecture.docstring_rules import breaches
from tests.architecture.source_tree import (
    PRODUCT,
    Constant,
    constants,
    modules,
    public_names,
    relative,
    word_set,
    words,
)

Line: TypeAlias = dict[str, Any]
DOUBLED_FILE = Path(__file__).with_name("doubled_names.txt")
MAX_DOUBLED = 20
SHOWN = 5  # examples in a figure's unit

FORBIDDEN_WORDS = word_set(
    "made said told given found seen aside together plainly kept held asked wanted known heard meant gone "
    "whoever nobody somebody house room util utils helper helpers common manager base misc"
)
TERMS = (  # of the field, or of the domain, in which such a word means something
    ("not", "found"),  # the resource is not there: HTTP 404
    ("last", "seen"),  # the time at which an account was last active
    ("seen", "updates"),  # the deduplication set of a conversation
    ("held", "lease"),
    ("assert", "held"),
    ("manager", "of"),
    ("made", "up"),  # fictitious
    ("relief", "house"),  # خانهٔ امداد
)
NAMES_OF_LIBRARIES = frozenset({"Base"})  # SQLAlchemy's declarative base

LIMIT_SUPERLATIVES = word_set("longest most shortest fewest largest smallest biggest least highest lowest")
DURATION_WORDS = word_set(
    "age backoff debounce delay duration grace interval lag lease lifetime pause period timeout ttl validity wait"
)
UNITS_OF_TIME = word_set("ms seconds minutes hours days weeks months")


def doubled_names() -> Mapping[str, list[str]]:
    """Return the public names of bot/ that several modules define, with those modules; the sandbox is apart."""
    places = defaultdict[str, list[str]](list)
    for path in modules("bot"):
        if "sandbox" not in path.parts:
            for name in set(public_names(path)):
                places[name].append(relative(path))
    return {name: paths for name, paths in sorted(places.items()) if len(paths) > 1}


def allowed_doubles() -> frozenset[str]:
    lines = DOUBLED_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def has_forbidden_word(name: str) -> bool:
    """Return True if a word of the name is forbidden and no term of the field contains it there."""
    if name in NAMES_OF_LIBRARIES:
        return False
    text = f" {' '.join(words(name))} "
    for term in TERMS:
        text = text.replace(f" {' '.join(term)} ", " ")
    return not FORBIDDEN_WORDS.isdisjoint(text.split())


def forbidden_names() -> list[str]:
    """Return «module» or «module name» for each that has a forbidden word."""
    result = []
    for path in modules(*PRODUCT):
        if has_forbidden_word(path.stem) or has_forbidden_word(path.parent.name):
            result.append(relative(path))
        result += [f"{relative(path)} {name}" for name in public_names(path) if has_forbidden_word(name)]
    return result


def _is_numeric(value: ast.expr | None) -> bool:
    match value:
        case ast.Constant(value=number):
            return isinstance(number, int | float) and not isinstance(number, bool)
        case ast.BinOp(left=left, right=right):
            return _is_numeric(left) and _is_numeric(right)
        case ast.Tuple(elts=parts):
            return all(map(_is_numeric, parts))
        case _:
            return False


def is_unclear_limit(constant: Constant) -> bool:
    """Return True if a limit is not MIN_ or MAX_, or if a duration in plain numbers does not name its unit."""
    parts = set(words(constant.name))
    if not LIMIT_SUPERLATIVES.isdisjoint(parts):
        return True
    is_duration = not DURATION_WORDS.isdisjoint(parts) and _is_numeric(constant.value)
    return is_duration and not {"per", "fraction"} & parts and UNITS_OF_TIME.isdisjoint(parts)


def unclear_limits() -> list[str]:
    return [f"{found.path} {found.name}" for found in constants(modules(*PRODUCT)) if is_unclear_limit(found)]


def _examples(wrong: list[str]) -> str:
    more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
    return ": " + "; ".join(wrong[:SHOWN]) + more if wrong else ""


def _line(figure: str, value: int, unit: str, goal: int, *, holds: bool) -> Line:
    return {"figure": figure, "value": value, "unit": unit, "goal": goal, "holds": holds}


def doubled(figure: str) -> Line:
    """Count doubled names; besides the goal, none may be outside the allowlist."""
    found, allowed = doubled_names(), allowed_doubles()
    new = [f"{name} in {', '.join(paths)}" for name, paths in found.items() if name not in allowed]
    unit = f"public names of bot/ in two or more modules; {len(new)} of them not on the allowlist{_examples(new)}"
    return _line(figure, len(found), unit, MAX_DOUBLED, holds=len(found) <= MAX_DOUBLED and not new)


def forbidden(figure: str) -> Line:
    wrong = forbidden_names()
    return _line(
        figure, len(wrong), f"modules and public names with a forbidden word{_examples(wrong)}", 0, holds=not wrong
    )


def docstrings(figure: str) -> Line:
    wrong = [str(breach) for breach in breaches(*PRODUCT)]
    return _line(figure, len(wrong), f"breaches of the rules for docstrings{_examples(wrong)}", 0, holds=not wrong)


def limits(figure: str) -> Line:
    wrong = unclear_limits()
    return _line(
        figure,
        len(wrong),
        f"limits without MIN_ or MAX_, durations without a unit{_examples(wrong)}",
        0,
        holds=not wrong,
    )


FIGURES: Mapping[str, Callable[[str], Line]] = {
    "names.doubled": doubled,
    "names.forbidden": forbidden,
    "names.docstrings": docstrings,
    "names.limits": limits,
}


def main() -> int:
    """Print the figures; 0 if every goal holds."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    only = os.environ.get("ONLY", "")
    lines = [figure(name) for name, figure in FIGURES.items() if only in {"", name}]
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - what the command is for
    return 0 if lines and all(line["holds"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
