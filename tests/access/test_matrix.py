"""The table that was agreed, walked through real conversations; here some of its cells, all of them by `make access`."""

import random
from pathlib import Path

import pytest

from bot.relief.access.policy import MATRIX, Action, Scope
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from tests.access.abuse_cases import MISCHIEF
from tests.access.attempts import TRIALS
from tests.access.expected_matrix import cells
from tests.access.matrix_runner import town, try_mischief, walk

SOME = 10


def test_every_action_has_a_line_of_each_role_and_a_way_to_try_it() -> None:
    written = {(cell.role, cell.action) for cell in cells()}
    assert written == {(role, action) for role in Role for action in Action}
    assert set(TRIALS) == set(Action)


async def test_some_cells_through_the_whole_house(database: Database, tmp_path: Path) -> None:
    some = random.Random(1404).sample(cells(), SOME)  # noqa: S311 - the same ones in every run
    async with town(database, tmp_path) as where:
        found = await walk(where, some)
    assert (found.walked, found.leaks, found.refused) == (2 * SOME, [], [])


async def test_a_right_too_many_is_found(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MATRIX, Role.VOLUNTEER, {**MATRIX[Role.VOLUNTEER], Action.SEE_FAMILY: Scope.LINE})
    opened = [cell for cell in cells() if cell.role is Role.VOLUNTEER and cell.action is Action.SEE_FAMILY]
    async with town(database, tmp_path) as where:
        found = await walk(where, opened)
    assert len(found.leaks) == 6


async def test_nothing_old_forged_or_ones_own_opens_anything(database: Database, tmp_path: Path) -> None:
    async with town(database, tmp_path) as where:
        found = await try_mischief(where, MISCHIEF)
    assert (found.walked, found.leaks) == (2 * len(MISCHIEF), [])
