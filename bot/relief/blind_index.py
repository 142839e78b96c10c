"""Keyed digests that find sealed values (blind index): one function for each kind of value.

`key_number` is the key that `index_key_number` says to write with.
"""

from bot.persian.normalisation import fold
from bot.storage.encryption import keyring


def phone_digest(phone: str, key_number: int | None = None) -> bytes:
    """Return the digest of a phone number (E.164), the same for members and for families."""
    return keyring().digest("phone", phone, key_number)


def code_digest(code: str, key_number: int | None = None) -> bytes:
    """Return the digest of an invitation's code."""
    return keyring().digest("invitation", code, key_number)


def card_digest(code: str, key_number: int | None = None) -> bytes:
    """Return the digest of a member card's code."""
    return keyring().digest("card", code, key_number)


def identity_digest(kind: str | None, identity: str | None, key_number: int | None = None) -> bytes | None:
    """Return the digest of a household's identity number, None where it has none.

    It finds the same household wherever it is registered. `identity` is in its normal form.
    """
    return None if identity is None else keyring().digest("identity", f"{kind}:{identity}", key_number)


def name_tokens(name: str, key_number: int | None = None) -> set[bytes]:
    """Return the n-gram tokens of a family's name. All tokens of one family are of one key."""
    return keyring().ngram_tokens("family-name", fold(name), key_number)
