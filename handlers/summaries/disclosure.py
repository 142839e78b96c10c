"""What a supervisor hands to benefactors, offices and the press, and what others may know of a unit: a summary without small cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.views import Browse, Visit, does, opens
from bot.i18n.messages import Day, Lines, Percent, Said, Text, text, word
from bot.persian.periods import Period, previous
from bot.relief.ids import UnitId
from bot.relief.summaries import disclosure as outside
from bot.relief.summaries.disclosure import OutsideSummary
from bot.relief.vocabulary import Kind
from bot.reports.cards import Card
from bot.reports.spreadsheets import Sheet
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.summaries.lines import BAR, money
from handlers.summaries.summary import code, period_from


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    unit: UnitId
    period: Period

    @classmethod
    def of(cls, args: tuple[str, ...]) -> "_Asked":
        return cls(unit=UnitId(row_id(args)), period=period_from("".join(args[1:2])))

    @property
    def args(self) -> tuple[object, ...]:
        return self.unit, code(self.period)


async def show_outside(turn: Turn, visit: Visit) -> Screen:
    """As a message that can be forwarded as it is."""
    asked = _Asked.of(visit.args)
    if not outside.can_be_told(asked.period, turn.today):
        ready = text("outside-unsettled", day=Day(outside.can_be_told_on(asked.period)))
        before = opens(text("summary-before"), "outside", asked.unit, code(previous(asked.period)))
        return Screen(text=ready, buttons=((before, _back(asked)), *home_row()))
    seen = await _told(turn, asked)
    files: Rows = ((_card(asked), _xlsx(asked)),) if seen.services else ()
    return Screen(text=Lines((_head(seen), *_lines(seen))), buttons=(*files, (_back(asked),), *home_row()))


def _card(asked: _Asked) -> Button:
    return does(text("outside-card"), "outside", "card", *asked.args)


def _xlsx(asked: _Asked) -> Button:
    return does(text("outside-xlsx"), "outside", "xlsx", *asked.args)


def _back(asked: _Asked) -> Button:
    return opens(text("outside-back"), "sum", *asked.args)


async def _told(turn: Turn, asked: _Asked) -> OutsideSummary:
    return await outside.tell_outside(turn.session, turn.known(), asked.unit, asked.period, turn.now, turn.today)


def _head(seen: OutsideSummary) -> Text:
    return text("summary-head", unit=seen.unit.name, period=seen.period)


def _lines(seen: OutsideSummary) -> Iterator[Said]:
    yield from _sums(seen)
    yield text("outside-note")
    yield text("outside-settled", day=Day(seen.settled_on))


def _sums(seen: OutsideSummary) -> Iterator[Said]:
    if not seen.services:
        yield text("outside-nothing")
        return
    yield text("outside-served", services=seen.services, families=seen.families, people=seen.people)
    yield text("summary-total", total=money(seen.total))
    kinds = (text("summary-kind", kind=word(kind), value=money(value)) for kind, value in seen.by_kind if value)
    yield Lines(tuple(kinds), between=BAR)
    shares = (
        text("summary-share", domain=word(one), share=Percent(value, seen.total))
        for one, value in seen.by_domain
        if value
    )
    yield Lines(tuple(shares), between=BAR)
    if seen.mixed:
        yield text("outside-mixed", value=money(seen.mixed), share=Percent(seen.mixed, seen.total))
    if seen.fewer:
        names = Lines(tuple(map(word, seen.fewer)), between=text("dialogue-comma"))
        yield text("outside-fewer", domains=names)
    if seen.commitment:
        yield text("summary-commitment", commitment=money(seen.commitment))
        yield text("summary-attained", share=Percent(seen.total, seen.commitment))


async def send_card(turn: Turn, args: tuple[str, ...]) -> Screen:
    asked = _Asked.of(args)
    seen = await _told(turn, asked)
    card = Card(
        right_to_left=turn.locale == "fa",
        heading=turn.write(text("outside-heading")),
        title=seen.unit.name,
        lines=(turn.write(seen.period), *map(turn.write, _sums(seen))),
        note=turn.write(text("outside-note")),
    )
    return Screen(text=text("outside-card-sent"), file=card, beside=True, buttons=_after(_xlsx(asked), asked))


async def send_xlsx(turn: Turn, args: tuple[str, ...]) -> Screen:
    asked = _Asked.of(args)
    rows = [[turn.write(cell) for cell in row] for row in _table(await _told(turn, asked))]
    sheet = Sheet(rows=rows, right_to_left=turn.locale == "fa")
    return Screen(text=text("outside-xlsx-sent"), file=sheet, beside=True, buttons=_after(_card(asked), asked))


def _after(other: Button, asked: _Asked) -> Rows:
    return ((other, _back(asked)), *home_row())


def _table(seen: OutsideSummary) -> Iterator[tuple[Said, ...]]:
    """A row a domain and a column a kind; where nothing is told it says why, and never whether there was something."""
    few = text("outside-few")
    kinds = tuple(text("outside-column-kind", kind=word(kind)) for kind in Kind)
    yield text("outside-column-domain"), *kinds, text("outside-column-all")
    for domain, value in seen.by_domain:
        yield word(domain), *(seen.by_both.get((domain, kind), few) for kind in Kind), value
    for domain in seen.fewer:
        yield word(domain), *(few for _ in Kind), few
    if seen.mixed:
        yield text("outside-column-mixed"), *("" for _ in Kind), seen.mixed
    yield text("outside-column-sum"), *(value for _, value in seen.by_kind), seen.total
    yield (_head(seen),)
    yield (text("outside-note"),)
    yield (text("outside-settled", day=Day(seen.settled_on)),)


async def show_record(turn: Turn, visit: Visit) -> Screen:
    """Of any unit, for the members of any other."""
    seen = await outside.public_record(turn.session, turn.known(), UnitId(row_id(visit.args)), turn.today)
    back = opens(text("unit-back"), "unit", seen.unit.id)
    return Screen(text=Lines((_head(seen), *_lines(seen))), buttons=((back, *home_row()[0]),))


FORMS = ()
VIEWS = (
    Browse(name="outside", page=show_outside, acts={"card": send_card, "xlsx": send_xlsx}, audited=True),
    Browse(name="unit-record", page=show_record),
)
