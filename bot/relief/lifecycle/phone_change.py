"""Change of the own phone number. Own households of the old number stay own."""

from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import phone_digest
from bot.relief.errors import Conflict
from bot.relief.families import own_households
from bot.relief.people.account_linking import find_person_by_phone
from bot.storage.index_key import index_key_number
from bot.storage.tables import Person


async def change_phone(caller: Caller, phone: str) -> None:
    """Set the phone (E.164) of the actor, as the messenger vouched for it.

    Raises Conflict if it is the phone of another person: the two may be one (`person_merge`).
    """
    owner = await find_person_by_phone(caller.session, phone)
    if owner is not None and owner != caller.actor.person:
        raise Conflict("error-phone-anothers", field="phone")
    await own_households.keep_matches_of_number(caller)
    person = await caller.session.get_one(Person, caller.actor.person)
    person.phone = phone
    person.phone_digest = phone_digest(phone, await index_key_number(caller.session))
    await caller.session.flush()
    await audit_log.record(caller, AuditAction.CHANGE_PHONE)
