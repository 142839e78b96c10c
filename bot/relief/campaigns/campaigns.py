"""Campaigns: opening one, signing up for its places, leaving, closing it.

The last place is given once (conditional update). No call and no message is known here.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief import pages
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_unit_ids, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import CampaignId, UnitId
from bot.relief.names import require_name
from bot.relief.pages import Page
from bot.relief.vocabulary import CampaignState, SignUpState
from bot.storage.database import insert
from bot.storage.orm import new_id
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Campaign, SignUp, Unit

MAX_CAMPAIGN_TEXT_LENGTH = 100  # characters of a title and of an occasion: lists show both
MAX_CAMPAIGN_PLACES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """A campaign to open. Both days belong to the period.

    `occasion` may be empty. `places` None is without limit.
    """

    unit: UnitId
    title: str
    occasion: str
    since: date
    until: date
    places: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignView:
    """A campaign as one actor sees it.

    `mine`: the actor is signed up. `open`: sign-up is possible if a place is left. `may_close`: it is open, and the
    actor has the right to close it.
    """

    id: CampaignId
    number: int
    unit: UnitId
    unit_name: str
    title: str
    occasion: str
    since: date
    until: date
    places: int | None
    taken_places: int
    mine: bool
    open: bool
    may_close: bool

    @property
    def free_places(self) -> int | None:
        """Free places; None is without limit."""
        return None if self.places is None else self.places - self.taken_places


async def open_campaign(caller: Caller, new: NewCampaign) -> CampaignView:
    """Open a campaign. Its period may have begun, but may not be over."""
    await require(caller, Action.OPEN_CAMPAIGN, new.unit)
    _check_campaign(new, caller.today)
    row = Campaign(
        number=await next_number(caller.session, NumberSequence.CAMPAIGNS),
        unit_id=new.unit,
        title=require_name(new.title, "thing", field="title", max_length=MAX_CAMPAIGN_TEXT_LENGTH),
        occasion=_clean_line(new.occasion, "occasion"),
        since=new.since,
        until=new.until,
        places=new.places,
        state=CampaignState.OPEN,
        created_by=caller.actor.person,
        created_at=caller.now,
    )
    caller.session.add(row)
    await caller.session.flush()
    opened = await load_campaign(caller, CampaignId(row.id))
    await _record(caller, AuditAction.OPEN_CAMPAIGN, opened, Action.OPEN_CAMPAIGN)
    return opened


def _check_campaign(new: NewCampaign, today: date) -> None:
    if new.until < new.since:
        raise Conflict("error-campaign-period", field="until")
    if new.until < today:
        raise Conflict("error-campaign-past", field="until")
    if new.places is not None and not 1 <= new.places <= MAX_CAMPAIGN_PLACES:
        raise Conflict("error-campaign-places", field="places", most=MAX_CAMPAIGN_PLACES)


def _clean_line(text: str, field: str) -> str:
    written = " ".join(normalise(text).split())
    if len(written) > MAX_CAMPAIGN_TEXT_LENGTH:
        raise Conflict("error-campaign-long", field=field, most=MAX_CAMPAIGN_TEXT_LENGTH)
    return written


async def list_open_campaigns(caller: Caller, *, offset: int, limit: int) -> Page[CampaignView]:
    """Return a page of the open campaigns of own units and those above and below, by first day."""
    query = (
        _select_views(caller.actor, caller.today)
        .where(_campaign_visible(caller.actor, caller.today), _open_for_sign_up(caller.today))
        .order_by(Campaign.since, Campaign.number)
    )
    return await pages.fetch(caller.session, query, _build_view, offset=offset, limit=limit)


async def list_past_campaigns(caller: Caller, *, offset: int, limit: int) -> Page[CampaignView]:
    """Return a page of closed or past campaigns, the latest first.

    They are of the units where the actor may open campaigns.
    """
    mine = Campaign.unit_id.in_(permitted_unit_ids(caller.actor, Action.OPEN_CAMPAIGN, caller.today))
    query = (
        _select_views(caller.actor, caller.today)
        .where(mine, not_(_open_for_sign_up(caller.today)))
        .order_by(Campaign.until.desc(), Campaign.number.desc())
    )
    return await pages.fetch(caller.session, query, _build_view, offset=offset, limit=limit)


async def load_campaign(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Return a campaign, open or not. A person who signed up for it sees it from any unit."""
    signed_up = Campaign.id.in_(select(SignUp.campaign_id).where(SignUp.person_id == caller.actor.person))
    rows = await caller.session.execute(
        _select_views(caller.actor, caller.today).where(
            Campaign.id == campaign_id, or_(_campaign_visible(caller.actor, caller.today), signed_up)
        )
    )
    columns = rows.one_or_none()
    if columns is None:
        raise NotFound("error-campaign-not-found")
    return _build_view(*columns)


