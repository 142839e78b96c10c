"""Options of the emulator: messengers, sample people, tokens and limits.

It knows nothing of HTTP.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NewType

from pydantic import TypeAdapter

AccountId = NewType("AccountId", int)
ChatId = NewType("ChatId", int)

MAX_POLL_SECONDS = 50.0
"""Seconds that Telegram holds getUpdates at most, whatever is asked."""


class Messenger(StrEnum):
    """The emulated messengers. Their names stand in addresses; what differs is in `bot/sandbox/dialects`."""

    TELEGRAM = "telegram"
    BALE = "bale"


MESSENGER_PATTERN = f"{{messenger:{'|'.join(Messenger)}}}"
"""The part of a route that names a messenger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePerson:
    """A person whom the page offers to play.

    One without `start` has met the bot already, so it may write to them first; one with `start` is new and enters by
    `/start <payload>`, as through an invitation link.
    """

    messenger: Messenger
    account: int
    name: str
    role: str = ""
    phone: str | None = None
    language: str = "fa"
    start: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """Messages allowed before 429. None leaves that limit off; all are off unless asked for.

    The published Telegram figures are 1/s to a chat (short bursts pass), 30/s for a bot and 20/min to a group.
    """

    per_chat_second: float | None = None
    chat_burst: int = 3
    per_bot_second: float | None = None
    per_group_minute: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one emulator.

    `tokens` maps a messenger's name to its one good token; a messenger left out accepts any token.
    """

    people: tuple[SamplePerson, ...] = ()
    tokens: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    limits: RateLimits = RateLimits()
    data_folder: Path | None = None
    bale_entities: bool = True
    webhook_backoff_seconds: float = 0.5
    query_lifetime_seconds: float = 900.0
    heartbeat_seconds: float = 15.0
    silence_seconds: float = 0.2


def load_sample_people(path: Path) -> tuple[SamplePerson, ...]:
    """Load a JSON list of SamplePerson fields. Raises pydantic.ValidationError for a wrong one."""
    return TypeAdapter(tuple[SamplePerson, ...]).validate_json(path.read_bytes())
