"""Checks of single values that more than one setting needs. Each raises ValueError and never shows the value."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

_PROXY_SCHEMES = ("http", "https", "socks4", "socks5", "socks5h")


def ensure_valid(is_valid: bool) -> None:
    """Raise ValueError unless `is_valid`. It has no message: the setting's description says what it must be."""
    if not is_valid:
        raise ValueError


def require_match(secret: SecretStr, pattern: re.Pattern[str]) -> SecretStr:
    """Check that a secret has this form; an empty one passes, as one that is not set."""
    value = secret.get_secret_value()
    ensure_valid(not value or pattern.fullmatch(value) is not None)
    return secret


def check_proxy(url: SecretStr) -> SecretStr:
    """Check the URL of a proxy, with host and port; an empty one is none."""
    if url.get_secret_value():
        parts = _split(url.get_secret_value())
        ensure_valid(parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and parts.port is not None)
    return url


def check_server_url(url: str) -> str:
    """Check an http(s) address and return it without a slash at its end."""
    parts = _split(url)
    ensure_valid(parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment)
    return url.rstrip("/")


def check_public_url(url: str) -> str:
    """Check an address that messengers call: https, or http on this machine; an empty one is none."""
    if url:
        url = check_server_url(url)
        parts = _split(url)
        ensure_valid(parts.scheme == "https" or _is_local(parts.hostname or ""))
    return url


def _split(url: str) -> SplitResult:
    """ValueError for what is no URL at all, its port included."""
    parts = urlsplit(url)
    ensure_valid(parts.port is None or parts.port > 0)
    return parts


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
