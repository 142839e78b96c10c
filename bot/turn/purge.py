"""Forgetting: drafts, open conversations, replies on their way and updates set aside that speak of what was erased.

It opens what is sealed and looks for what it is told to look for; it knows nothing of families.
"""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import orjson
from sqlalchemy import delete, select, update

from bot.storage.encryption import CannotOpen, keyring, place
from bot.storage.tables import Conversation, Draft, SetAside
from bot.turn.context import Turn
from bot.turn.conversation.state import State

Speaks: TypeAlias = Callable[[str], bool]
AT_ONCE = 500  # conversations read at a time


async def forget(turn: Turn, speaks: Speaks) -> None:
    """In the transaction of what was erased. This turn's own conversation is written by the turn: its next page is clean."""
    await _drafts(turn, speaks)
    await _set_aside(turn, speaks)
    after: tuple[str, int] = ("", 0)
    while rows := await _conversations(turn, after):
        for row in rows:
            after = (row.messenger, row.account)
            if after != (turn.messenger, turn.account):
                await _conversation(turn, row, speaks)


async def _drafts(turn: Turn, speaks: Speaks) -> None:
    for draft in await turn.session.scalars(select(Draft)):
        if speaks(draft.state):
            await turn.session.execute(
                delete(Draft).where(Draft.person_id == draft.person_id, Draft.form == draft.form)
            )


async def _set_aside(turn: Turn, speaks: Speaks) -> None:
    """Its letters are kept as escapes of JSON."""
    for aside in await turn.session.scalars(select(SetAside)):
        if speaks(json.dumps(json.loads(aside.raw), ensure_ascii=False)):
            await turn.session.execute(delete(SetAside).where(SetAside.id == aside.id))


async def _conversations(turn: Turn, after: tuple[str, int]) -> list[Any]:
    columns = (Conversation.messenger, Conversation.account, Conversation.state, Conversation.unsent)
    messenger, account = after
    beyond = (Conversation.messenger > messenger) | (
        (Conversation.messenger == messenger) & (Conversation.account > account)
    )
    wanted = select(*columns).where(beyond).order_by(Conversation.messenger, Conversation.account).limit(AT_ONCE)
    return list(await turn.session.execute(wanted))


async def _conversation(turn: Turn, row: Any, speaks: Speaks) -> None:
    """The screen's number and message stay, so that its old buttons are known to be old; the rest is begun anew."""
    fresh: dict[str, Any] = {}
    try:
        state = keyring().open(row.state, _where(row, "state"))
        unsent = keyring().open(row.unsent, _where(row, "unsent")) if row.unsent else b""
    except CannotOpen:
        return
    if speaks(state.decode()):
        known = State.from_json(orjson.loads(state))
        kept = State(screen=known.screen, message=known.message, keyboard=known.keyboard)
        fresh["state"] = keyring().seal(orjson.dumps(kept), _where(row, "state"))
    if speaks(unsent.decode()):
        left = [one for one in orjson.loads(unsent) if not speaks(orjson.dumps(one).decode())]
        fresh["unsent"] = keyring().seal(orjson.dumps(left), _where(row, "unsent")) if left else None
    if fresh:
        mine = update(Conversation).where(Conversation.messenger == row.messenger, Conversation.account == row.account)
        await turn.session.execute(mine.values(**fresh, revision=Conversation.revision + 1))


def _where(row: Any, column: str) -> str:
    return place(Conversation.__tablename__, column, row.messenger, row.account)
