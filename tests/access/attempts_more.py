"""More attempts: exported and erased files, members and join requests, letters, units."""

from collections.abc import Mapping

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action
from bot.storage.tables import (
    AuditEntry,
    Family,
    JoinRequest,
    Letter,
    Membership,
    Service,
    ServiceReturn,
    Suspension,
    Unit,
    UnitAttributeValue,
)
from tests.access.attempt import Trial, begins, held, looks, read
from tests.access.explorer import Visitor, presses, says
from tests.access.matrix_world import Quarter, Spot


async def exports(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await visitor.say("/menu")
    await looks(visitor, f"b|subject-access|!family|{spot.family.id}")


async def erases(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await begins(visitor, "family-erasing", {"reason": says("خودشان خواستند")}, None, spot.family.id)


async def manages(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.membership
    await visitor.say("/menu")
    await looks(visitor, "b|members||", f"b|members||{spot.unit}", f"b|member||{one}", f"b|member-end||{one}")
    await begins(visitor, "member-suspending", {"reason": says("برای آزمون")}, None, one)
    await looks(visitor, f"b|member|!reinstate|{one}", f"b|member|!end|{one}")


async def approves(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.request
    await visitor.say("/menu")
    await looks(
        visitor,
        "b|join-requests||",
        f"b|join-review||{one}",
        f"b|join-review|!approve|{one}",
        f"b|join-review|!refuse|{one}",
    )


async def answers(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await visitor.say("/menu")
    await looks(visitor, "b|threads||", f"b|letter-thread||{spot.unit},{spot.neighbour_id}")
    words = {"text": says("پاسخ آزمایشی")}
    await begins(visitor, "letter-answering", words, None, spot.unit, spot.neighbour_id)


async def sees_unit(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    await visitor.say("/menu")
    views = ("unit", "units-under", "unit-history", "cities-without", "unit-keeping")
    await looks(visitor, *(f"b|{view}||{spot.unit}" for view in views))


async def keeps_unit(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.unit
    await begins(visitor, "unit-telling", {"value": says("کوچهٔ آزمون")}, None, one, "address")
    await begins(visitor, "unit-closing", {"reason": says("برای آزمون")}, None, one)
    await visitor.say("/menu")
    await looks(visitor, f"b|unit-lists|!csv|{one}")


async def verifies(visitor: Visitor, _: Quarter, spot: Spot) -> None:
    one = spot.service
    await visitor.say("/menu")
    await looks(visitor, "b|waiting||", f"b|waiting||{spot.unit}", f"b|returned||{spot.unit}", f"b|review||{one}")
    await looks(visitor, f"b|review-batch||{one}", f"b|evidence||{one}", f"b|review-batch|!verify|{one},0")
    await begins(visitor, "service-returning", {"reason": presses("|=amount"), "note": presses("|skip")}, None, one)
    await looks(visitor, f"b|review|!verify|{one}", f"b|review|!verify-returned|{one}")


async def _verified(session: AsyncSession, visitor: Visitor, __: Quarter, spot: Spot) -> bool:
    marked = exists().where(Service.id == spot.service, Service.verified_at.is_not(None))
    returned = exists().where(ServiceReturn.service_id == spot.service)
    return bool(await session.scalar(select(or_(marked, returned)))) or visitor.has_read(spot.family_secret)


async def _managed(session: AsyncSession, visitor: Visitor, __: Quarter, spot: Spot) -> bool:
    suspended = exists().where(Suspension.membership_id == spot.membership)
    ended = exists().where(Membership.id == spot.membership, Membership.until.is_not(None))
    return bool(await session.scalar(select(or_(suspended, ended)))) or visitor.has_read(spot.neighbour)


async def _approved(session: AsyncSession, visitor: Visitor, __: Quarter, spot: Spot) -> bool:
    decided = exists().where(JoinRequest.id == spot.request, JoinRequest.state != "waiting")
    return bool(await session.scalar(select(decided))) or visitor.has_read(spot.asker)


async def _answered(session: AsyncSession, visitor: Visitor, quarter: Quarter, spot: Spot) -> bool:
    written = exists().where(Letter.unit_id == spot.unit, Letter.author_id == quarter.actor.person)
    return bool(await session.scalar(select(written))) or visitor.has_read(spot.letter)


LATER: Mapping[Action, Trial] = {
    Action.EXPORT_FAMILY: Trial(
        tries=exports,
        done=held(
            lambda quarter, spot: exists().where(
                AuditEntry.action == "export-family",
                AuditEntry.person_id == quarter.actor.person,
                AuditEntry.subject == f"family:{spot.family.number}",
            )
        ),
    ),
    Action.ERASE_FAMILY: Trial(
        tries=erases,
        done=held(lambda _, spot: exists().where(Family.id == spot.family.id, Family.erased_at.is_not(None))),
    ),
    Action.VERIFY_SERVICE: Trial(tries=verifies, done=_verified),
    Action.MANAGE_MEMBERS: Trial(tries=manages, done=_managed),
    Action.APPROVE_JOINERS: Trial(tries=approves, done=_approved),
    Action.ANSWER_LETTERS: Trial(tries=answers, done=_answered),
    Action.SEE_UNIT: Trial(tries=sees_unit, done=read(lambda spot: (spot.licence,))),
    Action.KEEP_UNITS: Trial(
        tries=keeps_unit,
        done=held(
            lambda quarter, spot: or_(
                exists().where(
                    UnitAttributeValue.unit_id == spot.unit, UnitAttributeValue.set_by == quarter.actor.person
                ),
                exists().where(Unit.id == spot.unit, Unit.closed_on.is_not(None)),
            )
        ),
    ),
}
