"""Population of a run: volunteers, coordinators and newcomers in both messengers, in a new database."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SystemClock
from bot.relief.ids import UnitId
from bot.relief.people.registration import create_invitation
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.vocabulary import Role
from bot.storage.database import open_database
from bot.storage.encryption import Keyring, install_keyring
from bot.storage.migrate import upgrade
from tests.relief.world import Tree, member, plant, registered

KEY = bytes(range(1, 33))
LETTERS = "بپتجچخدرزسشفقکگلمنوه"
MESSENGERS = ("bale", "telegram")
NEWCOMER, COORDINATOR, VOLUNTEER = "newcomer", "coordinator", "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhabitant:
    """A person of the run. `start` is the payload of a newcomer's invitation; others are members already."""

    messenger: str
    account: int
    name: str
    role: str
    phone: str
    start: str | None = None

    def sample(self) -> dict[str, Any]:
        """Return the person as a sample person of the emulator."""
        return asdict(self)


def letters(number: int) -> str:
    """Spell a number as a word that no parser takes for one: three Persian letters at least."""
    word = ""
    while number or len(word) < 3:
        number, place = divmod(number, len(LETTERS))
        word += LETTERS[place]
    return word


def _someone(place: int) -> Inhabitant:
    """Return one of twelve people: two are newcomers and two coordinators, one in each messenger."""
    role = {0: COORDINATOR, 1: COORDINATOR, 6: NEWCOMER, 7: NEWCOMER}.get(place % 12, VOLUNTEER)
    return Inhabitant(
        messenger=MESSENGERS[place % 2],
        account=50_001 + place,
        name=f"همراه {letters(place)}",
        role=role,
        phone=f"0917{place:07d}",
    )


async def settle(url: str, count: int) -> tuple[Inhabitant, ...]:
    """Create all that exists before a run: units, catalogue, members, a family of each volunteer."""
    install_keyring(Keyring({1: KEY}, 1))
    await upgrade(url)
    database = open_database(url)
    try:
        async with database.write_session() as session:
            tree = await plant(session)
            await load_catalogue(session)
            inhabitants = [await _moved_in(session, tree, _someone(place), place) for place in range(count)]
            await session.commit()
    finally:
        await database.close()
    return tuple(inhabitants)


async def _moved_in(session: AsyncSession, tree: Tree, one: Inhabitant, place: int) -> Inhabitant:
    groups: tuple[UnitId, ...] = (tree.sadat, tree.lebnan, tree.yasuj_centre)
    unit = groups[place % len(groups)]
    if one.role == NEWCOMER:
        code = await create_invitation(session, inviter=None, unit=unit, role=Role.VOLUNTEER, now=SystemClock().now())
        return replace(one, start=f"j-{code}")
    if one.role == COORDINATOR:
        await member(session, tree.gachsaran, Role.COORDINATOR, one.name, messenger=one.messenger, account=one.account)
        return one
    actor = await member(session, unit, Role.VOLUNTEER, one.name, messenger=one.messenger, account=one.account)
    await registered(session, actor, unit, f"زهرا {letters(place)}")
    return one
