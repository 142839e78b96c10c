"""The heart of the program stays small: all of bot/dialogue is under 700 lines of code. If it wants to grow, the design is wrong.

A line counts when some code stands on it: blank lines, comments and docstrings do not.
"""

import ast
import io
import tokenize
from pathlib import Path

DIALOGUE = Path(__file__).parents[2] / "bot" / "dialogue"
LIMIT = 700
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def lines_of_code(source: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    coded = {line for t in tokens if t.type not in NO_CODE for line in range(t.start[0], t.end[0] + 1)}
    told = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return len(coded - told)


def test_code_is_counted_and_nothing_else() -> None:
    assert (
        lines_of_code(
            '"""Told.\n\nMore."""\n\n# why\nx = (\n    1,  # one\n)\n\n\ndef f():\n    """Told."""\n    return x\n'
        )
        == 5
    )


def test_the_dialogue_core_is_under_its_limit() -> None:
    counted = {path.name: lines_of_code(path.read_text(encoding="utf-8")) for path in sorted(DIALOGUE.glob("*.py"))}
    total = sum(counted.values())
    print(f"\nbot/dialogue: {total} lines of code ({', '.join(f'{name} {n}' for name, n in counted.items())})")  # noqa: T201 - the figure is what is asked for
    assert total < LIMIT
