"""A unit's own page: what everybody may know of it, what its own line knows besides, and the ways on from it."""

from collections.abc import Mapping
from datetime import date

from bot.dialogue.screen import Button, Screen
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Said, Text, Verbatim, text, word
from bot.persian.normalisation import ltr
from bot.persian.phones import say_phone
from bot.relief.access.policy import Action, Actor, may, require
from bot.relief.errors import NotFound
from bot.relief.hierarchy import BODIES, UnitView
from bot.relief.ids import UnitId
from bot.relief.units import directory as units
from bot.relief.units import facts as unit_facts
from bot.relief.units.facts import Fact, LicenceState
from bot.relief.vocabulary import UnitKind
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import unit_named

UNSAID = frozenset({Fact.MERGED_INTO, Fact.LOCATION})
WITH_CITIES = (UnitKind.COUNTRY, UnitKind.PROVINCE, UnitKind.COUNTY)


async def show_unit(turn: Turn, visit: Visit) -> Screen:
    """One's own, where none is named."""
    line = await units.path(turn.session, _wanted(turn, visit))
    if not line:
        raise NotFound
    here = line[-1]
    known = await unit_facts.seen_facts(turn.session, turn.actor, here.id, turn.today)
    ways = await _ways(turn, here)
    rows = tuple(tuple(ways[i : i + 2]) for i in range(0, len(ways), 2))
    return Screen(text=Lines((*_profile(here, line[:-1]), *_facts(known))), buttons=(*rows, *home_row()))


def _wanted(turn: Turn, visit: Visit) -> UnitId:
    if visit.args:
        return UnitId(row_id(visit.args))
    main = turn.known().main
    if main is None:
        raise NotFound
    return main.unit


def _profile(here: UnitView, over: tuple[UnitView, ...]) -> tuple[Said, ...]:
    closed = text("unit-closed", day=Day(here.closed_on)) if here.closed_on else ""
    names = Lines(tuple(one.name for one in over), between=text("dialogue-comma"))
    place = text("unit-place", place=names) if over else ""
    return (text("unit-head", name=here.name, kind=word(here.kind)), closed, place, _phone(here))


def _phone(here: UnitView) -> Said:
    if here.phone is not None:
        return text("unit-phone", phone=Digits(say_phone(here.phone, "en")))
    return text("unit-no-phone") if here.kind in BODIES else ""


def _facts(known: Mapping[Fact, str]) -> tuple[Text, ...]:
    shown = [(fact, value) for fact, value in known.items() if fact not in UNSAID]
    return tuple(text("unit-fact-line", what=fact_name(fact), value=fact_said(fact, value)) for fact, value in shown)


def fact_name(fact: Fact) -> Text:
    return Text(f"unit-fact-{fact.value}".replace("_", "-"))


def fact_said(fact: Fact, value: str) -> Said:
    """Numbers that are copied stand in Latin digits, from left to right."""
    match fact:
        case Fact.LOCATION:
            return text("unit-fact-located")
        case Fact.LICENCE_STATE:
            return word(LicenceState(value))
        case Fact.LICENSED_ON | Fact.LICENSED_UNTIL:
            return Day(date.fromisoformat(value))
        case Fact.IBAN | Fact.CARD_READER | Fact.USSD | Fact.LICENCE:
            return Verbatim(ltr(value))
        case _:
            return value


async def _ways(turn: Turn, here: UnitView) -> list[Button]:
    """What the person may do from here; who has no part in it may ask for one."""
    under = (await units.children(turn.session, here.id, turn.today, 0, 1)).items
    ways = [opens(text("unit-under"), "units-under", here.id)] if under else []
    if turn.actor is None:
        return [*ways, *([begins(text("unit-join"), "join-asking", here.id)] if _takes_members(here) else [])]
    return [*ways, *(await _own_ways(turn, turn.actor, here)), *(await _kept_ways(turn, turn.actor, here))]


def _takes_members(here: UnitView) -> bool:
    return here.kind in BODIES and here.closed_on is None


