"""Joining by invitation: what it says, who may invite, and that the last use is given once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor
from bot.relief.blind_index import phone_digest
from bot.relief.errors import Conflict, DomainError, Forbidden, NotFound
from bot.relief.ids import UnitId
from bot.relief.people.registration import (
    accept_confidentiality,
    create_invitation,
    join_by_invitation,
    preview_invitation,
    set_language,
)
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Account, Invitation, Membership, Person
from tests.relief.world import NOW, TODAY, Cast, member


async def joins(
    database: Database,
    code: str,
    account: int,
    *,
    name: str = "سارا نوری",
    phone: str | None = None,
    now: datetime = NOW,
) -> Actor:
    async with database.write_session() as session:
        actor = await join_by_invitation(
            session,
            code=code,
            messenger="bale",
            external_id=account,
            name=name,
            phone=phone or f"+98917000{account}",
            language="fa",
            now=now,
        )
        await session.commit()
    return actor


async def invited(database: Database, cast: Cast, *, uses: int = 1, days: int = 7) -> str:
    async with database.write_session() as session:
        code = await create_invitation(
            session, inviter=cast.hossein, unit=cast.tree.sadat, role=Role.VOLUNTEER, now=NOW, uses=uses, days=days
        )
        await session.commit()
    return code


async def test_an_invitation_says_who_invites_to_what_and_its_code_is_nowhere_in_clear(
    cast: Cast, database: Database
) -> None:
    code = await invited(database, cast)
    async with database.read_session() as session:
        seen = await preview_invitation(session, code, NOW)
        digests = set(await session.scalars(select(Invitation.code_digest)))
    assert (seen.unit_name, seen.role, seen.inviter_name) == ("امداد محلهٔ سادات", Role.VOLUNTEER, "حسین رضایی")
    assert code.isascii()
    assert code.isalnum()
    assert len(code) >= 8
    assert code.encode() not in digests


async def test_who_joins_is_a_member_at_once_in_one_spelling_and_pledges_once(cast: Cast, database: Database) -> None:
    code = await invited(database, cast)
    joined = await joins(database, code, 3001, name=" سارا  نوري ")
    assert joined.name == "سارا نوری"
    assert [grant.unit for grant in joined.grants] == [cast.tree.sadat]
    assert not joined.accepted_confidentiality
    async with database.write_session() as session:
        await accept_confidentiality(session, joined.person, NOW)
        await accept_confidentiality(session, joined.person, NOW + timedelta(days=1))
        await set_language(session, joined.person, "en")
        await session.commit()
    async with database.read_session() as session:
        later = await load_actor(session, "bale", 3001, TODAY)
        pledged_at = await session.scalar(select(Person.confidentiality_accepted_at).where(Person.id == joined.person))
    assert later is not None
    assert (later.accepted_confidentiality, later.language, pledged_at) == (True, "en", NOW)


async def test_an_invitation_that_is_over_says_why(cast: Cast, database: Database) -> None:
    spent, late = await invited(database, cast), await invited(database, cast, days=1)
    await joins(database, spent, 3001)
    for code, when, why in (
        ("NoSuchCode", NOW, "error-invitation-unknown"),
        (spent, NOW, "error-invitation-used"),
        (late, NOW + timedelta(days=1), "error-invitation-expired"),
    ):
        async with database.read_session() as session:
            with pytest.raises(DomainError) as refused:
                await preview_invitation(session, code, when)
            assert refused.value.key == why
    with pytest.raises(Conflict, match="error-invitation-used"):
        await joins(database, spent, 3002)
    with pytest.raises(NotFound):
        await joins(database, "NoSuchCode", 3002)


async def test_a_second_unit_is_one_more_membership_of_the_same_person(cast: Cast, database: Database) -> None:
    first = await joins(database, await invited(database, cast), 3001)
    async with database.write_session() as session:
        code = await create_invitation(
            session, inviter=cast.zahra, unit=cast.tree.lebnan, role=Role.COORDINATOR, now=NOW
        )
        await session.commit()
    second = await joins(database, code, 3001, name="نام دیگر")
    assert (second.person, second.name) == (first.person, "سارا نوری")
    assert {grant.unit for grant in second.grants} == {cast.tree.sadat, cast.tree.lebnan}


async def test_joining_again_with_the_same_invitation_uses_nothing_up(cast: Cast, database: Database) -> None:
    code = await invited(database, cast, uses=2)
    first = await joins(database, code, 3001)
    assert await joins(database, code, 3001) == first
    await joins(database, code, 3002)
    assert await joins(database, code, 3001) == first


async def test_a_number_lets_in_who_was_heard_lately_and_after_a_long_silence_is_anybodys(
    cast: Cast, database: Database
) -> None:
    code = await invited(database, cast, uses=3, days=365)
    first = await joins(database, code, 3001)
    soon, late = NOW + timedelta(days=89), NOW + timedelta(days=89 + 90)
    known = await joins(database, code, 3002, phone="+989170003001", now=soon)
    assert (known.person, known.name) == (first.person, "سارا نوری")
    other = await joins(database, code, 3003, name="آرش کاظمی", phone="+989170003001", now=late)
    assert other.person != first.person
    assert (other.name, len(other.grants)) == ("آرش کاظمی", 1)


async def test_the_last_use_is_given_once_to_those_who_come_together(cast: Cast, database: Database) -> None:
    code = await invited(database, cast, uses=2)
    ends = await asyncio.gather(*(joins(database, code, 3000 + n) for n in range(5)), return_exceptions=True)
    refusals = [end for end in ends if isinstance(end, BaseException)]
    assert [refusal.args for refusal in refusals] == [("error-invitation-used",)] * 3
    async with database.read_session() as session:
        held = await session.scalar(
            select(func.count()).select_from(Membership).where(Membership.unit_id == cast.tree.sadat)
        )
    assert held == 1 + 2  # maryam was there


async def test_one_account_that_joins_twice_at_once_is_one_person(cast: Cast, database: Database) -> None:
    code = await invited(database, cast, uses=9)
    ends = await asyncio.gather(*(joins(database, code, 3001) for _ in range(4)), return_exceptions=True)
    refusals = [end for end in ends if isinstance(end, BaseException)]
    assert all(isinstance(refusal, Conflict) and refusal.key == "error-account-known" for refusal in refusals)
    async with database.read_session() as session:
        persons = await session.scalar(select(func.count()).select_from(Account).where(Account.external_id == 3001))
        uses_left = await session.scalar(select(Invitation.uses_left).where(Invitation.uses_left > 0))
    assert (persons, uses_left) == (1, 8)


@pytest.mark.parametrize(
    ("who", "where", "role"),
    [
        ("maryam", "sadat", Role.VOLUNTEER),
        ("hossein", "yasuj_centre", Role.VOLUNTEER),
        ("hossein", "sadat", Role.SUPERVISOR),
        ("zahra", "country", Role.VOLUNTEER),
        ("zahra", "province", Role.ADMINISTRATOR),
    ],
)
async def test_nobody_invites_outside_their_reach_or_above_their_role(
    who: str, where: str, role: Role, cast: Cast, database: Database
) -> None:
    actor: Actor = getattr(cast, who)
    unit: UnitId = getattr(cast.tree, where)
    async with database.write_session() as session:
        with pytest.raises(Forbidden):
            await create_invitation(session, inviter=actor, unit=unit, role=role, now=NOW)


async def test_names_and_phones_are_sealed(cast: Cast, database: Database) -> None:
    await joins(database, await invited(database, cast), 3001)
    async with database.read_session() as session:
        rows = (await session.execute(select(Person.name_box, Person.phone_box))).all()
        found = await session.scalar(select(Person).where(Person.phone_digest == phone_digest("+989170003001")))
    assert found is not None
    assert found.phone == "+989170003001"
    assert not any("نوری".encode() in name or b"9170003001" in (phone or b"") for name, phone in rows)


@pytest.mark.parametrize(("name", "fault"), [(" \u200c ", "no-letter"), ("۰۹۱۷۱۱۱۲۲۳۳", "phone"), ("حاج آقا", "title")])
async def test_a_newcomer_has_a_name_whatever_door_they_come_by(
    cast: Cast, database: Database, name: str, fault: str
) -> None:
    async with database.write_session() as session:
        with pytest.raises(Conflict, match=f"dialogue-name-{fault}"):
            await member(session, cast.tree.sadat, Role.VOLUNTEER, name, account=3001)
