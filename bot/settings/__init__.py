"""Settings from the environment as typed values, checked before anything starts. It opens nothing.

Every problem is one sentence that names the variable and how it is written. No sentence shows a value: it may be a secret.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from bot.settings.messengers import (
    ENV_PREFIX,
    MESSENGER_FIELDS,
    MESSENGERS,
    MessengerSettings,
    MessengersSource,
)
from bot.settings.validators import check_public_url, ensure_valid, require_match
from bot.storage.database import complete_url
from bot.storage.encryption import InvalidKey, Keyring

_WEBHOOK_SECRET = re.compile(r"[\w-]{16,256}", re.ASCII)
_DATABASES = ("sqlite+aiosqlite", "postgresql+asyncpg")


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class SettingsError(Exception):
    """Settings with which nothing can start: one sentence for each problem."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _database(url: SecretStr) -> SecretStr:
    if url.get_secret_value():
        try:
            is_supported = complete_url(url.get_secret_value()).drivername in _DATABASES
        except (ArgumentError, ValueError):
            is_supported = False
        ensure_valid(is_supported)
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    return require_match(secret, _WEBHOOK_SECRET)


def _secret_key(key: SecretStr) -> SecretStr:
    if key.get_secret_value():
        try:
            Keyring.from_setting(key.get_secret_value())
        except (InvalidKey, ValueError):
            ensure_valid(False)
    return key


class Settings(BaseSettings):
    """The settings. A description is the end of the error's sentence «it must be …»."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data: Path = Field(default=Path(".hamyar"), description="a folder for files and for the default database")
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default=SecretStr(""), description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )
    messengers: Annotated[tuple[MessengerSettings, ...], NoDecode] = Field(
        default=(), description="tokens, addresses and proxies of the messengers, each in a variable of its own"
    )
    secret_key: Annotated[SecretStr, AfterValidator(_secret_key)] = Field(
        default=SecretStr(""),
        description="32 bytes in base64 or hex (`openssl rand -base64 32` makes one), or several as 1:KEY,2:KEY",
    )
    webhook_url: Annotated[str, AfterValidator(check_public_url)] = Field(
        default="", description="the public https address of this bot, or nothing for long polling"
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = Field(
        default=SecretStr(""),
        description="16 to 256 of A-Z, a-z, 0-9, _ and -, or nothing to derive it from the secret key",
    )
    webhook_host: str = Field(default="127.0.0.1", description="the address to listen on for webhooks")
    webhook_port: int = Field(
        default=8090, ge=1, le=65535, description="the port to listen on for webhooks, 1 to 65535"
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description="DEBUG, INFO, WARNING or ERROR")
    messages_a_minute: int = Field(
        default=90,
        ge=0,
        le=100_000,
        description="how many messages of one account are answered in a minute, or 0 for all",
    )
    durable: bool = Field(default=False, description="true or false: whether SQLite waits for the disk at every commit")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, MessengersSource(settings_cls), env_settings, dotenv_settings, file_secret_settings

    @model_validator(mode="after")
    def _check_webhook_port(self) -> "Settings":
        port = urlsplit(self.webhook_url).port or 443
        for messenger in self.messengers:
            allowed = messenger.restricted_ports
            if self.webhook_url and allowed and port not in allowed:
                ports = " and ".join(map(str, allowed))
                raise ValueError(
                    f"{env_variable('webhook_url')} is not usable with {messenger.spec.title}: it calls the ports {ports} only"
                )
        return self

    @property
    def active_messengers(self) -> tuple[MessengerSettings, ...]:
        """Those whose token is set."""
        return tuple(messenger for messenger in self.messengers if messenger.token)

    @property
    def resolved_database_url(self) -> str:
        """The database URL, password included: to open it, never to show it."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_folder / 'hamyar.db'}"

    @property
    def data_folder(self) -> Path:
        return self.data.expanduser()

    @property
    def files_folder(self) -> Path:
        return self.data_folder / "files"

    def keyring(self) -> Keyring:
        """Return the keys. Raises InvalidKey when no secret key is set."""
        return Keyring.from_setting(self.secret_key.get_secret_value())

    def webhook_secret_for(self, messenger: str) -> str:
        """Return 64 hex letters, one secret a messenger.

        It is Telegram's header, and the unguessable part of Bale's path.
        """
        secret = self.webhook_secret.get_secret_value().encode() or self.keyring().digest("webhook", "secret")
        return hmac.digest(secret, messenger.encode(), hashlib.sha256).hex()

    def webhook_address(self, messenger: str) -> tuple[str, str]:
        """Return the public URL for a messenger's updates and the secret that it sends along, if it can."""
        secret = self.webhook_secret_for(messenger)
        return f"{self.webhook_url}/hook/{messenger}/{secret}", secret


def env_variable(field: str) -> str:
    """Return the name of a setting's environment variable; a `MessengerSpec` names a messenger's."""
    return f"{ENV_PREFIX}{field.upper()}"


def env_variables() -> tuple[str, ...]:
    """Return the names of all variables that are read."""
    general = (env_variable(field) for field in Settings.model_fields if field != "messengers")
    return (*general, *(spec.variable(field) for spec in MESSENGERS for field in MESSENGER_FIELDS))


def load_settings(*, require_key: bool = False, require_token: bool = False) -> Settings:
    """Read the environment. With `require_key` there must be a secret key, with `require_token` a messenger's token.

    Raises SettingsError with every problem at once.
    """
    problems: list[str] = []
    settings = None
    try:
        settings = Settings()
    except ValidationError as error:
        problems.extend(_problems(error))
    problems.extend(_missing(key=require_key, token=require_token))
    if settings is None or problems:
        raise SettingsError(tuple(problems)) from None
    return settings


def _problems(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_input=False, include_url=False):
        match fault["loc"]:
            case ():
                yield fault["msg"].removeprefix("Value error, ")
            case ("messengers", int(number), str(field), *_):
                spec = MESSENGERS[number]
                yield f"{spec.variable(field)} is not usable: it must be {spec.describe(field)}"
            case (field, *_):
                description = Settings.model_fields[str(field)].description
                yield f"{env_variable(str(field))} is not usable: it must be {description}"


def _missing(*, key: bool, token: bool) -> Iterator[str]:
    if key and not os.environ.get(env_variable("secret_key")):
        yield f"{env_variable('secret_key')} is missing: it must be {Settings.model_fields['secret_key'].description}"
    tokens = [spec.variable("token") for spec in MESSENGERS]
    if token and not any(os.environ.get(name) for name in tokens):
        yield f"{' and '.join(tokens)} are missing: set one, or more (README: how to get a token)"
