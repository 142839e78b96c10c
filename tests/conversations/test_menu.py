"""The main menu of every role: never over eight buttons, two verbs on top, a page behind each noun that begins with its verb."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.dialogue.screen import Button
from bot.i18n.catalog import load_all_texts
from bot.i18n.messages import Text
from bot.relief.access.caller import Actor, Grant
from bot.relief.ids import PersonId, UnitId
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.database import Database
from handlers.menu_entries import MAX_MENU_BUTTONS, MenuEntry, menu_nouns, menu_verbs
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.support.text_usage import uses_in_code

ROLE_SETS = [roles for size in range(1, len(Role) + 1) for roles in combinations(Role, size)]
MAX_LABEL_OF_TWO = 16  # letters: the messengers cut what is longer where two stand in a row
ACCOUNTS = {"volunteer": 1001, "coordinator": 1002, "supervisor": 1003, "administrator": 1004}


def actor_with(*roles: Role, lent: tuple[Role, ...] = ()) -> Actor:
    """Return somebody with each role in a unit of its own; `lent` are borrowed."""
    grants = tuple(
        Grant(
            unit=UnitId(place),
            unit_name="گچساران",
            unit_kind=UnitKind.COUNTY,
            role=role,
            delegated_by=PersonId(2) if place > len(roles) else None,
        )
        for place, role in enumerate((*roles, *lent), 1)
    )
    return Actor(
        person=PersonId(1), name="ن", language="fa", messenger="telegram", grants=grants, accepted_confidentiality=True
    )


def entries_of(actor: Actor) -> tuple[MenuEntry, ...]:
    return *menu_verbs(actor), *menu_nouns(actor)


def buttons_of(actor: Actor) -> list[Button]:
    return [entry.button for entry in entries_of(actor)]


@pytest.mark.parametrize("roles", ROLE_SETS, ids="+".join)
@pytest.mark.parametrize("lent", [(), *((role,) for role in Role)], ids=lambda lent: "+".join(lent) or "none")
def test_no_menu_has_more_than_eight_buttons_whatever_the_roles(
    roles: tuple[Role, ...], lent: tuple[Role, ...]
) -> None:
    shown = buttons_of(actor_with(*roles, lent=lent))
    assert len(shown) < MAX_MENU_BUTTONS  # one place is for what waits
    assert len({button.data for button in shown}) == len(shown)


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_labels_of_the_menu_are_not_cut(locale: str) -> None:
    words = load_all_texts(strict=True)[locale]
    for roles in ROLE_SETS:
        labels = [words.format_label(button.label) for button in buttons_of(actor_with(*roles))]
        assert [label for label in labels if len(label) > MAX_LABEL_OF_TWO] == []


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_every_button_that_the_help_names_exists_under_that_label(locale: str) -> None:
    words = load_all_texts(strict=True)[locale]
    pattern = "«([^»]+)»" if locale == "fa" else "“([^”]+)”"
    labels = {
        words.format_label(Text(use.key)) for use in uses_in_code() if use.args == frozenset() and words.has(use.key)
    }
    helps = {entry.help.key for roles in ROLE_SETS for entry in entries_of(actor_with(*roles))}
    helps |= {f"home-help-{who}" for who in ("later", "everywhere", "paused", "stranger")}
    for key in helps:
        assert set(re.findall(pattern, words.format_message(Text(key)))) <= labels


async def test_each_role_sees_its_menu(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        phones = [theatre.phone("telegram", account, role) for role, account in ACCOUNTS.items()]
        for phone in phones:
            await walk(phone, "/menu")
        for phone in phones:
            await phone.say("/language")
            del theatre.transcript[-2:]
            await walk(phone, "English")
    golden("menu", theatre.transcript)


async def walk(phone: Phone, opening: str) -> None:
    """Open each noun of the menu, then the help; the transcript shows the menu once."""
    if opening.startswith("/"):
        await phone.say(opening)
    else:
        await phone.tap("English")
    for label in (await phone.buttons())[2:]:
        await phone.tap(label)
        shown = len(phone.transcript)
        await phone.say("/menu")
        del phone.transcript[shown:]
    await phone.say("/help")
