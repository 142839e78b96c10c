"""Builds the adapters that the settings name. A messenger's library is loaded only where its token is set."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bot.i18n.catalog import load_all_texts
from bot.messengers.port import Messenger
from bot.settings import Settings
from bot.settings.messengers import MESSENGERS, MessengerSettings

_NO_MODULE: Any = None
"""Stands for a module that must not load: httpx, which python-telegram-bot imports, then leaves out its command line (4 MB)."""


def build_messengers(settings: Settings) -> dict[str, Messenger]:
    """Return the adapters by name, not yet open."""
    sys.modules.setdefault("httpx._main", _NO_MODULE)
    _add_missing_names()
    return {messenger.name: _build(messenger) for messenger in settings.active_messengers}


def _add_missing_names() -> None:
    """Let each messenger without a name in locales/ be called by its title."""
    for texts in load_all_texts().values():
        for spec in MESSENGERS:
            if not texts.has(key := f"messenger-{spec.name}"):
                texts.add_resource(f"{key} = {spec.title}")


def _build(messenger: MessengerSettings) -> Messenger:
    module, _, name = messenger.spec.adapter.partition(":")
    adapter: Callable[[str, str, str], Messenger] = getattr(import_module(module), name)
    return adapter(messenger.token.get_secret_value(), messenger.api, messenger.proxy.get_secret_value())
