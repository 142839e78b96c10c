"""People of the fuzzed province beside the sample's few.

Of every role there are enough that one can always act in it, some in both messengers; open invitations for newcomers;
and the roles as they are by now. It knows rows, no conversation.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import TypeAlias

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.validity import membership_valid
from bot.relief.blind_index import code_digest, phone_digest
from bot.relief.hierarchy import SERVING_KINDS
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Account, Invitation, Membership, Person, Unit

MESSENGERS = ("telegram", "bale")
FIRST_ACCOUNT = 30_000
EACH = 8  # of every role in every messenger
BOTH_OF = 4  # every fourth has an account in the other messenger too
USES = 10_000
NAMES = ("رها سپهری", "بهمن کوهیار", "نگین آرامش", "سهراب دشتی")

Named: TypeAlias = tuple[int, str]
Present: TypeAlias = Mapping[Role | None, Sequence[Named]]
"""Accounts with the names of their holders, by role; None: known, with no role that stands today."""


def code_of(role: Role) -> str:
    """Return the code of the open invitation to this role, in the shape of real codes."""
    return f"{role.value[:5].upper()}22222"


async def settle(database: Database, now: datetime) -> None:
    """Create the people: half in the units of the sample's own, half in a body of their own."""
    async with database.write_session() as session:
        where = await _where(session)
        session.add_all(_open_invitation(role, where[role][0], now) for role in Role)
        for number, (place, role, messenger) in enumerate(product(range(EACH), Role, MESSENGERS)):
            units = where[role]
            await _settle_one(session, number, messenger, role, units[place % len(units)], now)
        await session.commit()


async def _where(session: AsyncSession) -> dict[Role, list[int]]:
    bodies = list(await session.scalars(select(Unit.id).where(Unit.kind.in_(SERVING_KINDS)).order_by(Unit.id)))
    sample = await session.execute(
        select(Membership.role, Membership.unit_id).distinct().order_by(Membership.role, Membership.unit_id)
    )
    found: dict[Role, list[int]] = defaultdict(list)
    for role, unit in sample:
        found[Role(role)].append(unit)
    return {
        role: [one for pair in zip(found[role] * EACH, bodies[: EACH // 2], strict=False) for one in pair]
        for role in Role
    }


def _open_invitation(role: Role, unit: int, now: datetime) -> Invitation:
    return Invitation(
        code_digest=code_digest(code_of(role)),
        code=code_of(role),
        unit_id=unit,
        role=role,
        created_at=now,
        expires_at=now + timedelta(days=365),
        uses_left=USES,
    )


async def _settle_one(session: AsyncSession, number: int, messenger: str, role: Role, unit: int, now: datetime) -> None:
    account = FIRST_ACCOUNT + number
    phone = f"+98917{account:07}"
    person = Person(
        name=f"{NAMES[number % len(NAMES)]}",
        phone=phone,
        phone_digest=phone_digest(phone),
        language="en" if number % 11 == 0 else "fa",
        confidentiality_accepted_at=now,
        created_at=now,
    )
    session.add(person)
    await session.flush()
    for name in MESSENGERS if number // len(MESSENGERS) % BOTH_OF == 0 else (messenger,):
        session.add(Account(person_id=person.id, messenger=name, external_id=account, last_seen_at=now))
    session.add(Membership(person_id=person.id, unit_id=unit, role=role, since=now.date()))


async def present(database: Database, today: date) -> Mapping[str, Present]:
    """Return who has which role today, by messenger."""
    standing = case((membership_valid(today), Membership.role))
    rows = (
        select(Account.messenger, Account.external_id, Person, standing)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .where(Account.unlinked_at.is_(None))
        .order_by(Account.external_id)
    )
    found: dict[str, dict[Role | None, dict[int, str]]] = {name: defaultdict(dict) for name in MESSENGERS}
    async with database.read_session() as session:
        for messenger, account, person, role in await session.execute(rows):
            found[messenger][role and Role(role)][account] = person.name
    return {name: {role: sorted(those.items()) for role, those in by_role.items()} for name, by_role in found.items()}
