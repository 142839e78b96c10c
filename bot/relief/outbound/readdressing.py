"""Readdresses waiting messages when an account is unlinked."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import CallId, PersonId
from bot.relief.outbound import notices
from bot.relief.outbound.addresses import resolve_addresses
from bot.relief.outbound.sending import enqueue_sending
from bot.relief.vocabulary import DeliveryFailureReason, DeliveryState
from bot.storage.tables import Delivery, Notice


async def readdress(session: AsyncSession, person: PersonId, account: int) -> None:
    """Readdress what waits for an unlinked account to another account, or mark it unreachable."""
    address = (await resolve_addresses(session, [person])).get(person)
    to = (
        {"account_id": address.account_id, "messenger": address.messenger}
        if address
        else {"state": DeliveryState.UNREACHABLE, "error": DeliveryFailureReason.NO_ACCOUNT}
    )
    for table in (Notice, Delivery):
        waiting = update(table).where(table.account_id == account, table.state == DeliveryState.WAITING)
        moved = (await session.execute(waiting.values(**to).returning(table.id))).all()
        if not (moved and address):
            continue
        if table is Notice:
            await notices.schedule_sending(session, address.messenger)
        else:
            of = select(Delivery.call_id).where(Delivery.id.in_([one.id for one in moved])).distinct()
            for call in await session.scalars(of):
                await enqueue_sending(session, CallId(call))
