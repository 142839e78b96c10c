"""The registry of all conversations.

It collects this package by itself: each module exports its `FORMS`, its `VIEWS` and its `TASK_SOURCES`.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import handlers
from bot.dialogue.views import form_button, view_button
from bot.i18n.messages import text
from bot.turn.context import Registry
from handlers import menu
from handlers.services.waiting_files import FILE_INTAKE


def conversation_modules() -> Iterator[ModuleType]:
    """Import every other module of the package, in alphabetical order."""
    for module in pkgutil.walk_packages(handlers.__path__, f"{handlers.__name__}."):
        if not module.ispkg and module.name != __name__:
            yield importlib.import_module(module.name)


_MODULES = tuple(conversation_modules())

REGISTRY = Registry.build(
    forms=[form for module in _MODULES for form in getattr(module, "FORMS", ())],
    views=[view for module in _MODULES for view in getattr(module, "VIEWS", ())],
    task_sources=[source for module in _MODULES for source in getattr(module, "TASK_SOURCES", ())],
    entry_view=menu.route_command,
    home=menu.HOME,
    resolve_code=menu.route_typed_code,
    file_intake=FILE_INTAKE,
    refusal_buttons={
        "error-pledge-first": view_button(text("pledge-read"), "pledge"),
        "error-erase-leave-first": view_button(text("own-leave"), "leave-unit"),
        "error-link-code-unknown": form_button(text("accounts-have-code"), "account-linking"),
        **dict.fromkeys(
            ("error-stranger", "error-invitation-unknown", "error-invitation-expired", "error-invitation-used"),
            view_button(text("home-find-unit"), "joinable"),
        ),
    },
)
