"""Change of the own phone number. Own households of the old number stay own."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Actor
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import phone_digest
from bot.relief.errors import Conflict
from bot.relief.families import own_households
from bot.relief.people.account_linking import find_person_by_phone
from bot.storage.index_key import index_key_number
from bot.storage.tables import Person


async def change_phone(session: AsyncSession, actor: Actor, phone: str, now: datetime) -> None:
    """Set the phone (E.164) of the actor, as the messenger vouched for it.

    Raises Conflict if it is the phone of another person: the two may be one (`person_merge`).
    """
    owner = await find_person_by_phone(session, phone)
    if owner is not None and owner != actor.person:
        raise Conflict("error-phone-anothers", field="phone")
    await own_households.keep_matches_of_number(session, actor, now)
    person = await session.get_one(Person, actor.person)
    person.phone = phone
    person.phone_digest = phone_digest(phone, await index_key_number(session))
    await session.flush()
    await audit_log.record(session, actor, AuditAction.CHANGE_PHONE, now=now)
