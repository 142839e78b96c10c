"""The catalogue of activities: search by everyday words or by domain, and recently reported ones."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import fold, match_key
from bot.relief import pages
from bot.relief.errors import NotFound
from bot.relief.ids import ActivityId, PersonId
from bot.relief.pages import Page
from bot.relief.vocabulary import Domain, Kind
from bot.storage.tables import Activity, Service

FIELD_MARK = "|"  # precedes every field of the search words, to rank fields that begin with the search first


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """An activity as shown. `kinds` are the kinds it may be given in, the usual one first."""

    id: ActivityId
    code: str
    domain: Domain
    short: str
    name: str
    kinds: tuple[Kind, ...]
    unit_of_measure: str
    sensitive: bool


async def find_activities(
    session: AsyncSession,
    *,
    search: str = "",
    domain: Domain | None = None,
    out_of_season: Collection[str] = (),
    offset: int,
    limit: int,
) -> Page[ActivityView]:
    """Return a page of activities.

    Each word of `search` must occur in the code, the names or the search words, in any Persian spelling. The codes
    `out_of_season` come last where nothing is searched for.
    """
    query = select(Activity)
    if domain is not None:
        query = query.where(Activity.domain == domain)
    searched = func.replace(Activity.search_words, " ", "")
    for word in fold(search).split():
        query = query.where(searched.contains(word, autoescape=True))
    begins = case((searched.contains(FIELD_MARK + match_key(search), autoescape=True), 0), else_=1)
    late = case((Activity.code.in_(() if search else out_of_season), 1), else_=0)
    return await pages.fetch(session, query.order_by(begins, late, Activity.code), _view, offset=offset, limit=limit)


async def list_recent_activities(session: AsyncSession, person: PersonId, limit: int) -> tuple[ActivityView, ...]:
    """List the activities that the person reported, the latest first."""
    recent = (
        select(Service.activity_id, func.max(Service.reported_at).label("last"))
        .where(Service.reported_by == person, Service.voided_at.is_(None))
        .group_by(Service.activity_id)
        .subquery()
    )
    rows = await session.scalars(
        select(Activity)
        .join(recent, recent.c.activity_id == Activity.id)
        .order_by(recent.c.last.desc(), Activity.code)
        .limit(limit)
    )
    return tuple(_view(row) for row in rows)


async def load_activity(session: AsyncSession, activity_id: ActivityId) -> ActivityView:
    row = await session.get(Activity, activity_id)
    if row is None:
        raise NotFound("error-activity-unknown", field="activity")
    return _view(row)


def _view(row: Activity) -> ActivityView:
    return ActivityView(
        id=ActivityId(row.id),
        code=row.code,
        domain=Domain(row.domain),
        short=row.short,
        name=row.name,
        kinds=tuple(Kind(kind) for kind in row.kinds.split(",")),
        unit_of_measure=row.unit_of_measure,
        sensitive=row.sensitive,
    )
