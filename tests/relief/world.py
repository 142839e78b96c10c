"""A small province and the people of the stories, with their most frequent actions."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Currency, Toman
from bot.relief.access.caller import Actor, Caller
from bot.relief.catalogue.activities import ActivityView, find_activities
from bot.relief.families.files import FamilyView
from bot.relief.families.registration import CONSENT_VERSION, NewFamily, register_family
from bot.relief.ids import FamilyId, UnitId
from bot.relief.people.registration import accept_confidentiality, create_invitation, join_by_invitation
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.services.reporting import NewService, report
from bot.relief.services.views import ServiceView
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import Kind, Role, UnitKind
from bot.storage.tables import Total

NOW = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)
TODAY = date(2025, 11, 3)
OPENED = date(2025, 3, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The units of the stories. Sadat and Lebnan are relief groups in Gachsaran; Dishmook has no centre."""

    country: UnitId
    province: UnitId
    gachsaran: UnitId
    boyer_ahmad: UnitId
    dogonbadan: UnitId
    dishmook: UnitId
    sadat: UnitId
    lebnan: UnitId
    yasuj_centre: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of the stories.

    maryam volunteers in Sadat, narges in Lebnan, hossein coordinates Gachsaran, zahra supervises the province, mina
    administers the country.
    """

    tree: Tree
    maryam: Actor
    narges: Actor
    hossein: Actor
    zahra: Actor
    mina: Actor


async def plant(session: AsyncSession) -> Tree:
    async def add(kind: UnitKind, name: str, parent: UnitId | None) -> UnitId:
        return (await add_unit(session, kind=kind, name=name, parent=parent, opened_on=OPENED)).id

    country = await add(UnitKind.COUNTRY, "ایران", None)
    province = await add(UnitKind.PROVINCE, "کهگیلویه و بویراحمد", country)
    gachsaran = await add(UnitKind.COUNTY, "گچساران", province)
    boyer_ahmad = await add(UnitKind.COUNTY, "بویراحمد", province)
    dogonbadan = await add(UnitKind.CITY, "دوگنبدان", gachsaran)
    yasuj = await add(UnitKind.CITY, "یاسوج", boyer_ahmad)
    return Tree(
        country=country,
        province=province,
        gachsaran=gachsaran,
        boyer_ahmad=boyer_ahmad,
        dogonbadan=dogonbadan,
        dishmook=await add(UnitKind.CITY, "دیشموک", boyer_ahmad),
        sadat=await add(UnitKind.RELIEF_GROUP, "امداد محلهٔ سادات", dogonbadan),
        lebnan=await add(UnitKind.RELIEF_GROUP, "امداد محلهٔ لبنان", dogonbadan),
        yasuj_centre=await add(UnitKind.CHARITY_CENTRE, "مرکز نیکوکاری آبشار یاسوج", yasuj),
    )


async def member(
    session: AsyncSession, unit: UnitId, role: Role, name: str, *, messenger: str = "telegram", account: int
) -> Actor:
    """Create a member who joined by an invitation and accepted confidentiality."""
    code = await create_invitation(session, inviter=None, unit=unit, role=role, now=NOW)
    actor = await join_by_invitation(
        session,
        code=code,
        messenger=messenger,
        external_id=account,
        name=name,
        phone=None,
        language="fa",
        now=NOW,
    )
    await accept_confidentiality(session, actor.person, NOW)
    return replace(actor, accepted_confidentiality=True)


async def gather(session: AsyncSession) -> Cast:
    """Create the units, load the catalogue, and let everyone join by invitation."""
    tree = await plant(session)
    await load_catalogue(session)
    return Cast(
        tree=tree,
        maryam=await member(session, tree.sadat, Role.VOLUNTEER, "مریم احمدی", account=1001),
        narges=await member(session, tree.lebnan, Role.VOLUNTEER, "نرگس رستمی", messenger="bale", account=2001),
        hossein=await member(session, tree.gachsaran, Role.COORDINATOR, "حسین رضایی", account=1002),
        zahra=await member(session, tree.province, Role.SUPERVISOR, "زهرا کاظمی", account=1003),
        mina=await member(session, tree.country, Role.ADMINISTRATOR, "مینا صادقی", account=1004),
    )


def family_of(unit: UnitId, head_name: str = "زهرا موسوی", **changes: object) -> NewFamily:
    answers: dict[str, object] = {
        "unit": unit,
        "head_name": head_name,
        "head_sex": None,
        "identity_kind": None,
        "identity": None,
        "phone": None,
        "neighbourhood": "سادات",
        "members": 4,
        "coverage": None,
        "support": None,
        "needs": (),
        "consent_version": CONSENT_VERSION,
    }
    return NewFamily(**(answers | changes))  # type: ignore[arg-type]  # a test changes any answer by name


async def registered(session: AsyncSession, actor: Actor, unit: UnitId, name: str, **changes: object) -> FamilyView:
    return await register_family(Caller(session, actor, NOW), family_of(unit, name, **changes))


async def basket(session: AsyncSession) -> ActivityView:
    """Return the activity سبد کالا: in kind only."""
    return (await find_activities(session, search="101", offset=0, limit=1)).items[0]


async def claim(session: AsyncSession, unit: UnitId) -> NewService:
    """Report a basket for twelve people without names."""
    return NewService(
        unit=unit,
        family=None,
        people=12,
        activity=(await basket(session)).id,
        kind=Kind.IN_KIND,
        value=Toman(1_500_000),
        typed_amount="یک و نیم میلیون",
        currency=Currency.TOMAN,
        delivered_on=TODAY,
    )


async def reported(
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    family: FamilyId | None,
    *,
    value: int = 1_500_000,
    now: datetime = NOW,
) -> ServiceView:
    served = {"people": 12} if family is None else {"people": None, "family": family}
    caller = Caller(session, actor, now)
    new = replace(await claim(session, unit), value=Toman(value), delivered_on=min(TODAY, caller.today), **served)
    return await report(caller, new)


async def standing(session: AsyncSession) -> tuple[int, int]:
    """Return the number of services in the totals, and their sum."""
    rows = list(await session.scalars(select(Total).execution_options(populate_existing=True)))
    return sum(row.services for row in rows), sum(row.value for row in rows)