async def _own_ways(turn: Turn, actor: Actor, here: UnitView) -> list[Button]:
    """Of a closed one only what was is left."""
    if here.closed_on is not None:
        return []
    ways: list[Button] = []
    if any(grant.unit == here.id and grant.lent_by is None for grant in actor.grants):
        ways.append(does(text("unit-card"), "member-card", "show", here.id))
        ways.append(begins(text("unit-write"), "letter-writing", here.id))
    for action, button in (
        (Action.ANSWER_LETTERS, opens(text("unit-letters"), "threads")),
        (Action.APPROVE_JOINERS, opens(text("unit-joiners"), "joiners")),
        (Action.INVITE, opens(text("unit-invitations"), "invitations")),
    ):
        if await may(turn.session, actor, action, here.id, turn.today):
            ways.append(button)
    if not ways and _takes_members(here) and all(grant.unit != here.id for grant in actor.grants):
        ways.append(does(text("unit-join"), "join-request", "ask", here.id))
    return ways


async def _kept_ways(turn: Turn, actor: Actor, here: UnitView) -> list[Button]:
    ways = [opens(text("outside-record"), "unit-record", here.id)] if actor.grants else []
    if await may(turn.session, actor, Action.SEE_UNIT, here.id, turn.today):
        ways.append(opens(text("unit-history"), "unit-history", here.id))
        if here.kind in WITH_CITIES:
            ways.append(opens(text("unit-cities-without"), "cities-without", here.id))
    if here.closed_on is None and await may(turn.session, actor, Action.KEEP_UNITS, here.id, turn.today):
        ways.append(opens(text("unit-keep"), "unit-keeping", here.id))
    return ways


async def show_under(turn: Turn, visit: Visit) -> Screen:
    above = await units.unit(turn.session, UnitId(row_id(visit.args)))
    found = await units.children(turn.session, above.id, turn.today, visit.offset, ROWS)
    rows = [opens(unit_named(one), "unit", one.id) for one in found.items]
    return Screen(
        text=text("unit-which-under", name=above.name),
        buttons=(*listing(rows, visit, more=found.more), _back(above.id), *home_row()),
    )


async def show_history(turn: Turn, visit: Visit) -> Screen:
    here = await _seen(turn, visit)
    known = await unit_facts.facts(turn.session, here.id, turn.today)
    merged = known.get(Fact.MERGED_INTO)
    other = await units.unit(turn.session, UnitId(int(merged))) if merged else None
    return Screen(
        text=Lines(
            (
                text("unit-history-of", name=here.name),
                text("unit-opened", day=Day(here.opened_on)),
                *(_stood(one) for one in await units.stood(turn.session, here.id)),
                text("unit-merged", name=other.name) if other else "",
                text("unit-closed", day=Day(here.closed_on)) if here.closed_on else "",
            )
        ),
        buttons=(_back(here.id), *home_row()),
    )


def _stood(one: units.Stood) -> Text:
    if one.until is None:
        return text("unit-stands", parent=one.parent, since=Day(one.since))
    return text("unit-stood", parent=one.parent, since=Day(one.since), until=Day(one.until))


async def show_cities(turn: Turn, visit: Visit) -> Screen:
    """«شهرهای بدون مرکز»: the gap itself is reported."""
    here = await _seen(turn, visit)
    names = await units.cities_without_centre(turn.session, here.id, turn.today)
    said = text("unit-cities", name=here.name, count=len(names)) if names else text("unit-no-cities", name=here.name)
    return Screen(text=Lines((said, *names)), buttons=(_back(here.id), *home_row()))


async def _seen(turn: Turn, visit: Visit) -> UnitView:
    wanted = UnitId(row_id(visit.args))
    await require(turn.session, turn.known(), Action.SEE_UNIT, wanted, turn.today)
    return await units.unit(turn.session, wanted)


def _back(unit: UnitId) -> tuple[Button, ...]:
    return (opens(text("unit-back"), "unit", unit),)


FORMS = ()
VIEWS = (
    Browse(name="unit", page=show_unit),
    Browse(name="units-under", page=show_under),
    Browse(name="unit-history", page=show_history),
    Browse(name="cities-without", page=show_cities),
)
