"""Whether the audit is whole: every link computed again, from the first entry to the anchor. It changes nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.audit.chain import (
    ENTRY_TABLE,
    GENESIS,
    Anchor,
    EntryRow,
    chain_link,
    has_valid_mac,
    read_anchor,
    select_entries,
)
from bot.storage.database import Database
from bot.storage.encryption import DecryptionError
from bot.storage.throttle import Throttle

UNTHROTTLED = Throttle(batch_size=2_000, rest_ratio=0)
MAX_LISTED_FINDINGS = 20  # faults that are kept with their place; more are counted


class FaultKind(StrEnum):
    CHANGED = auto()  # not what was sealed in this place: changed, or moved there
    REMOVED = auto()
    INSERTED = auto()  # not written by this house, or behind the end that the anchor says
    CUT = auto()  # from here to the end that the anchor says nothing is left
    ANCHOR = auto()  # the anchor is gone, or not ours
    LOCKED = auto()  # its key is not in the ring


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFinding:
    """`sequence` is a number in the chain; of an entry that is in none it is 0, and `entry_id` its id."""

    fault: FaultKind
    sequence: int
    entry_id: int | None = None


class ChainReport:
    """`chained_entries` entries were walked, `pending_entries` ones have no place yet; `head_link` is the beginning of the last link, in hex."""

    def __init__(self) -> None:
        self.chained_entries = 0
        self.pending_entries = 0
        self.head_link = GENESIS
        self.fault_count = 0
        self.findings: list[ChainFinding] = []

    def add_finding(self, fault: FaultKind, sequence: int, entry_id: int | None = None) -> None:
        self.fault_count += 1
        if len(self.findings) < MAX_LISTED_FINDINGS:
            self.findings.append(ChainFinding(fault=fault, sequence=sequence, entry_id=entry_id))


async def verify_chain(database: Database, pace: Throttle | None = None) -> ChainReport:
    """In one unmoving picture, a batch at a time: memory does not grow with the audit. Without a pace, as fast as it goes."""
    report, pace = ChainReport(), pace or UNTHROTTLED
    async with database.read_session() as session:
        try:
            anchor = await read_anchor(session)
        except (DecryptionError, ValueError, TypeError, KeyError):
            anchor = None
            report.add_finding(FaultKind.ANCHOR, 0)
        else:
            if anchor is None and await _any_chained(session):
                report.add_finding(FaultKind.ANCHOR, 0)
        await _check_links(session, report, anchor, pace)
        await _check_pending(
            session, report, anchor or Anchor(legacy_until=2**63), pace
        )  # nothing was founded yet, all older is taken
    return report


async def _any_chained(session: AsyncSession) -> bool:
    return (
        await session.scalar(select(ENTRY_TABLE.c.id).where(ENTRY_TABLE.c.sequence.is_not(None)).limit(1)) is not None
    )


async def _check_links(session: AsyncSession, report: ChainReport, anchor: Anchor | None, pace: Throttle) -> None:
    """After a fault the chain is taken up at the link that stands, so that one change is found once, where it is."""
    expected, before = 1, GENESIS
    end = anchor.count if anchor else None
    async for entry in _chained_entries(session, pace):
        report.chained_entries += 1
        if entry.sequence < 1 or (end is not None and entry.sequence > end):
            report.add_finding(FaultKind.INSERTED, entry.sequence, entry.id)
            continue
        if entry.sequence > expected:
            report.add_finding(FaultKind.REMOVED, expected)
        else:
            _check_link(report, entry, before)
        before = (entry.link or b"").hex()
        report.head_link = before[:16]
        if anchor and anchor.rekey_boundary and anchor.rekey_boundary.sequence == entry.sequence:
            if before != anchor.rekey_boundary.new_link:
                report.add_finding(FaultKind.CHANGED, entry.sequence, entry.id)
            before = anchor.rekey_boundary.old_link
        expected = entry.sequence + 1
    if end is not None and expected <= end:
        report.add_finding(FaultKind.CUT, expected)
    elif anchor is not None and before != anchor.link:
        report.add_finding(FaultKind.CHANGED, expected - 1)


def _check_link(report: ChainReport, entry: EntryRow, before: str) -> None:
    try:
        whole = bool(entry.link) and entry.link == chain_link(entry, entry.sequence, before, entry.link[0])
    except DecryptionError as error:
        locked = str(error).startswith("no key")
        report.add_finding(FaultKind.LOCKED if locked else FaultKind.CHANGED, entry.sequence, entry.id)
        return
    if not whole:
        report.add_finding(FaultKind.CHANGED, entry.sequence, entry.id)


async def _check_pending(session: AsyncSession, report: ChainReport, anchor: Anchor, pace: Throttle) -> None:
    """What waits for its place bears a stamp already."""
    after = -(2**63)
    while True:
        page = (
            select_entries()
            .where(ENTRY_TABLE.c.sequence.is_(None), ENTRY_TABLE.c.id > after)
            .order_by(ENTRY_TABLE.c.id)
            .limit(pace.batch_size)
        )
        async with pace.batch():
            rows = (await session.execute(page)).all()
            for entry in rows:
                report.pending_entries += 1
                if not has_valid_mac(entry, anchor):
                    report.add_finding(FaultKind.INSERTED, 0, entry.id)
        if not rows:
            return
        after = rows[-1].id


async def _chained_entries(session: AsyncSession, pace: Throttle) -> AsyncIterator[EntryRow]:
    """A batch ends when whoever walks along has been through it."""
    last: int | None = None
    while True:
        page = (
            select_entries()
            .where(ENTRY_TABLE.c.sequence.is_not(None))
            .order_by(ENTRY_TABLE.c.sequence)
            .limit(pace.batch_size)
        )
        async with pace.batch():
            rows = (await session.execute(page if last is None else page.where(ENTRY_TABLE.c.sequence > last))).all()
            if not rows:
                return
            for row in rows:
                yield row
            last = rows[-1].sequence


_FAULT_TEXTS = {
    FaultKind.CHANGED: "is not what was sealed there (changed, or moved)",
    FaultKind.REMOVED: "was removed",
    FaultKind.INSERTED: "was not written by this bot",
    FaultKind.CUT: "and all after it were cut off",
    FaultKind.LOCKED: "cannot be checked: its key is not in the setting",
}


def chain_report_lines(report: ChainReport) -> Iterator[str]:
    """As an auditor reads it. The end can be written down: a later audit still has that link in that place."""
    yield f"Entries in the chain: {report.chained_entries}, waiting for their place: {report.pending_entries}."
    for one in report.findings:
        if one.fault is FaultKind.ANCHOR:
            yield "FAULT  the anchor of the chain is gone, or was not written with these keys"
        elif one.sequence:
            yield f"FAULT  entry {one.sequence} {_FAULT_TEXTS[one.fault]}"
        else:
            yield f"FAULT  the entry with the id {one.entry_id}, in no chain, {_FAULT_TEXTS[one.fault]}"
    if report.fault_count > len(report.findings):
        yield f"FAULT  and {report.fault_count - len(report.findings)} more"
    yield (
        f"The audit is NOT whole: {report.fault_count} faults."
        if report.fault_count
        else f"Whole; its end is {report.head_link or '-'}."
    )
