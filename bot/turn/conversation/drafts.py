"""Drafts: forms that a person left, several of one form too. They belong to the person, and go on in any messenger.

Two conversations may go on from one draft at once. Each knows the row and the digest of what it read there: only the one
that finds the row unchanged may write or consume it, and what the other holds becomes a draft of its own.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, Select, cast, func, select
from sqlalchemy import Text as SqlText

from bot.clock import TEHRAN
from bot.dialogue import engine
from bot.dialogue.content import content_digest, is_untouched
from bot.dialogue.context import began_alike
from bot.dialogue.screen import Button
from bot.dialogue.state import FormState, FormValues
from bot.dialogue.views import FORM_VIEW, ROWS_PER_PAGE, act_button
from bot.i18n.messages import Localizable, Text
from bot.relief.access.caller import Caller
from bot.relief.pages import Page, make_page
from bot.storage.encryption import DecryptionError
from bot.storage.tables import Draft
from bot.turn.context import RESUME_ACT, TurnContext
from bot.turn.conversation.draft_labels import day_and_time_text, day_text, draft_label, resumed_text

log = logging.getLogger(__name__)
MAX_DRAFT_AGE = timedelta(days=30)
MAX_DRAFTS_PER_FORM = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its person sees it.

    `label` says what it is about and since when, in 32 letters; `button` bears it and goes on with the draft. `begun_on` is
    the day in Tehran on which it was begun, `day` the same in words.
    """

    id: int
    form: str
    label: str
    begun_on: date
    day: Localizable
    button: Button


async def list_drafts(turn: TurnContext, *, offset: int = 0, limit: int = ROWS_PER_PAGE) -> Page[DraftView]:
    """Return a page of the person's drafts, the latest left first. A person without a role sees none."""
    if not _sees_drafts(turn):
        return Page(items=(), has_more=False)
    query = select(Draft).where(*_fresh(turn)).order_by(Draft.updated_at.desc(), Draft.id.desc())
    rows = (await turn.session.scalars(query.offset(offset).limit(limit + 1))).all()
    page = make_page(rows, limit)
    return Page(items=draft_views(turn, _read_all(turn, page.items)), has_more=page.has_more)


def select_drafts(caller: Caller) -> Select[str]:
    """Select the ids of the actor's drafts, the latest left first."""
    own = (Draft.person_id == caller.actor.person, Draft.updated_at >= caller.now - MAX_DRAFT_AGE)
    return select(cast(Draft.id, SqlText)).where(*own).order_by(Draft.updated_at.desc(), Draft.id.desc())


async def is_full(turn: TurnContext, form: str) -> bool:
    """Return True if the person may leave no more drafts of a form."""
    if turn.actor is None or not turn.actor.may_have_draft:
        return False
    return await _count(turn, *_fresh(turn), Draft.form == form) >= MAX_DRAFTS_PER_FORM


async def find_drafts(turn: TurnContext, form: str, alike: FormValues[object] | None = None) -> list[FormState]:
    """Return the person's drafts of a form, the latest left first; with `alike` those that began so."""
    if not _sees_drafts(turn):
        return []
    query = select(Draft).where(*_fresh(turn), Draft.form == form)
    rows = (await turn.session.scalars(query.order_by(Draft.updated_at.desc(), Draft.id.desc()))).all()
    return [state for state in _read_all(turn, rows) if alike is None or began_alike(state, alike)]


def draft_views(turn: TurnContext, states: Sequence[FormState]) -> tuple[DraftView, ...]:
    """Return the drafts side by side. Those that read alike show the time of day too."""
    views = [draft_view(turn, state) for state in states]
    counts = Counter(view.label for view in views)
    return tuple(
        view if counts[view.label] == 1 else draft_view(turn, state, with_time=True)
        for view, state in zip(views, states, strict=True)
    )


async def load_draft(turn: TurnContext, draft_id: int, *, renews: bool = False) -> FormState | None:
    """Return the state of a draft, None if the person has no such draft. `renews` keeps it for 30 days more."""
    row = await _load_row(turn, draft_id) if _sees_drafts(turn) else None
    if row is None or row.updated_at < turn.now - MAX_DRAFT_AGE:
        return None
    if renews:
        row.updated_at = turn.now
        await turn.session.flush()
    return _read(turn, row)


