"""Every page, act and form that a handler names exists: a button that leads nowhere is found here, not by a person.

The names are read from the source: the calls that make buttons or open pages, and the constants they are given.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

import pytest

from bot.dialogue.questions.multiples import Repeat
from bot.dialogue.views import FORM_VIEW
from handlers.registry import REGISTRY, conversation_modules

TARGETS: Mapping[str, tuple[str, ...]] = {
    "view_button": ("label", "view"),
    "act_button": ("label", "view", "act"),
    "form_button": ("label", "form"),
    "show_view": ("view",),
    "ViewRequest": ("view",),
}
MODULES = tuple(conversation_modules())


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One call that names a target; an argument that is not a constant is left out."""

    line: int
    function: str
    names: Mapping[str, str]


def links(module: ModuleType) -> Iterator[Link]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(node, ast.Call):
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function not in TARGETS:
            continue
        arguments = dict(zip(TARGETS[function], node.args, strict=False))
        arguments |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        names = {name: constant(module, value) for name, value in arguments.items() if name != "label"}
        yield Link(line=node.lineno, function=function, names={k: v for k, v in names.items() if isinstance(v, str)})


def constant(module: ModuleType, value: ast.expr) -> object:
    match value:
        case ast.Constant(value=constant_value):
            return constant_value
        case ast.Name(id=name):
            return getattr(module, name, None)
        case _:
            return None


def is_known(link: Link) -> bool:
    view, act, form = (link.names.get(name) for name in ("view", "act", "form"))
    if form is not None and form not in REGISTRY.forms:
        return False
    if view is None or view == FORM_VIEW:
        return True
    return view in REGISTRY.views and (act is None or act in REGISTRY.views[view].acts)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_link_leads_somewhere(module: ModuleType) -> None:
    broken = [link for link in links(module) if not is_known(link)]
    assert not broken


def test_links_are_found() -> None:
    found = [link for module in MODULES for link in links(module)]
    assert len(found) > 200
    assert {link.function for link in found} == set(TARGETS)


def test_a_link_to_nowhere_is_found() -> None:
    assert not is_known(Link(line=1, function="view_button", names={"view": "nowhere"}))
    assert not is_known(Link(line=1, function="act_button", names={"view": "member", "act": "nothing"}))
    assert not is_known(Link(line=1, function="form_button", names={"form": "nothing"}))


def test_every_refusal_button_leads_somewhere() -> None:
    for button in REGISTRY.refusal_buttons.values():
        assert REGISTRY.parse_view_request(button.data) is not None


def test_every_view_and_form_of_a_module_is_registered_once() -> None:
    forms = [form.name for module in MODULES for form in getattr(module, "FORMS", ())]
    views = [view.name for module in MODULES for view in getattr(module, "VIEWS", ())]
    assert sorted(forms) == sorted(REGISTRY.forms)
    assert sorted(views) == sorted(REGISTRY.views)
    defined = {
        value.name
        for module in MODULES
        for value in vars(module).values()
        if hasattr(value, "result_type") and value.submit is not None
    }
    assert defined == set(REGISTRY.forms), "a form that no module exports"


def test_a_nested_form_is_no_conversation_of_its_own() -> None:
    nested = {
        question.form.name
        for form in REGISTRY.forms.values()
        for question in form.questions
        if isinstance(question, Repeat)
    }
    assert not nested & set(REGISTRY.forms)
