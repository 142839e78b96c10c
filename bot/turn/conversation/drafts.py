"""Forms that a person left: theirs, not a messenger's; begun in one, they go on in the other."""

from dataclasses import replace
from datetime import timedelta

import orjson
from sqlalchemy import bindparam, delete, select

from bot.dialogue.state import FormState
from bot.storage.tables import Draft
from bot.turn.context import TurnContext

MAX_DRAFT_AGE = timedelta(days=30)
_COLUMNS = Draft.__table__.c
_SELECT_DRAFT = select(_COLUMNS.state_box, _COLUMNS.updated_at).where(
    _COLUMNS.person_id == bindparam("person"), _COLUMNS.form == bindparam("form")
)


async def save_draft(turn: TurnContext, form_state: FormState) -> None:
    """A stranger has no drafts: what they left is asked again."""
    if turn.actor is None:
        return
    await drop_draft(turn, form_state.form)
    draft = Draft(person_id=turn.actor.person, form=form_state.form, updated_at=turn.now)
    draft.state = orjson.dumps(form_state).decode()
    turn.session.add(draft)
    await turn.session.flush()
    turn.actor = replace(turn.actor, may_have_draft=True)


async def find_draft(turn: TurnContext, form: str) -> FormState | None:
    """Who has no role any more goes on with nothing: their form's own beginning says why not."""
    if turn.actor is None or not turn.actor.grants or not turn.actor.may_have_draft:
        return None
    found = (await turn.session.execute(_SELECT_DRAFT, {"person": turn.actor.person, "form": form})).first()
    if found is None or found.updated_at < turn.now - MAX_DRAFT_AGE:
        return None
    return FormState.from_json(orjson.loads(Draft.state.open_box(found.state_box, turn.actor.person, form)))


async def drop_draft(turn: TurnContext, form: str) -> None:
    if turn.actor is not None:
        mine = Draft.person_id == turn.actor.person
        await turn.session.execute(delete(Draft).where(mine, Draft.form == form))


async def list_drafts(turn: TurnContext) -> tuple[str, ...]:
    """The names of the forms that the person left, newest first."""
    if turn.actor is None or not turn.actor.may_have_draft:
        return ()
    fresh = Draft.updated_at >= turn.now - MAX_DRAFT_AGE
    mine = select(Draft.form).where(Draft.person_id == turn.actor.person, fresh).order_by(Draft.updated_at.desc())
    return tuple(name for name in await turn.session.scalars(mine) if name in turn.registry.forms)