async def save_draft(turn: TurnContext, left: FormState) -> FormState | None:
    """Keep what a form that is left holds, and return the draft.

    None: a stranger, a form in which nothing was given or changed, or no room for one more. A person with a role has
    room, for no form is opened where there is none (`is_full`).
    """
    if turn.actor is None:
        return None
    row = await _load_row(turn, left.draft_id) if left.draft_id is not None else None
    stored = _read(turn, row) if row is not None else None
    if is_untouched(turn.registry.forms[left.form], left):
        return stored
    if row is None or stored is None or stored.digest != left.digest:
        if not turn.actor.grants and await is_full(turn, left.form):
            return None
        row = Draft(person_id=turn.actor.person, form=left.form)
        turn.session.add(row)
    row.state, row.updated_at = orjson.dumps(left).decode(), turn.now
    await turn.session.flush()
    turn.actor = replace(turn.actor, may_have_draft=True)
    return _read(turn, row)


async def consume_draft(turn: TurnContext, submitted: FormState) -> bool:
    """Delete the draft that a submitted form goes on from.

    False: it is no more, or it was changed from elsewhere. Nothing may then be submitted, for it could be the second
    time. Must run in the transaction of the submit, so that a refused one keeps the draft.
    """
    if submitted.draft_id is None:
        return True
    row = await _load_row(turn, submitted.draft_id)
    stored = _read(turn, row) if row is not None else None
    if row is None or stored is None or stored.digest != submitted.digest:
        return False
    await turn.session.delete(row)
    await turn.session.flush()
    return True


async def delete_draft(turn: TurnContext, draft_id: int) -> bool:
    """Delete one draft of the person; False if there is no such draft."""
    row = await _load_row(turn, draft_id)
    if row is None:
        return False
    await turn.session.delete(row)
    await turn.session.flush()
    return True


def draft_view(turn: TurnContext, state: FormState, *, with_time: bool = False) -> DraftView:
    """Return a stored draft as its person sees it."""
    if state.draft_id is None:
        raise AssertionError("a draft that is not stored has no view")
    begun_at = datetime.fromisoformat(state.since)
    day = day_and_time_text(begun_at, turn.today) if with_time else day_text(begun_at.date(), turn.today)
    label = draft_label(turn.registry.forms[state.form], state, day, turn.localize)
    return DraftView(
        id=state.draft_id,
        form=state.form,
        label=label,
        begun_on=begun_at.date(),
        day=day,
        button=act_button(label, FORM_VIEW, RESUME_ACT, state.form, state.draft_id),
    )


def resumed_note(turn: TurnContext, state: FormState) -> Text:
    """Return the first line of a draft that goes on: what it is about, and since when."""
    day = day_text(datetime.fromisoformat(state.since).date(), turn.today)
    return resumed_text(turn.registry.forms[state.form], state, day, turn.localize)


def _sees_drafts(turn: TurnContext) -> bool:
    """Return False for a person without a role: who is suspended sees nothing of families."""
    return turn.actor is not None and bool(turn.actor.grants) and turn.actor.may_have_draft


def _fresh(turn: TurnContext) -> tuple[ColumnElement[bool], ...]:
    own = Draft.person_id == turn.require_actor().person
    return own, Draft.updated_at >= turn.now - MAX_DRAFT_AGE, Draft.form.in_(turn.registry.forms)


async def _count(turn: TurnContext, *conditions: ColumnElement[bool]) -> int:
    return await turn.session.scalar(select(func.count()).select_from(Draft).where(*conditions)) or 0


async def _load_row(turn: TurnContext, draft_id: int) -> Draft | None:
    """Return a draft of the person, locked until the transaction ends.

    Two that consume it at once wait for each other, and the second finds none.
    """
    if turn.actor is None:
        return None
    own = (Draft.id == draft_id, Draft.person_id == turn.actor.person, Draft.form.in_(turn.registry.forms))
    return await turn.session.scalar(select(Draft).where(*own).with_for_update())


def _read_all(turn: TurnContext, rows: Sequence[Draft]) -> list[FormState]:
    return [state for row in rows if (state := _read(turn, row)) is not None]


def _read(turn: TurnContext, row: Draft) -> FormState | None:
    """Return the state of a row, fitted to the present version of its form; None if it cannot be read."""
    try:
        stored = FormState.from_json(orjson.loads(row.state))
    except (DecryptionError, AttributeError, KeyError, TypeError, ValueError) as error:
        log.warning("a draft cannot be read: %s", type(error).__name__)
        return None
    form = turn.registry.forms[row.form]
    state = engine.resume_form(form, stored)
    since = state.since or instant_text(row.updated_at)
    return replace(state, since=since, draft_id=row.id, digest=content_digest(form, state))


def instant_text(instant: datetime) -> str:
    """Return an instant as `since` of a form's state has it."""
    return instant.astimezone(TEHRAN).isoformat(timespec="seconds")
