"""The command `invite`: issues an invitation, by which the first administrator joins.

It writes through `relief` as a conversation would; a new installation gets its places and its catalogue here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.messengers.port import Messenger, MessengerFailure
from bot.persian.digits import to_latin_digits
from bot.relief.ids import UnitId
from bot.relief.people.registration import create_invitation
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.seed.places import load_places
from bot.relief.seed.starter_data import COUNTRY_KEY
from bot.relief.units.directory import is_named, load_path
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Unit

INVITATION_PREFIX = "j-"


class UnresolvedUnit(Exception):
    """No unit has that name, or several have it: `paths` by their ids."""

    def __init__(self, wanted: str, paths: Mapping[int, str]) -> None:
        super().__init__("no such unit" if not paths else "several units")
        self.query = wanted
        self.paths = paths

    @property
    def report_lines(self) -> tuple[str, ...]:
        if not self.paths:
            return (f"No unit is called «{self.query}».",)
        several = (f"  --unit {unit}  {path}" for unit, path in self.paths.items())
        return (f"Several units are called «{self.query}»:", *several)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedInvitation:
    code: str
    unit_path: str

    @property
    def payload(self) -> str:
        return f"{INVITATION_PREFIX}{self.code}"


async def issue_invitation(
    database: Database, clock: Clock, *, unit_query: str, role: Role, days: int, uses: int
) -> IssuedInvitation:
    """Issue an invitation. `unit_query` is a unit's id or name; empty is the country. Raises UnresolvedUnit."""
    async with database.write_session() as session:
        unit = await _find_unit(session, unit_query) if unit_query else await _find_or_load_root(session)
        code = await create_invitation(
            session, inviter=None, unit=unit, role=role, now=clock.now(), days=days, uses=uses
        )
        path = await _format_unit_path(session, unit)
        await session.commit()
    return IssuedInvitation(code=code, unit_path=path)


async def _find_or_load_root(session: AsyncSession) -> UnitId:
    """Return the root of the tree. An empty tree is filled with the places of Iran and the catalogue."""
    top = await session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    if top is not None:
        return UnitId(top)
    await load_catalogue(session)
    return (await load_places(session))[COUNTRY_KEY]


async def _find_unit(session: AsyncSession, wanted: str) -> UnitId:
    number = to_latin_digits(wanted.strip())
    if number.isdecimal():
        known = await session.get(Unit, int(number))
        if known is not None:
            return UnitId(known.id)
    found = list(await session.scalars(select(Unit.id).where(is_named(wanted)).order_by(Unit.id)))
    if len(found) != 1:
        raise UnresolvedUnit(wanted, {unit: await _format_unit_path(session, UnitId(unit)) for unit in found})
    return UnitId(found[0])


async def _format_unit_path(session: AsyncSession, unit: UnitId) -> str:
    return " / ".join(view.name for view in await load_path(session, unit))


async def invitation_links(messengers: Sequence[Messenger], payload: str) -> dict[str, str]:
    """Return the deep link of each bot, or why there is none. Opens and closes the messengers."""
    found: dict[str, str] = {}
    for messenger in messengers:
        try:
            await messenger.open()
            found[messenger.name] = messenger.deep_link(payload)
        except MessengerFailure as failure:
            found[messenger.name] = f"no link now ({failure}); write to the bot: /start {payload}"
        finally:
            await messenger.close()
    return found
