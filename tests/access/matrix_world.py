"""World of one cell of the matrix: a unit, one below, beside and above it, and their contents."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Actor, Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.calls.approvals import request_call_approval
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.campaigns.sign_ups import sign_up
from bot.relief.families.files import FamilyView
from bot.relief.ids import CampaignId, UnitId
from bot.relief.people.registration import register_newcomer
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import CallState, DeliveryState, Role, UnitKind
from bot.storage import tables
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Call, JoinRequest, Letter, Membership, UnitAttributeValue
from tests.relief.world import NOW, OPENED, TODAY, member, registered, reported

LETTERS = ("بتدرسفکلمن", "جچخزشعغقهو")  # by turns, so that no letter stands thrice in a row: such a name is none
SPOTS = ("own", "below", "beside", "above")
_numbers = count(1)


def secret() -> str:
    """Return a unique word: a reader of it has seen its record."""
    return "".join(LETTERS[place % 2][int(digit)] for place, digit in enumerate(f"{next(_numbers):06}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One unit with a record of each kind; the last words of their names are secrets.

    A family, a service, a campaign and two calls of the keeper's, one of which waits to be sent; a neighbour with a
    `membership`, and a person with a join request.
    """

    unit: UnitId
    name: str
    family: FamilyView
    service: int
    campaign: int
    campaign_title: str
    call: int
    call_text: str
    large_call: int
    large_call_text: str
    neighbour: str
    membership: int
    neighbour_id: int
    asker: str
    request: int
    letter: str
    licence: str

    @property
    def family_secret(self) -> str:
        return self.family.head_name.split()[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """The four units; `mine` is a family that the actor registered in their own unit, if the role may."""

    spots: dict[str, Spot]
    actor: Actor
    account: int
    mine: FamilyView | None

    def spot(self, place: str) -> Spot:
        return self.spots["own" if place == "none" else place]


async def quarter(
    session: AsyncSession, keeper: Actor, root: UnitId, role: Role, messenger: str, account: int, *, former: bool
) -> Quarter:
    """Create the world of one cell.

    `former`: the role ended a week ago. `keeper` coordinates the country, and made the records.
    """

    async def unit(kind: UnitKind, parent: UnitId) -> tuple[UnitId, str]:
        name = f"گروه {secret()}"
        return (await add_unit(session, kind=kind, name=name, parent=parent, opened_on=OPENED)).id, name

    above = await unit(UnitKind.CHARITY_CENTRE, root)
    own = await unit(UnitKind.RELIEF_GROUP, above[0])
    places = {
        "own": own,
        "below": await unit(UnitKind.RELIEF_HOUSE, own[0]),
        "beside": await unit(UnitKind.RELIEF_GROUP, above[0]),
        "above": above,
    }
    actor = await member(session, own[0], role, "بهرام آزموده", messenger=messenger, account=account)
    registers = role in (Role.VOLUNTEER, Role.COORDINATOR)
    mine = await registered(session, actor, own[0], f"لیلا {secret()}") if registers else None
    if former:
        ended = update(Membership).where(Membership.person_id == actor.person)
        await session.execute(ended.values(since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=7)))
    spots = {
        place: await _spot(session, keeper, account * 10 + number, *places[place]) for number, place in enumerate(SPOTS)
    }
    return Quarter(spots=spots, actor=actor, account=account, mine=mine)


async def _spot(session: AsyncSession, keeper: Actor, account: int, unit: UnitId, name: str) -> Spot:
    family = await registered(session, keeper, unit, f"سکینه {secret()}", phone="+989170001234")
    service = await reported(session, keeper, unit, family.id, value=7_000_000)
    neighbour = f"کاوه {secret()}"
    near = await member(session, unit, Role.VOLUNTEER, neighbour, account=account)
    await audit_log.record(
        Caller(session, near, NOW), AuditAction.SEE_FAMILY, unit=unit, subject=f"family:{family.number}"
    )
    title = f"نذر {secret()}"
    opened = await campaigns.open_campaign(Caller(session, keeper, NOW), replace(_campaign(unit), title=title))
    call, text = await _call(session, keeper, near, unit, opened.id)
    large, large_text = await _large_call(session, keeper, unit)
    asker = f"مهشید {secret()}"
    met = await register_newcomer(
        session,
        messenger="telegram",
        external_id=account + 600_000_000,
        name=asker,
        phone=None,
        language="fa",
        now=NOW,
    )
    request = JoinRequest(person_id=met.person, unit_id=unit, requested_at=NOW, reminded_at=NOW)
    letter, licence = f"نامهٔ {secret()}", f"پروانهٔ {secret()}"
    at_rest = Letter(person_id=near.person, unit_id=unit, author_id=near.person, text=letter, at=NOW)
    fact = UnitAttributeValue(unit_id=unit, attribute="licence", value=licence, since=OPENED, set_by=keeper.person)
    session.add_all((request, at_rest, fact))
    return Spot(
        unit=unit,
        name=name,
        family=family,
        service=service.id,
        campaign=opened.id,
        campaign_title=title,
        call=call,
        call_text=text,
        large_call=large,
        large_call_text=large_text,
        neighbour=neighbour,
        membership=await session.scalar(select(Membership.id).where(Membership.person_id == near.person)) or 0,
        asker=asker,
        neighbour_id=near.person,
        request=request.id,
        letter=letter,
        licence=licence,
    )


def _campaign(unit: UnitId) -> NewCampaign:
    return NewCampaign(unit=unit, title="", occasion="", since=TODAY, until=TODAY + timedelta(days=3), places=5)


async def _call(
    session: AsyncSession, keeper: Actor, near: Actor, unit: UnitId, campaign: CampaignId
) -> tuple[int, str]:
    """Create a call of a campaign that is paused half-way; one recipient has a place."""
    text = f"فردا {secret()}"
    row = Call(
        number=await next_number(session, NumberSequence.CALLS),
        unit_id=unit,
        role=None,
        campaign_id=campaign,
        text=text,
        state=CallState.PAUSED,
        created_by=keeper.person,
        created_at=NOW,
        started_at=NOW,
    )
    session.add(row)
    await session.flush()
    session.add(tables.Delivery(call_id=row.id, person_id=near.person, state=DeliveryState.UNREACHABLE))
    await session.flush()
    await sign_up(Caller(session, near, NOW), campaign)
    return row.id, text


async def _large_call(session: AsyncSession, keeper: Actor, unit: UnitId) -> tuple[int, str]:
    """Create a call that waits for approval."""
    text = f"هفتهٔ دیگر {secret()}"
    asked = await request_call_approval(Caller(session, keeper, NOW), unit=unit, role=None, text=text)
    return asked.view.id, text
