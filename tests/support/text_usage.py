"""Finds the texts that the code uses, with their arguments: by syntax, and by the registry's forms.

A composed key, `Text(f"invitation-task-{role}")`, uses every key of that shape that takes the arguments given there.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import handlers
from bot import dialogue, i18n, persian, relief
from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.question import Question
from bot.dialogue.questions.basic import Choice, YesNoQuestion
from bot.dialogue.questions.multiples import MultiChoice, Repeat
from bot.i18n.messages import Term, enum_text
from bot.persian.dates.resolution import InvalidDateReason
from bot.persian.money import InvalidAmountReason
from bot.persian.phones import InvalidPhone
from bot.relief.errors import DomainError
from handlers.registry import REGISTRY

ROOT = Path(__file__).parents[2]
ANY = "*"
SAYING = {"text", "Text"}
SAID = "bot.i18n.messages"
OF_READERS = {"dialogue-*-*", "dialogue-*-unclear"}
"""These, and what begins with the name of a form, are listed below one by one."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use. `key` may hold `*`; `args` is None if the code does not show them."""

    where: str
    key: str
    args: frozenset[str] | None


def uses_in_code() -> Iterator[Use]:
    refusals = {kind.__name__ for kind in _kinds(DomainError)}
    for path, tree in _code():
        asking = refusals | (SAYING if any(_says(node) for node in tree.body) else set())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in asking:
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                apart = {"field"} if _name(node.func) in refusals else set()
                yield from (Use(where, key, _arguments(node, apart)) for key in _keys(node.args[0]))


def constants() -> frozenset[str]:
    """Return every string of the code: a key may stand in a table before it is used."""
    nodes = (node for _, tree in _code() for node in ast.walk(tree))
    return frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def shapes() -> frozenset[str]:
    """Return every composed key, as a pattern."""
    nodes = (node for _, tree in _code() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return frozenset(shape for node in nodes for shape in _keys(node) if shape.split(ANY)[0].endswith("-"))


def text_keys_of_calls(takes: Callable[[str], bool]) -> Iterator[str]:
    """Yield the key of each text that stands in the arguments of a call whose name `takes`; a key may hold `*`."""
    calls = (node for _, tree in _code() for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in calls:
        if takes(_name(call.func)):
            given = (*call.args, *(keyword.value for keyword in call.keywords))
            inner = (node for argument in given for node in ast.walk(argument) if isinstance(node, ast.Call))
            yield from (key for one in inner if one.args and _name(one.func) in SAYING for key in _keys(one.args[0]))


@cache
def _code() -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")])
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def _says(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == SAID


def _kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    yield kind
    for under in kind.__subclasses__():
        yield from _kinds(under)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=one, orelse=other):
            yield from _keys(one)
            yield from _keys(other)
        case ast.JoinedStr(values=parts):
            shape = "".join(str(part.value) if isinstance(part, ast.Constant) else ANY for part in parts)
            if not shape.startswith(ANY) and shape not in OF_READERS:
                yield shape
        case ast.Call(func=ast.Attribute(value=inner, attr="replace")):
            yield from _keys(inner)
        case _:
            return


def _arguments(call: ast.Call, apart: set[str]) -> frozenset[str] | None:
    if _name(call.func) == "Text" and len(call.args) > 1:
        given = call.args[1]
        if not isinstance(given, ast.Dict) or not all(isinstance(k, ast.Constant) for k in given.keys):
            return None
        return frozenset(str(k.value) for k in given.keys if isinstance(k, ast.Constant))
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name) - apart


# ---- the readers

REASONS: dict[str, object] = {
    "words": Literal["short", "long"],
    "number": Literal["unknown", "range"],
    "amount": Literal[InvalidAmountReason, "unclear"],
    "phone": get_type_hints(InvalidPhone)["reason"],
    "date": Literal[InvalidDateReason, "unclear", "not-yet", "gone"],
    "national-id": Literal["length", "letters", "repeated", "checksum", "swapped"],
    "foreigner-id": Literal["length", "letters", "repeated"],
    "passport": Literal["length", "letters", "repeated"],
}
"""Why each kind of reader finds nothing, or is in doubt."""


def uses_of_readers() -> Iterator[Use]:
    for about, reasons in REASONS.items():
        yield from (Use("bot/i18n/answer_parsers.py", f"dialogue-{about}-{why}", None) for why in get_args(reasons))


# ---- the forms


def uses_of_forms() -> Iterator[Use]:
    for form in REGISTRY.forms.values():
        yield Use(form.name, f"{form.name}-title", frozenset())
        if form.subject is not no_subject:
            yield Use(form.name, f"{form.name}-title.about", frozenset({"subject"}))
        if form.confirm:
            yield Use(form.name, f"{form.name}-confirm", frozenset())
            yield Use(form.name, f"{form.name}-confirm.ok", frozenset())
        yield from _of_form(form, labelled=form.confirm)


def _of_form(form: Form[Any], *, labelled: bool) -> Iterator[Use]:
    for question in form.questions:
        args = None if question.args else frozenset[str]()
        for attribute in ("", ".help", *_attributes(question, labelled=labelled)):
            yield Use(form.name, question.text_key(form.name) + attribute, None if attribute else args)
        if isinstance(question, Repeat):
            yield from _of_form(question.form, labelled=False)
        if type(question) in {Choice, MultiChoice}:
            yield from (Use(form.name, enum_text(option).key, frozenset()) for option in question.options)  # type: ignore[attr-defined]  # both have options


def _attributes(question: Question, *, labelled: bool) -> Iterator[str]:
    if labelled and question.required_answer is None:
        yield ".label"
    if question.optional:
        yield ".skip"
    if isinstance(question, YesNoQuestion):
        yield from (".yes", ".no")
    if question.required_answer is not None:
        yield ".stop"


# ---- the vocabularies


@cache
def vocabularies() -> dict[str, frozenset[str]]:
    """Return every vocabulary that is shown, and the keys of its members."""
    found: dict[str, frozenset[str]] = {}
    for package in (dialogue, i18n, persian, relief, handlers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for _, kind in inspect.getmembers(importlib.import_module(module.name), _is_vocabulary):
                found[f"{kind.__module__}.{kind.__name__}"] = frozenset(enum_text(member).key for member in kind)
    return found


def _is_vocabulary(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
