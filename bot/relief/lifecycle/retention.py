"""How long what is not a record is kept: one table of rules, applied once a day, counted before and after.

Files of families, services, totals and the audit are records: no rule here touches them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, delete, func, inspect, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.lifecycle.family_erasure import drop_file
from bot.relief.outbound.jobs import JobState
from bot.relief.vocabulary import DeliveryState
from bot.storage.database import Database, insert
from bot.storage.orm import EPOCH, Base
from bot.storage.tables import (
    Attempt,
    Draft,
    Evidence,
    File,
    Job,
    JoinRequest,
    LargeCall,
    Letter,
    LinkCode,
    MemberCard,
    MergeOffer,
    Notice,
    Retained,
    SetAside,
)

BATCH = 200
MILLISECOND = timedelta(milliseconds=1)
SHOWN_DAYS = 30
Old: TypeAlias = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Rows of the table go when they are `old`, seen from the instant that lies `days` back. `says` is for the command line."""

    name: str
    table: type[Base]
    days: int
    old: Old
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`waits` would go now, `gone` went in the last thirty days."""

    rule: Rule
    waits: int
    gone: int


def _ms(instant: datetime) -> int:
    """As columns of the database's own clock count."""
    return (instant - EPOCH) // MILLISECOND


def _unshown(before: datetime) -> ColumnElement[bool]:
    """Nothing shows it, and every draft in which it could stand is gone."""
    return and_(File.stored_at < before, File.id.not_in(select(Evidence.file_id)))


RULES: tuple[Rule, ...] = (
    Rule(name="drafts", table=Draft, days=30, old=lambda then: Draft.updated_at < then, says="forms left half-way"),
    Rule(
        name="set-aside-settled",
        table=SetAside,
        days=30,
        old=lambda then: and_(SetAside.at < then, SetAside.state != "waiting"),
        says="updates set aside, taken again since",
    ),
    Rule(
        name="set-aside",
        table=SetAside,
        days=90,
        old=lambda then: SetAside.at < then,
        says="updates set aside that nobody took again",
    ),
    Rule(
        name="notices",
        table=Notice,
        days=30,
        old=lambda then: and_(Notice.due_at < _ms(then), Notice.state != DeliveryState.WAITING),
        says="notices that were sent, or could not be",
    ),
    Rule(
        name="jobs",
        table=Job,
        days=60,
        old=lambda then: and_(Job.state >= JobState.DONE, Job.finished_at < _ms(then)),
        says="work that has ended",
    ),
    Rule(name="attempts", table=Attempt, days=1, old=lambda then: Attempt.since < then, says="counts of wrong codes"),
    Rule(
        name="link-codes", table=LinkCode, days=1, old=lambda then: LinkCode.expires_at < then, says="codes for linking"
    ),
    Rule(
        name="merge-offers",
        table=MergeOffer,
        days=30,
        old=lambda then: MergeOffer.expires_at < then,
        says="offers to make two persons one",
    ),
    Rule(name="letters", table=Letter, days=180, old=lambda then: Letter.at < then, says="messages within units"),
    Rule(
        name="member-cards",
        table=MemberCard,
        days=90,
        old=lambda then: MemberCard.expires_at < then,
        says="cards of members that have ended",
    ),
    Rule(
        name="join-requests",
        table=JoinRequest,
        days=180,
        old=lambda then: and_(JoinRequest.decided_at < then, JoinRequest.state != "waiting"),
        says="requests to join that were answered",
    ),
    Rule(
        name="large-calls",
        table=LargeCall,
        days=180,
        old=lambda then: LargeCall.expires_at < then,
        says="calls to many that waited to be approved",
    ),
    Rule(name="files", table=File, days=31, old=_unshown, says="pictures and documents that nothing shows"),
    Rule(
        name="retained",
        table=Retained,
        days=400,
        old=lambda then: Retained.day < then.date(),
        says="this very account of what went",
    ),
)


async def apply(session: AsyncSession, rule: Rule, now: datetime, today: date) -> int:
    """One batch, written down for the day; how many went. Fewer than `BATCH` is the last."""
    gone = await _files(session, rule, now) if rule.table is File else await _rows(session, rule, now)
    if gone:
        row = insert(session, Retained).values(rule=rule.name, day=today, gone=gone)
        more = row.on_conflict_do_update(index_elements=["rule", "day"], set_={"gone": Retained.gone + gone})
        await session.execute(more)
    return gone


async def _rows(session: AsyncSession, rule: Rule, now: datetime) -> int:
    keys: Any = inspect(rule.table).primary_key
    wanted = select(*keys).where(rule.old(now - timedelta(days=rule.days))).limit(BATCH)
    went = delete(rule.table).where(tuple_(*keys).in_(wanted)).returning(*keys)
    return len((await session.execute(went)).all())


async def _files(session: AsyncSession, rule: Rule, now: datetime) -> int:
    wanted = select(File.id, File.content_digest).where(rule.old(now - timedelta(days=rule.days))).limit(BATCH)
    rows = (await session.execute(wanted)).all()
    return sum([await drop_file(session, file, digest) for file, digest in rows])


async def due(database: Database, now: datetime, today: date) -> list[Due]:
    """Rule by rule, what would go now and what went lately."""
    async with database.reading() as session:
        return await _due(session, now, today)


async def _due(session: AsyncSession, now: datetime, today: date) -> list[Due]:
    since = today - timedelta(days=SHOWN_DAYS)
    lately = select(Retained.rule, func.sum(Retained.gone)).where(Retained.day > since).group_by(Retained.rule)
    gone: Mapping[str, int] = {rule: int(count) for rule, count in await session.execute(lately)}
    return [
        Due(
            rule=rule,
            waits=await session.scalar(
                select(func.count()).select_from(rule.table).where(rule.old(now - timedelta(days=rule.days)))
            )
            or 0,
            gone=gone.get(rule.name, 0),
        )
        for rule in RULES
    ]


def told(found: list[Due]) -> Iterator[str]:
    """Lines for a terminal."""
    yield f"{'rule':<20}{'days':>5}{'would go':>10}{'went':>8}  what"
    for one in found:
        yield f"{one.rule.name:<20}{one.rule.days:>5}{one.waits:>10}{one.gone:>8}  {one.rule.says}"
    yield f"went: in the last {SHOWN_DAYS} days. Logs are written to standard error and kept by whoever runs the bot."
