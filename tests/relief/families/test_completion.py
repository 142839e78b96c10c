"""Completion of a file on another day: additions, what is kept, duplicate households."""

import asyncio

import pytest

from bot.i18n.answer_parsers import IdentityKind
from bot.relief.access.caller import Actor, Caller
from bot.relief.errors import Conflict, DomainError, Forbidden, NotFound
from bot.relief.families.completion import Completion, complete_family
from bot.relief.families.files import FamilyCard, load_family
from bot.relief.families.registration import NewNeed
from bot.relief.ids import FamilyId
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.storage.database import Database
from tests.relief.world import NOW, Cast, registered

NATIONAL_ID, ANOTHER = "4220000119", "9980001070"


async def opened(database: Database, cast: Cast, name: str = "زهرا موسوی", **answers: object) -> FamilyId:
    async with database.write_session() as session:
        view = await registered(session, cast.maryam, cast.tree.sadat, name, **answers)
        await session.commit()
    return view.id


async def complete(database: Database, actor: Actor, family: FamilyId, **answers: object) -> FamilyCard:
    """Complete a file and return the card that it then shows."""
    added = Completion(family=family, **answers)  # type: ignore[arg-type]  # a test adds any answer by name
    async with database.write_session() as session:
        await complete_family(Caller(session, actor, NOW), added)
        await session.commit()
        return await load_family(Caller(session, actor, NOW), family)


async def test_what_is_added_is_shown_and_what_stands_stays(cast: Cast, database: Database) -> None:
    first = NewNeed(domain=Domain.LIVELIHOOD, urgency=Urgency.URGENT)
    family = await opened(database, cast, head_sex=Sex.WOMAN, needs=(first,))
    await complete(database, cast.maryam, family, coverage=Coverage.WELFARE)
    card = await complete(
        database,
        cast.hossein,
        family,
        identity_kind=IdentityKind.NATIONAL_ID,
        identity="۴۲۲-۰۰۰۰۱۱۹",
        support=Support.PENSION,
        needs=(NewNeed(domain=Domain.HEALTH, urgency=Urgency.SOON),),
    )
    assert (card.head_sex, card.coverage, card.support) == (Sex.WOMAN, Coverage.WELFARE, Support.PENSION)
    assert card.identity_masked == "\u200e۴۲۲•••••۱۹"
    assert [need.domain for need in card.needs] == [Domain.LIVELIHOOD, Domain.HEALTH]
    assert card.members == 4


async def test_more_than_the_family_consented_to_is_written_only_after_a_new_consent(
    cast: Cast, database: Database
) -> None:
    family = await opened(database, cast, consent_version=1)
    with pytest.raises(Conflict) as refused:
        await complete(database, cast.hossein, family, coverage=Coverage.WELFARE)
    assert (refused.value.key, refused.value.field) == ("error-family-consent", "consent")
    more = NewNeed(domain=Domain.HEALTH, urgency=Urgency.SOON)
    card = await complete(database, cast.hossein, family, needs=(more,))
    assert (card.consent_version, card.consent_taken_by) == (1, "مریم احمدی")
    card = await complete(database, cast.hossein, family, coverage=Coverage.WELFARE, consent_version=2)
    assert (card.consent_version, card.consent_taken_by, card.registered_by) == (2, "حسین رضایی", "مریم احمدی")


async def test_no_number_is_replaced_by_a_word_or_by_another_number(cast: Cast, database: Database) -> None:
    family = await opened(database, cast, identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID)
    card = await complete(database, cast.maryam, family, identity_kind=IdentityKind.DECLINED)
    assert (card.identity_kind, card.identity_masked) == (IdentityKind.NATIONAL_ID, "\u200e۴۲۲•••••۱۹")
    await complete(database, cast.maryam, family, identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID)
    with pytest.raises(Conflict) as refused:
        await complete(database, cast.maryam, family, identity_kind=IdentityKind.NATIONAL_ID, identity=ANOTHER)
    assert refused.value.key == "error-family-identity-stands"


async def test_a_household_known_in_another_unit_is_refused_with_that_units_name(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        await registered(
            session, cast.narges, cast.tree.lebnan, "مینا نوری",
            identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID,
        )  # fmt: skip
        await session.commit()
    family = await opened(database, cast)
    with pytest.raises(Conflict) as refused:
        await complete(database, cast.maryam, family, identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID)
    assert (refused.value.key, refused.value.message_args) == ("error-family-known", {"unit": "امداد محلهٔ لبنان"})
    assert refused.value.denied_attempt is not None


async def test_two_files_completed_at_once_do_not_share_a_number(cast: Cast, database: Database) -> None:
    """Any order: the second of the two is refused."""
    both = [await opened(database, cast, name) for name in ("زهرا موسوی", "زهرا موسوي")]
    done = await asyncio.gather(
        *(
            complete(database, cast.maryam, family, identity_kind=IdentityKind.NATIONAL_ID, identity=NATIONAL_ID)
            for family in both
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "FamilyCard"]


@pytest.mark.parametrize(("who", "why"), [("narges", NotFound), ("mina", NotFound), ("zahra", Forbidden)])
async def test_only_who_sees_the_file_and_registers_there_completes_it(
    cast: Cast, database: Database, who: str, why: type[DomainError]
) -> None:
    family = await opened(database, cast)
    with pytest.raises(why):
        await complete(database, getattr(cast, who), family, head_sex=Sex.MAN)
