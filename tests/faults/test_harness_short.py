"""A short part of `make faults`: a few people, a few kills, every kind of trouble, on both databases."""

import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.harness.db_reader import Holdings, Record
from tests.faults.harness.figures import figures, notes
from tests.faults.harness.history import Story
from tests.faults.harness.invariants import judge
from tests.faults.harness.plan import POSTGRESQL, SQLITE, Plan

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, the server's wheel says so on import
    from tests.faults.harness.__main__ import carried_out

MACHINE = ("kills", "injected", "recovery_s", "stop_s")
"""How far a run comes in its time, and how fast it is, is the machine's affair."""


@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("database", [SQLITE, POSTGRESQL])
async def test_nothing_is_lost_and_nothing_happens_twice(database: str, tmp_path: Path) -> None:
    plan = Plan(database=database, seed=11, kills=3, faults=20, people=8, minutes=0.25, whole_every=1000)
    story, held = await carried_out(plan, tmp_path)
    verdict = judge(story, held)
    failed = [f.name for f in figures(story, held, verdict) if not f.holds and f.name.rsplit(".", 1)[-1] not in MACHINE]
    assert failed == [], "\n".join(notes(story, held, verdict))
    assert_that_the_judge_sees(story, held)


def assert_that_the_judge_sees(story: Story, held: Holdings) -> None:
    """A verdict that could only acquit would be worth nothing: each kind of harm is done to what the reader found."""
    confirmed = [deed.errand.mark for deed in story.crowd.deeds if deed.errand.outcome == "saved"]
    record = next(one for one in held.records if one.kind in ("service", "family") and one.mark in confirmed)
    others = tuple(one for one in held.records if one is not record)
    stranger = Record(kind="service", mark="42", by=record.by, number=1)
    assert len(judge(story, replace(held, records=others)).lost) == 1
    assert len(judge(story, replace(held, records=(*held.records, record))).doubled) == 1
    assert len(judge(story, replace(held, records=(*held.records, stranger))).doubled) == 1
    assert judge(story, replace(held, records=(*others, replace(record, number=9)))).untrue
