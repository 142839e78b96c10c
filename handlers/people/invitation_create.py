"""Inviting: to which unit, in which role, how many people and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, NumberQuestion
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, JsonValue
from bot.relief.access.policy import SENIORITY, Action
from bot.relief.ids import UnitId
from bot.relief.people import invitations
from bot.relief.people.members import can_manage_role
from bot.relief.people.registration import create_invitation
from bot.relief.vocabulary import Role
from bot.turn.context import TurnContext
from handlers.questions import Preset, parse_unit_id, single_unit, units_query


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationInput:
    """`uses` people may come with it, for so many `days`."""

    unit: UnitId
    role: Role
    uses: int
    days: int


async def start_inviting(turn: TurnContext, _: tuple[str, ...]) -> Mapping[str, JsonValue]:
    """The roles that they may invite to somewhere; `people.invite` asks again, for the unit that was chosen."""
    inviting = [grant for grant in turn.require_actor().grants if grant.scope(Action.INVITE)]
    unit = await single_unit(turn, Action.INVITE)
    roles = [role.value for role in SENIORITY if any(can_manage_role(grant, role) for grant in inviting)]
    return {"roles": roles, **unit}


def invitable_roles(answers: Answers) -> list[Role]:
    return [Role(role) for role in answers.get("roles", ())]


async def submit_invitation(turn: TurnContext, wanted: InvitationInput) -> Screen:
    code = await create_invitation(
        turn.session,
        inviter=turn.require_actor(),
        unit=wanted.unit,
        role=wanted.role,
        now=turn.now,
        days=wanted.days,
        uses=wanted.uses,
    )
    made = await invitations.find_invitation_by_code(turn.session, turn.require_actor(), code, turn.now, turn.today)
    return await turn.show_view("invite-detail", made.id)


inviting_form = Form(
    InvitationInput,
    Preset("unit", source=units_query(Action.INVITE), parse_id=parse_unit_id),
    Choice("role", Role, options_for=invitable_roles),
    NumberQuestion("uses", minimum=1, maximum=100, suggestions=(1, 5, 10, 30), default=lambda _, __: 1),
    NumberQuestion("days", minimum=1, maximum=30, suggestions=(1, 3, 7, 14, 30), default=lambda _, __: 7),
    name="inviting",
    submit=submit_invitation,
    start=start_inviting,
)

FORMS = (inviting_form,)
VIEWS = ()
