"""«مشخصات من»: the person's own page, from memberships and accounts to help and language."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import PhoneQuestion
from bot.dialogue.screen import ButtonRows, Screen
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Day, Joined, Localizable, Text, Verbatim, enum_text, text
from bot.persian.phones import format_phone
from bot.relief.errors import NotFound
from bot.relief.ids import AccountRef, MembershipId
from bot.relief.lifecycle.phone_change import change_phone
from bot.relief.people import members, membership
from bot.relief.people.members import MemberView
from bot.relief.people.registration import load_phone
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import confirm_page, home_row
from handlers.people.members import suspension_line


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChange:
    """The person's own new phone, E.164."""

    phone: str


async def show_me(turn: TurnContext, _: ViewRequest) -> Screen:
    return await _page(turn)


async def _page(turn: TurnContext, note: Text | None = None) -> Screen:
    actor = turn.require_actor()
    memberships = await members.list_own_memberships(turn.session, actor.person, turn.today)
    phone = await load_phone(turn.session, actor.person)
    message = text("own-phone", phone=Verbatim(format_phone(phone, turn.locale))) if phone else text("own-no-phone")
    lines = (text("own-is", name=actor.name), *_membership_lines(memberships), message, note or "")
    return Screen(text=Joined(lines), buttons=(*_links(memberships), *home_row()))


def _membership_lines(memberships: tuple[MemberView, ...]) -> Iterator[Localizable]:
    if not memberships:
        yield text("own-nowhere")
    for one in memberships:
        yield text("own-member", role=enum_text(one.role), unit=one.unit_name, day=Day(one.since))
        if one.suspended:
            yield suspension_line(one)


def _links(memberships: tuple[MemberView, ...]) -> ButtonRows:
    phone = (view_button(text("own-accounts"), "accounts"), form_button(text("own-phone-change"), "phone-change"))
    mine = (
        form_button(text("profile-keeping-title"), "profile-keeping"),
        view_button(text("holdings-ask"), "subject-access"),
    )
    roles = (view_button(text("own-away"), "delegation"), view_button(text("own-leave"), "leave-unit"))
    guide = (view_button(text("practice-open"), "practice"), view_button(text("home-help"), "help"))
    language = (view_button(text("home-language"), "language"),)
    return (phone, mine, *((roles,) if memberships else ()), guide, language)


async def show_unit_leaving(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask which unit if there are several, and then once more."""
    memberships = await members.list_own_memberships(turn.session, turn.require_actor().person, turn.today)
    back = view_button(text("dialogue-back"), "me")
    if len(memberships) > 1 and not request.args:
        rows = tuple(
            (view_button(text("own-leave-row", role=enum_text(one.role), unit=one.unit_name), "leave-unit", one.id),)
            for one in memberships
        )
        return Screen(text=text("own-leave-which"), buttons=(*rows, (back,)))
    wanted = parse_id(request.args) if request.args else memberships[0].id if memberships else 0
    chosen = next((one for one in memberships if one.id == wanted), None)
    if chosen is None:
        raise NotFound("error-member-unknown")
    return confirm_page(
        text("own-leave-sure", role=enum_text(chosen.role), unit=chosen.unit_name),
        act_button(text("own-leave-yes"), "me", "leave", chosen.id),
        back,
    )


async def on_leave_unit(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    view = await membership.leave_unit(
        turn.caller(), MembershipId(parse_id(args)), AccountRef(turn.messenger, turn.account)
    )
    return await _page(turn, text("own-left", unit=view.unit_name))


async def submit_phone_change(turn: TurnContext, change: PhoneChange) -> Screen:
    await change_phone(turn.caller(), change.phone)
    return await _page(turn, text("own-phone-changed"))


phone_change_form = Form(
    PhoneChange,
    PhoneQuestion("phone", own=True),
    name="phone-change",
    subject=no_subject,
    submit=submit_phone_change,
    confirm=False,
)

FORMS = (phone_change_form,)
VIEWS = (
    View(name="me", render=show_me, acts={"leave": on_leave_unit}),
    View(name="leave-unit", render=show_unit_leaving),
)
