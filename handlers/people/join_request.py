"""Asking to join a unit near one: finding it, one's name and number, and waiting, with a reminder a day."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Location, Phone, Words
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Button, Place, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Digits, Lines, Text, text
from bot.persian.phones import say_phone
from bot.relief.errors import NotFound
from bot.relief.ids import UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import join_requests
from bot.relief.people import registration as people
from bot.relief.people.join_requests import Asked
from bot.relief.units import directory as units
from bot.relief.units.geo import nearest, read_point
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, as_told, unit_id

KILOMETRE = 1000
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
    near = (begins(text("joinable-near"), "unit-seeking"),)
    return Screen(text=said, buttons=(*listing(rows, visit, more=found.more), *every, near, *home_row()))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSeeking:
    place: Place


async def seek(turn: Turn, seeking: UnitSeeking) -> Screen:
    """Where a person stands is not kept: it goes on in the buttons of the page, to some hundred metres."""
    return await turn.page("nearby", f"{seeking.place.latitude:.3f}", f"{seeking.place.longitude:.3f}")


async def show_nearby(turn: Turn, visit: Visit) -> Screen:
    here = read_point(",".join(visit.args[:2]))
    if here is None:
        raise NotFound
    found = await nearest(turn.session, here, turn.today, offset=visit.offset, limit=ROWS)
    rows = [opens(text("nearby-line", name=one.name, far=_far(metres)), "unit", one.id) for one, metres in found.items]
    return Screen(
        text=text("nearby-which" if rows else "nearby-none"),
        buttons=(*listing(rows, visit, more=found.more), (opens(text("joinable-all"), "joinable"), *home_row()[0])),
    )


def _far(metres: int) -> Text:
    """To a hundred metres; farther away to a kilometre."""
    if metres < KILOMETRE:
        return text("nearby-metres", metres=max(100, round(metres, -2)))
    return text("nearby-kilometres", kilometres=round(metres / KILOMETRE))


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
    await _tell(turn, asked, "join-request-told", NoticeKind.JOIN_REQUESTED.event(asked.request.id))
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
            (opens(text("practice-open"), "practice"), opens(text("home-help"), "help")),
            (does(text("join-request-withdraw"), "join-request", "withdraw"),),
        ),
    )


def _waits(asked: Asked) -> Text:
    if not asked.told:
        return text("join-request-nobody", unit=asked.request.unit_name)
    names = Lines(tuple(who.name for who in asked.told), between=text("dialogue-comma"))
    return text("join-request-waits", unit=asked.request.unit_name, names=names)


async def remind(turn: Turn, _: tuple[str, ...]) -> Screen:
    asked = await join_requests.remind(turn.session, turn.known(), turn.now, turn.today)
    await _tell(turn, asked, "join-request-reminds", NoticeKind.JOIN_REQUESTED.event(asked.request.id, turn.today))
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
    name="join-asking",
    submit=ask_new,
    start=start_asking,
    confirm=False,
)

unit_seeking = Form(UnitSeeking, Location("place"), name="unit-seeking", submit=seek, confirm=False)

FORMS = (join_asking, unit_seeking)
VIEWS = (
    Browse(name="joinable", page=show_units, search=True),
    Browse(name="nearby", page=show_nearby),
    Browse(name="join-request", page=show_request, acts={"ask": ask_known, "remind": remind, "withdraw": withdraw}),
)
