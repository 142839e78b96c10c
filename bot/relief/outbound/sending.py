"""Enqueues the sending of a call in every lane that has copies left."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import CallId
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.relief.vocabulary import DeliveryState
from bot.storage.tables import Delivery


async def enqueue_sending(session: AsyncSession, call: CallId) -> None:
    """Have the lane of each messenger that has copies left take them up."""
    left = Delivery.state.in_((DeliveryState.WAITING, DeliveryState.CLAIMED))
    lanes = await session.scalars(select(Delivery.messenger).where(Delivery.call_id == call, left).distinct())
    for lane in sorted(filter(None, lanes)):
        await jobs.enqueue_or_reschedule(
            session, f"{JobKind.CALL}:{call}:{lane}", lane=lane, kind=JobKind.CALL, args={"call": call}
        )
