"""«اعضای واحد»: who is a member, for those who look after them: to suspend, bring back, end, and to unlink a lost phone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Words
from bot.dialogue.questions.pickers import JalaliDate, picked
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Said, Text, Verbatim, text, word
from bot.persian.normalisation import ltr
from bot.persian.phones import say_phone
from bot.relief.access.policy import Action
from bot.relief.errors import NotFound
from bot.relief.ids import AccountId, MembershipId, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import account_linking as linking
from bot.relief.people import account_unlinking as unlinking
from bot.relief.people import members, membership
from bot.relief.people.members import AccountView, Member, MemberView
from bot.relief.units.directory import find_units, unit
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.people.profile import profile_lines
from handlers.questions import Told, as_told, unit_named


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSuspending:
    """`until` is the last day without rights; None waits for somebody to bring them back."""

    membership: MembershipId
    reason: str
    until: date | None = None


async def show_members(turn: Turn, visit: Visit) -> Screen:
    """Of the unit that the press names, else of the only one there is; else the units to choose from."""
    if visit.args:
        return await _members(turn, UnitId(row_id(visit.args)), visit)
    found = await find_units(
        turn.session,
        turn.known(),
        Action.MANAGE_MEMBERS,
        search=visit.search,
        today=turn.today,
        offset=visit.offset,
        limit=ROWS,
    )
    if len(found.items) == 1 and not (found.more or visit.search or visit.page):
        return await turn.page("members", found.items[0].id)
    rows = [opens(unit_named(one), "members", one.id) for one in found.items]
    return Screen(
        text=text("members-which-unit" if rows else "members-no-unit"),
        buttons=(*listing(rows, visit, more=found.more), *_every(visit), *home_row()),
    )


def _every(visit: Visit) -> Rows:
    """The way back from what was searched."""
    return ((opens(text("dialogue-all"), visit.view, *visit.args),),) if visit.search else ()


async def _members(turn: Turn, wanted: UnitId, visit: Visit) -> Screen:
    found = await members.members(
        turn.session, turn.known(), wanted, turn.today, search=visit.search, offset=visit.offset, limit=ROWS
    )
    rows = [opens(_row(one), "member", one.id) for one in found.items]
    about = await unit(turn.session, wanted)
    heading = text("members-of" if rows else "members-none", unit=about.name)
    return Screen(
        text=heading,
        buttons=(
            *listing(rows, visit, more=found.more),
            *_every(visit),
            (opens(text("members-other-unit"), "members"), *home_row()[0]),
        ),
    )


def _row(one: MemberView) -> Text:
    key = "members-row-suspended" if one.suspended else "members-row"
    return Text(key, {"name": one.name, "role": word(one.role)})


async def show_member(turn: Turn, visit: Visit) -> Screen:
    return await _shown(turn, MembershipId(row_id(visit.args)))


async def _shown(turn: Turn, wanted: MembershipId, done: Text | None = None) -> Screen:
    seen = await members.member(turn.session, turn.known(), wanted, turn.today)
    return Screen(text=Lines((*_lines(turn, seen), done or "")), buttons=(*_acts(seen), *_back_row(seen.view.unit)))


def _lines(turn: Turn, seen: Member) -> Iterator[Said]:
    one = seen.view
    yield text("member-is", name=one.name, role=word(one.role), unit=one.unit_name)
    yield text("member-since", day=Day(one.since))
    if seen.phone:
        yield text("member-phone", phone=Verbatim(say_phone(seen.phone, turn.locale)))
    yield from profile_lines(seen.profile)
    for account in seen.accounts:
        yield account_line(account)
    if one.suspended:
        yield paused(one)


def paused(one: MemberView) -> Text:
    return text("member-suspended-until", until=Day(one.until)) if one.until else text("member-suspended")


def account_line(account: AccountView) -> Text:
    seen = Day(account.last_seen_at.astimezone(TEHRAN).date())
    return Text(
        "member-account" if account.reachable else "member-account-away",
        {"messenger": Text(f"messenger-{account.messenger}"), "day": seen},
    )


def _acts(seen: Member) -> Rows:
    if not seen.outranked:
        return ()
    one = seen.view
    hold = (
        does(text("member-bring-back"), "member", "back", one.id)
        if one.suspended
        else begins(text("member-suspend"), "member-suspending", one.id)
    )
    unlink = [(_unlink(one, account),) for account in seen.accounts]
    code = () if seen.accounts else ((does(text("member-code"), "member", "code", one.id),),)
    return ((hold, opens(text("member-end"), "member-end", one.id)), *unlink, *code)


def _unlink(one: MemberView, account: AccountView) -> Button:
    label = text("member-unlink", messenger=Text(f"messenger-{account.messenger}"))
    return opens(label, "member-unlink", one.id, account.id)


def _back_row(unit_: UnitId) -> Rows:
    return ((opens(text("members-list"), "members", unit_), *home_row()[0]),)


async def bring_back(turn: Turn, args: tuple[str, ...]) -> Screen:
    known = await membership.bring_back(turn.session, turn.known(), MembershipId(row_id(args)), turn.now, turn.today)
    await turn.notify(
        known.person,
        NoticeKind.MEMBERSHIP_REINSTATED.event(known.id, int(turn.now.timestamp())),
        text("member-told-back", unit=known.unit_name),
    )
    return await _shown(turn, known.id, text("member-back"))


async def show_end(turn: Turn, visit: Visit) -> Screen:
    seen = await members.member(turn.session, turn.known(), MembershipId(row_id(visit.args)), turn.today)
    return _sure(
        text("member-end-sure", name=seen.view.name, unit=seen.view.unit_name),
        does(text("member-end-yes"), "member", "end", seen.view.id),
        seen.view.id,
    )


async def end(turn: Turn, args: tuple[str, ...]) -> Screen:
    known = await membership.end(turn.session, turn.known(), MembershipId(row_id(args)), turn.now, turn.today)
    await turn.notify(
        known.person, NoticeKind.MEMBERSHIP_ENDED.event(known.id), text("member-told-ended", unit=known.unit_name)
    )
    return Screen(text=text("member-ended", name=known.name, unit=known.unit_name), buttons=_back_row(known.unit))


async def show_unlink(turn: Turn, visit: Visit) -> Screen:
    seen = await members.member(turn.session, turn.known(), MembershipId(row_id(visit.args)), turn.today)
    account = next((one for one in seen.accounts if one.id == row_id(visit.args, 1)), None)
    if account is None:
        raise NotFound
    return _sure(
        text("member-unlink-sure", name=seen.view.name, messenger=Text(f"messenger-{account.messenger}")),
        does(text("member-unlink-yes"), "member", "unlink", seen.view.id, account.id),
        seen.view.id,
    )


async def unlink(turn: Turn, args: tuple[str, ...]) -> Screen:
    wanted = MembershipId(row_id(args))
    account = AccountId(row_id(args, 1))
    await unlinking.unlink_for(turn.session, turn.known(), wanted, account, turn.now, turn.today)
    return await _shown(turn, wanted, text("member-unlinked"))


async def show_code(turn: Turn, args: tuple[str, ...]) -> Screen:
    """Read out on the telephone, to who has no account left."""
    wanted = MembershipId(row_id(args))
    code = await linking.show_code_for(turn.session, turn.known(), wanted, turn.now, turn.today)
    return await _shown(turn, wanted, text("member-code-is", code=Digits(ltr(linking.in_halves(code)))))


def _sure(asked: Text, yes: Button, wanted: MembershipId) -> Screen:
    return Screen(text=asked, buttons=((yes, opens(text("dialogue-back"), "member", wanted)),))


async def start_suspending(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    seen = await members.member(turn.session, turn.known(), MembershipId(row_id(args)), turn.today)
    return {"told_membership": picked(seen.view.id, seen.view.name)}


async def suspend(turn: Turn, wanted: MemberSuspending) -> Screen:
    known = await membership.suspend(
        turn.session,
        turn.known(),
        wanted.membership,
        reason=wanted.reason,
        until=wanted.until,
        now=turn.now,
        today=turn.today,
    )
    ask = await _whom_to_ask(turn, known.unit)
    told = (
        text("member-told-suspended-until", unit=known.unit_name, until=Day(wanted.until), ask=ask)
        if wanted.until
        else text("member-told-suspended", unit=known.unit_name, ask=ask)
    )
    await turn.notify(known.person, NoticeKind.MEMBERSHIP_SUSPENDED.event(known.id, int(turn.now.timestamp())), told)
    return await _shown(turn, known.id, text("member-suspension-done"))


async def _whom_to_ask(turn: Turn, wanted: UnitId) -> Text:
    """Who may do nothing here any more still has a telephone."""
    phone = (await unit(turn.session, wanted)).phone
    return text("member-call", phone=Digits(say_phone(phone, "en"))) if phone else text("member-ask")


def membership_id(kept: str) -> MembershipId:
    return MembershipId(int(kept))


suspending = Form(
    MemberSuspending,
    Told("membership", from_=as_told("membership"), builds=membership_id),
    Words("reason", at_least=membership.SHORTEST_REASON, at_most=300, private=True),
    JalaliDate("until", optional=True, future=True),
    name="member-suspending",
    submit=suspend,
    start=start_suspending,
)

FORMS = (suspending,)
VIEWS = (
    Browse(name="members", page=show_members, search=True),
    Browse(name="member", page=show_member, acts={"back": bring_back, "end": end, "unlink": unlink, "code": show_code}),
    Browse(name="member-end", page=show_end),
    Browse(name="member-unlink", page=show_unlink),
)
