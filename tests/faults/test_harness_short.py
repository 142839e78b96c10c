"""A short part of `make faults`: a few people, a few kills, every kind of trouble, on both databases."""

import warnings
from pathlib import Path

import pytest

from tests.faults.harness.plan import POSTGRESQL, SQLITE, Plan

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, the server's wheel says so on import
    from tests.faults.harness.__main__ import carried_out


@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("database", [SQLITE, POSTGRESQL])
async def test_nothing_is_lost_and_nothing_happens_twice(database: str, tmp_path: Path) -> None:
    plan = Plan(database=database, seed=11, kills=3, faults=20, people=8, minutes=0.25, whole_every=1000)
    found, said = await carried_out(plan, tmp_path)
    figures = {figure.name.removeprefix(f"faults.{database}."): figure for figure in found}
    assert [name for name, figure in figures.items() if not figure.holds and name not in TIMED] == [], "\n".join(said)
    assert figures["confirmed"].value > 0


TIMED = ("kills", "injected", "recovery_s", "stop_s")
"""How far a run comes in its time, and how fast it is, is the machine's affair."""
