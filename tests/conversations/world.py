"""A small province in a database of the conversation's own, with invitations of fixed codes."""

from datetime import timedelta

from bot.relief.blind_index import code_digest
from bot.relief.ids import UnitId
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Invitation
from tests.relief.world import NOW, Cast, gather

CODE = "7Kq2mXaB9c"


async def peopled(database: Database) -> Cast:
    """Create the five members of the stories; all have accepted confidentiality.

    maryam (telegram 1001), narges (bale 2001), hossein (telegram 1002), zahra (1003) and mina (1004).
    """
    async with database.write_session() as session:
        cast = await gather(session)
        await session.commit()
    return cast


async def invited(
    database: Database, cast: Cast, unit: UnitId, role: Role = Role.VOLUNTEER, code: str = CODE, uses: int = 1
) -> None:
    """Create an invitation by hossein, valid for a week."""
    async with database.write_session() as session:
        session.add(
            Invitation(
                code_digest=code_digest(code),
                code=code,
                unit_id=unit,
                role=role,
                created_by=cast.hossein.person,
                created_at=NOW,
                expires_at=NOW + timedelta(days=7),
                uses_left=uses,
            )
        )
        await session.commit()
