"""Invariants: confirmed goals against the database and against the messages that people got."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.harness.db_reader import Holdings, Record
from tests.faults.harness.fault_proxy import SENDING, Call, Line
from tests.faults.harness.goals import LATIN, plain
from tests.faults.harness.history import Story
from tests.faults.harness.population import letters
from tests.faults.harness.users import NUMBERED, Deed

DIED, LOST = "the process died between send and mark", "the answer was lost after the call took effect"
WITHOUT = "without a cause"
LATELY = 60.0  # seconds
UNIQUE = re.compile(r"f\|\d+\||b\|call\|coming\|")
TOLD = {
    "service": re.compile("ثبت شد. خدا قوت! شمارهٔ خدمت: ?([۰-۹]+)"),
    "family": re.compile("ثبت شد. خدا قوت! شمارهٔ پرونده: ?([۰-۹]+)"),
    "campaign": re.compile("پویش باز شد. شمارهٔ پویش: ?([۰-۹]+)"),
}
ONCE = (*NUMBERED, "joining")  # kinds of which each errand makes a record of its own
STATES = ("sign-up", "answer")  # kinds of which the last word counts


@dataclass(slots=True, kw_only=True)
class Verdict:
    """Findings of a run, each a sentence that says where to look.

    `doubled_messages` are counted by cause.
    """

    confirmed: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    doubled_messages: Counter[str] = field(default_factory=Counter)
    without_cause: list[str] = field(default_factory=list)


def judge(story: Story, held: Holdings) -> Verdict:
    verdict = Verdict()
    records: dict[tuple[str, str, int], list[Record]] = defaultdict(list)
    for record in held.records:
        records[record.kind, plain(record.mark), record.by].append(record)
    last: dict[tuple[str, str, int], Deed] = {}
    for deed in story.crowd.deeds:
        errand = deed.errand
        verdict.outcomes[f"{errand.kind} {errand.outcome or 'unfinished'}"] += 1
        if not errand.over:
            verdict.unfinished.append(f"{_named(deed)}, before {deed.person.sees()!r}")
        if not errand.finals:
            continue
        verdict.confirmed[errand.kind] += 1
        place = (errand.kind, plain(errand.mark), held.people.get((deed.who.messenger, deed.who.account), 0))
        if errand.kind in ONCE:
            _once(verdict, deed, records.pop(place, []), held)
        elif errand.kind in STATES:
            last[place] = deed
        elif errand.kind == "picture":
            _pictured(verdict, deed, held)
        else:
            _withdrawn(verdict, deed, [r for r in held.records if r.kind == "service" and r.mark == errand.mark])
    for place, deed in last.items():
        _last_word(verdict, deed, records.get(place, []), held)
    _nobody_asked(verdict, story, records)
    _told(verdict, story.line.calls, held)
    _messages(verdict, story.line)
    return verdict


def _named(deed: Deed) -> str:
    who, errand = deed.who, deed.errand
    return (
        f"{errand.kind} {errand.mark!r} of {who.messenger}/{who.account}: {errand.outcome or 'unfinished'}"
        f" {errand.number or ''}, confirmed by {errand.finals}, {errand.menus} menus, {errand.apologies} apologies"
    )


def _once(verdict: Verdict, deed: Deed, found: list[Record], held: Holdings) -> None:
    errand = deed.errand
    if errand.outcome in ("refused", "unconfirmed"):
        if found:
            verdict.doubled.append(f"{_named(deed)}: and yet it is kept")
        return
    if not found and errand.outcome == "unseen" and any(errand.mark in text for text in held.unfinished):
        verdict.outcomes["still a draft"] += 1
        return
    if not found and (errand.over or errand.kind == "joining"):
        verdict.lost.append(_named(deed))
    if len(found) > 1:
        verdict.doubled.append(f"{_named(deed)}: {len(found)} records")
    for record in found[:1]:
        if errand.number and record.number != errand.number:
            verdict.untrue.append(f"{_named(deed)}: kept as {record.number}")
        if "said" in errand.facts and record.facts["said"] != errand.facts["said"]:
            verdict.untrue.append(f"{_named(deed)}: what was typed is not what is kept")
        if record.facts.get("files", 0) < int(errand.facts.get("pictures", 0)):
            verdict.lost.append(f"{_named(deed)}: {record.facts['files']} pictures of {errand.facts['pictures']}")


def _pictured(verdict: Verdict, deed: Deed, held: Holdings) -> None:
    """Check a picture sent right after saving: once its sender was told so, it is with that service."""
    found = [r for r in held.records if r.kind == "service" and r.mark == deed.errand.mark]
    if deed.errand.outcome == "saved" and not any(record.facts["files"] for record in found):
        verdict.lost.append(_named(deed))


def _withdrawn(verdict: Verdict, deed: Deed, found: list[Record]) -> None:
    """Check a withdrawal; one without an answer may have been refused after ten minutes.

    The ten minutes pass quickly where clocks jump.
    """
    if deed.errand.outcome == "saved" and not all(record.facts["voided"] for record in found):
        verdict.lost.append(_named(deed))


def _last_word(verdict: Verdict, deed: Deed, found: list[Record], held: Holdings) -> None:
    """Check a sign-up; one without a seen answer may have been refused by a full campaign."""
    errand = deed.errand
    if errand.outcome in ("", "refused"):
        return
    if errand.outcome == "unseen" and errand.facts["state"] == "in":
        taken, places = held.places[errand.mark]
        if not found and places is not None and taken >= places - 1:
            return
    states = [record.facts["state"] for record in found]
    if errand.kind == "sign-up" and errand.outcome == "saved" and errand.facts["state"] == "in" and states != ["in"]:
        verdict.untrue.append(f"{_named(deed)}: was told of a place, held {found}")
    elif states != [errand.facts["state"]]:
        verdict.lost.append(f"{_named(deed)}: wanted {errand.facts['state']}, held {found}")


def _nobody_asked(verdict: Verdict, story: Story, left: dict[tuple[str, str, int], list[Record]]) -> None:
    """Find records of no goal, beyond those that were there before the run began."""
    there_before = {f"زهرا {letters(place)}" for place in range(len(story.inhabitants))}
    begun = {(deed.errand.kind, plain(deed.errand.mark)) for deed in story.crowd.deeds}
    for (kind, mark, _), records in left.items():
        if kind in NUMBERED and mark not in there_before and records:
            asked = (kind, mark) in begun
            verdict.doubled.append(f"{kind} {mark!r}: {len(records)} that nobody {'confirmed' if asked else 'began'}")


def _told(verdict: Verdict, calls: list[Call], held: Holdings) -> None:
    """Check that every number in a message is that of a record of its reader."""
    numbers = {(record.kind, record.number, record.by) for record in held.records}
    for call in calls:
        by = held.people.get((call.messenger, call.chat), 0)
        for kind, words in TOLD.items():
            found = words.search(plain(call.said))
            if call.effect and found and (kind, int(found[1].translate(LATIN)), by) not in numbers:
                verdict.untrue.append(f"{call.messenger}/{call.chat} was told {found[0]}, which is not theirs")


def _messages(verdict: Verdict, line: Line) -> None:
    for before, after in _repeats(line):
        if before.generation != after.generation:
            verdict.doubled_messages[DIED] += 1
        elif not before.told:
            verdict.doubled_messages[LOST] += 1
        else:
            verdict.doubled_messages[WITHOUT] += 1
            verdict.without_cause.append(_traced(line, before, after))


def _traced(line: Line, before: Call, after: Call) -> str:
    """Return the calls to this person at about that time, and when their updates were handed over."""
    chat = (after.messenger, after.chat)
    near = [c for c in line.calls if (c.messenger, c.chat) == chat and before.began - 5 < c.began <= after.began]
    steps = [
        f"{c.began:.2f}-{c.ended:.2f} bot {c.generation} {c.method} {plain(c.said)[:30]!r} {_first_key(c)} {c.trouble}"
        f"{'' if c.effect else ' no effect'}{'' if c.told else ' untold'}"
        for c in near
    ]
    handed = [f"{at:.2f}" for at in line.handed.get(chat, ()) if before.began - LATELY < at <= after.began]
    return f"{after.messenger}/{after.chat}: {'; '.join(steps)}; updates handed over at {', '.join(handed)}"


def _first_key(call: Call) -> str:
    found = re.search(r'[fb]\|[^"]*', call.keys)
    return found[0] if found else ""


def _repeats(line: Line) -> Iterator[tuple[Call, Call]]:
    """Find repeated screens of forms and copies of calls: each of these is unique.

    Other pages (a menu, a list) are left out: they may have been asked for twice.
    """
    alike: dict[tuple[str, int, str, str], list[Call]] = defaultdict(list)
    for call in sorted((c for c in line.calls if c.effect), key=lambda one: one.ended):
        if call.method in SENDING and UNIQUE.search(call.keys):
            before = alike[call.messenger, call.chat, call.said, call.keys]
            if before:
                yield _twin(before, call), call
            before.append(call)


def _twin(before: list[Call], call: Call) -> Call:
    """Return the earlier message that this one repeats: likeliest one that its sender could not mark."""
    doubtful = [one for one in before if one.generation != call.generation or not one.told]
    twin = doubtful[0] if doubtful else before[-1]
    before.remove(twin)
    return twin
