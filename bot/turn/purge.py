"""Purge of an erased subject from drafts, conversations, unsent replies and dead letters.

It opens the sealed values and asks a predicate of each; it knows nothing of families.
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
"""Return True if a text mentions the erased subject."""
MAX_CONVERSATIONS_PER_READ = 500


async def purge_mentions(turn: TurnContext, is_mention: MentionPredicate) -> None:
    """Delete every mention, in the erasure's transaction; the turn writes its own conversation."""
    await _purge_drafts(turn, is_mention)
    await _purge_dead_letters(turn, is_mention)
    after: tuple[str, int] = ("", 0)
    while rows := await _read_conversations(turn, after):
        for row in rows:
            after = (row.messenger, row.external_id)
            if after != (turn.messenger, turn.account):
                await _purge_conversation(turn, row, is_mention)


async def _purge_drafts(turn: TurnContext, is_mention: MentionPredicate) -> None:
    for draft in await turn.session.scalars(select(Draft)):
        if is_mention(draft.state):
            await turn.session.execute(delete(Draft).where(Draft.id == draft.id))


async def _purge_dead_letters(turn: TurnContext, is_mention: MentionPredicate) -> None:
    """Delete dead letters with a mention. They hold JSON with escapes, which are resolved for the search."""
    for letter in await turn.session.scalars(select(DeadLetter)):
        if is_mention(json.dumps(json.loads(letter.raw), ensure_ascii=False)):
            await turn.session.execute(delete(DeadLetter).where(DeadLetter.id == letter.id))


async def _read_conversations(turn: TurnContext, after: tuple[str, int]) -> list[Any]:
    """Return the conversations after a key (keyset page)."""
    columns = (Conversation.messenger, Conversation.external_id, Conversation.state, Conversation.unsent)
    messenger, account = after
    beyond = (Conversation.messenger > messenger) | (
        (Conversation.messenger == messenger) & (Conversation.external_id > account)
    )
    query = (
        select(*columns)
        .where(beyond)
        .order_by(Conversation.messenger, Conversation.external_id)
        .limit(MAX_CONVERSATIONS_PER_READ)
    )
    return list(await turn.session.execute(query))


async def _purge_conversation(turn: TurnContext, row: Any, is_mention: MentionPredicate) -> None:
    """Reset a state with a mention and drop such replies. The screen's number and message stay, so that old buttons stay old."""
    changes: dict[str, Any] = {}
    try:
        state = keyring().open(row.state, _associated_data(row, "state"))
        unsent = keyring().open(row.unsent, _associated_data(row, "unsent")) if row.unsent else b""
    except DecryptionError:
        return
    if is_mention(state.decode()):
        old = ConversationState.from_json(orjson.loads(state))
        kept = ConversationState(screen=old.screen, message=old.message, keyboard=old.keyboard)
        changes["state"] = keyring().seal(orjson.dumps(kept), _associated_data(row, "state"))
    if is_mention(unsent.decode()):
        left = [reply for reply in orjson.loads(unsent) if not is_mention(orjson.dumps(reply).decode())]
        changes["unsent"] = keyring().seal(orjson.dumps(left), _associated_data(row, "unsent")) if left else None
    if changes:
        statement = update(Conversation).where(
            Conversation.messenger == row.messenger, Conversation.external_id == row.external_id
        )
        await turn.session.execute(statement.values(**changes, revision=Conversation.revision + 1))


def _associated_data(row: Any, column: str) -> str:
    return associated_data(Conversation.__tablename__, column, row.messenger, row.external_id)
