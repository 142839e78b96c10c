"""An act that cannot be undone is one press away only on a page that asks once more."""

import ast
from collections.abc import Iterator

from tests.architecture.source_tree import modules

IRREVERSIBLE = {
    ("accounts", "unlink"),
    ("call", "stop"),
    ("campaign", "close"),
    ("campaign", "leave"),
    ("invite-detail", "revoke"),
    ("join-review", "refuse"),
    ("me", "leave"),
    ("member", "end"),
    ("member", "unlink"),
    ("member-card", "renew"),
    ("own-household", "declare"),
    ("self-erasure", "confirm"),
}
"""The view and the act."""
ASKS = "confirm_page"


def act_buttons(tree: ast.Module) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield the view and act of each act button, and whether the function that makes it asks once more."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            asks = any(isinstance(call.func, ast.Name) and call.func.id == ASKS for call in calls)
            for call in calls:
                match call:
                    case ast.Call(
                        func=ast.Name(id="act_button"),
                        args=[_, ast.Constant(value=str(view)), ast.Constant(value=str(act)), *_],
                    ):
                        yield (view, act), asks


def buttons() -> list[tuple[tuple[str, str], bool]]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in modules("handlers"))
    return [button for tree in trees for button in act_buttons(tree)]


def test_what_cannot_be_undone_is_asked_once_more() -> None:
    assert [act for act, asks in buttons() if act in IRREVERSIBLE and not asks] == []


def test_every_act_of_the_list_has_a_button() -> None:
    assert IRREVERSIBLE - {act for act, _ in buttons()} == set()
