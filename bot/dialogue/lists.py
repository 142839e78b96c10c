"""The questions that choose among many or hold several: dates, picks from a query, files, nested forms."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

from bot.dialogue.calendar import month
from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Face, Given, Got, Moment, More, Question, Taken, Tap, Wrong, rows_of
from bot.dialogue.screen import Argument, Day, FileKind, FileRef, Lines, Text, Typed, text
from bot.dialogue.state import Answers, Json
from bot.persian.calendar import DateStyle, Jalali, UnclearDate, WrongDate, read_date
from bot.persian.text import normalise

PAGE = 6


def on_this_day(moment: Moment, _: Answers) -> Json:
    """The default «today»."""
    return moment.today.isoformat()


@dataclass(frozen=True, slots=True)
class JalaliDate(Question):
    """A day: by a button, by the calendar, or typed in words. `past` allows none after today, `future` none before it."""

    _: KW_ONLY
    past: bool = False
    future: bool = False

    def _allowed(self, day: date, today: date) -> bool:
        return not ((self.past and day > today) or (self.future and day < today))

    def face(self, asked: Asked) -> Face:
        today, locale = asked.moment.today, asked.moment.locale
        draft = asked.draft or {}
        if readings := draft.get("readings"):
            days = [date.fromisoformat(r) for r in readings]
            return Face(rows=tuple((Tap(text("dialogue-day", day=Day(d)), f"={d.isoformat()}"),) for d in days))
        if shown := draft.get("month"):
            limits: dict[str, Any] = {"earliest": today if self.future else None, "latest": today if self.past else None}
            return Face(rows=month(*shown, locale=locale, **limits))
        near = [("today", today), ("tomorrow", today + timedelta(1)), ("yesterday", today - timedelta(1))]
        taps = [Tap(text(f"dialogue-{name}", day=Day(d, DateStyle.DAY)), f"={d.isoformat()}") for name, d in near if self._allowed(d, today)]
        here = Jalali.of(today)
        return Face(rows=(tuple(taps[:2]), (Tap(text("dialogue-other-day"), f"m{here.year}-{here.month}"),)))

    def press(self, payload: str, asked: Asked) -> Taken:
        if payload.startswith("="):
            return self._checked(date.fromisoformat(payload[1:]), asked)
        if payload.startswith("m"):
            return More(draft={"month": [int(n) for n in payload[1:].split("-")]})
        if payload.startswith("d"):
            year, number, day = (int(n) for n in payload[1:].split("-"))
            return self._checked(Jalali(year, number, day).to_date(), asked)
        return More(draft=asked.draft)

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Typed):
            return Wrong(text("dialogue-write-it"))
        match read_date(given.text, asked.moment.today, future=self.future):
            case UnclearDate(readings=readings):
                fit = [r for r in readings if self._allowed(r, asked.moment.today)]
                if len(fit) == 1:
                    return Got(fit[0].isoformat())
                return Wrong(text("dialogue-date-unclear", said=normalise(given.text)), {"readings": [r.isoformat() for r in fit or readings]})
            case WrongDate():
                return Wrong(text("dialogue-date-wrong"))
            case day:
                return self._checked(day, asked)

    def _checked(self, day: date, asked: Asked) -> Taken:
        if self._allowed(day, asked.moment.today):
            return Got(day.isoformat())
        key = "dialogue-date-not-yet" if self.past else "dialogue-date-gone"
        return Wrong(text(key, today=Day(asked.moment.today)), asked.draft)

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
    """One row that a Pick offers. Choosing it may answer other questions too: `fills`."""

    id: str
    label: Text | str
    fills: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    items: tuple[Option, ...] = ()
    more: bool = False


Look: TypeAlias = Callable[[Any, Query], Awaitable[Options]]


def label_json(label: Text | str) -> Json:
    return label if isinstance(label, str) else {"key": label.key, "args": dict(label.args)}


def _label(said: Json) -> Text | str:
    return said if isinstance(said, str) else Text(said["key"], said["args"])


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
        return Query(search=asked.search, offset=asked.page * PAGE, limit=PAGE, answers=asked.answers)

    def face(self, asked: Asked) -> Face:
        rows = rows_of([Tap(_label(o["label"]), str(i)) for i, o in enumerate(asked.offered)], self.width)
        turn = [Tap(text("dialogue-page-before"), "<")] if asked.page else []
        turn += [Tap(text("dialogue-page-after"), ">")] if asked.more else []
        nothing = () if asked.offered else (text("dialogue-none-found", search=asked.search) if asked.search else text("dialogue-none-here"),)
        return Face(rows=rows + ((tuple(turn),) if turn else ()), lines=nothing)

    def press(self, payload: str, asked: Asked) -> Taken:
        if payload in "<>":
            return More(page=max(0, asked.page + (1 if payload == ">" else -1)), search=asked.search)
        chosen = asked.offered[int(payload)]
        return Got({"id": chosen["id"], "label": chosen["label"]}, chosen["fills"])

    def take(self, given: Given, asked: Asked) -> Taken:
        return More(search=normalise(given.text)[:100]) if isinstance(given, Typed) else Wrong(text("dialogue-search-or-choose"))

    def load(self, value: Json) -> object:
        return self.builds(value["id"])

    def say(self, value: Json, asked: Asked) -> Argument:
        return _label(value["label"])


@dataclass(frozen=True, slots=True)
class Files(Question):
    """Pictures and documents, one message or album after the other, until «that is all»."""

    _: KW_ONLY
    at_most: int = 10

    def face(self, asked: Asked) -> Face:
        kept = len(asked.draft or [])
        done = ((Tap(text("dialogue-files-done", count=kept), "!"),),) if kept else ()
        return Face(rows=done, lines=(text("dialogue-files-kept", count=kept),) if kept else ())

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(list(asked.draft or []))

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, FileRef):
            return Wrong(text("dialogue-send-a-file"), asked.draft)
        kept = [f for f in asked.draft or [] if f["id"] != given.id]
        if len(kept) >= self.at_most:
            return Wrong(text("dialogue-files-enough", most=self.at_most), asked.draft)
        return More(draft=[*kept, {"id": given.id, "kind": given.kind.value, "name": given.name}])

    def load(self, value: Json) -> object:
        return tuple(FileRef(id=f["id"], kind=FileKind(f["kind"]), name=f["name"]) for f in value or ())

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
        made = asked.draft or []
        rows = [(Tap(text("dialogue-remove", what=self.line(item)), f"-{i}"),) for i, item in enumerate(made)]
        last = [Tap(text("dialogue-add-another"), "+")] if len(made) < self.at_most else []
        return Face(rows=(*rows, (*last, Tap(text("dialogue-that-is-all"), "!"))))

    def press(self, payload: str, asked: Asked) -> Taken:
        made = list(asked.draft or [])
        if payload == "!":
            return Got(made)
        return More(draft=[item for i, item in enumerate(made) if f"-{i}" != payload])

    def load(self, value: Json) -> object:
        return tuple(self.form.build(item) for item in value or ())

    def say(self, value: Json, asked: Asked) -> Argument:
        return Lines(tuple(self.line(item) for item in value), between=text("dialogue-comma"))
