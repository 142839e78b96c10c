"""Keeping units, for administrators: opening one, telling what is known of it, moving, merging and closing it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Given, Got, Moment, NotYet, Taken
from bot.dialogue.questions.basic import Choice, Phone, Words
from bot.dialogue.questions.pickers import Look, Option, Options, Pick, Query, picked
from bot.dialogue.screen import Button, Place, Screen, Typed, Wants, rows_of
from bot.dialogue.state import Answers, Json
from bot.dialogue.views import Browse, Visit, begins, opens
from bot.i18n.messages import Lines, Said, Text, text, word
from bot.relief.access.policy import Action, require
from bot.relief.hierarchy import BODIES
from bot.relief.ids import UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.units import directory as units
from bot.relief.units import facts as unit_facts
from bot.relief.units import lifecycle as unit_moves
from bot.relief.units.directory import find_units
from bot.relief.units.facts import TOLD, Fact, LicenceState, WrongFact, read_fact
from bot.relief.vocabulary import UnitKind
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.people.join_request_review import refusal
from handlers.questions import Told, as_told, unit_id, unit_named
from handlers.units.unit import fact_name, fact_said

OPENED = tuple(kind for kind in UnitKind if kind is not UnitKind.COUNTRY)


async def show_keeping(turn: Turn, visit: Visit) -> Screen:
    here = await _kept(turn, visit.args)
    opened = () if here.kind in BODIES else (begins(text("unit-keeping-open"), "unit-opening", here.id),)
    moves = (
        begins(text("unit-keeping-move"), "unit-moving", here.id),
        begins(text("unit-keeping-merge"), "unit-merging", here.id),
        begins(text("unit-keeping-close"), "unit-closing", here.id),
    )
    told = [begins(fact_name(fact), "unit-telling", here.id, fact.value) for fact in TOLD]
    phone = begins(text("unit-keeping-phone"), "unit-phoning", here.id)
    rows = () if here.closed_on else (*rows_of([phone, *told], 3), *rows_of([*opened, *moves], 2))
    return Screen(
        text=text("unit-keeping", name=here.name),
        buttons=(
            *rows,
            (opens(text("unit-keeping-lists"), "unit-lists", here.id),),
            (opens(text("unit-back"), "unit", here.id), *home_row()[0]),
        ),
    )


async def _kept(turn: Turn, args: tuple[str, ...]) -> units.UnitView:
    wanted = UnitId(row_id(args))
    await require(turn.session, turn.known(), Action.KEEP_UNITS, wanted, turn.today)
    return await units.unit(turn.session, wanted)


async def start_with_unit(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    here = await _kept(turn, args)
    return {"told_unit": picked(here.id, here.name), "body": here.kind in BODIES}


def _units_kept(*, bodies: bool | None) -> Look:
    """Open units where the person keeps them, but the one that it is about: places, or those that are like it."""

    async def look(turn: Turn, query: Query) -> Options:
        about = query.answers["told_unit"]["id"]
        wanted = query.answers["body"] if bodies is None else bodies
        among = BODIES if wanted else tuple(kind for kind in UnitKind if kind not in BODIES)
        found = await find_units(
            turn.session, turn.known(), Action.KEEP_UNITS, search=query.search, today=turn.today,
            offset=query.offset, limit=query.limit, among=among,
        )  # fmt: skip
        fit = [one for one in found.items if one.kind in among and str(one.id) != about]
        rows = (Option(id=str(one.id), label=unit_named(one), said=one.name) for one in fit)
        return Options(items=tuple(rows), more=found.more)

    return look


async def _done(turn: Turn, said: Text, unit: UnitId) -> Screen:
    shown = await turn.page("unit", unit)
    return Screen(text=Lines((said, shown.text), between="\n\n"), buttons=shown.buttons)


# ---- opening


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOpening:
    """`unit` is the one that it will stand under; `phone` is E.164."""

    unit: UnitId
    kind: UnitKind
    name: str
    phone: str = ""


async def open_unit(turn: Turn, opening: UnitOpening) -> Screen:
    opened = await unit_moves.open_unit(
        turn.session, turn.known(), kind=opening.kind, name=opening.name, parent=opening.unit, phone=opening.phone,
        now=turn.now, today=turn.today,
    )  # fmt: skip
    return await _done(turn, text("unit-opening-done", name=opened.name), opened.id)


unit_opening = Form(
    UnitOpening,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Choice("kind", UnitKind, only=lambda _: OPENED),
    Words("name", at_least=2, at_most=80),
    Phone("phone", optional=True),
    name="unit-opening",
    submit=open_unit,
    start=start_with_unit,
)

# ---- what is known of it


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTelling:
    """An empty `value` says that there is none."""

    unit: UnitId
    fact: Fact
    value: str = ""


@dataclass(frozen=True, slots=True)
class FactValue(Words):
    """Read by what is told: a licence's state is one of four, a day is a day, an account checks."""

    def face(self, asked: Asked) -> Screen:
        fact = _fact(asked.state.answers)
        if fact is not Fact.LICENCE_STATE:
            return Screen(request=Wants.LOCATION if fact is Fact.LOCATION else None)
        return Screen(buttons=rows_of([Button(word(state), state.value) for state in LicenceState], 2))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(LicenceState(payload).value)

    def take(self, given: Given, asked: Asked) -> Taken:
        if isinstance(given, Place):
            given = Typed(text=f"{given.latitude},{given.longitude}")
        return Words.take(self, given, asked)

    def taken(self, said: str, asked: Asked) -> Taken:
        read = read_fact(_fact(asked.state.answers), said, asked.moment.today)
        return NotYet(note=Text(f"unit-fact-wrong-{read.why}")) if isinstance(read, WrongFact) else Got(read)


