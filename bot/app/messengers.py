"""The bots that the settings name: one adapter a messenger, whose library is loaded only where its token is set."""

import sys
from typing import Any

from bot.messengers.port import Messenger
from bot.settings import Settings

_NO_MODULE: Any = None
"""In place of a module it says that there is none: httpx, which python-telegram-bot loads, does without its command line, and
the house without 4 MB of colours for it.
"""


def build_messengers(settings: Settings) -> dict[str, Messenger]:
    """By the messenger's name, not yet open."""
    made: dict[str, Messenger] = {}
    if settings.telegram_token:
        from bot.messengers.telegram import TelegramMessenger  # noqa: PLC0415 - aiogram is heavy, and needed only here

        telegram = TelegramMessenger(
            settings.telegram_token.get_secret_value(),
            settings.telegram_api,
            settings.telegram_proxy.get_secret_value(),
        )
        made[telegram.name] = telegram
    if settings.bale_token:
        sys.modules.setdefault("httpx._main", _NO_MODULE)
        from bot.messengers.bale import BaleMessenger  # noqa: PLC0415 - likewise python-telegram-bot

        bale = BaleMessenger(settings.bale_token.get_secret_value(), settings.bale_api)
        made[bale.name] = bale
    return made
