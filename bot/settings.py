"""What the environment says, as typed values, checked before anything starts. It opens nothing and knows no room but the keys.

Every problem is one sentence that names the variable and how it is written. No sentence bears a value: it may be a secret.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from bot.storage.database import complete_url
from bot.storage.encryption import InvalidKey, Keyring

ENV_PREFIX = "HAMYAR_"
BALE_API_URL = "https://tapi.bale.ai"
BALE_WEBHOOK_PORTS = (443, 88)
_TELEGRAM_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_BALE_TOKEN = re.compile(r"[^\s/?#]+")
_WEBHOOK_SECRET = re.compile(r"[\w-]{16,256}", re.ASCII)
_DATABASES = ("sqlite+aiosqlite", "postgresql+asyncpg")
_PROXIES = ("http", "https", "socks4", "socks5", "socks5h")


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class SettingsError(Exception):
    """Settings that nothing can start with: one sentence a problem."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _database(url: SecretStr) -> SecretStr:
    if url.get_secret_value():
        try:
            known = complete_url(url.get_secret_value()).drivername in _DATABASES
        except (ArgumentError, ValueError):
            known = False
        _require(known)
    return url


def _telegram_token(token: SecretStr) -> SecretStr:
    return _require_match(token, _TELEGRAM_TOKEN)


def _bale_token(token: SecretStr) -> SecretStr:
    return _require_match(token, _BALE_TOKEN)


def _webhook_secret(secret: SecretStr) -> SecretStr:
    return _require_match(secret, _WEBHOOK_SECRET)


def _require_match(secret: SecretStr, shape: re.Pattern[str]) -> SecretStr:
    said = secret.get_secret_value()
    _require(not said or shape.fullmatch(said) is not None)
    return secret


def _proxy(url: SecretStr) -> SecretStr:
    if url.get_secret_value():
        parts = _split(url.get_secret_value())
        _require(parts.scheme in _PROXIES and bool(parts.hostname) and parts.port is not None)
    return url


def _secret_key(key: SecretStr) -> SecretStr:
    if key.get_secret_value():
        try:
            Keyring.from_setting(key.get_secret_value())
        except (InvalidKey, ValueError):
            _require(False)
    return key


def _address(url: str) -> str:
    parts = _split(url)
    _require(parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment)
    return url.rstrip("/")


def _public_address(url: str) -> str:
    if url:
        url = _address(url)
        parts = _split(url)
        _require(parts.scheme == "https" or _on_this_machine(parts.hostname or ""))
    return url


def _split(url: str) -> SplitResult:
    """ValueError for what is no URL at all, its port included."""
    parts = urlsplit(url)
    _require(parts.port is None or parts.port > 0)
    return parts


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _require(held: bool) -> None:
    if not held:
        raise ValueError


class Settings(BaseSettings):
    """A description completes the sentence «it must be …» of the error, and stands in the README's table."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data: Path = Field(default=Path(".hamyar"), description="a folder for files and for the default database")
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default=SecretStr(""), description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )
    telegram_token: Annotated[SecretStr, AfterValidator(_telegram_token)] = Field(
        default=SecretStr(""), description="the token that @BotFather gave: digits, a colon, letters"
    )
    telegram_api: Annotated[str, AfterValidator(_address)] = Field(
        default="https://api.telegram.org", description="the http(s) address of a Bot API server"
    )
    telegram_proxy: Annotated[SecretStr, AfterValidator(_proxy)] = Field(
        default=SecretStr(""),
        description="http://, https://, socks4:// or socks5:// with host and port: socks5://127.0.0.1:1080",
    )
    bale_token: Annotated[SecretStr, AfterValidator(_bale_token)] = Field(
        default=SecretStr(""), description="the token that @botfather of Bale gave, without spaces"
    )
    bale_api: Annotated[str, AfterValidator(_address)] = Field(
        default=BALE_API_URL, description="the http(s) address of Bale's Bot API server"
    )
    secret_key: Annotated[SecretStr, AfterValidator(_secret_key)] = Field(
        default=SecretStr(""),
        description="32 bytes in base64 or hex (`openssl rand -base64 32` makes one), or several as 1:KEY,2:KEY",
    )
    webhook_url: Annotated[str, AfterValidator(_public_address)] = Field(
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

    @model_validator(mode="after")
    def _ports_that_bale_calls(self) -> "Settings":
        if self.webhook_url and self.bale_token and self.bale_api == BALE_API_URL:
            port = urlsplit(self.webhook_url).port or 443
            if port not in BALE_WEBHOOK_PORTS:
                raise ValueError(f"{ENV_PREFIX}WEBHOOK_URL is not usable with Bale: it calls the ports 443 and 88 only")
        return self

    @property
    def resolved_database_url(self) -> str:
        """The database URL, password included: for opening it, never for showing."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data.expanduser() / 'hamyar.db'}"

    @property
    def files_folder(self) -> Path:
        return self.data.expanduser() / "files"

    def keyring(self) -> Keyring:
        """InvalidKey when no secret key is set."""
        return Keyring.from_setting(self.secret_key.get_secret_value())

    def webhook_secret_for(self, messenger: str) -> str:
        """64 hex letters, one secret a messenger: Telegram's header, and the part of Bale's path that nobody can guess."""
        given = self.webhook_secret.get_secret_value().encode() or self.keyring().digest("webhook", "secret")
        return hmac.digest(given, messenger.encode(), hashlib.sha256).hex()

    def webhook_address(self, messenger: str) -> tuple[str, str]:
        """The public URL of a messenger's updates and the secret it is to send along, where it can."""
        secret = self.webhook_secret_for(messenger)
        return f"{self.webhook_url}/hook/{messenger}/{secret}", secret


def env_variable(field: str) -> str:
    return f"{ENV_PREFIX}{field.upper()}"


def load_settings(*, require_key: bool = False, require_token: bool = False) -> Settings:
    """The environment's settings; with `require_key` the secret key must be there, with `require_token` a token too. Raises SettingsError."""
    problems: list[str] = []
    settings = None
    try:
        settings = Settings()
    except ValidationError as error:
        problems.extend(_problems(error))
    problems.extend(_missing(key=require_key, bot=require_token))
    if settings is None or problems:
        raise SettingsError(tuple(problems)) from None
    return settings


def _problems(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_input=False, include_url=False):
        if not fault["loc"]:
            yield fault["msg"].removeprefix("Value error, ")
            continue
        field = str(fault["loc"][0])
        yield f"{env_variable(field)} is not usable: it must be {Settings.model_fields[field].description}"


def _missing(*, key: bool, bot: bool) -> Iterator[str]:
    if key and not os.environ.get(env_variable("secret_key")):
        yield f"{env_variable('secret_key')} is missing: it must be {Settings.model_fields['secret_key'].description}"
    tokens = env_variable("telegram_token"), env_variable("bale_token")
    if bot and not any(os.environ.get(name) for name in tokens):
        yield f"{' and '.join(tokens)} are both missing: set one, or both (README: how to get a token)"
