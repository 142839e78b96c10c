"""«نیستم»: who of one's own line acts in one's stead for some days, what others have entrusted to one, and taking it back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.questions.pickers import JalaliDate, Option, Options, Pick, Query, picked
from bot.dialogue.screen import Rows, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Day, Lines, Said, Text, text, word
from bot.relief.access.policy import Actor
from bot.relief.errors import Forbidden
from bot.relief.ids import DelegationId, MembershipId, PersonId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import delegation
from bot.relief.people.delegation import Borrower, LoanView
from bot.relief.people.members import MemberView
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.people.members import membership_id
from handlers.questions import Told, unit_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegating:
    """Both days belong to it."""

    membership: MembershipId
    to: PersonId
    since: date
    until: date


async def show_away(turn: Turn, _: Visit) -> Screen:
    return await _shown(turn)


async def _shown(turn: Turn, done: Text | None = None) -> Screen:
    actor = turn.known()
    lent = await delegation.lent_by(turn.session, actor.person, turn.today)
    borrowed = await delegation.lent_to(turn.session, actor.person, turn.today)
    takes = tuple((does(text("away-take-back", name=one.other), "away", "back", one.id),) for one in lent)
    may = bool(await delegation.lendable(turn.session, actor, turn.today))
    return Screen(
        text=Lines((*_lines(lent, borrowed, may=may), done or "")),
        buttons=(*_begin(actor, may=may), *takes, (opens(text("dialogue-back"), "own"), *home_row()[0])),
    )


def _begin(actor: Actor, *, may: bool) -> Rows:
    """Who has nothing to entrust may still say that they will not be there."""
    if may:
        return ((begins(text("away-begin"), "delegating"),),)
    return ((begins(text("unit-write"), "letter-writing", actor.main.unit),),) if actor.main else ()


def _lines(lent: tuple[LoanView, ...], borrowed: tuple[LoanView, ...], *, may: bool) -> Iterator[Said]:
    if not (lent or borrowed):
        yield text("away-nothing" if may else "away-not-needed")
    for one in lent:
        yield text(
            "away-lent" if one.stands else "away-lent-idle",
            name=one.other,
            role=word(one.role),
            unit=one.unit_name,
            since=Day(one.since),
            until=Day(one.until),
        )
    for one in borrowed:
        yield text(
            "away-borrowed",
            name=one.other,
            role=word(one.role),
            unit=one.unit_name,
            since=Day(one.since),
            until=Day(one.until),
        )


async def start_delegating(turn: Turn, _: tuple[str, ...]) -> Mapping[str, Json]:
    """Not asked which, where there is one to lend."""
    held = await delegation.lendable(turn.session, turn.known(), turn.today)
    if not held:
        raise Forbidden
    return {"told_membership": picked(held[0].id, _named(held[0]))} if len(held) == 1 else {}


def _named(one: MemberView) -> Text:
    return text("away-row", role=word(one.role), unit=one.unit_name)


async def own_roles(turn: Turn, query: Query) -> Options:
    held = await delegation.lendable(turn.session, turn.known(), turn.today)
    here = held[query.offset : query.offset + query.limit]
    return Options(
        items=tuple(Option(id=str(one.id), label=_named(one)) for one in here),
        more=len(held) > query.offset + query.limit,
    )


async def others_of_the_line(turn: Turn, query: Query) -> Options:
    found = await delegation.borrowers(
        turn.session,
        turn.known(),
        membership_id(query.answers["membership"]["id"]),
        turn.today,
        search=query.search,
        offset=query.offset,
        limit=query.limit,
    )
    return Options(items=tuple(Option(id=str(one.person), label=_placed(one)) for one in found.items), more=found.more)


def _placed(one: Borrower) -> Said:
    """With their unit, where it is another."""
    return text("away-of-unit", name=one.name, unit=unit_named(one.elsewhere)) if one.elsewhere else one.name


def person_id(kept: str) -> PersonId:
    return PersonId(int(kept))


async def delegate(turn: Turn, wanted: Delegating) -> Screen:
    made = await delegation.lend(
        turn.session,
        turn.known(),
        wanted.membership,
        wanted.to,
        since=wanted.since,
        until=wanted.until,
        now=turn.now,
        today=turn.today,
    )
    said = text(
        "away-told",
        name=turn.known().name,
        role=word(made.role),
        unit=made.unit_name,
        since=Day(made.since),
        until=Day(made.until),
    )
    await turn.notify(wanted.to, NoticeKind.DELEGATED.event(made.id), said)
    return await _shown(turn, text("away-done", name=made.other))


async def take_back(turn: Turn, args: tuple[str, ...]) -> Screen:
    borrower, taken = await delegation.take_back(
        turn.session, turn.known(), DelegationId(row_id(args)), turn.now, turn.today
    )
    told = text("away-told-back", name=turn.known().name, role=word(taken.role), unit=taken.unit_name)
    await turn.notify(borrower, NoticeKind.DELEGATION_REVOKED.event(taken.id), told)
    return await _shown(turn, text("away-taken-back", name=taken.other))


delegating = Form(
    Delegating,
    Told("membership", from_=own_roles, builds=membership_id),
    Pick("to", from_=others_of_the_line, builds=person_id),
    JalaliDate("since", future=True),
    JalaliDate("until", future=True),
    name="delegating",
    submit=delegate,
    start=start_delegating,
)

FORMS = (delegating,)
VIEWS = (Browse(name="away", page=show_away, acts={"back": take_back}),)
