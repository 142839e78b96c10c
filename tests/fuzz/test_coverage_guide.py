"""A crowd finds its way by itself: where it went least, and to what lies behind pages that it knows well."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.relief.vocabulary import Role
from handlers.registry import REGISTRY
from tests.fuzz.coverage_guide import Trails, way
from tests.fuzz.database import province
from tests.fuzz.malformed_values import seeded
from tests.fuzz.people import EACH, MESSENGERS, present
from tests.fuzz.system_fuzz import NOON

OWN, HELP, AWAY = "b|me||", "b|help||", "b|form||delegating"
TIMES = 200


def taken(trails: Trails, presses: Sequence[str], times: int = TIMES) -> Counter[str]:
    chance = seeded("trails")
    return Counter(trails.chosen(chance, Role.VOLUNTEER, presses, "") for _ in range(times))


def test_no_way_is_gone_much_more_than_another() -> None:
    trails = Trails(registry=REGISTRY, gone=Counter({way(OWN, ""): TIMES}))
    assert taken(trails, (OWN, HELP))[HELP] > 0.7 * TIMES


def test_a_page_known_well_is_gone_to_for_what_lies_behind_it() -> None:
    trails = Trails(registry=REGISTRY, gone=Counter({way(OWN, ""): TIMES, way(HELP, ""): TIMES // 2}))
    trails.led(Role.VOLUNTEER, way(OWN, ""), (AWAY,))
    assert taken(trails, (OWN, HELP))[OWN] > 0.7 * TIMES


def test_one_way_whoever_it_is_about() -> None:
    assert way("b|family||288230376151712355", "") == way("b|family||17223344556677", "")
    assert way("f|3|==2025-11-03", "x-since") == way("f|9|==2025-12-01", "x-since")
    assert way("b|form|!drop|inviting", "") != way("b|form||inviting", "")


async def test_somebody_of_every_role_is_in_both_messengers(tmp_path: Path) -> None:
    async with province(f"sqlite:///{tmp_path / 'hamyar.db'}") as database:
        there = await present(database, NOON.date())
    assert all(len(there[name][role]) >= EACH for name in MESSENGERS for role in Role)
