"""Asking to join a unit near one: finding it, one's name and number, and waiting, with a reminder a day."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.browse import ROWS, Browse, Visit, does, listing, opens
from bot.dialogue.fields import Phone, Words
from bot.dialogue.form import Form
from bot.dialogue.lists import picked
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import Json
from bot.persian.phones import say_phone
from bot.persian.said import Digits, Lines, Text, text
from bot.relief import join_requests, people, units
from bot.relief.errors import NotFound
from bot.relief.ids import UnitId
from bot.relief.join_requests import Asked
from bot.turn.context import Turn
from handlers.given import row_id
from handlers.home import home_row
from handlers.picks import Told, as_told, unit_id

NEAREST = 2  # names of places that tell a unit from others of its name


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAsking:
    """`phone` is the person's own, E.164."""

    unit: UnitId
    name: str
    phone: str


async def show_units(turn: Turn, visit: Visit) -> Screen:
    """Every open body; its name, or that of its city or neighbourhood, can be typed."""
    found = await units.find_bodies(
        turn.session, search=visit.search, today=turn.today, offset=visit.offset, limit=ROWS
    )
    rows = [opens(_named(one.name, places), "unit", one.id) for one, places in found.items]
    every = ((opens(text("joinable-all"), "joinable"),),) if visit.search else ()
    said = text("dialogue-none-found", search=visit.search) if visit.search and not rows else text("joinable-which")
    return Screen(text=said, buttons=(*listing(rows, visit, more=found.more), *every, *home_row()))


def _named(name: str, places: tuple[str, ...]) -> Text:
    return text("joinable-line", name=name, place=Lines(places[:NEAREST], between=text("dialogue-comma")))


async def start_asking(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    wanted = await units.unit(turn.session, UnitId(row_id(args)))
    return {"told_unit": picked(wanted.id, wanted.name)}


async def ask_new(turn: Turn, asking: JoinAsking) -> Screen:
    """Who is known meanwhile stays who they are."""
    turn.actor = turn.actor or await people.meet(
        turn.session,
        messenger=turn.messenger,
        external_id=turn.account,
        name=asking.name,
        phone=asking.phone,
        language=turn.locale,
        now=turn.now,
    )
    return await _asked(turn, asking.unit)


async def ask_known(turn: Turn, args: tuple[str, ...]) -> Screen:
    """The bot has their name and number: one press."""
    return await _asked(turn, UnitId(row_id(args)))


async def _asked(turn: Turn, unit: UnitId) -> Screen:
    asked = await join_requests.ask(turn.session, turn.known(), unit, turn.now, turn.today)
    await _tell(turn, asked, "join-request-told", f"join-request:{asked.request.id}")
    return await turn.page("join-request")


async def _tell(turn: Turn, asked: Asked, key: str, event: str) -> None:
    one = asked.request
    phone = text("joiner-phone", phone=Digits(say_phone(one.phone, "en"))) if one.phone else text("joiner-no-phone")
    said = Text(key, {"name": one.name, "unit": one.unit_name, "phone": phone})
    for who in asked.told:
        await turn.notify(who.person, event, said, (decisions(one.id),))


def decisions(request: int) -> tuple[Button, ...]:
    return (
        does(text("joiner-approve"), "joiner", "approve", request),
        does(text("joiner-refuse"), "joiner", "refuse", request),
    )


async def show_request(turn: Turn, _: Visit) -> Screen:
    """While one waits: with whom it is, and what can be done meanwhile."""
    asked = await join_requests.mine(turn.session, turn.known(), turn.today)
    if asked is None:
        raise NotFound("error-request-gone")
    return Screen(
        text=_waits(asked),
        buttons=(
            *(((does(text("join-request-remind"), "join-request", "remind"),),) if asked.told else ()),
            (does(text("join-request-withdraw"), "join-request", "withdraw"), opens(text("home-help"), "help")),
        ),
    )


def _waits(asked: Asked) -> Text:
    if not asked.told:
        return text("join-request-nobody", unit=asked.request.unit_name)
    names = Lines(tuple(who.name for who in asked.told), between=text("dialogue-comma"))
    return text("join-request-waits", unit=asked.request.unit_name, names=names)


async def remind(turn: Turn, _: tuple[str, ...]) -> Screen:
    asked = await join_requests.remind(turn.session, turn.known(), turn.now, turn.today)
    await _tell(turn, asked, "join-request-reminds", f"join-request:{asked.request.id}:{turn.today}")
    said = text("join-request-reminded")
    shown = await turn.page("join-request")
    return Screen(text=Lines((said, shown.text), between="\n\n"), buttons=shown.buttons, notice=said)


async def withdraw(turn: Turn, _: tuple[str, ...]) -> Screen:
    gone = await join_requests.withdraw(turn.session, turn.known(), turn.now)
    said = text("join-request-withdrawn", unit=gone.unit_name)
    return Screen(text=said, buttons=((opens(text("home-find-unit"), "joinable"), *home_row()[0]),))


join_asking = Form(
    JoinAsking,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Words("name", at_least=3, at_most=80),
    Phone("phone", own=True),
    submit=ask_new,
    start=start_asking,
    confirm=False,
)

FORMS = (join_asking,)
VIEWS = (
    Browse(name="joinable", page=show_units, search=True),
    Browse(name="join-request", page=show_request, acts={"ask": ask_known, "remind": remind, "withdraw": withdraw}),
)
