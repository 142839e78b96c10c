"""Retention: a table of rules, applied once a day, for what is not a record.

Family files, services, totals and the audit are records: no rule deletes them.
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
    AttemptCounter,
    CallApproval,
    DeadLetter,
    Draft,
    Evidence,
    File,
    Job,
    JoinRequest,
    Letter,
    LinkCode,
    MemberCard,
    MergeOffer,
    Notice,
    RetentionCount,
)

RETENTION_BATCH_SIZE = 200
_MILLISECOND = timedelta(milliseconds=1)
HISTORY_DAYS = 30
ExpiryCondition: TypeAlias = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """Delete rows of `table` for which `is_expired`, given the instant `days` ago, is true.

    `description` is for the command line.
    """

    name: str
    table: type[Base]
    days: int
    is_expired: ExpiryCondition
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionStatus:
    """A rule with its counts. `due_count` are expired now; `deleted_count` were deleted in HISTORY_DAYS."""

    rule: RetentionRule
    due_count: int
    deleted_count: int


def _to_milliseconds(instant: datetime) -> int:
    """Return the instant in milliseconds, as columns of the clock of the database count."""
    return (instant - EPOCH) // _MILLISECOND


def _unreferenced_files(then: datetime) -> ColumnElement[bool]:
    """Return the condition for files that no evidence shows, older than any draft that could hold them."""
    return and_(File.stored_at < then, File.id.not_in(select(Evidence.file_id)))


RETENTION_RULES: tuple[RetentionRule, ...] = (
    RetentionRule(
        name="drafts",
        table=Draft,
        days=30,
        is_expired=lambda then: Draft.updated_at < then,
        description="forms left half-way",
    ),
    RetentionRule(
        name="set-aside-settled",
        table=DeadLetter,
        days=30,
        is_expired=lambda then: and_(DeadLetter.at < then, DeadLetter.state != "waiting"),
        description="dead letters, replayed since",
    ),
    RetentionRule(
        name="set-aside",
        table=DeadLetter,
        days=90,
        is_expired=lambda then: DeadLetter.at < then,
        description="dead letters that were never replayed",
    ),
    RetentionRule(
        name="notices",
        table=Notice,
        days=30,
        is_expired=lambda then: and_(Notice.due_ms < _to_milliseconds(then), Notice.state != DeliveryState.WAITING),
        description="notices that were sent, or could not be",
    ),
    RetentionRule(
        name="jobs",
        table=Job,
        days=60,
        is_expired=lambda then: and_(Job.state >= JobState.DONE, Job.finished_ms < _to_milliseconds(then)),
        description="work that has ended",
    ),
    RetentionRule(
        name="attempts",
        table=AttemptCounter,
        days=1,
        is_expired=lambda then: AttemptCounter.window_start < then,
        description="counts of wrong codes",
    ),
    RetentionRule(
        name="link-codes",
        table=LinkCode,
        days=1,
        is_expired=lambda then: LinkCode.expires_at < then,
        description="codes for linking",
    ),
    RetentionRule(
        name="merge-offers",
        table=MergeOffer,
        days=30,
        is_expired=lambda then: MergeOffer.expires_at < then,
        description="offers to make two persons one",
    ),
    RetentionRule(
        name="letters",
        table=Letter,
        days=180,
        is_expired=lambda then: Letter.at < then,
        description="messages within units",
    ),
    RetentionRule(
        name="member-cards",
        table=MemberCard,
        days=90,
        is_expired=lambda then: MemberCard.expires_at < then,
        description="cards of members that have ended",
    ),
    RetentionRule(
        name="join-requests",
        table=JoinRequest,
        days=180,
        is_expired=lambda then: and_(JoinRequest.decided_at < then, JoinRequest.state != "waiting"),
        description="requests to join that were answered",
    ),
    RetentionRule(
        name="large-calls",
        table=CallApproval,
        days=180,
        is_expired=lambda then: CallApproval.expires_at < then,
        description="calls to many that waited to be approved",
    ),
    RetentionRule(
        name="files",
        table=File,
        days=31,
        is_expired=_unreferenced_files,
        description="pictures and documents that nothing shows",
    ),
    RetentionRule(
        name="retained",
        table=RetentionCount,
        days=400,
        is_expired=lambda then: RetentionCount.day < then.date(),
        description="this very account of what went",
    ),
)


async def apply_retention_rule(session: AsyncSession, rule: RetentionRule, now: datetime, today: date) -> int:
    """Delete one batch, count it for the day, and return its size.

    Fewer than RETENTION_BATCH_SIZE: it was the last.
    """
    deleted_count = (
        await _delete_files(session, rule, now) if rule.table is File else await _delete_rows(session, rule, now)
    )
    if deleted_count:
        row = insert(session, RetentionCount).values(rule=rule.name, day=today, deleted_count=deleted_count)
        more = row.on_conflict_do_update(
            index_elements=["rule", "day"], set_={"deleted_count": RetentionCount.deleted_count + deleted_count}
        )
        await session.execute(more)
    return deleted_count


async def _delete_rows(session: AsyncSession, rule: RetentionRule, now: datetime) -> int:
    keys: Any = inspect(rule.table).primary_key
    expired = select(*keys).where(rule.is_expired(now - timedelta(days=rule.days))).limit(RETENTION_BATCH_SIZE)
    statement = delete(rule.table).where(tuple_(*keys).in_(expired)).returning(*keys)
    return len((await session.execute(statement)).all())


async def _delete_files(session: AsyncSession, rule: RetentionRule, now: datetime) -> int:
    query = (
        select(File.id, File.content_digest)
        .where(rule.is_expired(now - timedelta(days=rule.days)))
        .limit(RETENTION_BATCH_SIZE)
    )
    rows = (await session.execute(query)).all()
    return sum([await drop_file(session, file, digest) for file, digest in rows])


async def load_retention_status(database: Database, now: datetime, today: date) -> list[RetentionStatus]:
    """Return each rule with its counts."""
    async with database.read_session() as session:
        return await _load_status(session, now, today)


async def _load_status(session: AsyncSession, now: datetime, today: date) -> list[RetentionStatus]:
    since = today - timedelta(days=HISTORY_DAYS)
    lately = (
        select(RetentionCount.rule, func.sum(RetentionCount.deleted_count))
        .where(RetentionCount.day > since)
        .group_by(RetentionCount.rule)
    )
    gone: Mapping[str, int] = {rule: int(count) for rule, count in await session.execute(lately)}
    return [
        RetentionStatus(
            rule=rule,
            due_count=await session.scalar(
                select(func.count()).select_from(rule.table).where(rule.is_expired(now - timedelta(days=rule.days)))
            )
            or 0,
            deleted_count=gone.get(rule.name, 0),
        )
        for rule in RETENTION_RULES
    ]


def retention_report_lines(statuses: list[RetentionStatus]) -> Iterator[str]:
    """Yield the report for a terminal."""
    yield f"{'rule':<20}{'days':>5}{'would go':>10}{'went':>8}  what"
    for one in statuses:
        yield f"{one.rule.name:<20}{one.rule.days:>5}{one.due_count:>10}{one.deleted_count:>8}  {one.rule.description}"
    yield f"went: in the last {HISTORY_DAYS} days. Logs are written to standard error and kept by whoever runs the bot."
