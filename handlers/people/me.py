"""«من»: who one is here, in which units, and the ways to what is one's own: accounts, absence, profile, leaving."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Phone
from bot.dialogue.screen import Rows, Screen
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Day, Lines, Said, Text, Verbatim, text, word
from bot.persian.phones import say_phone
from bot.relief.access.policy import Action, Actor
from bot.relief.errors import NotFound
from bot.relief.ids import MembershipId
from bot.relief.lifecycle import phone_change as changing
from bot.relief.people import members, membership
from bot.relief.people import registration as people
from bot.relief.people.members import MemberView
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.people.members import paused


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChange:
    """One's own, E.164."""

    phone: str


async def show_own(turn: Turn, _: Visit) -> Screen:
    return await _shown(turn)


async def _shown(turn: Turn, done: Text | None = None) -> Screen:
    actor = turn.known()
    held = await members.own_memberships(turn.session, actor.person, turn.today)
    phone = await people.phone_of(turn.session, actor.person)
    said = text("own-phone", phone=Verbatim(say_phone(phone, turn.locale))) if phone else text("own-no-phone")
    lines = (text("own-is", name=actor.name), *_memberships(held), said, done or "")
    return Screen(text=Lines(lines), buttons=(*_ways(actor, held), *home_row()))


def _memberships(held: tuple[MemberView, ...]) -> Iterator[Said]:
    if not held:
        yield text("own-nowhere")
    for one in held:
        yield text("own-member", role=word(one.role), unit=one.unit_name, day=Day(one.since))
        if one.suspended:
            yield paused(one)


def _ways(actor: Actor, held: tuple[MemberView, ...]) -> Rows:
    phone = (opens(text("own-accounts"), "accounts"), begins(text("own-phone-change"), "phone-change"))
    mine = (begins(text("profile-keeping-title"), "profile-keeping"), opens(text("holdings-ask"), "holdings"))
    if not held:
        return (phone, mine)
    reports = any(grant.reach(Action.REPORT_SERVICE) for grant in actor.grants)
    did = ((opens(text("reports-list"), "reports"),),) if reports else ()
    return (*did, phone, mine, (opens(text("own-away"), "away"), opens(text("own-leave"), "leaving")))


async def show_leaving(turn: Turn, visit: Visit) -> Screen:
    """Which unit, where there are several; and once more before it is done."""
    held = await members.own_memberships(turn.session, turn.known().person, turn.today)
    back = (opens(text("dialogue-back"), "own"),)
    if len(held) > 1 and not visit.args:
        rows = tuple(
            (opens(text("own-leave-row", role=word(one.role), unit=one.unit_name), "leaving", one.id),) for one in held
        )
        return Screen(text=text("own-leave-which"), buttons=(*rows, back))
    wanted = row_id(visit.args) if visit.args else held[0].id if held else 0
    chosen = next((one for one in held if one.id == wanted), None)
    if chosen is None:
        raise NotFound("error-member-unknown")
    return Screen(
        text=text("own-leave-sure", role=word(chosen.role), unit=chosen.unit_name),
        buttons=((does(text("own-leave-yes"), "own", "leave", chosen.id), *back),),
    )


async def leave(turn: Turn, args: tuple[str, ...]) -> Screen:
    left = await membership.leave(
        turn.session,
        turn.known(),
        MembershipId(row_id(args)),
        (turn.messenger, turn.account),
        turn.now,
        turn.today,
    )
    return await _shown(turn, text("own-left", unit=left.unit_name))


async def change_phone(turn: Turn, change: PhoneChange) -> Screen:
    await changing.change_phone(turn.session, turn.known(), change.phone, turn.now)
    return await _shown(turn, text("own-phone-changed"))


phone_change = Form(PhoneChange, Phone("phone", own=True), name="phone-change", submit=change_phone, confirm=False)

FORMS = (phone_change,)
VIEWS = (
    Browse(name="own", page=show_own, acts={"leave": leave}),
    Browse(name="leaving", page=show_leaving),
)
