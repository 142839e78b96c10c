"""Drafts: forms that a person left. A draft belongs to the person, so that it goes on in any messenger."""

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
    """Save a form as the person's draft, in place of an older one of the same form. A stranger has no drafts."""
    if turn.actor is None:
        return
    await drop_draft(turn, form_state.form)
    draft = Draft(person_id=turn.actor.person, form=form_state.form, updated_at=turn.now)
    draft.state = orjson.dumps(form_state).decode()
    turn.session.add(draft)
    await turn.session.flush()
    turn.actor = replace(turn.actor, may_have_draft=True)


async def find_draft(turn: TurnContext, form: str) -> FormState | None:
    """Return the draft of a form; None if it is absent or too old, or the person has no role."""
    if turn.actor is None or not turn.actor.grants or not turn.actor.may_have_draft:
        return None
    row = (await turn.session.execute(_SELECT_DRAFT, {"person": turn.actor.person, "form": form})).first()
    if row is None or row.updated_at < turn.now - MAX_DRAFT_AGE:
        return None
    return FormState.from_json(orjson.loads(Draft.state.open_box(row.state_box, turn.actor.person, form)))


async def drop_draft(turn: TurnContext, form: str) -> None:
    """Delete the person's draft of a form, if there is one."""
    if turn.actor is not None:
        own = Draft.person_id == turn.actor.person
        await turn.session.execute(delete(Draft).where(own, Draft.form == form))


async def list_drafts(turn: TurnContext) -> tuple[str, ...]:
    """Return the names of the forms that the person has drafts of, newest first."""
    if turn.actor is None or not turn.actor.may_have_draft:
        return ()
    is_fresh = Draft.updated_at >= turn.now - MAX_DRAFT_AGE
    query = select(Draft.form).where(Draft.person_id == turn.actor.person, is_fresh).order_by(Draft.updated_at.desc())
    return tuple(name for name in await turn.session.scalars(query) if name in turn.registry.forms)
