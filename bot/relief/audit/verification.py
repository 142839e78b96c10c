"""Verification of the audit chain: computes every link again, from the first entry to the anchor. Changes nothing."""

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
    has_valid_link,
    has_valid_mac,
    read_anchor,
    select_entries,
)
from bot.relief.audit.checkpoint import Checkpoint, is_rolled_back
from bot.storage.audit_guards import find_broken_guards
from bot.storage.database import Database
from bot.storage.encryption import DecryptionError
from bot.storage.throttle import Throttle

UNTHROTTLED = Throttle(batch_size=2_000, rest_ratio=0)
MAX_LISTED_FINDINGS = 20  # listed with their sequence; further ones are only counted


class FaultKind(StrEnum):
    CHANGED = auto()  # the entry does not match its link: changed, or moved there
    REMOVED = auto()
    INSERTED = auto()  # not written with our keys, or behind the end in the anchor
    CUT = auto()  # nothing is left from here to the end in the anchor
    ANCHOR = auto()  # the anchor is missing, or not written with our keys
    LOCKED = auto()  # its key is not in the keyring
    ROLLED_BACK = auto()  # an older copy: the chain has not the end that is noted in the data folder
    UNGUARDED = auto()  # a trigger that refuses changes is gone, off or another


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFinding:
    """A fault at a place in the chain.

    `sequence` is 0 for an entry outside the chain, which `entry_id` names, and for a guard, which `guard` names.
    """

    fault: FaultKind
    sequence: int
    entry_id: int | None = None
    guard: str = ""


class ChainReport:
    """The result of a verification. `pending_entries` are not linked yet; `head_link` begins the last link, in hex."""

    def __init__(self) -> None:
        self.chained_entries = 0
        self.pending_entries = 0
        self.head_link = GENESIS
        self.fault_count = 0
        self.findings: list[ChainFinding] = []

    def add_finding(self, fault: FaultKind, sequence: int, entry_id: int | None = None, guard: str = "") -> None:
        self.fault_count += 1
        if len(self.findings) < MAX_LISTED_FINDINGS:
            self.findings.append(ChainFinding(fault=fault, sequence=sequence, entry_id=entry_id, guard=guard))


async def verify_chain(
    database: Database, pace: Throttle | None = None, checkpoint: Checkpoint | None = None
) -> ChainReport:
    """Verify the chain in one snapshot, a batch at a time: memory does not grow with the audit.

    Unthrottled without a `pace`. With a `checkpoint` an older copy of the database is found too.
    """
    report, pace = ChainReport(), pace or UNTHROTTLED
    async with database.read_session() as session:
        for guard in await find_broken_guards(session):
            report.add_finding(FaultKind.UNGUARDED, 0, guard=guard)
        anchor_opens = True
        try:
            anchor = await read_anchor(session)
        except (DecryptionError, ValueError, TypeError, KeyError):
            anchor, anchor_opens = None, False
            report.add_finding(FaultKind.ANCHOR, 0)
        else:
            if anchor is None and await _any_chained(session):
                report.add_finding(FaultKind.ANCHOR, 0)
        await _check_links(session, report, anchor, pace)
        await _check_pending(session, report, pace)
        if anchor_opens and checkpoint is not None and await is_rolled_back(session, checkpoint):
            report.add_finding(FaultKind.ROLLED_BACK, checkpoint.count)
    return report


async def _any_chained(session: AsyncSession) -> bool:
    return (
        await session.scalar(select(ENTRY_TABLE.c.id).where(ENTRY_TABLE.c.sequence.is_not(None)).limit(1)) is not None
    )


async def _check_links(session: AsyncSession, report: ChainReport, anchor: Anchor | None, pace: Throttle) -> None:
    """Check every link. After a fault go on from the stored link, so that one change is reported once."""
    expected, previous_link = 1, GENESIS
    end = anchor.count if anchor else None
    async for entry in _chained_entries(session, pace):
        report.chained_entries += 1
        if entry.sequence < 1 or (end is not None and entry.sequence > end):
            report.add_finding(FaultKind.INSERTED, entry.sequence, entry.id)
            continue
        if entry.sequence > expected:
            report.add_finding(FaultKind.REMOVED, expected)
        else:
            _check_link(report, entry, previous_link)
        previous_link = (entry.link or b"").hex()
        report.head_link = previous_link[:16]
        if anchor and anchor.rekey_boundary and anchor.rekey_boundary.sequence == entry.sequence:
            if previous_link != anchor.rekey_boundary.new_link:
                report.add_finding(FaultKind.CHANGED, entry.sequence, entry.id)
            previous_link = anchor.rekey_boundary.old_link
        expected = entry.sequence + 1
    if end is not None and expected <= end:
        report.add_finding(FaultKind.CUT, expected)
    elif anchor is not None and previous_link != anchor.link:
        report.add_finding(FaultKind.CHANGED, expected - 1)


def _check_link(report: ChainReport, entry: EntryRow, previous_link: str) -> None:
    try:
        is_valid = has_valid_link(entry, entry.sequence, previous_link)
    except DecryptionError as error:
        locked = str(error).startswith("no key")
        report.add_finding(FaultKind.LOCKED if locked else FaultKind.CHANGED, entry.sequence, entry.id)
        return
    if not is_valid:
        report.add_finding(FaultKind.CHANGED, entry.sequence, entry.id)


async def _check_pending(session: AsyncSession, report: ChainReport, pace: Throttle) -> None:
    """Check the MAC of every entry that is not linked yet."""
    after_id = -(2**63)
    while True:
        page = (
            select_entries()
            .where(ENTRY_TABLE.c.sequence.is_(None), ENTRY_TABLE.c.id > after_id)
            .order_by(ENTRY_TABLE.c.id)
            .limit(pace.batch_size)
        )
        async with pace.batch():
            rows = (await session.execute(page)).all()
            for entry in rows:
                report.pending_entries += 1
                if not has_valid_mac(entry):
                    report.add_finding(FaultKind.INSERTED, 0, entry.id)
        if not rows:
            return
        after_id = rows[-1].id


async def _chained_entries(session: AsyncSession, pace: Throttle) -> AsyncIterator[EntryRow]:
    """Yield the linked entries in order, page by page (keyset pages). A throttled batch includes the caller's work on it."""
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
    FaultKind.ROLLED_BACK: "is not the one noted in the data folder: the database is an older copy, or was cut",
}


def chain_report_lines(report: ChainReport) -> Iterator[str]:
    """Yield the report for an auditor.

    An auditor can note the end of the chain: a later audit must still have that link at that place.
    """
    yield f"Entries in the chain: {report.chained_entries}, waiting for their place: {report.pending_entries}."
    for finding in report.findings:
        if finding.fault is FaultKind.ANCHOR:
            yield "FAULT  the anchor of the chain is gone, or was not written with these keys"
        elif finding.guard:
            yield f"FAULT  the trigger {finding.guard}, which refuses changes, is gone or was changed: `python -m bot audit mend`"
        elif finding.sequence:
            yield f"FAULT  entry {finding.sequence} {_FAULT_TEXTS[finding.fault]}"
        else:
            yield f"FAULT  the entry with the id {finding.entry_id}, in no chain, {_FAULT_TEXTS[finding.fault]}"
    if report.fault_count > len(report.findings):
        yield f"FAULT  and {report.fault_count - len(report.findings)} more"
    yield (
        f"The audit is NOT whole: {report.fault_count} faults."
        if report.fault_count
        else f"Whole; its end is {report.head_link or '-'}."
    )
