"""Registration and search of families: who sees which file, and what the duplicate check reveals."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.i18n.answer_parsers import IdentityKind
from bot.relief.access.caller import Actor, Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, DomainError, Forbidden, NotFound
from bot.relief.families.files import FamilyView, find_families, load_family
from bot.relief.families.registration import (
    DUPLICATE_HINT_WINDOW,
    MAX_DUPLICATE_HINTS_PER_DAY,
    NewFamily,
    NewNeed,
    register_family,
)
from bot.relief.vocabulary import Coverage, Domain, Role, Sex, Support, Urgency
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Family, FamilyToken, Need
from tests.relief.world import NOW, TODAY, Cast, family_of, member, registered, reported

NATIONAL_ID = "4220000119"
FIRST_NUMBER = 1001


async def register(database: Database, actor: Actor, new: NewFamily) -> FamilyView:
    """Roll a refusal back and keep only its audit entry, as a turn does."""
    try:
        async with database.write_session() as session:
            view = await register_family(Caller(session, actor, NOW), new)
            await session.commit()
    except DomainError as refusal:
        async with database.write_session() as session:
            await audit_log.record_denied(session, refusal)
            await session.commit()
        raise
    return view


async def found(database: Database, actor: Actor, search: str) -> list[str]:
    async with database.read_session() as session:
        page = await find_families(Caller(session, actor, NOW), search=search, offset=0, limit=9)
    return [one.head_name for one in page.items]


async def test_a_family_is_registered_with_what_is_known_and_shown_masked(cast: Cast, database: Database) -> None:
    new = family_of(
        cast.tree.sadat,
        " زهرا  موسوي",
        head_sex=Sex.WOMAN,
        identity_kind=IdentityKind.NATIONAL_ID,
        identity="۴۲۲ ۰۰۰۰۱۱۹",
        phone="+989170001234",
        coverage=Coverage.WELFARE,
        support=Support.PENSION,
        needs=(NewNeed(domain=Domain.LIVELIHOOD, urgency=Urgency.URGENT, note="اجاره  عقب افتاده"),),
    )
    view = await register(database, cast.maryam, new)
    assert (view.number, view.head_name, view.unit_name) == (FIRST_NUMBER, "زهرا موسوی", "امداد محلهٔ سادات")
    assert (view.members, view.phone_masked) == (4, "\u200e۰۹۱۷•••۱۲۳۴")
    async with database.read_session() as session:
        card = await load_family(Caller(session, cast.maryam, NOW), view.id)
    assert card.identity_masked == "\u200e۴۲۲•••••۱۹"
    assert (card.head_sex, card.coverage, card.support) == (Sex.WOMAN, Coverage.WELFARE, Support.PENSION)
    assert [(need.domain, need.urgency, need.note) for need in card.needs] == [
        (Domain.LIVELIHOOD, Urgency.URGENT, "اجاره عقب افتاده")
    ]
    assert (card.registered_by, card.consented_at, card.service_count) == ("مریم احمدی", NOW, 0)


async def test_what_names_a_family_lies_sealed(cast: Cast, database: Database) -> None:
    new = family_of(
        cast.tree.sadat,
        identity_kind=IdentityKind.NATIONAL_ID,
        identity=NATIONAL_ID,
        phone="+989170001234",
        needs=(NewNeed(domain=Domain.HEALTH, urgency=Urgency.SOON, note="داروی قلب"),),
    )
    await register(database, cast.maryam, new)
    async with database.read_session() as session:
        tables = [
            (await session.execute(select(Family.__table__))).all(),
            (await session.execute(select(FamilyToken.__table__))).all(),
            (await session.execute(select(Need.__table__))).all(),
            (await session.execute(select(AuditEntry.__table__))).all(),
        ]
    held = [cell for rows in tables for row in rows for cell in row]
    in_clear = b" ".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in held)
    for secret in ("موسوی", NATIONAL_ID, "9170001234", "سادات", "قلب"):
        assert secret.encode() not in in_clear


@pytest.mark.parametrize(
    ("kind", "first", "again"),
    [
        (IdentityKind.NATIONAL_ID, NATIONAL_ID, "۴۲۲-۰۰۰۰۱۱-۹"),
        (IdentityKind.FOREIGNER_ID, "123456789012", "۱۲۳ ۴۵۶ ۷۸۹ ۰۱۲"),
        (IdentityKind.PASSPORT, "A12345678", "a12345678"),
    ],
)
async def test_a_household_known_anywhere_is_refused_and_only_its_centre_is_named(
    kind: IdentityKind, first: str, again: str, cast: Cast, database: Database
) -> None:
    known = await register(database, cast.narges, family_of(cast.tree.lebnan, identity_kind=kind, identity=first))
    with pytest.raises(Conflict) as refused:
        await register(
            database, cast.maryam, family_of(cast.tree.sadat, "نام دیگر", identity_kind=kind, identity=again)
        )
    assert (refused.value.key, refused.value.field) == ("error-family-known", "identity")
    assert refused.value.message_args == {"unit": "امداد محلهٔ لبنان"}
    async with database.read_session() as session:
        entry = (
            await session.scalars(select(AuditEntry).where(AuditEntry.action == AuditAction.FIND_DUPLICATE_FAMILY))
        ).one()
        kept = list(await session.scalars(select(Family.id)))
    assert (entry.person_id, entry.messenger, entry.subject) == (
        cast.maryam.person,
        "telegram",
        f"family:{known.number}",
    )
    assert kept == [known.id]


async def test_whoever_asks_too_often_learns_no_more_names_of_centres(cast: Cast, database: Database) -> None:
    new = family_of(cast.tree.sadat, identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID)
    await register(
        database, cast.narges, family_of(cast.tree.lebnan, identity_kind=new.identity_kind, identity=NATIONAL_ID)
    )
    said: list[str] = []
    for _ in range(MAX_DUPLICATE_HINTS_PER_DAY + 1):
        with pytest.raises(Conflict) as refused:
            await register(database, cast.maryam, new)
        said.append(refused.value.key)
    assert said == ["error-family-known"] * MAX_DUPLICATE_HINTS_PER_DAY + ["error-family-known-often"]
    async with database.read_session() as session:
        tomorrow = NOW + timedelta(days=1)
        told = await audit_log.count_since(
            session, cast.maryam.person, AuditAction.FIND_DUPLICATE_FAMILY, tomorrow, DUPLICATE_HINT_WINDOW
        )
    assert told == 0


async def test_a_phone_alone_or_the_reason_for_no_identity_reveals_nothing(cast: Cast, database: Database) -> None:
    for kind in (IdentityKind.NOT_AT_HAND, IdentityKind.DECLINED, IdentityKind.NO_CERTIFICATE, None):
        for actor, unit in ((cast.narges, cast.tree.lebnan), (cast.maryam, cast.tree.sadat)):
            await register(database, actor, family_of(unit, identity_kind=kind, phone="+989170001234"))
    async with database.read_session() as session:
        assert len(list(await session.scalars(select(Family.id)))) == 8


async def test_two_registrations_of_one_household_at_once_leave_one_file(cast: Cast, database: Database) -> None:
    comers = [(cast.maryam, cast.tree.sadat), (cast.narges, cast.tree.lebnan), (cast.hossein, cast.tree.gachsaran)]
    ends = await asyncio.gather(
        *(
            register(database, actor, family_of(unit, identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID))
            for actor, unit in comers
        ),
        return_exceptions=True,
    )
    registered_one = [end for end in ends if isinstance(end, FamilyView)]
    refused = [end for end in ends if isinstance(end, Conflict)]
    assert (len(registered_one), len(refused)) == (1, 2)
    assert {(refusal.key, refusal.message_args["unit"]) for refusal in refused} == {
        ("error-family-known", registered_one[0].unit_name)
    }


async def test_the_database_itself_refuses_a_second_file_and_says_so_in_the_domains_words(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        first = await registered(
            session, cast.maryam, cast.tree.sadat, "اول", identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID
        )
        row = await session.get_one(Family, first.id)
        columns = {one.name: getattr(row, one.name) for one in Family.__table__.columns if one.name != "id"}
        with pytest.raises(Conflict, match="error-family-known-now"):
            async with translate_integrity_errors(session):
                session.add(Family(**(columns | {"number": 7})))
        with pytest.raises(Conflict, match="error-members-number"):
            await registered(session, cast.maryam, cast.tree.sadat, "دوم", members=0)
        assert [one.head_name for one in await session.scalars(select(Family))] == ["اول"]


@pytest.mark.parametrize("identity", ["4220000191", "1111111111", "12"])
async def test_a_wrong_number_is_not_kept(identity: str, cast: Cast, database: Database) -> None:
    new = family_of(cast.tree.sadat, identity_kind=IdentityKind.NATIONAL_ID, identity=identity)
    with pytest.raises(Conflict, match="error-identity-wrong"):
        await register(database, cast.maryam, new)


async def test_each_sees_the_files_that_are_theirs(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        colleague = await member(session, cast.tree.sadat, Role.VOLUNTEER, "سارا نوری", account=3001)
        hers = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        theirs = await registered(session, cast.narges, cast.tree.lebnan, "علی رستمی")
        await session.commit()
    sight = {
        "colleague": (colleague, []),
        "maryam": (cast.maryam, ["زهرا موسوی"]),
        "narges": (cast.narges, ["علی رستمی"]),
        "hossein": (cast.hossein, ["علی رستمی", "زهرا موسوی"]),
        "zahra": (cast.zahra, ["علی رستمی", "زهرا موسوی"]),
        "mina": (cast.mina, []),
    }
    for actor, names in sight.values():
        assert await found(database, actor, "") == names
        for view in (hers, theirs):
            open_to_them = view.head_name in names
            assert await found(database, actor, str(view.number)) == [view.head_name] * open_to_them
            assert await found(database, actor, view.head_name) == [view.head_name] * open_to_them
            async with database.read_session() as session:
                if open_to_them:
                    assert (await load_family(Caller(session, actor, NOW), view.id)).number == view.number
                else:
                    with pytest.raises(NotFound):
                        await load_family(Caller(session, actor, NOW), view.id)


async def test_nobody_registers_where_they_have_no_part(cast: Cast, database: Database) -> None:
    for actor, unit in (
        (cast.maryam, cast.tree.lebnan),
        (cast.maryam, cast.tree.gachsaran),
        (cast.hossein, cast.tree.yasuj_centre),
        (cast.zahra, cast.tree.sadat),
        (cast.mina, cast.tree.sadat),
    ):
        with pytest.raises(Forbidden):
            await register(database, actor, family_of(unit))


async def test_whom_one_served_last_comes_first(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        names = ["زهرا موسوی", "علی رستمی", "فاطمه کریمی"]
        files = [await registered(session, cast.maryam, cast.tree.sadat, name) for name in names]
        await reported(session, cast.maryam, cast.tree.sadat, files[1].id, now=NOW + timedelta(minutes=2))
        await reported(session, cast.maryam, cast.tree.sadat, files[0].id, now=NOW + timedelta(minutes=1))
        await session.commit()
    assert await found(database, cast.maryam, " ") == ["علی رستمی", "زهرا موسوی", "فاطمه کریمی"]
    async with database.read_session() as session:
        first = await find_families(Caller(session, cast.maryam, NOW), search="", offset=0, limit=2)
        rest = await find_families(Caller(session, cast.maryam, NOW), search="", offset=2, limit=2)
        card = await load_family(Caller(session, cast.maryam, NOW), files[0].id)
    assert [len(first.items), first.has_more, len(rest.items), rest.has_more] == [2, True, 1, False]
    assert (card.service_count, card.last_delivered_on) == (1, TODAY)


NAMES = ("زهرا موسوی", "علی رستمی", "زهره موسوی", "سیده زهرا موسوی‌نژاد")
TYPED = {
    "زهرا موسوی": ["زهرا موسوی", "سیده زهرا موسوی‌نژاد", "زهره موسوی"],
    "زهرا موسوي": ["زهرا موسوی", "سیده زهرا موسوی‌نژاد", "زهره موسوی"],
    "موسوی": ["زهره موسوی", "زهرا موسوی", "سیده زهرا موسوی‌نژاد"],
    "موسو": ["زهره موسوی", "زهرا موسوی", "سیده زهرا موسوی‌نژاد"],
    "رستمی": ["علی رستمی"],
    "رستمى علي": ["علی رستمی"],
    "رستمیان": ["علی رستمی"],
    "۱۰۰۲": ["علی رستمی"],
    "۱٬۰۰۲": ["علی رستمی"],
    "۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹": [],
    "قاسمی": [],
    "؟": [],
}


async def test_a_name_is_found_as_people_write_it(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        for name in NAMES:
            await registered(session, cast.maryam, cast.tree.sadat, name)
        await session.commit()
    assert {typed: await found(database, cast.maryam, typed) for typed in TYPED} == TYPED


async def test_an_erased_family_is_found_by_nobody(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        view = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        (await session.get_one(Family, view.id)).erased_at = NOW
        await session.commit()
    assert await found(database, cast.zahra, "") == []
    assert await found(database, cast.maryam, str(view.number)) == []


async def test_a_head_has_a_name(cast: Cast, database: Database) -> None:
    with pytest.raises(Conflict, match="dialogue-name-no-letter"):
        await register(database, cast.maryam, family_of(cast.tree.sadat, " \u200c"))
