"""The dialects by messenger.

A new messenger is a member of `Messenger`, a dialect module and a line here.
"""

from collections.abc import Callable, Mapping

from bot.sandbox.dialects.bale import BaleDialect
from bot.sandbox.dialects.protocol import Dialect
from bot.sandbox.dialects.telegram import TelegramDialect
from bot.sandbox.options import Messenger, Options

_FACTORIES: Mapping[Messenger, Callable[[Options], Dialect]] = {
    Messenger.TELEGRAM: lambda _: TelegramDialect(),
    Messenger.BALE: lambda options: BaleDialect(entities=options.bale_entities),
}


def create_dialects(options: Options) -> dict[Messenger, Dialect]:
    """Return the dialect of every messenger."""
    return {messenger: _FACTORIES[messenger](options) for messenger in Messenger}
