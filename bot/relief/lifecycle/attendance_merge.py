"""Places and answers of two persons who become one: one place in a campaign, one answer to a call."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.campaigns.sign_ups import release_place
from bot.relief.ids import PersonId
from bot.relief.vocabulary import SignUpState
from bot.storage.tables import Answer, Call, SignUp


async def merge_attendance(session: AsyncSession, survivor: PersonId, merged: PersonId, now: datetime) -> None:
    """Free the second place of a campaign, and leave the survivor the other place and one answer a call.

    It goes before the references of the merged person move to the survivor.
    """
    both = _campaigns(merged, SignUpState.IN).where(SignUp.campaign_id.in_(_campaigns(survivor, SignUpState.IN)))
    for campaign_id in await _locked(session, both):
        await release_place(session, campaign_id, merged, now)
    came_back = _campaigns(merged, SignUpState.IN).where(SignUp.campaign_id.in_(_campaigns(survivor, SignUpState.LEFT)))
    for campaign_id in await _locked(session, came_back):
        await _move_place(session, campaign_id, survivor, merged, now)
    await _delete_second_answers(session, survivor, merged)


def _campaigns(person: PersonId, state: SignUpState) -> Select[int]:
    return select(SignUp.campaign_id).where(SignUp.person_id == person, SignUp.state == state)


async def _locked(session: AsyncSession, campaigns: Select[int]) -> Sequence[int]:
    return (await session.scalars(campaigns.with_for_update())).all()


async def _move_place(
    session: AsyncSession, campaign_id: int, survivor: PersonId, merged: PersonId, now: datetime
) -> None:
    """Give the place of the merged person to the survivor, who had left the same campaign."""
    for person, state in ((survivor, SignUpState.IN), (merged, SignUpState.LEFT)):
        theirs = update(SignUp).where(SignUp.campaign_id == campaign_id, SignUp.person_id == person)
        await session.execute(theirs.values(state=state, at=now))


async def _delete_second_answers(session: AsyncSession, survivor: PersonId, merged: PersonId) -> None:
    """Delete the merged person's answers where the survivor has one, or comes to the campaign."""
    answered = select(Answer.call_id).where(Answer.person_id == survivor)
    comes = select(Call.id).where(Call.campaign_id.in_(_campaigns(survivor, SignUpState.IN)))
    second = delete(Answer).where(Answer.person_id == merged, Answer.call_id.in_(answered.union(comes)))
    await session.execute(second.execution_options(synchronize_session=False))
