"""Inviting: to which unit, in which role, how many people and for how long; and the link that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import TEHRAN
from bot.dialogue.browse import begins
from bot.dialogue.fields import Choice, Number
from bot.dialogue.form import Form
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import Answers, Json
from bot.persian.said import Day, Lines, Verbatim, text, word
from bot.relief import people, units
from bot.relief.access import SENIORITY, Action
from bot.relief.ids import UnitId
from bot.relief.words import Role
from bot.turn.context import Turn
from handlers.home import INVITED, home_row
from handlers.picks import Told, only_unit, unit_id, units_where


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """`uses` people may come with it, for so many `days`."""

    unit: UnitId
    role: Role
    uses: int
    days: int


async def start_inviting(turn: Turn, _: tuple[str, ...]) -> Mapping[str, Json]:
    """Nobody invites to a role above their own; `people.invite` asks again, for the unit that was chosen."""
    inviting = [grant.role for grant in turn.known().grants if grant.reach(Action.INVITE)]
    unit = await only_unit(turn, Action.INVITE)
    senior = max(map(SENIORITY.index, inviting))
    return {"roles": [role.value for role in SENIORITY[: senior + 1]], **unit}


def roles_of(answers: Answers) -> list[Role]:
    return [Role(role) for role in answers.get("roles", ())]


async def invite(turn: Turn, wanted: Inviting) -> Screen:
    code = await people.invite(
        turn.session,
        by=turn.known(),
        unit=wanted.unit,
        role=wanted.role,
        now=turn.now,
        days=wanted.days,
        uses=wanted.uses,
    )
    link = turn.linker.link(f"{INVITED}{code}")
    unit = await units.unit(turn.session, wanted.unit)
    until = (turn.now + timedelta(days=wanted.days)).astimezone(TEHRAN).date()
    made = text("inviting-made", role=word(wanted.role), unit=unit.name, uses=wanted.uses, until=Day(until))
    return Screen(
        text=Lines(
            (
                made,
                text("inviting-link", link=Verbatim(link)),
                text("inviting-code", command=Verbatim(f"/start {INVITED}{code}")),
            ),
            between="\n\n",
        ),
        buttons=(
            (Button(label=text("inviting-copy"), copy=link), begins(text("inviting-another"), "inviting")),
            *home_row(),
        ),
    )


inviting = Form(
    Inviting,
    Told("unit", from_=units_where(Action.INVITE), builds=unit_id),
    Choice("role", Role, only=roles_of),
    Number("uses", least=1, most=100, usual=(1, 5, 10, 30), default=lambda _, __: 1),
    Number("days", least=1, most=30, usual=(1, 3, 7, 14, 30), default=lambda _, __: 7),
    submit=invite,
    start=start_inviting,
)

FORMS = (inviting,)
VIEWS = ()
