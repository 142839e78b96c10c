"""«اعضای واحد»: members of a unit for those who manage them: suspending, reinstating, ending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.pickers import DateQuestion, PickAnswer, Preset, pick_answer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, Verbatim, enum_text, text
from bot.persian.normalisation import mark_ltr
from bot.persian.phones import format_phone
from bot.relief.access.policy import Action
from bot.relief.errors import NotFound
from bot.relief.ids import AccountId, MembershipId, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import members, membership
from bot.relief.people.account_linking import format_link_code, issue_link_code_for
from bot.relief.people.account_unlinking import unlink_member_account
from bot.relief.people.members import AccountView, MemberDetails, MemberView
from bot.relief.units.directory import find_units, load_unit
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import confirm_page, home_row
from handlers.people.profile import profile_lines
from handlers.questions import unit_label


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionInput:
    """A suspension; `until` is the last day without rights, None until the member is reinstated."""

    membership: MembershipId
    reason: str
    until: date | None = None


async def show_members(turn: TurnContext, request: ViewRequest) -> Screen:
    """List the members of the given unit or the only one; else the units to choose from."""
    if request.args:
        return await _members_page(turn, UnitId(parse_id(request.args)), request)
    page = await find_units(
        turn.caller(), Action.MANAGE_MEMBERS, search=request.search, offset=request.offset, limit=ROWS_PER_PAGE
    )
    if len(page.items) == 1 and not (page.has_more or request.search or request.page):
        return await turn.show_view("members", page.items[0].id)
    rows = [view_button(unit_label(one), "members", one.id) for one in page.items]
    return Screen(
        text=text("members-which-unit" if rows else "members-no-unit"),
        buttons=(*paged_list(rows, request, more=page.has_more), *_reset_search_rows(request), *home_row()),
    )


def _reset_search_rows(request: ViewRequest) -> ButtonRows:
    """Return the way back to the whole list."""
    return ((view_button(text("dialogue-all"), request.view, *request.args),),) if request.search else ()


async def _members_page(turn: TurnContext, unit_id: UnitId, request: ViewRequest) -> Screen:
    page = await members.find_members(
        turn.caller(), unit_id, search=request.search, offset=request.offset, limit=ROWS_PER_PAGE
    )
    rows = [view_button(_row(one), "member", one.id) for one in page.items]
    about = await load_unit(turn.session, unit_id)
    heading = text("members-of" if rows else "members-none", unit=about.name)
    return Screen(
        text=heading,
        buttons=(
            *paged_list(rows, request, more=page.has_more),
            *_reset_search_rows(request),
            *home_row(view_button(text("members-other-unit"), "members")),
        ),
    )


def _row(one: MemberView) -> Text:
    key = "members-row-suspended" if one.suspended else "members-row"
    return Text(key, {"name": one.name, "role": enum_text(one.role)})


async def show_member(turn: TurnContext, request: ViewRequest) -> Screen:
    return await _page(turn, MembershipId(parse_id(request.args)))


async def _page(turn: TurnContext, membership_id: MembershipId, note: Text | None = None) -> Screen:
    member = await members.load_member(turn.caller(), membership_id)
    return Screen(
        text=Joined((*_member_lines(turn, member), note or "")),
        buttons=(*_action_buttons(member), *_back_row(member.membership.unit)),
    )


def _member_lines(turn: TurnContext, member: MemberDetails) -> Iterator[Localizable]:
    one = member.membership
    yield text("member-is", name=one.name, role=enum_text(one.role), unit=one.unit_name)
    yield text("member-since", day=Day(one.since))
    if member.phone:
        yield text("member-phone", phone=Verbatim(format_phone(member.phone, turn.locale)))
    yield from profile_lines(member.profile)
    for account in member.accounts:
        yield account_line(account)
    if one.suspended:
        yield suspension_line(one)


def suspension_line(one: MemberView) -> Text:
    return (
        text("member-suspended-until", until=Day(one.suspended_until))
        if one.suspended_until
        else text("member-suspended")
    )


def account_line(account: AccountView) -> Text:
    day = Day(account.last_seen_at.astimezone(TEHRAN).date())
    return Text(
        "member-account" if account.reachable else "member-account-away",
        {"messenger": Text(f"messenger-{account.messenger}"), "day": day},
    )


def _action_buttons(member: MemberDetails) -> ButtonRows:
    if not member.can_manage:
        return ()
    one = member.membership
    hold = (
        act_button(text("member-bring-back"), "member", "reinstate", one.id)
        if one.suspended
        else form_button(text("member-suspend"), "member-suspending", one.id)
    )
    unlink = [(_unlink_button(one, account),) for account in member.accounts]
    code = () if member.accounts else ((act_button(text("member-code"), "member", "show-code", one.id),),)
    return ((hold, view_button(text("member-end"), "member-end", one.id)), *unlink, *code)


def _unlink_button(one: MemberView, account: AccountView) -> Button:
    label = text("member-unlink", messenger=Text(f"messenger-{account.messenger}"))
    return view_button(label, "member-unlink", one.id, account.id)


def _back_row(unit_: UnitId) -> ButtonRows:
    return home_row(view_button(text("members-list"), "members", unit_))


async def on_reinstate_member(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    view = await membership.reinstate(turn.caller(), MembershipId(parse_id(args)))
    await turn.notify(
        view.person,
        NoticeKind.MEMBERSHIP_REINSTATED.event(view.id, int(turn.now.timestamp())),
        text("member-told-back", unit=view.unit_name),
    )
    return await _page(turn, view.id, text("member-back"))


async def show_membership_ending(turn: TurnContext, request: ViewRequest) -> Screen:
    member = await members.load_member(turn.caller(), MembershipId(parse_id(request.args)))
    return confirm_page(
        text("member-end-sure", name=member.membership.name, unit=member.membership.unit_name),
        act_button(text("member-end-yes"), "member", "end", member.membership.id),
        view_button(text("dialogue-back"), "member", member.membership.id),
    )


async def on_end_membership(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    view = await membership.end_membership(turn.caller(), MembershipId(parse_id(args)))
    await turn.notify(
        view.person, NoticeKind.MEMBERSHIP_ENDED.event(view.id), text("member-told-ended", unit=view.unit_name)
    )
    return Screen(text=text("member-ended", name=view.name, unit=view.unit_name), buttons=_back_row(view.unit))


async def show_member_unlinking(turn: TurnContext, request: ViewRequest) -> Screen:
    member = await members.load_member(turn.caller(), MembershipId(parse_id(request.args)))
    account = next((one for one in member.accounts if one.id == parse_id(request.args, 1)), None)
    if account is None:
        raise NotFound
    return confirm_page(
        text("member-unlink-sure", name=member.membership.name, messenger=Text(f"messenger-{account.messenger}")),
        act_button(text("member-unlink-yes"), "member", "unlink", member.membership.id, account.id),
        view_button(text("dialogue-back"), "member", member.membership.id),
    )


async def on_unlink_member(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    membership_id = MembershipId(parse_id(args))
    account = AccountId(parse_id(args, 1))
    await unlink_member_account(turn.caller(), membership_id, account)
    return await _page(turn, membership_id, text("member-unlinked"))


async def on_show_member_code(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Issue a link code to read out by phone to a member without an account."""
    membership_id = MembershipId(parse_id(args))
    code = await issue_link_code_for(turn.caller(), membership_id)
    return await _page(turn, membership_id, text("member-code-is", code=Digits(mark_ltr(format_link_code(code)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipContext:
    """The context of a form about one membership."""

    membership: PickAnswer | None = None


async def start_member_suspending(turn: TurnContext, args: tuple[str, ...]) -> FormValues[MembershipContext]:
    member = await members.load_member(turn.caller(), MembershipId(parse_id(args)))
    preset = pick_answer(member.membership.id, member.membership.name)
    return FormValues(context=MembershipContext(membership=preset))


async def submit_suspension(turn: TurnContext, suspension: SuspensionInput) -> Screen:
    view = await membership.suspend_membership(
        turn.caller(), suspension.membership, reason=suspension.reason, until=suspension.until
    )
    ask = await _contact_text(turn, view.unit)
    notice = (
        text("member-told-suspended-until", unit=view.unit_name, until=Day(suspension.until), ask=ask)
        if suspension.until
        else text("member-told-suspended", unit=view.unit_name, ask=ask)
    )
    await turn.notify(view.person, NoticeKind.MEMBERSHIP_SUSPENDED.event(view.id, int(turn.now.timestamp())), notice)
    return await _page(turn, view.id, text("member-suspension-done"))


async def _contact_text(turn: TurnContext, unit_id: UnitId) -> Text:
    """Return how to reach the unit by phone, for a member without rights."""
    phone = (await load_unit(turn.session, unit_id)).phone
    return text("member-call", phone=Digits(format_phone(phone, "en"))) if phone else text("member-ask")


def parse_membership_id(stored: str) -> MembershipId:
    return MembershipId(int(stored))


member_suspending_form = Form(
    SuspensionInput,
    Preset("membership", parse_id=parse_membership_id),
    TextQuestion("reason", min_length=membership.MIN_SUSPENSION_REASON_LENGTH, max_length=300, private=True),
    DateQuestion("until", optional=True, future=True),
    name="member-suspending",
    submit=submit_suspension,
    start=start_member_suspending,
    context=MembershipContext,
)

FORMS = (member_suspending_form,)
VIEWS = (
    View(name="members", render=show_members, searchable=True),
    View(
        name="member",
        render=show_member,
        acts={
            "reinstate": on_reinstate_member,
            "end": on_end_membership,
            "unlink": on_unlink_member,
            "show-code": on_show_member_code,
        },
    ),
    View(name="member-end", render=show_membership_ending),
    View(name="member-unlink", render=show_member_unlinking),
)