def _fact(answers: Answers) -> Fact:
    return Fact(answers["told_fact"]["id"])


def which_fact(_: Moment, answers: Answers) -> Mapping[str, Said]:
    fact = _fact(answers)
    return {"question": Text(f"unit-fact-ask-{fact.value}".replace("_", "-"))}


async def start_telling(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    fact = next((one for one in TOLD if one.value == "".join(args[1:2])), Fact.ADDRESS)
    return {**await start_with_unit(turn, args), "told_fact": picked(fact.value, fact_name(fact))}


async def tell(turn: Turn, telling: UnitTelling) -> Screen:
    await unit_facts.tell(turn.session, turn.known(), telling.unit, telling.fact, telling.value, turn.now, turn.today)
    said = fact_said(telling.fact, telling.value) if telling.value else text("unit-fact-none")
    return await _done(turn, text("unit-telling-done", what=fact_name(telling.fact), value=said), telling.unit)


unit_telling = Form(
    UnitTelling,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Told("fact", from_=as_told("fact"), builds=Fact),
    FactValue("value", optional=True, args=which_fact),
    name="unit-telling",
    submit=tell,
    start=start_telling,
    confirm=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPhoning:
    unit: UnitId
    phone: str = ""


async def tell_phone(turn: Turn, phoning: UnitPhoning) -> Screen:
    await unit_facts.tell_phone(turn.session, turn.known(), phoning.unit, phoning.phone, turn.now, turn.today)
    return await _done(turn, text("unit-phoning-done"), phoning.unit)


unit_phoning = Form(
    UnitPhoning,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Phone("phone", optional=True),
    name="unit-phoning",
    submit=tell_phone,
    start=start_with_unit,
    confirm=False,
)

# ---- moving, merging, closing


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMoving:
    unit: UnitId
    to: UnitId


async def move(turn: Turn, moving: UnitMoving) -> Screen:
    unit, above = await unit_moves.move(turn.session, turn.known(), moving.unit, moving.to, turn.now, turn.today)
    return await _done(turn, text("unit-moving-done", name=unit.name, parent=above.name), unit.id)


unit_moving = Form(
    UnitMoving,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Pick("to", from_=_units_kept(bodies=False), builds=unit_id),
    name="unit-moving",
    submit=move,
    start=start_with_unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMerging:
    unit: UnitId
    into: UnitId


async def merge(turn: Turn, merging: UnitMerging) -> Screen:
    unit, into = await unit_moves.merge(
        turn.session, turn.known(), merging.unit, merging.into, turn.now, turn.today,
        here=(turn.messenger, turn.account),
    )  # fmt: skip
    return await _done(turn, text("unit-merging-done", name=unit.name, into=into.name), into.id)


unit_merging = Form(
    UnitMerging,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Pick("into", from_=_units_kept(bodies=None), builds=unit_id),
    name="unit-merging",
    submit=merge,
    start=start_with_unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitClosing:
    unit: UnitId
    reason: str


async def close(turn: Turn, closing: UnitClosing) -> Screen:
    unit, waited = await unit_moves.close(
        turn.session, turn.known(), closing.unit, closing.reason, turn.now, turn.today,
        here=(turn.messenger, turn.account),
    )  # fmt: skip
    for person in waited:
        await turn.notify(person, NoticeKind.UNIT_CLOSED.event(unit.id), refusal(unit.name, unit.phone))
    return await _done(turn, text("unit-closing-done", name=unit.name), unit.id)


unit_closing = Form(
    UnitClosing,
    Told("unit", from_=as_told("unit"), builds=unit_id),
    Words("reason", at_least=3, at_most=200),
    name="unit-closing",
    submit=close,
    start=start_with_unit,
)

FORMS = (unit_opening, unit_telling, unit_phoning, unit_moving, unit_merging, unit_closing)
VIEWS = (Browse(name="unit-keeping", page=show_keeping),)
