"""What a supervisor hands to benefactors, offices and the press, and what others may know of a unit: a summary without small cells."""

from collections.abc import Iterator

from bot.dialogue.browse import Browse, Visit, does, opens
from bot.dialogue.screen import Button, FileKind, Rows, Screen
from bot.persian.calendar import Period, previous
from bot.persian.said import Day, Lines, Percent, Said, Text, text, word
from bot.relief import outside
from bot.relief.ids import UnitId
from bot.relief.outside import OutsideSummary
from bot.relief.words import Kind
from bot.reports.cards import Card, picture
from bot.reports.tables import XLSX, write_xlsx
from bot.turn.context import Turn
from handlers.given import row_id
from handlers.home import home_row
from handlers.summary import code, period_from
from handlers.summary_lines import BAR, money


async def show_outside(turn: Turn, visit: Visit) -> Screen:
    """As a message that can be forwarded as it is."""
    asked = _asked(visit.args)[1]
    if not outside.can_be_told(asked, turn.today):
        ready = text("outside-unsettled", day=Day(outside.can_be_told_on(asked)))
        before = opens(text("summary-before"), "outside", visit.args[0], code(previous(asked)))
        return Screen(text=ready, buttons=((before, _back(visit.args)), *home_row()))
    seen = await _told(turn, visit.args)
    files: Rows = ((_card(visit.args), _xlsx(visit.args)),) if seen.services else ()
    return Screen(text=Lines((_head(seen), *_lines(seen))), buttons=(*files, (_back(visit.args),), *home_row()))


def _card(args: tuple[str, ...]) -> Button:
    return does(text("outside-card"), "outside", "card", *args[:2])


def _xlsx(args: tuple[str, ...]) -> Button:
    return does(text("outside-xlsx"), "outside", "xlsx", *args[:2])


def _back(args: tuple[str, ...]) -> Button:
    return opens(text("outside-back"), "sum", *args[:2])


def _asked(args: tuple[str, ...]) -> tuple[UnitId, Period]:
    return UnitId(row_id(args)), period_from("".join(args[1:2]))


async def _told(turn: Turn, args: tuple[str, ...]) -> OutsideSummary:
    unit, period = _asked(args)
    return await outside.tell_outside(turn.session, turn.known(), unit, period, turn.now, turn.today)


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
    seen = await _told(turn, args)
    card = Card(
        right_to_left=turn.locale == "fa",
        heading=turn.write(text("outside-heading")),
        title=seen.unit.name,
        lines=(turn.write(seen.period), *map(turn.write, _sums(seen))),
        note=turn.write(text("outside-note")),
    )
    file = await turn.keep(await picture(card), FileKind.PHOTO, "image/png")
    return Screen(text=text("outside-card-sent"), file=file, beside=True, buttons=_after(_xlsx(args), args))


async def send_xlsx(turn: Turn, args: tuple[str, ...]) -> Screen:
    rows = [[turn.write(cell) for cell in row] for row in _table(await _told(turn, args))]
    file = await turn.keep(write_xlsx(rows, right_to_left=turn.locale == "fa"), FileKind.DOCUMENT, XLSX)
    return Screen(text=text("outside-xlsx-sent"), file=file, beside=True, buttons=_after(_card(args), args))


def _after(other: Button, args: tuple[str, ...]) -> Rows:
    return ((other, _back(args)), *home_row())


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
