"""Forms that a person left: theirs, not a messenger's; begun in one, they go on in the other."""

from dataclasses import replace
from datetime import timedelta

import orjson
from sqlalchemy import bindparam, delete, select

from bot.dialogue.state import FormState
from bot.storage.tables import Draft
from bot.turn.context import Turn

KEPT_FOR = timedelta(days=30)
_DRAFT = Draft.__table__.c
_KEPT = select(_DRAFT.state_box, _DRAFT.updated_at).where(
    _DRAFT.person_id == bindparam("person"), _DRAFT.form == bindparam("form")
)


async def keep_draft(turn: Turn, left: FormState) -> None:
    """A stranger has no drafts: what they left is asked again."""
    if turn.actor is None:
        return
    await drop_draft(turn, left.form)
    draft = Draft(person_id=turn.actor.person, form=left.form, updated_at=turn.now)
    draft.state = orjson.dumps(left).decode()
    turn.session.add(draft)
    await turn.session.flush()
    turn.actor = replace(turn.actor, unfinished=True)


async def find_draft(turn: Turn, form: str) -> FormState | None:
    """Who has no role any more goes on with nothing: their form's own beginning says why not."""
    if turn.actor is None or not turn.actor.grants or not turn.actor.unfinished:
        return None
    found = (await turn.session.execute(_KEPT, {"person": turn.actor.person, "form": form})).first()
    if found is None or found.updated_at < turn.now - KEPT_FOR:
        return None
    return FormState.from_json(orjson.loads(Draft.state.within(found.state_box, turn.actor.person, form)))


async def drop_draft(turn: Turn, form: str) -> None:
    if turn.actor is not None:
        mine = Draft.person_id == turn.actor.person
        await turn.session.execute(delete(Draft).where(mine, Draft.form == form))


async def drafts_of(turn: Turn) -> tuple[str, ...]:
    """The names of the forms that the person left, newest first."""
    if turn.actor is None or not turn.actor.unfinished:
        return ()
    fresh = Draft.updated_at >= turn.now - KEPT_FOR
    mine = select(Draft.form).where(Draft.person_id == turn.actor.person, fresh).order_by(Draft.updated_at.desc())
    return tuple(name for name in await turn.session.scalars(mine) if name in turn.book.forms)
