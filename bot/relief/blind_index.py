"""Keyed digests by which sealed values are found: one function per kind of value."""

from bot.persian.normalisation import fold
from bot.storage.encryption import keyring


def phone_digest(phone: str, under: int | None = None) -> bytes:
    """By which the same number (E.164) is found again, of members and of families alike.

    `under` is the key that `digest_key` says to write with.
    """
    return keyring().digest("phone", phone, under)


def code_digest(code: str, under: int | None = None) -> bytes:
    """By which an invitation's code is found; `under` as for a phone."""
    return keyring().digest("invitation", code, under)


def card_digest(code: str, under: int | None = None) -> bytes:
    """By which a card is found; `under` as for a phone."""
    return keyring().digest("card", code, under)


def identity_digest(kind: str | None, identity: str | None, under: int | None = None) -> bytes | None:
    """By which the same household is found wherever it is registered. `identity` is in its one form; None has no digest.

    `under` is the key that `digest_key` says to write with.
    """
    return None if identity is None else keyring().digest("identity", f"{kind}:{identity}", under)


def name_tokens(name: str, under: int | None = None) -> set[bytes]:
    """A family has those of one key; `under` is the one that `digest_key` says to write with."""
    return keyring().tokens("family-name", fold(name), under)
