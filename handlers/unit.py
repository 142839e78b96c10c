"""A unit's own page: what everybody may know of it, and the ways on that the person has there."""

from bot.dialogue.browse import Browse, Visit, begins, does, opens
from bot.dialogue.screen import Button, Screen
from bot.persian.phones import say_phone
from bot.persian.said import Digits, Lines, Said, Text, text, word
from bot.relief import units
from bot.relief.access import Action, may
from bot.relief.errors import NotFound
from bot.relief.ids import UnitId
from bot.relief.tree import BODIES, UnitView
from bot.turn.context import Turn
from handlers.given import row_id
from handlers.home import home_row


async def show_unit(turn: Turn, visit: Visit) -> Screen:
    """One's own, where none is named."""
    line = await units.path(turn.session, _wanted(turn, visit))
    if not line:
        raise NotFound
    here = line[-1]
    ways = await _ways(turn, here)
    rows = tuple(tuple(ways[i : i + 2]) for i in range(0, len(ways), 2))
    return Screen(text=Lines(_profile(here, line[:-1])), buttons=(*rows, *home_row()))


def _wanted(turn: Turn, visit: Visit) -> UnitId:
    if visit.args:
        return UnitId(row_id(visit.args))
    main = turn.known().main
    if main is None:
        raise NotFound
    return main.unit


def _profile(here: UnitView, over: tuple[UnitView, ...]) -> tuple[Said, ...]:
    return (text("unit-head", name=here.name, kind=word(here.kind)), _place(over), _phone(here))


def _place(over: tuple[UnitView, ...]) -> Said:
    return (
        text("unit-place", place=Lines(tuple(one.name for one in over), between=text("dialogue-comma"))) if over else ""
    )


def _phone(here: UnitView) -> Text:
    if here.phone is None:
        return text("unit-no-phone")
    return text("unit-phone", phone=Digits(say_phone(here.phone, "en")))


async def _ways(turn: Turn, here: UnitView) -> list[Button]:
    """What the person may do from here; who has no part in it may ask for one."""
    if turn.actor is None:
        return [begins(text("unit-join"), "join-asking", here.id)] if here.kind in BODIES else []
    session, actor, today = turn.session, turn.actor, turn.today
    ways: list[Button] = []
    if any(grant.unit == here.id and grant.lent_by is None for grant in actor.grants):
        ways.append(does(text("unit-card"), "member-card", "show", here.id))
        ways.append(begins(text("unit-write"), "letter-writing", here.id))
    if await may(session, actor, Action.ANSWER_LETTERS, here.id, today):
        ways.append(opens(text("unit-letters"), "threads"))
    if await may(session, actor, Action.APPROVE_JOINERS, here.id, today):
        ways.append(opens(text("unit-joiners"), "joiners"))
    if await may(session, actor, Action.INVITE, here.id, today):
        ways.append(opens(text("unit-invitations"), "invitations"))
    if here.kind in BODIES and all(grant.unit != here.id for grant in actor.grants) and not ways:
        ways.append(does(text("unit-join"), "join-request", "ask", here.id))
    return ways


FORMS = ()
VIEWS = (Browse(name="unit", page=show_unit),)
