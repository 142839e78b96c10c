"""Creating an invitation: unit, role, number of uses and days."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, NumberQuestion
from bot.dialogue.questions.pickers import Pick
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.relief.access.policy import SENIORITY, Action
from bot.relief.ids import UnitId
from bot.relief.people import invitations
from bot.relief.people.members import can_manage_role
from bot.relief.people.registration import create_invitation
from bot.relief.vocabulary import Role
from bot.turn.context import TurnContext
from handlers.questions import UnitContext, find_single_unit, parse_unit_id, unit_answer, units_query


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationInput:
    """An invitation for `uses` people, valid for `days`."""

    unit: UnitId
    role: Role
    uses: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationContext(UnitContext):
    """The roles that the actor may invite to in some unit; the use case checks again for the chosen unit."""

    roles: tuple[Role, ...] = ()


async def start_inviting(turn: TurnContext, _: tuple[str, ...]) -> FormValues[InvitationContext]:
    inviting = [grant for grant in turn.require_actor().grants if grant.scope(Action.INVITE)]
    unit = await find_single_unit(turn, Action.INVITE)
    roles = tuple(role for role in SENIORITY if any(can_manage_role(grant, role) for grant in inviting))
    return FormValues(context=InvitationContext(unit=unit_answer(unit) if unit else None, roles=roles))


def invitable_roles(values: FormValues[InvitationContext]) -> tuple[Role, ...]:
    return values.context.roles


async def submit_invitation(turn: TurnContext, invitation: InvitationInput) -> Screen:
    code = await create_invitation(
        turn.session,
        inviter=turn.require_actor(),
        unit=invitation.unit,
        role=invitation.role,
        now=turn.now,
        days=invitation.days,
        uses=invitation.uses,
    )
    made = await invitations.find_invitation_by_code(turn.caller(), code)
    return await turn.show_view("invite-detail", made.id)


inviting_form = Form(
    InvitationInput,
    Pick("unit", source=units_query(Action.INVITE), parse_id=parse_unit_id, preset=True),
    Choice("role", Role, options_for=invitable_roles),
    NumberQuestion("uses", minimum=1, maximum=100, suggestions=(1, 5, 10, 30), default=lambda _, __: 1),
    NumberQuestion("days", minimum=1, maximum=30, suggestions=(1, 3, 7, 14, 30), default=lambda _, __: 7),
    name="inviting",
    submit=submit_invitation,
    start=start_inviting,
    context=InvitationContext,
)

FORMS = (inviting_form,)
