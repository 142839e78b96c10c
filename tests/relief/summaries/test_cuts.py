"""Cuts: parts of a total by any column of the totals, the services or a joined table."""

from bot.i18n.messages import enum_text
from bot.persian.periods import PeriodName, period_of
from bot.relief.access.caller import Caller
from bot.relief.services.reporting import withdraw_report
from bot.relief.summaries.cuts import Cut
from bot.relief.summaries.summaries import summarise
from bot.relief.vocabulary import UnitKind
from bot.storage.database import Database
from bot.storage.tables import Activity, Service, Total, Unit
from tests.relief.builders import CLASS, DOWRY, done
from tests.relief.world import NOW, TODAY, Cast

ABAN = period_of(PeriodName.MONTH, TODAY)
UNIT_KIND = Cut(
    name="unit-kind",
    column=Unit.kind,
    joins=((Unit, Unit.id == Total.unit_id),),
    parse=UnitKind,
    label=enum_text,
    keys=tuple(UnitKind),
)
ACTIVITY = Cut(
    name="activity",
    source=Service,
    column=Activity.code,
    joins=((Activity, Activity.id == Service.activity_id),),
    parse=str,
    label=str,
)


async def test_a_cut_by_a_column_of_a_joined_table_adds_up_to_the_total(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await done(session, cast.maryam, cast.tree.sadat, value=2_000_000)
        await done(session, cast.narges, cast.tree.lebnan, value=3_000_000, code=DOWRY)
        summary = await summarise(Caller(session, cast.zahra, NOW), cast.tree.province, ABAN, cuts=(UNIT_KIND,))
    assert summary.by(UNIT_KIND) == ((UnitKind.RELIEF_GROUP, 5_000_000),)
    assert summary.total == 5_000_000


async def test_a_cut_of_services_has_those_that_stand_the_largest_first(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await done(session, cast.maryam, cast.tree.sadat, value=300_000, code=CLASS)
        await done(session, cast.narges, cast.tree.lebnan, value=9_000_000, code=DOWRY)
        mistake = await done(session, cast.maryam, cast.tree.sadat, value=80_000_000, code=CLASS)
        await withdraw_report(Caller(session, cast.maryam, NOW), mistake.id)
        summary = await summarise(Caller(session, cast.zahra, NOW), cast.tree.province, ABAN, cuts=(ACTIVITY,))
        verified = await summarise(
            Caller(session, cast.zahra, NOW), cast.tree.province, ABAN, verified_only=True, cuts=(ACTIVITY, UNIT_KIND)
        )
    assert summary.by(ACTIVITY) == ((DOWRY, 9_000_000), (CLASS, 300_000))
    assert (verified.by(ACTIVITY), verified.by(UNIT_KIND)) == ((), ())
