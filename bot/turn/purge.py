"""Forgetting: drafts, open conversations, replies on their way and updates set aside that speak of what was erased.

It opens what is sealed and looks for what it is told to look for; it knows nothing of families.
"""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import orjson
from sqlalchemy import delete, select, update

from bot.storage.encryption import DecryptionError, associated_data, keyring
from bot.storage.tables import Conversation, DeadLetter, Draft
from bot.turn.context import TurnContext
from bot.turn.conversation.state import ConversationState

MentionPredicate: TypeAlias = Callable[[str], bool]
MAX_CONVERSATIONS_PER_READ = 500  # conversations read at a time


async def purge_mentions(turn: TurnContext, is_mention: MentionPredicate) -> None:
    """In the transaction of what was erased. This turn's own conversation is written by the turn: its next page is clean."""
    await _purge_drafts(turn, is_mention)
    await _purge_dead_letters(turn, is_mention)
    after: tuple[str, int] = ("", 0)
    while rows := await _read_conversations(turn, after):
        for row in rows:
            after = (row.messenger, row.external_id)
            if after != (turn.messenger, turn.account):
                await _purge_conversation(turn, row, is_mention)


async def _purge_drafts(turn: TurnContext, speaks: MentionPredicate) -> None:
    for draft in await turn.session.scalars(select(Draft)):
        if speaks(draft.state):
            await turn.session.execute(
                delete(Draft).where(Draft.person_id == draft.person_id, Draft.form == draft.form)
            )


async def _purge_dead_letters(turn: TurnContext, speaks: MentionPredicate) -> None:
    """Its letters are kept as escapes of JSON."""
    for aside in await turn.session.scalars(select(DeadLetter)):
        if speaks(json.dumps(json.loads(aside.raw), ensure_ascii=False)):
            await turn.session.execute(delete(DeadLetter).where(DeadLetter.id == aside.id))


async def _read_conversations(turn: TurnContext, after: tuple[str, int]) -> list[Any]:
    columns = (Conversation.messenger, Conversation.external_id, Conversation.state, Conversation.unsent)
    messenger, account = after
    beyond = (Conversation.messenger > messenger) | (
        (Conversation.messenger == messenger) & (Conversation.external_id > account)
    )
    wanted = (
        select(*columns)
        .where(beyond)
        .order_by(Conversation.messenger, Conversation.external_id)
        .limit(MAX_CONVERSATIONS_PER_READ)
    )
    return list(await turn.session.execute(wanted))


async def _purge_conversation(turn: TurnContext, row: Any, speaks: MentionPredicate) -> None:
    """The screen's number and message stay, so that its old buttons are known to be old; the rest is begun anew."""
    fresh: dict[str, Any] = {}
    try:
        state = keyring().open(row.state, _associated_data(row, "state"))
        unsent = keyring().open(row.unsent, _associated_data(row, "unsent")) if row.unsent else b""
    except DecryptionError:
        return
    if speaks(state.decode()):
        known = ConversationState.from_json(orjson.loads(state))
        kept = ConversationState(screen=known.screen, message=known.message, keyboard=known.keyboard)
        fresh["state"] = keyring().seal(orjson.dumps(kept), _associated_data(row, "state"))
    if speaks(unsent.decode()):
        left = [one for one in orjson.loads(unsent) if not speaks(orjson.dumps(one).decode())]
        fresh["unsent"] = keyring().seal(orjson.dumps(left), _associated_data(row, "unsent")) if left else None
    if fresh:
        mine = update(Conversation).where(
            Conversation.messenger == row.messenger, Conversation.external_id == row.external_id
        )
        await turn.session.execute(mine.values(**fresh, revision=Conversation.revision + 1))


def _associated_data(row: Any, column: str) -> str:
    return associated_data(Conversation.__tablename__, column, row.messenger, row.external_id)
