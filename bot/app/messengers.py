"""Builds the adapters that the settings name. A messenger's library is loaded only where its token is set."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bot.messengers.port import Messenger
from bot.settings import Settings
from bot.settings.messengers import MessengerSettings

_NO_MODULE: Any = None
"""Stands for a module that must not load: httpx, which python-telegram-bot imports, then leaves out its command line (4 MB)."""


def build_messengers(settings: Settings) -> dict[str, Messenger]:
    """Return the adapters by name, not yet open."""
    sys.modules.setdefault("httpx._main", _NO_MODULE)
    return {messenger.name: _build(messenger) for messenger in settings.active_messengers}


def _build(messenger: MessengerSettings) -> Messenger:
    module, _, name = messenger.spec.adapter.partition(":")
    adapter: Callable[[str, str, str], Messenger] = getattr(import_module(module), name)
    return adapter(messenger.token.get_secret_value(), messenger.api, messenger.proxy.get_secret_value())
