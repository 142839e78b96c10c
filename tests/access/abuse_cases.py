"""Abuse beside the matrix: old buttons, old invitations, a role that ends in the middle of a form.

Also one's own household, and a person who has not accepted confidentiality.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.blind_index import code_digest, phone_digest
from bot.relief.people.registration import create_invitation
from bot.relief.vocabulary import Role
from bot.storage.index_key import index_key_number
from bot.storage.tables import Account, Family, Invitation, Membership, Person, Service
from tests.access.explorer import says, through
from tests.access.matrix_runner import Mischief, Town
from tests.access.matrix_world import Quarter
from tests.relief.world import NOW, TODAY

OWN_PHONE = "+989170001234"  # that of the families of a quarter


async def _ended(session: AsyncSession, built: Quarter) -> None:
    mine = update(Membership).where(Membership.person_id == built.actor.person)
    await session.execute(mine.values(since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=7)))


async def _end(town: Town, built: Quarter) -> None:
    async with town.database.write_session() as session:
        await _ended(session, built)
        await session.commit()


async def _counted(town: Town, asked: type[Family] | type[Service], by: Quarter) -> int:
    column = asked.registered_by if asked is Family else Service.reported_by
    async with town.database.read_session() as session:
        return await session.scalar(select(func.count()).select_from(asked).where(column == by.actor.person)) or 0


async def old_buttons(town: Town, messenger: str, account: int) -> bool:
    """Press every button that a coordinator ever saw, after the role has ended."""
    built = await town.quarter(Role.COORDINATOR, messenger, account)
    visitor, spot = town.visitor(messenger, account), built.spot("own")
    await visitor.say("/menu")
    kept: dict[str, int] = {}
    for data in (f"b|family||{spot.family.id}", f"b|campaign||{spot.campaign}", f"b|call||{spot.call}", "b|families||"):
        await visitor.forge(data)
        kept |= {pressed: visitor.newest()["id"] for _, pressed in [*visitor.buttons(), ("", data)]}
    assert visitor.has_read(spot.family_secret)
    await _end(town, built)
    visitor.heard.clear()
    for data, message in kept.items():
        await visitor.replay(message, data)
    secrets = (spot.family_secret, spot.campaign_title, spot.call_text)
    return not any(visitor.has_read(word) for word in secrets)


async def role_ends_in_a_form(town: Town, messenger: str, account: int) -> bool:
    """End a role on the last page of a registration; the draft stays, its files too."""
    built = await town.quarter(Role.VOLUNTEER, messenger, account)
    visitor, before = town.visitor(messenger, account), await _counted(town, Family, built)
    await visitor.say("/menu")
    await visitor.forge("b|form||family-registration")
    answers = {"head_name": says("نوبر آزمایشی"), "neighbourhood": says("آزمون‌آباد"), "members": says("۴")}
    await through(visitor, answers, confirms=False)
    reached = (await visitor.state()).form
    assert reached is not None
    assert reached.at == "?confirm"
    await _end(town, built)
    await visitor.press("|ok")
    return await _counted(town, Family, built) == before


async def old_invitations(town: Town, messenger: str, account: int) -> bool:
    """Try invitations that are used, revoked, expired or one letter wrong, and the button of a used one."""
    built = await town.quarter(Role.VOLUNTEER, messenger, account)
    unit, stranger = built.spot("own").unit, account + 500_000
    async with town.database.write_session() as session:
        codes = [
            await create_invitation(session, inviter=None, unit=unit, role=Role.COORDINATOR, now=NOW) for _ in range(3)
        ]
        spoilt: list[dict[str, object]] = [
            {"uses_left": 0},
            {"revoked_at": NOW},
            {"expires_at": NOW - timedelta(days=1)},
        ]
        for code, how in zip(codes, spoilt, strict=True):
            digest = code_digest(code)
            await session.execute(update(Invitation).where(Invitation.code_digest == digest).values(**how))
        await session.commit()
    visitor = town.visitor(messenger, stranger)
    for code in (*codes, codes[0][:-1] + "x"):
        await visitor.say(f"/start j-{code}")
        await visitor.forge(f"b|form||joining,{code}")
        await through(visitor, {"name": says("بیگانهٔ آزموده")})
        await visitor.forge(f"b|invitation|!join|{code}")
        await visitor.say("/cancel")
    async with town.database.read_session() as session:
        return not await session.scalar(
            select(func.count())
            .select_from(Account)
            .where(Account.external_id == stranger, Account.messenger == messenger)
        )


async def own_household(town: Town, messenger: str, account: int) -> bool:
    """Try to open, complete and report to a file with the coordinator's own number."""
    built = await town.quarter(Role.COORDINATOR, messenger, account)
    visitor, spot = town.visitor(messenger, account), built.spot("own")
    async with town.database.write_session() as session:
        person = await session.get_one(Person, built.actor.person)
        person.phone, person.phone_digest = OWN_PHONE, phone_digest(OWN_PHONE, await index_key_number(session))
        await session.commit()
    await visitor.say("/menu")
    await visitor.forge(f"b|family||{spot.family.id}")
    await visitor.forge("b|families||")
    await visitor.say(str(spot.family.number))
    for form in ("service-report", "family-completion"):
        await visitor.forge(f"b|form||{form},{spot.family.id}")
    return not visitor.has_read(spot.family_secret) and not await _counted(town, Service, built)


async def no_promise(town: Town, messenger: str, account: int) -> bool:
    """Try to see a family without having accepted confidentiality."""
    built = await town.quarter(Role.COORDINATOR, messenger, account)
    visitor, spot = town.visitor(messenger, account), built.spot("own")
    async with town.database.write_session() as session:
        await session.execute(
            update(Person).where(Person.id == built.actor.person).values(confidentiality_accepted_at=None)
        )
        await session.commit()
    await visitor.say("/menu")
    for data in (f"b|family||{spot.family.id}", "b|families||", f"b|form||service-report,{spot.family.id}"):
        await visitor.forge(data)
    return not visitor.has_read(spot.family_secret)


async def stranger(town: Town, messenger: str, account: int) -> bool:
    """Press every button there is as a stranger."""
    built = await town.quarter(Role.VOLUNTEER, messenger, account)
    spot, visitor = built.spot("own"), town.visitor(messenger, account + 500_000)
    await visitor.say("/menu")
    for view in (
        "family",
        "access-log",
        "campaign",
        "call",
        "call-answers",
        "sign-ups",
        "summary",
        "families",
        "calls",
        "campaigns",
    ):
        for thing in (spot.family.id, spot.campaign, spot.call):
            await visitor.forge(f"b|{view}||{thing}")
    secrets = (spot.family_secret, spot.campaign_title, spot.call_text, spot.neighbour)
    return not any(visitor.has_read(word) for word in secrets)


MISCHIEF: Mapping[str, Mischief] = {
    "old buttons": old_buttons,
    "a role that ends in a form": role_ends_in_a_form,
    "old invitations": old_invitations,
    "one's own household": own_household,
    "no promise": no_promise,
    "a stranger": stranger,
}
