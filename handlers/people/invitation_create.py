"""Inviting: to which unit, in which role, how many people and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, Number
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, Json
from bot.relief.access.policy import SENIORITY, Action
from bot.relief.ids import UnitId
from bot.relief.people import invitations
from bot.relief.people import registration as people
from bot.relief.people.members import outranks
from bot.relief.vocabulary import Role
from bot.turn.context import Turn
from handlers.questions import Told, only_unit, unit_id, units_where


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """`uses` people may come with it, for so many `days`."""

    unit: UnitId
    role: Role
    uses: int
    days: int


async def start_inviting(turn: Turn, _: tuple[str, ...]) -> Mapping[str, Json]:
    """The roles that they may invite to somewhere; `people.invite` asks again, for the unit that was chosen."""
    inviting = [grant for grant in turn.known().grants if grant.reach(Action.INVITE)]
    unit = await only_unit(turn, Action.INVITE)
    roles = [role.value for role in SENIORITY if any(outranks(grant, role) for grant in inviting)]
    return {"roles": roles, **unit}


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
    made = await invitations.with_code(turn.session, turn.known(), code, turn.now, turn.today)
    return await turn.page("invited", made.id)


inviting = Form(
    Inviting,
    Told("unit", from_=units_where(Action.INVITE), builds=unit_id),
    Choice("role", Role, only=roles_of),
    Number("uses", least=1, most=100, usual=(1, 5, 10, 30), default=lambda _, __: 1),
    Number("days", least=1, most=30, usual=(1, 3, 7, 14, 30), default=lambda _, __: 7),
    name="inviting",
    submit=invite,
    start=start_inviting,
)

FORMS = (inviting,)
VIEWS = ()
