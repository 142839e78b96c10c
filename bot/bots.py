"""The bots that the settings name: one adapter a messenger, whose library is loaded only where its token is set."""

from bot.messengers.port import Messenger
from bot.settings import Settings


def bots(settings: Settings) -> dict[str, Messenger]:
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
        from bot.messengers.bale import BaleMessenger  # noqa: PLC0415 - likewise python-telegram-bot

        bale = BaleMessenger(settings.bale_token.get_secret_value(), settings.bale_api)
        made[bale.name] = bale
    return made
