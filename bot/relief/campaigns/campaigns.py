"""Campaigns: opening one, the lists of them, reading one. Their places are in `sign_ups`."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
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
class CampaignPlaces:
    """A campaign as everybody sees it: its days and its places. `closed`: somebody ended sign-up before its last day."""

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
    closed: bool

    @property
    def free_places(self) -> int | None:
        """Free places; None is without limit."""
        return None if self.places is None else self.places - self.taken_places

    def is_open(self, today: date) -> bool:
        """Return True if sign-up is possible wherever a place is left."""
        return not self.closed and self.until >= today


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignView(CampaignPlaces):
    """A campaign as one actor sees it.

    `mine`: the actor is signed up. `open`: sign-up is possible if a place is left. `may_close`: it is open, and the
    actor has the right to close it.
    """

    mine: bool
    open: bool
    may_close: bool


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
    await record_campaign_act(caller, AuditAction.OPEN_CAMPAIGN, opened, Action.OPEN_CAMPAIGN)
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
        .where(_campaign_visible(caller.actor, caller.today), open_for_sign_up(caller.today))
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
        .where(mine, not_(open_for_sign_up(caller.today)))
        .order_by(Campaign.until.desc(), Campaign.number.desc())
    )
    return await pages.fetch(caller.session, query, _build_view, offset=offset, limit=limit)


async def load_campaign_places(session: AsyncSession, campaign_id: int) -> CampaignPlaces:
    """Return a campaign without asking for rights: for its calls, which show it to their recipients."""
    rows = await session.execute(_select_places().where(Campaign.id == campaign_id))
    return CampaignPlaces(**dict(zip(_field_names(CampaignPlaces), rows.one(), strict=True)))


async def load_campaign(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Return a campaign, open or not. A person who signed up for it sees it from any unit."""
    signed_up = Campaign.id.in_(select(SignUp.campaign_id).where(SignUp.person_id == caller.actor.person))
    visible = or_(_campaign_visible(caller.actor, caller.today), signed_up)
    view = await find_campaign(caller, campaign_id, visible)
    if view is None:
        raise NotFound("error-campaign-not-found")
    return view


async def find_campaign(
    caller: Caller, campaign_id: CampaignId, *conditions: ColumnElement[bool]
) -> CampaignView | None:
    """Return a campaign on these conditions; without one, to a person who was called to it."""
    query = _select_views(caller.actor, caller.today).where(Campaign.id == campaign_id, *conditions)
    columns = (await caller.session.execute(query)).one_or_none()
    return None if columns is None else _build_view(*columns)


def open_for_sign_up(today: date) -> ColumnElement[bool]:
    return and_(Campaign.state == CampaignState.OPEN, Campaign.until >= today)


def _campaign_visible(actor: Actor, today: date) -> ColumnElement[bool]:
    return Campaign.unit_id.in_(permitted_unit_ids(actor, Action.SIGN_UP, today))


def _select_places() -> Select[*tuple[Any, ...]]:
    """Select the fields of CampaignPlaces as columns: an update leaves a stale row in the session."""
    return select(
        *(Campaign.id, Campaign.number, Campaign.unit_id, Unit.name, Campaign.title, Campaign.occasion),
        *(Campaign.since, Campaign.until, Campaign.places, Campaign.taken_places),
        Campaign.state == CampaignState.CLOSED,
    ).join(Unit, Unit.id == Campaign.unit_id)


def _select_views(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    """Select the fields of CampaignView as columns."""
    inside = select(SignUp.campaign_id).where(SignUp.person_id == actor.person, SignUp.state == SignUpState.IN)
    closable = Campaign.unit_id.in_(permitted_unit_ids(actor, Action.OPEN_CAMPAIGN, today))
    is_open = open_for_sign_up(today)
    return _select_places().add_columns(Campaign.id.in_(inside), is_open, and_(is_open, closable))


def _build_view(*columns: Any) -> CampaignView:
    return CampaignView(**dict(zip(_field_names(CampaignView), columns, strict=True)))


def _field_names(kind: type[CampaignPlaces]) -> list[str]:
    return [field.name for field in fields(kind)]


async def record_campaign_act(
    caller: Caller,
    action: AuditAction,
    view: CampaignView,
    right: Action | None = None,
) -> None:
    await audit_log.record(caller, action, unit=view.unit, subject=f"campaign:{view.number}", right=right)
