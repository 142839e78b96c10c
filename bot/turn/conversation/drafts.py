"""Drafts: forms that a person left. A draft belongs to the person, so that it goes on in any messenger."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import orjson
from sqlalchemy import ColumnElement, Select, bindparam, delete, func, select

from bot.clock import TEHRAN
from bot.dialogue.screen import Button
from bot.dialogue.state import FormState
from bot.dialogue.views import ROWS_PER_PAGE, form_button
from bot.i18n.messages import Day, Localizable, Text, text
from bot.persian.jalali import DateStyle
from bot.relief.access.caller import Caller
from bot.relief.pages import Page, paginate
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its person sees it in a list.

    `label` says what it is about and since when, in 32 letters; `button` goes on with the draft. `begun_on` is the day in
    Tehran on which it was begun, `day` the same in words.
    """

    form: str
    label: str
    begun_on: date
    day: Localizable
    button: Button


async def list_drafts(turn: TurnContext, *, offset: int = 0, limit: int = ROWS_PER_PAGE) -> Page[DraftView]:
    """Return a page of the person's drafts, the latest left first. A person without a role sees none."""
    if turn.actor is None or not turn.actor.grants or not turn.actor.may_have_draft:
        return Page(items=(), has_more=False)
    query = select(Draft.form, Draft.updated_at).where(*_own_drafts(turn)).order_by(Draft.updated_at.desc())
    rows = await turn.session.execute(query)
    drafts = (
        _draft_view(turn, form, updated_at.astimezone(TEHRAN).date())
        for form, updated_at in rows
        if form in turn.registry.forms
    )
    return paginate(drafts, offset=offset, limit=limit)


def select_drafts(caller: Caller) -> Select[str]:
    """Select the references of the actor's drafts, the latest left first."""
    own = (Draft.person_id == caller.actor.person, Draft.updated_at >= caller.now - MAX_DRAFT_AGE)
    return select(Draft.form).where(*own).order_by(Draft.updated_at.desc())


async def count_drafts(turn: TurnContext) -> int:
    """Return how many drafts `list_drafts` has in all."""
    if turn.actor is None or not turn.actor.grants or not turn.actor.may_have_draft:
        return 0
    known = Draft.form.in_(turn.registry.forms)
    return await turn.session.scalar(select(func.count()).where(*_own_drafts(turn), known)) or 0


def _own_drafts(turn: TurnContext) -> tuple[ColumnElement[bool], ...]:
    person = turn.require_actor().person
    return Draft.person_id == person, Draft.updated_at >= turn.now - MAX_DRAFT_AGE


def _draft_view(turn: TurnContext, form: str, begun_on: date) -> DraftView:
    day = _day_text(begun_on, turn.today)
    title = Text(f"{form}-title")
    button = form_button(text("turn-go-on-with", form=title), form)
    label = turn.localize(text("draft-label", what=title, day=day))
    return DraftView(form=form, label=label, begun_on=begun_on, day=day, button=button)


def _day_text(day: date, today: date) -> Localizable:
    """Return «امروز», «دیروز», or the day and its month."""
    match (today - day).days:
        case 0:
            return text("draft-today")
        case 1:
            return text("draft-yesterday")
        case _:
            return Day(day, DateStyle.DAY)
