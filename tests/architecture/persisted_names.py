"""Collects every name that is stored somewhere: in rows, in sealed JSON, in buttons that people keep, in keyed digests.

A name in this list cannot be changed by renaming code: what was stored under it would be lost or unreadable.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any, TypeAlias, get_args

from sqlalchemy import Column

from bot.dialogue.form import Form
from bot.dialogue.questions.multiples import Repeat
from bot.dialogue.screen import FileRef
from bot.dialogue.state import FormState
from bot.i18n.messages import Day, Digits, Joined, Localizable, Money, Percent, Text, Verbatim, to_json
from bot.messengers.port import Incoming, Key, Outgoing, UnreadableUpdate
from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName
from bot.relief.audit.actions import AuditAction
from bot.relief.outbound.jobs import DEFAULT_LANE, JobKind
from bot.relief.outbound.notices import NoticeKind
from bot.reports.rendering import FILE_SPECS
from bot.settings.messengers import MESSENGERS
from bot.storage.key_rotation.columns import sealed_tables
from bot.storage.orm import Base
from bot.turn.conversation.replies import (
    DeleteMessage,
    RemoveKeyboard,
    Reply,
    ReplyAction,
    SendMessage,
    ShowScreen,
    reply_to_json,
)
from bot.turn.conversation.state import ConversationState
from bot.turn.dead_letters import queue
from handlers import menu
from handlers.registry import REGISTRY
from tests.architecture.source_tree import modules

Lines: TypeAlias = Iterator[str]
ENUM_PACKAGES = ("bot.dialogue", "bot.i18n", "bot.persian", "bot.relief", "bot.storage", "bot.turn")
NOT_STORED = frozenset(
    {
        *("Action", "Admission", "Beneficiary", "CutLine", "DecisionOutcome", "FaultKind", "Focus"),
        *("Permission", "RelativePosition", "Scope", "TokenKind"),
    }
)
OWN_SECTION = frozenset({"AuditAction", "JobKind", "NoticeKind"})
DIGEST_METHODS = frozenset({"digest", "lookup_digests", "ngram_tokens"})


def _form(form: Form[Any], indent: str = "") -> Lines:
    yield f"{indent}{form.name} v{form.version}"
    context: Any = form.context
    if context is not None:
        yield f"{indent}  context {' '.join(sorted(field.name for field in fields(context)))}"
    for question in form.questions:
        yield f"{indent}  {question.key}"
        if isinstance(question, Repeat):
            yield from _form(question.form, f"{indent}    ")


def forms() -> Lines:
    """Keys of drafts and of answers in them: a form's version, the fields of its context, its questions in order."""
    for name in sorted(REGISTRY.forms):
        yield from _form(REGISTRY.forms[name])


def views() -> Lines:
    """Names in the data of buttons, which works for ever."""
    for name, view in sorted(REGISTRY.views.items()):
        yield " ".join([name, *(f"!{act}" for act in sorted(view.acts))])


def link_prefixes() -> Lines:
    """Deep links that are printed on cards and invitations."""
    names = [name for name in vars(menu) if name.endswith("_LINK_PREFIX")]
    yield from sorted(f"{name}: {getattr(menu, name)}" for name in names)


def _fields(kind: type[Any], name: str = "") -> str:
    return " ".join([f"{name or kind.__name__}:", *sorted(field.name for field in fields(kind))])


def conversation_state() -> Lines:
    """JSON in `conversations.state` and in `drafts.state_box`."""
    yield from (_fields(ConversationState), _fields(FormState))


def _keys(value: Any) -> str:
    """Return the keys of JSON at every depth; of a list those of its first item."""
    match value:
        case dict():
            return " ".join(f"{key}({inner})" if (inner := _keys(value[key])) else key for key in sorted(value))
        case [first, *_]:
            return _keys(first)
        case _:
            return ""


def replies() -> Lines:
    """JSON in `conversations.unsent`; each kind of action as it is really written."""
    keys = ((Key(label="x"),),)
    message = Outgoing(chat=1, text="x", keys=keys, keyboard=keys)
    actions: tuple[ReplyAction, ...] = (
        *(ShowScreen(message=message), SendMessage(message=message)),
        *(DeleteMessage(chat=1, message_id=1), RemoveKeyboard(chat=1, message_id=1)),
    )
    assert {type(action) for action in actions} == set(get_args(ReplyAction))
    for action in actions:
        data = reply_to_json(Reply(number=1, owner="x", action=action))
        yield f"{data.pop('kind')}: {_keys(data)}"
    yield _fields(FileRef)
    yield from (_fields(kind, f"file {name}") for name, kind in sorted(FILE_SPECS.items()))