async def sign_up(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Sign the actor up. Idempotent. A refusal is rolled back (savepoint)."""
    view = await load_campaign(caller, campaign_id)
    if view.mine:
        return view
    await require(caller, Action.SIGN_UP, view.unit)
    if not view.open:
        raise Conflict(_closed_error(view, caller.today), title=view.title)
    async with caller.session.begin_nested():
        if await _upsert_sign_up(caller, campaign_id):
            await _take_place(caller.session, view, caller.today)
            await _record(caller, AuditAction.SIGN_UP, view, Action.SIGN_UP)
    return await load_campaign(caller, campaign_id)


async def leave_campaign(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Free the place of the actor at once. Idempotent.

    Raises Conflict after the last day: the list of participants stays as it was.
    """
    view = await load_campaign(caller, campaign_id)
    if not view.mine:
        return view
    if view.until < caller.today:
        raise Conflict("error-campaign-over", title=view.title)
    left = await caller.session.scalar(
        update(SignUp)
        .where(
            SignUp.campaign_id == campaign_id, SignUp.person_id == caller.actor.person, SignUp.state == SignUpState.IN
        )
        .values(state=SignUpState.LEFT, at=caller.now)
        .returning(SignUp.id)
        .execution_options(synchronize_session=False)
    )
    if left is not None:
        freed = update(Campaign).where(Campaign.id == campaign_id).values(taken_places=Campaign.taken_places - 1)
        await caller.session.execute(freed.execution_options(synchronize_session=False))
        await _record(caller, AuditAction.LEAVE_CAMPAIGN, view)
    return await load_campaign(caller, campaign_id)


async def close_campaign(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Close sign-up; participants stay. Idempotent."""
    view = await load_campaign(caller, campaign_id)
    await require(caller, Action.OPEN_CAMPAIGN, view.unit)
    shut = await caller.session.scalar(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == CampaignState.OPEN)
        .values(state=CampaignState.CLOSED)
        .returning(Campaign.id)
        .execution_options(synchronize_session=False)
    )
    if shut is not None:
        await _record(caller, AuditAction.CLOSE_CAMPAIGN, view, Action.OPEN_CAMPAIGN)
    return await load_campaign(caller, campaign_id)


async def _upsert_sign_up(caller: Caller, campaign_id: CampaignId) -> bool:
    """Return True if the actor was not signed up before; of two concurrent calls one gets True."""
    entry = insert(caller.session, SignUp).values(
        id=new_id(), campaign_id=campaign_id, person_id=caller.actor.person, state=SignUpState.IN, at=caller.now
    )
    back = entry.on_conflict_do_update(
        index_elements=["campaign_id", "person_id"],
        set_={"state": SignUpState.IN, "at": caller.now},
        where=SignUp.state == SignUpState.LEFT,
    )
    return await caller.session.scalar(back.returning(SignUp.id)) is not None


async def _take_place(session: AsyncSession, view: CampaignView, today: date) -> None:
    """Take a place in one conditional update.

    Raises Conflict if the last place was taken, or the campaign closed, at the same instant.
    """
    taken = await session.scalar(
        update(Campaign)
        .where(
            Campaign.id == view.id,
            _open_for_sign_up(today),
            or_(Campaign.places.is_(None), Campaign.taken_places < Campaign.places),
        )
        .values(taken_places=Campaign.taken_places + 1)
        .returning(Campaign.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        state = await session.scalar(select(Campaign.state).where(Campaign.id == view.id))
        shut = state == CampaignState.CLOSED
        raise Conflict("error-campaign-closed" if shut else "error-campaign-full", title=view.title)


def _closed_error(view: CampaignView, today: date) -> str:
    return "error-campaign-over" if view.until < today else "error-campaign-closed"


def _open_for_sign_up(today: date) -> ColumnElement[bool]:
    return and_(Campaign.state == CampaignState.OPEN, Campaign.until >= today)


def _campaign_visible(actor: Actor, today: date) -> ColumnElement[bool]:
    return Campaign.unit_id.in_(permitted_unit_ids(actor, Action.SIGN_UP, today))


def _select_views(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    """Select the fields of CampaignView as columns: an update leaves a stale row in the session."""
    inside = select(SignUp.campaign_id).where(SignUp.person_id == actor.person, SignUp.state == SignUpState.IN)
    closable = Campaign.unit_id.in_(permitted_unit_ids(actor, Action.OPEN_CAMPAIGN, today))
    return select(
        *(Campaign.id, Campaign.number, Campaign.unit_id, Unit.name),
        *(Campaign.title, Campaign.occasion, Campaign.since, Campaign.until, Campaign.places, Campaign.taken_places),
        Campaign.id.in_(inside),
        _open_for_sign_up(today),
        and_(_open_for_sign_up(today), closable),
    ).join(Unit, Unit.id == Campaign.unit_id)


def _build_view(*columns: Any) -> CampaignView:
    names = [field.name for field in fields(CampaignView)]
    return CampaignView(**dict(zip(names, columns, strict=True)))


async def _record(
    caller: Caller,
    action: AuditAction,
    view: CampaignView,
    right: Action | None = None,
) -> None:
    await audit_log.record(caller, action, unit=view.unit, subject=f"campaign:{view.number}", right=right)
