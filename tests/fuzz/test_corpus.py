"""What once broke the bot, replayed: through repair and parse, and through the whole bot from where its sender stood."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.turn.conversation.state import ConversationState
from bot.turn.dead_letters.queue import incoming_from_json
from tests.fuzz.database import province
from tests.fuzz.findings import Tally, corpus
from tests.fuzz.parser_fuzz import read_batch, read_chunk, read_one
from tests.fuzz.system_fuzz import Run, running


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Run]:
    async with (
        province(f"sqlite:///{tmp_path / 'hamyar.db'}") as database,
        running("short", database, tmp_path / "files") as run,
    ):
        yield run


def clean(tally: Tally) -> None:
    assert not tally.unhandled, tally.examples
    assert not tally.stuck, tally.examples


@pytest.mark.parametrize("path", corpus("wire"), ids=lambda path: path.stem)
def test_what_once_stopped_the_reading_is_read(path: Path) -> None:
    found, tally = json.loads(path.read_text(encoding="utf-8")), Tally()
    if "body" in found:
        read_batch(found["body"].encode("latin-1"), tally)
    for raw in found.get("updates", ()):
        read_one(raw, tally)
    clean(tally)
    assert tally.taken


def test_odd_updates_are_heard_alike_or_set_aside() -> None:
    tally = read_chunk("short", 4_000)
    clean(tally)
    assert tally.taken == tally.heard + tally.ignored + tally.aside.total()
    assert min(tally.heard, tally.ignored, tally.aside.total()) > 100


async def test_what_once_failed_a_turn_is_answered(run: Run) -> None:
    for path in corpus("whole"):
        found = json.loads(path.read_text(encoding="utf-8"))
        await replayed(run, found)
        assert not run.tally.unhandled, (path.stem, run.tally.examples)
    clean(run.tally)
    assert run.tally.heard


async def replayed(run: Run, found: dict[str, object]) -> None:
    """The update comes when the conversation stands where it stood then."""
    incoming = replace(incoming_from_json(found["incoming"]), update=run.tally.heard + 1)
    store, chat = run.runtime.processor.store, run.runtime.outbox.conversation(incoming.messenger, incoming.account)
    row = await store.load(incoming.messenger, incoming.account)
    await store.save(replace(row, state=ConversationState.from_json(found.get("state") or {})))
    chat.invalidate()
    await run.submit(incoming)
    await run.settled(incoming.messenger)


async def test_a_crowd_with_odd_habits_gets_its_answers(run: Run) -> None:
    for name in run.lines:
        await run.drive(name, 300)
    clean(run.tally)
    assert run.tally.taken == 600
    assert run.tally.heard > 300
    assert run.tally.aside
