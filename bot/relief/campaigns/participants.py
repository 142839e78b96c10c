"""Participants of a campaign by name, for those who run campaigns there. It changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.errors import NotFound
from bot.relief.ids import CampaignId, UnitId
from bot.relief.pages import Page
from bot.relief.vocabulary import SignUpState
from bot.storage.tables import Campaign, Person, SignUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    name: str
    signed_up_at: datetime


async def list_participants(caller: Caller, campaign_id: CampaignId, *, offset: int, limit: int) -> Page[Participant]:
    """Return a page of the participants in the order of sign-up.

    A volunteer may not read who else comes.
    """
    row = await caller.session.get(Campaign, campaign_id)
    if row is None:
        raise NotFound("error-campaign-not-found")
    await require(caller, Action.OPEN_CAMPAIGN, UnitId(row.unit_id))
    query = (
        select(Person, SignUp.at)
        .join(SignUp, SignUp.person_id == Person.id)
        .where(SignUp.campaign_id == campaign_id, SignUp.state == SignUpState.IN)
        .order_by(SignUp.at, SignUp.id)
    )
    return await pages.fetch(caller.session, query, _build_participant, offset=offset, limit=limit)


def _build_participant(person: Person, signed_up_at: datetime) -> Participant:
    return Participant(name=person.name, signed_up_at=signed_up_at)
