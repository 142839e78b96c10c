"""«نیستم»: delegating a role for some days, delegations from others, and taking one back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.questions.last_day import LastDayQuestion
from bot.dialogue.questions.pickers import DateQuestion, Option, Options, OptionsRequest, Pick, pick_answer
from bot.dialogue.screen import ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Day, Joined, Localizable, Text, enum_text, text
from bot.relief.access.caller import Actor, Caller
from bot.relief.errors import Forbidden
from bot.relief.ids import DelegationId, MembershipId, PersonId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import delegation
from bot.relief.people.delegation import DelegateCandidate, DelegationView
from bot.relief.people.members import MemberView
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.people.members import MembershipContext, parse_membership_id
from handlers.questions import label_argument, unit_label


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationInput:
    """A delegation; `since` and `until` are both included."""

    membership: MembershipId
    to: PersonId
    since: date
    until: date


async def show_delegations(turn: TurnContext, _: ViewRequest) -> Screen:
    return await _page(turn)


async def _page(turn: TurnContext, note: Text | None = None) -> Screen:
    actor = turn.require_actor()
    lent = await delegation.list_delegations_from(turn.session, actor.person, turn.today)
    borrowed = await delegation.list_delegations_to(turn.session, actor.person, turn.today)
    takes = tuple(
        (act_button(text("away-take-back", name=one.other_name), "delegation", "revoke", one.id),) for one in lent
    )
    may = bool(await delegation.delegable_memberships(Caller(turn.session, actor, turn.now)))
    return Screen(
        text=Joined((*_delegation_lines(lent, borrowed, may=may), note or "")),
        buttons=(*_begin_rows(actor, may=may), *takes, *home_row(view_button(text("dialogue-back"), "me"))),
    )


def _begin_rows(actor: Actor, *, may: bool) -> ButtonRows:
    """Return the way to delegate, or to write to the unit if there is no role to delegate."""
    if may:
        return ((form_button(text("away-begin"), "delegating"),),)
    return (
        ((form_button(text("unit-write"), "letter-writing", actor.primary_grant.unit),),) if actor.primary_grant else ()
    )


def _delegation_lines(
    lent: tuple[DelegationView, ...], borrowed: tuple[DelegationView, ...], *, may: bool
) -> Iterator[Localizable]:
    if not (lent or borrowed):
        yield text("away-nothing" if may else "away-not-needed")
    for one in lent:
        yield text(
            "away-lent" if one.is_effective else "away-lent-idle",
            name=one.other_name,
            role=enum_text(one.role),
            unit=one.unit_name,
            since=Day(one.since),
            until=Day(one.until),
        )
    for one in borrowed:
        yield text(
            "away-borrowed",
            name=one.other_name,
            role=enum_text(one.role),
            unit=one.unit_name,
            since=Day(one.since),
            until=Day(one.until),
        )


async def start_delegating(turn: TurnContext, _: tuple[str, ...]) -> FormValues[MembershipContext]:
    """Begin with the membership if only one can be delegated. Raises Forbidden if there is none."""
    memberships = await delegation.delegable_memberships(turn.caller())
    if not memberships:
        raise Forbidden
    only = pick_answer(memberships[0].id, _role_label(memberships[0])) if len(memberships) == 1 else None
    return FormValues(context=MembershipContext(membership=only))


def _role_label(one: MemberView) -> Text:
    return text("away-row", role=enum_text(one.role), unit=one.unit_name)


async def delegable_roles_query(turn: TurnContext, query: OptionsRequest) -> Options:
    memberships = await delegation.delegable_memberships(turn.caller())
    here = memberships[query.offset : query.offset + query.limit]
    return Options(
        items=tuple(Option(id=str(one.id), label=_role_label(one)) for one in here),
        more=len(memberships) > query.offset + query.limit,
    )


async def delegates_query(turn: TurnContext, query: OptionsRequest) -> Options:
    page = await delegation.find_delegate_candidates(
        turn.caller(),
        parse_membership_id(query.answers["membership"]["id"]),
        search=query.search,
        offset=query.offset,
        limit=query.limit,
    )
    return Options(
        items=tuple(Option(id=str(one.person), label=_candidate_label(one)) for one in page.items), more=page.has_more
    )


def _candidate_label(one: DelegateCandidate) -> Localizable:
    """Return the name, with the unit if it is another one."""
    return text("away-of-unit", name=one.name, unit=unit_label(one.other_unit)) if one.other_unit else one.name


def parse_person_id(stored: str) -> PersonId:
    return PersonId(int(stored))


async def submit_delegation(turn: TurnContext, delegation_input: DelegationInput) -> Screen:
    made = await delegation.delegate(
        turn.caller(),
        delegation_input.membership,
        delegation_input.to,
        since=delegation_input.since,
        until=delegation_input.until,
    )
    message = text(
        "away-told",
        name=turn.require_actor().name,
        role=enum_text(made.role),
        unit=made.unit_name,
        since=Day(made.since),
        until=Day(made.until),
    )
    await turn.notify(delegation_input.to, NoticeKind.DELEGATED.event(made.id), message)
    return await _page(turn, text("away-done", name=made.other_name))


async def on_revoke_delegation(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    borrower, taken = await delegation.revoke_delegation(turn.caller(), DelegationId(parse_id(args)))
    notice = text("away-told-back", name=turn.require_actor().name, role=enum_text(taken.role), unit=taken.unit_name)
    await turn.notify(borrower, NoticeKind.DELEGATION_REVOKED.event(taken.id), notice)
    return await _page(turn, text("away-taken-back", name=taken.other_name))


delegating_form = Form(
    DelegationInput,
    Pick("membership", source=delegable_roles_query, parse_id=parse_membership_id, preset=True),
    Pick("to", source=delegates_query, parse_id=parse_person_id),
    DateQuestion("since", future=True),
    LastDayQuestion("until", future=True),
    name="delegating",
    subject=lambda values: label_argument(values.answers.get("to"), "name"),
    submit=submit_delegation,
    start=start_delegating,
    context=MembershipContext,
)

FORMS = (delegating_form,)
VIEWS = (View(name="delegation", render=show_delegations, acts={"revoke": on_revoke_delegation}),)
