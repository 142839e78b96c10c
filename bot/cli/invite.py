"""Invitations from the command line: how the first administrator, and whoever it names, comes in.

It writes through `relief` as a conversation would; a new installation gets its places and its catalogue here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.messengers.port import Failure, Messenger
from bot.persian.digits import latin
from bot.persian.normalisation import sort_key
from bot.relief.ids import UnitId
from bot.relief.people import registration as people
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.seed.places import load_places
from bot.relief.seed.starter_data import COUNTRY_KEY
from bot.relief.units import directory as units
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Unit

PAYLOAD = "j-"


class UnitUnclear(Exception):
    """No unit is called so, or several are: `paths` by their ids."""

    def __init__(self, wanted: str, paths: Mapping[int, str]) -> None:
        super().__init__("no such unit" if not paths else "several units")
        self.wanted = wanted
        self.paths = paths

    @property
    def told(self) -> tuple[str, ...]:
        if not self.paths:
            return (f"No unit is called «{self.wanted}».",)
        several = (f"  --unit {unit}  {path}" for unit, path in self.paths.items())
        return (f"Several units are called «{self.wanted}»:", *several)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshInvitation:
    code: str
    path: str

    @property
    def payload(self) -> str:
        return f"{PAYLOAD}{self.code}"


async def invite(database: Database, clock: Clock, *, wanted: str, role: Role, days: int, uses: int) -> FreshInvitation:
    """`wanted` is a unit's id or name, the country where it is empty. Raises UnitUnclear."""
    async with database.writing() as session:
        unit = await _unit(session, wanted) if wanted else await _country(session)
        code = await people.invite(session, by=None, unit=unit, role=role, now=clock.now(), days=days, uses=uses)
        path = await _path(session, unit)
        await session.commit()
    return FreshInvitation(code=code, path=path)


async def _country(session: AsyncSession) -> UnitId:
    """The top of the tree. An empty tree grows the places of Iran, and the catalogue comes with it."""
    top = await session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    if top is not None:
        return UnitId(top)
    await load_catalogue(session)
    return (await load_places(session))[COUNTRY_KEY]


async def _unit(session: AsyncSession, wanted: str) -> UnitId:
    number = latin(wanted.strip())
    if number.isdecimal():
        known = await session.get(Unit, int(number))
        if known is not None:
            return UnitId(known.id)
    found = list(await session.scalars(select(Unit.id).where(Unit.sort_key == sort_key(wanted)).order_by(Unit.id)))
    if len(found) != 1:
        raise UnitUnclear(wanted, {unit: await _path(session, UnitId(unit)) for unit in found})
    return UnitId(found[0])


async def _path(session: AsyncSession, unit: UnitId) -> str:
    return " / ".join(view.name for view in await units.path(session, unit))


async def links(messengers: Sequence[Messenger], payload: str) -> dict[str, str]:
    """The deep link of each bot, or why there is none. Opens and closes the messengers."""
    found: dict[str, str] = {}
    for messenger in messengers:
        try:
            await messenger.open()
            found[messenger.name] = messenger.link(payload)
        except Failure as failure:
            found[messenger.name] = f"no link now ({failure}); write to the bot: /start {payload}"
        finally:
            await messenger.close()
    return found
