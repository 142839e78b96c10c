"""Whether the audit is whole: every link computed again, from the first entry to the anchor. It changes nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.audit.chain import ENTRY, GENESIS, Anchor, Entry, entries, link, read_anchor, stamped
from bot.storage.database import Database
from bot.storage.encryption import CannotOpen
from bot.storage.throttle import Pace

AT_ONCE = Pace(batch=2_000, rest=0)
SAID = 20  # faults that are kept with their place; more are counted


class Fault(StrEnum):
    CHANGED = auto()  # not what was sealed in this place: changed, or moved there
    REMOVED = auto()
    INSERTED = auto()  # not written by this house, or behind the end that the anchor says
    CUT = auto()  # from here to the end that the anchor says nothing is left
    ANCHOR = auto()  # the anchor is gone, or not ours
    LOCKED = auto()  # its key is not in the ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`place` is a number in the chain; of an entry that is in none it is 0, and `entry` its id."""

    fault: Fault
    place: int
    entry: int | None = None


class Report:
    """`sealed` entries were walked, `waiting` ones have no place yet; `end` is the beginning of the last link, in hex."""

    def __init__(self) -> None:
        self.sealed = 0
        self.waiting = 0
        self.end = GENESIS
        self.faults = 0
        self.findings: list[Finding] = []

    def found(self, fault: Fault, place: int, entry: int | None = None) -> None:
        self.faults += 1
        if len(self.findings) < SAID:
            self.findings.append(Finding(fault=fault, place=place, entry=entry))


async def verify(database: Database, pace: Pace | None = None) -> Report:
    """In one unmoving picture, a batch at a time: memory does not grow with the audit. Without a pace, as fast as it goes."""
    report, pace = Report(), pace or AT_ONCE
    async with database.reading() as session:
        try:
            anchor = await read_anchor(session)
        except (CannotOpen, ValueError, TypeError, KeyError):
            anchor = None
            report.found(Fault.ANCHOR, 0)
        else:
            if anchor is None and await _any_sealed(session):
                report.found(Fault.ANCHOR, 0)
        await _walk(session, report, anchor, pace)
        await _unsealed(
            session, report, anchor or Anchor(before=2**63), pace
        )  # nothing was founded yet, all older is taken
    return report


async def _any_sealed(session: AsyncSession) -> bool:
    return await session.scalar(select(ENTRY.c.id).where(ENTRY.c.sequence.is_not(None)).limit(1)) is not None


async def _walk(session: AsyncSession, report: Report, anchor: Anchor | None, pace: Pace) -> None:
    """After a fault the chain is taken up at the link that stands, so that one change is found once, where it is."""
    expected, before = 1, GENESIS
    end = anchor.count if anchor else None
    async for entry in _sealed(session, pace):
        report.sealed += 1
        if entry.sequence < 1 or (end is not None and entry.sequence > end):
            report.found(Fault.INSERTED, entry.sequence, entry.id)
            continue
        if entry.sequence > expected:
            report.found(Fault.REMOVED, expected)
        else:
            _compare(report, entry, before)
        before = (entry.link or b"").hex()
        report.end = before[:16]
        if anchor and anchor.seam and anchor.seam.sequence == entry.sequence:
            if before != anchor.seam.new:
                report.found(Fault.CHANGED, entry.sequence, entry.id)
            before = anchor.seam.old
        expected = entry.sequence + 1
    if end is not None and expected <= end:
        report.found(Fault.CUT, expected)
    elif anchor is not None and before != anchor.link:
        report.found(Fault.CHANGED, expected - 1)


def _compare(report: Report, entry: Entry, before: str) -> None:
    try:
        whole = bool(entry.link) and entry.link == link(entry, entry.sequence, before, entry.link[0])
    except CannotOpen as error:
        locked = str(error).startswith("no key")
        report.found(Fault.LOCKED if locked else Fault.CHANGED, entry.sequence, entry.id)
        return
    if not whole:
        report.found(Fault.CHANGED, entry.sequence, entry.id)


async def _unsealed(session: AsyncSession, report: Report, anchor: Anchor, pace: Pace) -> None:
    """What waits for its place bears a stamp already."""
    after = -(2**63)
    while True:
        page = entries().where(ENTRY.c.sequence.is_(None), ENTRY.c.id > after).order_by(ENTRY.c.id).limit(pace.batch)
        async with pace.beside():
            rows = (await session.execute(page)).all()
            for entry in rows:
                report.waiting += 1
                if not stamped(entry, anchor):
                    report.found(Fault.INSERTED, 0, entry.id)
        if not rows:
            return
        after = rows[-1].id


async def _sealed(session: AsyncSession, pace: Pace) -> AsyncIterator[Entry]:
    """A batch ends when whoever walks along has been through it."""
    last: int | None = None
    while True:
        page = entries().where(ENTRY.c.sequence.is_not(None)).order_by(ENTRY.c.sequence).limit(pace.batch)
        async with pace.beside():
            rows = (await session.execute(page if last is None else page.where(ENTRY.c.sequence > last))).all()
            if not rows:
                return
            for row in rows:
                yield row
            last = rows[-1].sequence


_SAID = {
    Fault.CHANGED: "is not what was sealed there (changed, or moved)",
    Fault.REMOVED: "was removed",
    Fault.INSERTED: "was not written by this bot",
    Fault.CUT: "and all after it were cut off",
    Fault.LOCKED: "cannot be checked: its key is not in the setting",
}


def told(report: Report) -> Iterator[str]:
    """As an auditor reads it. The end can be written down: a later audit still has that link in that place."""
    yield f"Entries in the chain: {report.sealed}, waiting for their place: {report.waiting}."
    for one in report.findings:
        if one.fault is Fault.ANCHOR:
            yield "FAULT  the anchor of the chain is gone, or was not written with these keys"
        elif one.place:
            yield f"FAULT  entry {one.place} {_SAID[one.fault]}"
        else:
            yield f"FAULT  the entry with the id {one.entry}, in no chain, {_SAID[one.fault]}"
    if report.faults > len(report.findings):
        yield f"FAULT  and {report.faults - len(report.findings)} more"
    yield (
        f"The audit is NOT whole: {report.faults} faults."
        if report.faults
        else f"Whole; its end is {report.end or '-'}."
    )
