"""The table of messengers: a new one is an adapter in bot/messengers and an entry here.

From the name come the variables HAMYAR_<NAME>_TOKEN, HAMYAR_<NAME>_API and HAMYAR_<NAME>_PROXY.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, ValidationInfo, field_validator
from pydantic_settings import EnvSettingsSource

from bot.settings.validators import check_proxy, check_server_url, require_match

ENV_PREFIX = "HAMYAR_"
MESSENGER_FIELDS = ("token", "api", "proxy")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerSpec:
    """A messenger that the bot can speak to. `adapter` is `module:class`, called with token, address of the API and proxy.

    `name` is stored with accounts and stands in texts and addresses: it never changes. `webhook_ports` are the only ports that
    its own server calls; empty: any.
    """

    name: str
    title: str
    adapter: str
    default_api: str
    token_pattern: re.Pattern[str]
    token_description: str
    webhook_ports: tuple[int, ...] = ()

    def variable(self, field: str) -> str:
        """Return the name of the environment's variable for one of MESSENGER_FIELDS."""
        return f"{ENV_PREFIX}{self.name}_{field}".upper()

    def describe(self, field: str) -> str:
        """Return the end of the sentence «it must be …»."""
        return {
            "token": self.token_description,
            "api": f"the http(s) address of a Bot API server of {self.title}",
            "proxy": "http://, https://, socks4:// or socks5:// with host and port: socks5://127.0.0.1:1080",
        }[field]


MESSENGERS = (
    MessengerSpec(
        name="telegram",
        title="Telegram",
        adapter="bot.messengers.telegram:TelegramMessenger",
        default_api="https://api.telegram.org",
        token_pattern=re.compile(r"\d+:[\w-]+", re.ASCII),
        token_description="the token that @BotFather gave: digits, a colon, letters",  # noqa: S106 - a description
    ),
    MessengerSpec(
        name="bale",
        title="Bale",
        adapter="bot.messengers.bale:BaleMessenger",
        default_api="https://tapi.bale.ai",
        token_pattern=re.compile(r"[^\s/?#]+"),
        token_description="the token that @botfather of Bale gave, without spaces",  # noqa: S106 - a description
        webhook_ports=(443, 88),
    ),
)
SPECS: Mapping[str, MessengerSpec] = {spec.name: spec for spec in MESSENGERS}


class MessengerSettings(BaseModel):
    """The settings of one messenger. Without a token it is not used."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    token: SecretStr = SecretStr("")
    api: Annotated[str, AfterValidator(check_server_url)]
    proxy: Annotated[SecretStr, AfterValidator(check_proxy)] = SecretStr("")

    @field_validator("token")
    @classmethod
    def _check_token(cls, token: SecretStr, info: ValidationInfo) -> SecretStr:
        return require_match(token, SPECS[info.data["name"]].token_pattern)

    @property
    def spec(self) -> MessengerSpec:
        return SPECS[self.name]

    @property
    def restricted_ports(self) -> tuple[int, ...]:
        """Return the only ports that a webhook may have; none: any port.

        Another server than the messenger's own calls any port.
        """
        return self.spec.webhook_ports if self.token and self.api == self.spec.default_api else ()


class MessengersSource(EnvSettingsSource):
    """Reads the variables of every messenger in the table into the setting `messengers`."""

    def __call__(self) -> dict[str, Any]:
        return {"messengers": tuple(self._read(spec) for spec in MESSENGERS)}

    def _read(self, spec: MessengerSpec) -> dict[str, str]:
        values = {field: self.env_vars.get(spec.variable(field).lower()) for field in MESSENGER_FIELDS}
        given = {field: value for field, value in values.items() if value is not None}
        return {"name": spec.name, "api": spec.default_api, **given}
