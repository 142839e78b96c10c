"""Keyed digests by which sealed values are found: one function per kind of value."""

from bot.persian.normalisation import fold
from bot.storage.encryption import keyring


def phone_digest(phone: str, key_number: int | None = None) -> bytes:
    """By which the same number (E.164) is found again, of members and of families alike.

    `key_number` is the key that `index_key_number` says to write with.
    """
    return keyring().digest("phone", phone, key_number)


def code_digest(code: str, key_number: int | None = None) -> bytes:
    """By which an invitation's code is found; `key_number` as for a phone."""
    return keyring().digest("invitation", code, key_number)


def card_digest(code: str, key_number: int | None = None) -> bytes:
    """By which a card is found; `key_number` as for a phone."""
    return keyring().digest("card", code, key_number)


def identity_digest(kind: str | None, identity: str | None, key_number: int | None = None) -> bytes | None:
    """By which the same household is found wherever it is registered. `identity` is in its one form; None has no digest.

    `key_number` is the key that `index_key_number` says to write with.
    """
    return None if identity is None else keyring().digest("identity", f"{kind}:{identity}", key_number)


def name_tokens(name: str, key_number: int | None = None) -> set[bytes]:
    """A family has those of one key; `key_number` is the one that `index_key_number` says to write with."""
    return keyring().ngram_tokens("family-name", fold(name), key_number)
