"""A unit stands only under a kind that may bear it, at every door."""

import pytest

from bot.persian.normalisation import match_key
from bot.relief.access.caller import Caller
from bot.relief.errors import Conflict
from bot.relief.hierarchy import CHILD_KINDS, SERVING_KINDS
from bot.relief.units.importing import import_units
from bot.relief.units.lifecycle import merge_units, move_unit, open_unit
from bot.relief.units.sheets import SheetRow, UnitColumn, Wording
from bot.relief.vocabulary import UnitKind
from bot.storage.database import Database
from tests.relief.world import NOW, TODAY, Cast

WORDS = Wording(
    localize=lambda text: text.key,
    columns={},
    kinds={match_key(kind.value): kind for kind in UnitKind},
    states={},
)


def test_every_kind_but_the_country_stands_somewhere_and_nothing_under_a_body() -> None:
    borne = {kind for kinds in CHILD_KINDS.values() for kind in kinds}
    assert borne == set(UnitKind) - {UnitKind.COUNTRY}
    assert CHILD_KINDS.keys() == set(UnitKind)
    assert all(CHILD_KINDS[kind] == () for kind in SERVING_KINDS)


@pytest.mark.parametrize(
    ("kind", "place", "fits"),
    [
        (UnitKind.PROVINCE, "gachsaran", False),
        (UnitKind.COUNTY, "dogonbadan", False),
        (UnitKind.NEIGHBOURHOOD, "province", False),
        (UnitKind.COUNTRY, "country", False),
        (UnitKind.NEIGHBOURHOOD, "dogonbadan", True),
        (UnitKind.PART, "gachsaran", True),
        (UnitKind.CHARITY_CENTRE, "gachsaran", True),
    ],
)
async def test_a_unit_is_opened_and_imported_only_where_its_kind_may_stand(
    database: Database, cast: Cast, kind: UnitKind, place: str, fits: bool
) -> None:
    parent = getattr(cast.tree, place)
    path = {"gachsaran": "گچساران", "dogonbadan": "دوگنبدان", "province": "کهگیلویه و بویراحمد", "country": "ایران"}
    cells = {UnitColumn.UNDER: path[place], UnitColumn.KIND: kind.value, UnitColumn.NAME: "واحد دوم"}
    async with database.write_session() as session:
        caller = Caller(session, cast.mina, NOW)
        if fits:
            await open_unit(caller, kind=kind, name="واحد تازه", parent=parent, phone="")
        else:
            with pytest.raises(Conflict, match="error-unit-kind-under"):
                await open_unit(caller, kind=kind, name="واحد تازه", parent=parent, phone="")
        done = await import_units(session, None, [SheetRow(number=2, cells=cells)], WORDS, NOW, TODAY)
        assert bool(done.invalid_rows) is not fits


async def test_a_unit_moves_and_its_children_merge_only_where_they_may_stand(database: Database, cast: Cast) -> None:
    tree = cast.tree
    async with database.write_session() as session:
        caller = Caller(session, cast.mina, NOW)
        with pytest.raises(Conflict, match="error-unit-kind-under"):
            await move_unit(caller, tree.gachsaran, tree.dishmook)
        with pytest.raises(Conflict, match="error-unit-kind-under"):
            await merge_units(caller, tree.gachsaran, tree.dishmook)
        await move_unit(caller, tree.dishmook, tree.gachsaran)