def dead_letters() -> Lines:
    """JSON in `dead_letters.raw_box`: an update, and what came in by the name of its kind."""
    yield from (_fields(Incoming), _fields(UnreadableUpdate))
    yield from (_fields(kind, name) for name, kind in sorted(queue._INPUT_KINDS.items()))


def localizable_values() -> Lines:
    """Keys of a text's arguments where they wait as JSON."""
    day = date(2025, 11, 3)
    values: tuple[Localizable, ...] = (
        *(Money(Toman(1)), Day(day), Period(next(iter(PeriodName)), day, day), Percent(1, 2)),
        *(Digits(1), Verbatim("x"), Text("x"), Joined(())),
    )
    yield from (f"{type(value).__name__}: {' '.join(to_json(value))}" for value in values)


def lanes() -> Lines:
    """Rows of `lanes`: one for each messenger, whose name is stored with accounts too, and one for other work."""
    yield from (DEFAULT_LANE, *(spec.name for spec in MESSENGERS))


def _values(enum: type[Enum]) -> Callable[[], Lines]:
    return lambda: iter([str(member.value) for member in enum])


def _enums() -> Mapping[str, type[Enum]]:
    names = [
        module.name
        for package in ENUM_PACKAGES
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        if "migrations" not in module.name
    ]
    found = {
        kind.__name__: kind
        for name in names
        for kind in vars(importlib.import_module(name)).values()
        if inspect.isclass(kind) and issubclass(kind, Enum) and kind.__module__ == name and len(kind)
    }
    return {name: found[name] for name in sorted(found.keys() - NOT_STORED - OWN_SECTION)}


def enumerations() -> Lines:
    """Values of closed vocabularies, in rows and in answers."""
    for name, enum in _enums().items():
        yield f"{name}: {' '.join(str(member.value) for member in enum)}"


def _column(column: Column[Any]) -> str:
    marks = [" key"] if column.primary_key else [] if column.nullable else [" not null"]
    return f"  {column.name} {type(column.type).__name__.lower()}{''.join(marks)}"


def tables() -> Lines:
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
        yield table.name
        yield from (_column(column) for column in sorted(table.columns, key=lambda column: column.name))


def associated_data() -> Lines:
    """`table.column` that ciphertext is bound to: renaming one makes its values unreadable."""
    yield from sorted(f"{sealed.table.name}.{column}" for sealed in sealed_tables() for column in sealed.columns)
    yield "files.content"


def digest_purposes() -> Lines:
    """Purposes from which the keys of digests are derived; constants at the calls of the keyring."""
    found = set[str]()
    for path in modules("bot"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(purpose)), _, *_]):
                    if method in DIGEST_METHODS:
                        found.add(purpose)
                case _:
                    pass
    yield from sorted(found | {"files", "files apart ..."})  # built in bot/storage/file_store.py


SECTIONS: Mapping[str, Callable[[], Lines]] = {
    "forms, their versions and questions": forms,
    "views and their acts": views,
    "prefixes of deep links": link_prefixes,
    "fields of a conversation's state": conversation_state,
    "fields of replies that wait": replies,
    "kinds and fields of dead letters": dead_letters,
    "arguments of texts as JSON": localizable_values,
    "kinds of notices": _values(NoticeKind),
    "kinds of jobs": _values(JobKind),
    "lanes": lanes,
    "audit actions": _values(AuditAction),
    "enumerations": enumerations,
    "tables and columns": tables,
    "sealed columns (associated data)": associated_data,
    "purposes of keyed digests": digest_purposes,
}


def listing() -> str:
    """Return all sections as one text, in a fixed order."""
    head = "Names that are stored. This file changes only together with a migration (CONTRIBUTING.md).\n"
    return head + "".join(
        f"\n# {title}\n" + "".join(f"{line}\n" for line in lines()) for title, lines in SECTIONS.items()
    )
