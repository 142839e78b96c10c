"""The questions that choose among many or hold several: days, picks from a query, files, nested forms."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

from bot.dialogue.calendar import month
from bot.dialogue.fields import Written, readings
from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Face, Given, Got, Moment, More, Question, Taken, Tap, Wrong, rows_of
from bot.dialogue.screen import Argument, FileRef, Lines, Text, Typed, label_json, label_of, text
from bot.dialogue.state import Answers, Json
from bot.persian.calendar import DateStyle, Jalali, UnclearDate, WrongDate, read_date
from bot.persian.said import Day
from bot.persian.text import normalise

PAGE = 6


def on_this_day(moment: Moment, _: Answers) -> Json:
    """The default «today»."""
    return moment.today.isoformat()


@dataclass(frozen=True, slots=True)
class JalaliDate(Written):
    """A day: by a button, by the calendar, or in words. `past` allows none after today, `future` none before it."""

    _: KW_ONLY
    past: bool = False
    future: bool = False

    def face(self, asked: Asked) -> Face:
        today, draft = asked.moment.today, asked.state.draft
        if isinstance(draft, list):
            return Written.face(self, asked)
        if draft:
            earliest, latest = (today if self.future else None), (today if self.past else None)
            return Face(rows=month(*draft["month"], earliest=earliest, latest=latest, locale=asked.moment.locale))
        near = {"today": today, "tomorrow": today + timedelta(1), "yesterday": today - timedelta(1)}
        taps = [Tap(text(f"dialogue-{name}", day=Day(d, DateStyle.DAY)), f"={d}") for name, d in near.items()]
        fit = [tap for tap in taps if self._allowed(date.fromisoformat(tap.payload[1:]), today)]
        here = Jalali.of(today)
        return Face(rows=(tuple(fit[:2]), (Tap(text("dialogue-other-day"), f"m{here.year}-{here.month}"),)))

    def press(self, payload: str, asked: Asked) -> Taken:
        match payload[:1], [int(n) for n in payload[1:].split("-") if n.isdecimal()]:
            case "=", [year, number, day]:
                return self._checked(date(year, number, day), asked)
            case "d", [year, number, day]:
                return self._checked(Jalali(year, number, day).to_date(), asked)
            case "m", [year, number]:
                return More(draft={"month": [year, number]})
            case ".", _:
                return More(draft=asked.state.draft)
            case _:
                return Written.press(self, payload, asked)

    def read(self, said: str, asked: Asked) -> Taken:
        match read_date(said, asked.moment.today, future=self.future):
            case UnclearDate(readings=meant):
                fit = [d for d in meant if self._allowed(d, asked.moment.today)] or meant
                found = ((text("dialogue-day", day=Day(d)), d.isoformat()) for d in fit)
                return (
                    Got(fit[0].isoformat())
                    if len(fit) == 1
                    else readings(text("dialogue-date-unclear", said=said), found)
                )
            case WrongDate():
                return Wrong(text("dialogue-date-wrong"))
            case day:
                return self._checked(day, asked)

    def _allowed(self, day: date, today: date) -> bool:
        return not ((self.past and day > today) or (self.future and day < today))

    def _checked(self, day: date, asked: Asked) -> Taken:
        if self._allowed(day, asked.moment.today):
            return Got(day.isoformat())
        key = "dialogue-date-not-yet" if self.past else "dialogue-date-gone"
        return Wrong(text(key, today=Day(asked.moment.today)), asked.state.draft)

    def load(self, value: Json) -> object:
        return date.fromisoformat(value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return Day(date.fromisoformat(value), DateStyle.LONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the turn looks up for a Pick, between `advance` and `show`: rows `offset` to `offset + limit`."""

    search: str
    offset: int
    limit: int
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One row that a Pick offers; its answer reads `said`, or like the label. Choosing it may answer other questions: `fills`."""

    id: str
    label: Text | str
    said: Text | str = ""
    fills: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    items: tuple[Option, ...] = ()
    more: bool = False


Look: TypeAlias = Callable[[Any, Query], Awaitable[Options]]


def picked(id_: object, label: Text | str) -> Json:
    """The answer of a Pick as it is kept, for a form that starts filled in."""
    return {"id": str(id_), "label": label_json(label)}


@dataclass(frozen=True, slots=True)
class Pick(Question):
    """One of many that a query finds, paged, searched by typing. `builds` makes the typed id of the text kept."""

    _: KW_ONLY
    from_: Look
    builds: Callable[[str], object] = int
    width: int = 1

    def query(self, asked: Asked) -> Query:
        state = asked.state
        return Query(search=state.search, offset=state.page * PAGE, limit=PAGE, answers=state.answers)

    def face(self, asked: Asked) -> Face:
        state = asked.state
        rows = rows_of([Tap(label_of(o["label"]), str(i)) for i, o in enumerate(state.offered)], self.width)
        turn = [Tap(text("dialogue-page-before"), "<")] if state.page else []
        turn += [Tap(text("dialogue-page-after"), ">")] if state.more else []
        empty = text("dialogue-none-found", search=state.search) if state.search else text("dialogue-none-here")
        return Face(rows=rows + ((tuple(turn),) if turn else ()), lines=() if state.offered else (empty,))

    def press(self, payload: str, asked: Asked) -> Taken:
        if payload in "<>":
            return More(page=max(0, asked.state.page + (1 if payload == ">" else -1)), search=asked.state.search)
        chosen = asked.state.offered[int(payload)]
        return Got({"id": chosen["id"], "label": chosen["said"]}, chosen["fills"])

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Typed):
            return Wrong(text("dialogue-search-or-choose"))
        return More(search=normalise(given.text)[:100])

    def load(self, value: Json) -> object:
        return self.builds(value["id"])

    def say(self, value: Json, asked: Asked) -> Argument:
        return label_of(value["label"])


@dataclass(frozen=True, slots=True)
class Files(Question):
    """Pictures and documents, one message or album after the other, until «that is all»."""

    _: KW_ONLY
    at_most: int = 10

    def face(self, asked: Asked) -> Face:
        kept = len(asked.state.draft or [])
        done = ((Tap(text("dialogue-files-done", count=kept), "!"),),) if kept else ()
        return Face(rows=done, lines=(text("dialogue-files-kept", count=kept),) if kept else ())

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(list(asked.state.draft or []))

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, FileRef):
            return Wrong(text("dialogue-send-a-file"), asked.state.draft)
        kept = [i for i in asked.state.draft or [] if i != given.id]
        if len(kept) >= self.at_most:
            return Wrong(text("dialogue-files-enough", most=self.at_most), asked.state.draft)
        return More(draft=[*kept, given.id])

    def load(self, value: Json) -> object:
        return tuple(value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return text("dialogue-files-count", count=len(value))


@dataclass(frozen=True, slots=True)
class Several(Question):
    """A form nested once: its answers again and again. `line` says one item in a line."""

    _: KW_ONLY
    form: Form[Any]
    line: Callable[[Answers], Text]
    at_most: int = 20

    def face(self, asked: Asked) -> Face:
        made = asked.state.draft or []
        rows = [(Tap(text("dialogue-remove", what=self.line(item)), f"-{i}"),) for i, item in enumerate(made)]
        last = [Tap(text("dialogue-add-another"), "+")] if len(made) < self.at_most else []
        last += [Tap(text("dialogue-that-is-all"), "!")] if made else []
        return Face(rows=(*rows, tuple(last)))

    def press(self, payload: str, asked: Asked) -> Taken:
        made = list(asked.state.draft or [])
        return Got(made) if payload == "!" else More(draft=[item for i, item in enumerate(made) if f"-{i}" != payload])

    def load(self, value: Json) -> object:
        return tuple(self.form.build(item) for item in value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return Lines(tuple(self.line(item) for item in value), between=text("dialogue-comma"))
