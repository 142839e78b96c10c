"""Encryption at rest, blind indexes and search tokens. It knows keys and bytes, no table.

A box is one byte of key number, 12 of nonce, then AES-256-GCM; the place (`table.column:row`) is its associated data,
so that a box copied to another row does not open. Digests and tokens begin with the byte of their key too.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Self, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.storage.orm import Base, row_key

KEY_BYTES = 32
NONCE_BYTES = 12
TOKEN_BYTES = 8
MAX_KEYS = 255


class InvalidKey(ValueError):
    """A secret key that cannot be used. The message says how to write one, and never shows the key."""


class DecryptionError(Exception):
    """A box that is damaged, belongs to another place, or is sealed with a key that is not in the ring."""


def generate_key() -> str:
    """Return a new key as the setting takes it."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def associated_data(table: str, column: str, *key: object) -> str:
    """Return the place of a box for rows written without an object.

    Example: `associated_data("conversations", "state", messenger, account)`.
    """
    return f"{table}.{column}:{'/'.join(str(part) for part in key)}"


class Keyring:
    """Keys by number, 1 to 255.

    New boxes are sealed with `current_key_number`; old ones open with the key that they name. A digest is written under
    the key that the database says (`bot.storage.index_key`), by default the lowest, and looked up under every key. So
    an added key changes no match, and rows can be moved to it one after the other.
    """

    def __init__(self, keys: Mapping[int, bytes], current: int) -> None:
        if current not in keys or any(not 1 <= number <= MAX_KEYS for number in keys):
            raise InvalidKey("a key number is 1 to 255, and the current one must be there")
        if any(len(key) != KEY_BYTES for key in keys.values()):
            raise InvalidKey("a secret key has exactly 32 bytes")
        self.current_key_number = current
        self._ciphers = {number: AESGCM(_derive(key, "seal")) for number, key in keys.items()}
        self._keys = dict(sorted(keys.items()))
        self._purposes: dict[tuple[int, str], bytes] = {}

    @classmethod
    def from_setting(cls, text: str) -> Self:
        """Parse one key, or several as «1:…,2:…», each 32 bytes in hex or base64.

        The highest number is the current key.
        """
        if ":" not in text:
            return cls({1: _parse_key(text)}, 1)
        keys: dict[int, bytes] = {}
        for part in text.split(","):
            number, _, key = part.partition(":")
            if not number.strip().isdecimal():
                raise InvalidKey("several keys are written 1:KEY,2:KEY")
            keys[int(number)] = _parse_key(key)
        return cls(keys, max(keys))

    def seal(self, plain: bytes | str, aad: str) -> bytes:
        content = plain.encode() if isinstance(plain, str) else plain
        nonce = os.urandom(NONCE_BYTES)
        return (
            bytes((self.current_key_number,))
            + nonce
            + self._ciphers[self.current_key_number].encrypt(nonce, content, aad.encode())
        )

    def open(self, box: bytes, aad: str) -> bytes:
        cipher = self._ciphers.get(box[0]) if box else None
        if cipher is None:
            raise DecryptionError(f"no key for {aad}")
        try:
            return cipher.decrypt(box[1 : 1 + NONCE_BYTES], box[1 + NONCE_BYTES :], aad.encode())
        except (InvalidTag, ValueError) as reason:
            raise DecryptionError(f"damaged, or of another place: {aad}") from reason

    @property
    def key_numbers(self) -> tuple[int, ...]:
        """The numbers of all keys, the lowest first."""
        return tuple(self._keys)

    def digest(self, purpose: str, text: bytes | str, key_number: int | None = None) -> bytes:
        """Return the blind index of a text: the key's number and 32 bytes.

        Equal texts of one purpose and key have equal digests. Raises DecryptionError for a key that is not in the ring.
        """
        content = text.encode() if isinstance(text, str) else text
        key_number = self.key_numbers[0] if key_number is None else key_number
        return bytes((key_number,)) + hmac.digest(self._purpose_key(key_number, purpose), content, hashlib.sha256)

    def lookup_digests(self, purpose: str, text: bytes | str) -> list[bytes]:
        """Return the digest under every key: the values to look for."""
        return [self.digest(purpose, text, number) for number in self.key_numbers]

    def ngram_tokens(self, purpose: str, text: str, key_number: int | None = None) -> set[bytes]:
        """Return keyed trigrams of each word, 9 bytes each: names that share many are similar.

        The caller has folded the text.
        """
        padded = [f"  {word} " for word in text.split()]
        trigrams = {word[start : start + 3] for word in padded for start in range(len(word) - 2)}
        return {self.digest(purpose, trigram, key_number)[: 1 + TOKEN_BYTES] for trigram in trigrams}

    def _purpose_key(self, number: int, purpose: str) -> bytes:
        if (number, purpose) not in self._purposes:
            if number not in self._keys:
                raise DecryptionError(f"no key {number} for {purpose}")
            self._purposes[number, purpose] = _derive(self._keys[number], f"digest {purpose}")
        return self._purposes[number, purpose]


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"hamyar {purpose}".encode()).derive(key)


def _parse_key(text: str) -> bytes:
    text = text.strip()
    try:
        if len(text) == 2 * KEY_BYTES:
            return bytes.fromhex(text)
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error):
        raise InvalidKey("a secret key is 32 bytes written in hex or base64") from None


_installed: list[Keyring] = []


def install_keyring(ring: Keyring) -> None:
    """Install the ring of this process. Sealed columns of the tables use it."""
    _installed[:] = [ring]


def keyring() -> Keyring:
    if not _installed:
        raise InvalidKey("no secret key is installed")
    return _installed[0]


class _SealedAttribute:
    """Text of a row, encrypted in `column`. Queries cannot use it: sealed text is found by a digest or by tokens.

    `table.column` is part of the associated data: renaming either needs a migration that seals the values again.
    """

    table: str

    def __init__(self, column: str) -> None:
        self.column = column

    def __set_name__(self, owner: type[Base], name: str) -> None:
        self.table = owner.__tablename__

    def open_box(self, box: bytes, *key: object) -> str:
        """Decrypt the box of a row that was read as columns; `key` is the row's primary key."""
        return keyring().open(box, associated_data(self.table, self.column, *key)).decode()

    def _associated_data(self, row: Base) -> str:
        return associated_data(self.table, self.column, row_key(row))

    def _read(self, row: Base) -> str | None:
        box: bytes | None = getattr(row, self.column)
        return None if box is None else keyring().open(box, self._associated_data(row)).decode()

    def _write(self, row: Base, text: str | None) -> None:
        setattr(row, self.column, None if text is None else keyring().seal(text, self._associated_data(row)))


class SealedText(_SealedAttribute):
    @overload
    def __get__(self, row: None, owner: type[Base]) -> Self: ...
    @overload
    def __get__(self, row: Base, owner: type[Base]) -> str: ...
    def __get__(self, row: Base | None, owner: type[Base]) -> Self | str:
        return self if row is None else self._read(row) or ""

    def __set__(self, row: Base, text: str) -> None:
        self._write(row, text)


class OptionalSealedText(_SealedAttribute):
    @overload
    def __get__(self, row: None, owner: type[Base]) -> Self: ...
    @overload
    def __get__(self, row: Base, owner: type[Base]) -> str | None: ...
    def __get__(self, row: Base | None, owner: type[Base]) -> Self | str | None:
        return self if row is None else self._read(row)

    def __set__(self, row: Base, text: str | None) -> None:
        self._write(row, text)
