"""A chat that asked us to wait, the webhook's secret, and a week of silence."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.backoff import Backoff, BackoffPolicy
from bot.messengers.bale import BaleMessenger
from bot.messengers.chat_cooldown import ChatCooldown
from bot.messengers.polling import poll
from bot.messengers.port import InvalidToken, Messenger, RateLimited, ReceivedUpdate
from bot.messengers.telegram import TelegramMessenger

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def test_wait_ends_by_itself_and_holds_for_that_chat_alone() -> None:
    now = [100.0]
    patience = ChatCooldown(lambda: now[0])
    patience.start(7, 5)
    patience.require_ready(8)
    with pytest.raises(RateLimited) as told:
        patience.require_ready(7)
    assert told.value.retry_after == 5
    now[0] += 5
    patience.require_ready(7)


def test_waits_that_are_over_are_forgotten() -> None:
    now = [0.0]
    patience = ChatCooldown(lambda: now[0])
    for chat in range(10_000):
        patience.start(chat, 1)
        now[0] += 0.01
    assert len(patience._until) < 5000


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({HEADER: "s3cret"}, True),
        ({HEADER.lower(): "s3cret"}, True),
        ({HEADER: "S3cret"}, False),
        ({HEADER: "s3cre"}, False),
        ({HEADER: ""}, False),
        ({HEADER: "رمز"}, False),
        ({"X-Another": "s3cret"}, False),
        ({}, False),
    ],
)
def test_telegram_shows_its_secret(headers: Mapping[str, str], *, allowed: bool) -> None:
    assert TelegramMessenger(TOKEN).is_webhook_authentic("s3cret", headers) is allowed


def test_empty_secret_lets_nobody_in() -> None:
    telegram = TelegramMessenger(TOKEN)
    assert not telegram.is_webhook_authentic("", {})
    assert not telegram.is_webhook_authentic("", {HEADER: ""})


def test_bale_can_show_none() -> None:
    messenger: Messenger = BaleMessenger(TOKEN)
    assert messenger.is_webhook_authentic("s3cret", {})


def taken(received: ReceivedUpdate) -> "asyncio.Future[Exception | None]":
    raise AssertionError(received)


async def test_after_a_quiet_week_the_numbering_may_begin_anew() -> None:
    """A lower number than before would hide behind the old offset for ever."""
    now = [0.0]
    asked: list[int] = []
    answers = iter([[{"update_id": 900}], [], [], []])

    async def ask(offset: int) -> Any:
        asked.append(offset)
        now[0] += 3 * 24 * 3600
        try:
            return next(answers)
        except StopIteration:
            raise InvalidToken from None

    with pytest.raises(InvalidToken):
        await poll(
            ask,
            lambda _: None,
            taken,
            messenger="telegram",
            backoff=Backoff(policy=BackoffPolicy()),
            clock=lambda: now[0],
        )
    assert asked == [0, 901, 901, 901, 0]


async def test_updates_without_a_number_are_passed_over_one_by_one() -> None:
    asked: list[int] = []
    answers: list[Any] = [[{"update_id": 5}, {"message": {}}, "nonsense"], [None], []]

    async def ask(offset: int) -> Any:
        asked.append(offset)
        if not answers:
            raise InvalidToken
        return answers.pop(0)

    got: list[ReceivedUpdate] = []

    def take(received: ReceivedUpdate) -> "asyncio.Future[Exception | None]":
        got.append(received)
        return asyncio.ensure_future(asyncio.sleep(0))

    with pytest.raises(InvalidToken):
        await poll(
            ask,
            TelegramMessenger(TOKEN).parse_update,
            take,
            messenger="telegram",
            backoff=Backoff(policy=BackoffPolicy()),
        )
    assert asked == [0, 8, 9, 9]
    assert [getattr(one, "update", None) for one in got] == [6, 7, 8]


async def test_poll_can_be_stopped_at_once() -> None:
    async def ask(offset: int) -> Any:
        await asyncio.sleep(3600)
        return offset

    async with asyncio.TaskGroup() as group:
        task = group.create_task(
            poll(ask, lambda _: None, taken, messenger="bale", backoff=Backoff(policy=BackoffPolicy()))
        )
        await asyncio.sleep(0)
        task.cancel()
    assert task.cancelled()
