"""Participants of a campaign by name, for those who run campaigns there. It changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief import pages
from bot.relief.access.policy import Action, Actor, require
from bot.relief.errors import NotFound
from bot.relief.ids import CampaignId, UnitId
from bot.relief.pages import Page
from bot.relief.vocabulary import SignUpState
from bot.storage.tables import Campaign, Person, SignUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    name: str
    signed_up_at: datetime


async def list_participants(
    session: AsyncSession, actor: Actor, campaign_id: CampaignId, today: date, *, offset: int, limit: int
) -> Page[Participant]:
    """Return a page of the participants in the order of sign-up.

    A volunteer may not read who else comes.
    """
    row = await session.get(Campaign, campaign_id)
    if row is None:
        raise NotFound("error-campaign-not-found")
    await require(session, actor, Action.OPEN_CAMPAIGN, UnitId(row.unit_id), today)
    query = (
        select(Person, SignUp.at)
        .join(SignUp, SignUp.person_id == Person.id)
        .where(SignUp.campaign_id == campaign_id, SignUp.state == SignUpState.IN)
        .order_by(SignUp.at, SignUp.id)
    )
    return await pages.fetch(session, query, _build_participant, offset=offset, limit=limit)


def _build_participant(person: Person, signed_up_at: datetime) -> Participant:
    return Participant(name=person.name, signed_up_at=signed_up_at)
