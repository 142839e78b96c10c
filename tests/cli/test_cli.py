"""The command line, as somebody who installs the bot meets it."""

import asyncio
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.clock import FixedClock, SystemClock
from bot.relief.ids import UnitId
from bot.relief.people.registration import InvitationView, preview_invitation
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import Role, UnitKind
from bot.settings import env_variables
from bot.storage.database import Database
from bot.storage.encryption import Keyring, generate_key
from bot.storage.tables import Activity, Person, Service, Unit

KEY = bytes(range(32)).hex()  # the key of the tests' keyring


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set up an installation without a bot."""
    for name in env_variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("bot.cli.main.lower_priority", lambda: None)  # this process is the tests' own
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HAMYAR_SECRET_KEY", KEY)


@pytest.fixture
def shared(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Return the test's database, which the settings name too."""
    monkeypatch.setenv("HAMYAR_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    return database


def command(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


async def beside(*words: str) -> Result:
    """Run a command while the test's own loop runs."""
    return await asyncio.to_thread(command, *words)


def test_help_begins_with_one_real_action_and_lists_the_commands() -> None:
    said = command("--help").output
    assert said.index("python -m bot demo") < said.index("Commands")
    for name in ("demo", "run", "migrate", "invite", "sample", "doctor", "replay"):
        assert re.search(rf"^\s+{name}\s+\S", said, re.MULTILINE)


def test_the_matrix_of_rights_is_printed_role_by_role() -> None:
    said = command("access").output.splitlines()
    blocks = {line.split()[0]: number for number, line in enumerate(said) if line and not line.startswith(" ")}
    assert said[0].split() == ["volunteer", "own", "below", "beside", "above", "none"]
    assert [said[blocks["volunteer"] + 2].split(), said[blocks["supervisor"] + 2].split()] == [
        ["see_family", "mine", "-", "-", "-", "-"],
        ["see_family", "yes", "yes", "-", "-", "-"],
    ]


@pytest.mark.parametrize("name", ["run", "replay"])
def test_without_settings_each_missing_one_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAMYAR_SECRET_KEY")
    result = command(name)
    assert result.exit_code == 1
    key, tokens = result.stderr.splitlines()
    assert key.startswith("HAMYAR_SECRET_KEY is missing")
    assert tokens.startswith("HAMYAR_TELEGRAM_TOKEN and HAMYAR_BALE_TOKEN are missing")


@pytest.mark.parametrize("words", [("invite",), ("sample",)])
def test_an_old_schema_is_refused_with_what_to_do(words: tuple[str, ...]) -> None:
    result = command(*words)
    assert result.exit_code == 1
    assert "python -m bot migrate" in result.stderr


def test_a_database_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_DATABASE_URL", "postgresql://somebody:hidden@127.0.0.1:1/nowhere")
    result = command("migrate")
    assert result.exit_code == 1
    assert "python -m bot doctor" in result.stderr
    assert "hidden" not in result.output
    assert len(result.output.splitlines()) == 1


def test_from_nothing_to_the_first_administrator(tmp_path: Path) -> None:
    assert command("migrate").exit_code == 0
    assert (tmp_path / "data" / "hamyar.db").exists()
    result = command("invite")
    assert result.exit_code == 0, result.output
    assert "administrator of ایران" in result.output
    assert re.search(r"/start j-\w{10}\b", result.output)


async def read(database: Database, said: str) -> InvitationView:
    found = re.search(r"code: (\w+)", said)
    assert found
    async with database.read_session() as session:
        return await preview_invitation(session, found[1], SystemClock().now())


async def test_an_empty_tree_gets_its_places_and_its_catalogue_once(shared: Database) -> None:
    for _ in range(2):
        result = await beside("invite")
        view = await read(shared, result.output)
        assert (view.role, view.unit_name, view.inviter_name) == (Role.ADMINISTRATOR, "ایران", None)
    async with shared.read_session() as session:
        kinds = list(await session.scalars(select(Unit.kind)))
        assert (kinds.count("country"), kinds.count("province")) == (1, 31)
        assert await session.scalar(select(func.count(Activity.id))) == 203


async def tree(database: Database, clock: FixedClock) -> tuple[UnitId, UnitId]:
    """Make a province in which two neighbourhoods of two cities bear one name; return their ids."""
    async with database.write_session() as session:

        async def add(kind: UnitKind, name: str, parent: UnitId | None) -> UnitId:
            return (await add_unit(session, kind=kind, name=name, parent=parent, opened_on=clock.today())).id

        top = await add(UnitKind.PROVINCE, "فارس", None)
        twins = [
            await add(UnitKind.NEIGHBOURHOOD, "سادات", await add(UnitKind.CITY, city, top))
            for city in ("شیراز", "کازرون")
        ]
        await session.commit()
    return twins[0], twins[1]


async def test_a_unit_is_named_in_any_spelling(shared: Database, clock: FixedClock) -> None:
    await tree(shared, clock)
    result = await beside("invite", "--unit", " شيراز", "--role", "supervisor")
    view = await read(shared, result.output)
    assert (view.unit_name, view.role) == ("شیراز", Role.SUPERVISOR)
    assert "فارس / شیراز" in result.output


async def test_a_name_that_two_units_bear_is_asked_again_by_id(shared: Database, clock: FixedClock) -> None:
    first, second = await tree(shared, clock)
    result = await beside("invite", "--unit", "سادات", "--role", "volunteer")
    assert result.exit_code == 1
    assert f"--unit {first}  فارس / شیراز / سادات" in result.stderr
    assert f"--unit {second}  فارس / کازرون / سادات" in result.stderr
    view = await read(shared, (await beside("invite", "--unit", str(second), "--role", "volunteer")).output)
    assert view.unit == second


async def test_no_such_unit(shared: Database, clock: FixedClock) -> None:
    await tree(shared, clock)
    result = await beside("invite", "--unit", "یاسوج", "--role", "volunteer")
    assert result.exit_code == 1
    assert "No unit is called «یاسوج»" in result.stderr


def test_a_unit_without_a_role_is_asked_again() -> None:
    result = command("invite", "--unit", "سادات")
    assert result.exit_code == 2
    assert "--role volunteer" in result.stderr


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_sample_goes_into_an_empty_database_only_and_once(shared: Database) -> None:
    first = await beside("sample")
    assert first.exit_code == 0, first.output
    again = await beside("sample")
    assert again.output == first.output
    assert "/start j-" in first.output
    async with shared.read_session() as session:
        half_year = Service.delivered_on.between(date(2025, 3, 21), date(2025, 9, 22))
        assert await session.scalar(select(func.sum(Service.value)).where(half_year)) == 64_000_000_000


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_sample_is_kept_away_from_real_people(shared: Database, clock: FixedClock) -> None:
    await somebody(shared, clock)
    result = await beside("sample")
    assert result.exit_code == 1
    assert "empty" in result.stderr


async def somebody(database: Database, clock: FixedClock) -> None:
    async with database.write_session() as session:
        session.add(Person(name="مریم احمدی", language="fa", created_at=clock.now()))
        await session.commit()


def mending(result: Result) -> list[str]:
    return [line for line in result.output.splitlines() if "MEND" in line]


def test_the_doctor_says_all_that_is_missing_and_hands_out_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAMYAR_SECRET_KEY")
    monkeypatch.setenv("HAMYAR_BALE_TOKN", "1:x")
    result = command("doctor")
    assert result.exit_code == 1
    said = "\n".join(mending(result))
    for name in ("HAMYAR_SECRET_KEY", "HAMYAR_TELEGRAM_TOKEN", "python -m bot migrate"):
        assert name in said
    assert "perhaps HAMYAR_BALE_TOKEN was meant" in result.output
    handed = re.search(r"HAMYAR_SECRET_KEY=(\S+)", result.output)
    assert handed
    Keyring.from_setting(handed[1])  # raises for what is no key


async def test_the_doctor_finds_nothing_but_the_missing_token(shared: Database, clock: FixedClock) -> None:
    await somebody(shared, clock)
    result = await beside("doctor")
    (missing,) = mending(result)
    assert "HAMYAR_TELEGRAM_TOKEN" in missing
    assert "reachable and current" in result.output
    assert "opens what is stored" in result.output
    assert "dead letters: 0" in result.output


async def test_the_doctor_finds_another_key(
    shared: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await somebody(shared, clock)
    monkeypatch.setenv("HAMYAR_SECRET_KEY", generate_key())
    assert any("does not open what is stored" in line for line in mending(await beside("doctor")))
    monkeypatch.setenv("HAMYAR_SECRET_KEY", f"1:{KEY},2:{generate_key()}")
    assert "opens what is stored" in (await beside("doctor")).output


def test_the_doctor_finds_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path / "file" / "data"))
    monkeypatch.setenv("HAMYAR_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert any("data folder: cannot be written" in line for line in mending(command("doctor")))


def test_the_doctor_finds_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_DATABASE_URL", "postgresql://somebody:hidden@127.0.0.1:1/nowhere")
    monkeypatch.setenv("HAMYAR_TELEGRAM_TOKEN", "123456:hidden")
    monkeypatch.setenv("HAMYAR_TELEGRAM_API", "http://127.0.0.1:1/telegram")
    result = command("doctor")
    said = "\n".join(mending(result))
    assert "database: cannot be reached" in said
    assert "telegram: cannot be reached" in said
    assert "HAMYAR_TELEGRAM_PROXY" in said
    assert "hidden" not in result.output


def test_bad_settings_end_the_visit_with_their_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMYAR_WEBHOOK_PORT", "many")
    result = command("doctor")
    assert result.exit_code == 1
    assert any("HAMYAR_WEBHOOK_PORT" in line for line in mending(result))
