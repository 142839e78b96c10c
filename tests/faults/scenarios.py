"""Scenarios of every form in the registry, answer by answer, with the rows expected at the end."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SystemClock
from bot.relief.access.caller import Caller
from bot.relief.calls.approvals import request_call_approval
from bot.relief.people.letters import write_letter
from bot.relief.people.registration import create_invitation
from bot.relief.vocabulary import Role
from bot.storage.encryption import keyring
from bot.storage.tables import LinkCode
from tests.faults.scenario import Walk
from tests.faults.scenarios_people import of_members
from tests.faults.scenarios_services import DEEDS
from tests.relief.world import Cast, member, reported

LINK = "48217730"


def walks(code: str) -> Mapping[str, Walk]:
    """Return all scenarios; `code` invites a newcomer."""
    return {**DEEDS, **of_members(code)}


async def invited(session: AsyncSession, cast: Cast) -> str:
    """Give maryam a code that links another account, and hossein a second person."""
    await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6001)
    now = SystemClock().now()
    digest = keyring().digest("link", LINK)
    session.add(LinkCode(code_digest=digest, person_id=cast.maryam.person, expires_at=now + timedelta(hours=1)))
    return await create_invitation(session, inviter=None, unit=cast.tree.sadat, role=Role.VOLUNTEER, now=now)


async def written(session: AsyncSession, cast: Cast, form: str) -> None:
    """Create what a scenario needs: a letter, a service to be verified, or a large call."""
    clock = SystemClock()
    if form == "call-returning":
        now, unit = clock.now(), cast.tree.gachsaran
        await request_call_approval(Caller(session, cast.hossein, now), unit=unit, role=None, text="فردا بیایید")
    if form == "service-returning":
        await reported(session, cast.maryam, cast.tree.sadat, None)
    await write_letter(Caller(session, cast.maryam, clock.now()), cast.tree.sadat, "کمک لازم است")
