"""The questions that choose among many or hold several: days, picks from a query, files, nested forms."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any, TypeAlias

from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Given, Got, Moment, NotYet, Question, Taken, chosen, offers, possible
from bot.dialogue.questions.basic import Written
from bot.dialogue.questions.month_grid import month
from bot.dialogue.screen import Button, FileRef, Screen, Typed, paging
from bot.dialogue.state import Answers, Json
from bot.i18n.answer_parsers import DayReader, Says
from bot.i18n.messages import Day, Lines, Said, said_json, said_of, text
from bot.persian.jalali import DateStyle
from bot.persian.normalisation import normalise

PAGE = 6
LONGEST_SEARCH = 100


def on_this_day(moment: Moment, _: Answers) -> Json:
    """The default «today»."""
    return moment.today.isoformat()


@dataclass(frozen=True, slots=True)
class JalaliDate(DayReader, Written):
    """A day: by a button, by the calendar, or in words. `past` allows none after today, `future` none before it."""

    def face(self, asked: Asked) -> Screen:
        today = asked.moment.today
        match asked.state.draft:
            case {"month": shown}:
                return Screen(buttons=month(date.fromisoformat(shown), lambda day: self.allows(day, today)))
            case None:
                near = self.near(today).items()
                days = [Button(text(f"dialogue-{name}", day=Day(day, DateStyle.DAY)), f"{day}") for name, day in near]
                return Screen(buttons=(tuple(days), (Button(text("dialogue-other-day"), f"m{today}"),)))
            case _:
                return Written.face(self, asked)

    def press(self, payload: str, asked: Asked) -> Taken:
        if payload.startswith("m"):
            shown = DayReader().read(payload[1:], asked.moment.today)
            return NotYet({"month": shown.value} if isinstance(shown, Says) else None)
        return self.taken(payload, asked) if "-" in payload else chosen(asked.state.draft, payload)


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
    label: Said
    said: Said = ""
    fills: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    items: tuple[Option, ...] = ()
    more: bool = False


Look: TypeAlias = Callable[[Any, Query], Awaitable[Options]]


def picked(id_: object, label: Said) -> Json:
    """The answer of a Pick as it is kept, also for a form that starts filled in."""
    return {"id": str(id_), "label": said_json(label)}


@dataclass(frozen=True, slots=True)
class Pick(Question):
    """One of many that a query finds, paged, searched by typing. `builds` makes the typed id of the text kept.

    The draft is the page that stands: what it was searched by, its number, and exactly what it offers.
    """

    _: KW_ONLY
    from_: Look
    builds: Callable[[str], object] = int
    width: int = 1

    def begin(self, standing: Json) -> NotYet:
        return NotYet(_page())

    def query(self, asked: Asked) -> Query:
        page = asked.state.draft
        return Query(search=page["search"], offset=page["number"] * PAGE, limit=PAGE, answers=asked.state.answers)

    def offered(self, draft: Json, options: Options) -> Json:
        """The page with what the query found."""
        items = [possible(o.label, picked(o.id, o.said or o.label), o.fills) for o in options.items]
        return {**draft, "items": items, "more": options.more}

    def face(self, asked: Asked) -> Screen:
        page = asked.state.draft
        rows = offers(page["items"], self.width)
        turn = paging(page["number"], more=page["more"], data="p{}".format)
        if page["search"]:
            found = text("dialogue-found" if rows else "dialogue-none-found", search=page["search"])
            return Screen(text=found, buttons=(*rows, *turn, (Button(text("dialogue-all"), "*"),)))
        return Screen(text="" if rows else text("dialogue-none-here"), buttons=(*rows, *turn))

    def press(self, payload: str, asked: Asked) -> Taken:
        page = asked.state.draft
        if payload == "*":
            return self.begin(None)
        if payload.startswith("p"):
            return NotYet(_page(page["search"], range(page["number"] + 2).index(int(payload[1:]))))
        return chosen(page["items"], payload)

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Typed):
            return NotYet(asked.state.draft, text("dialogue-search-or-choose"))
        return NotYet(_page(normalise(given.text)[:LONGEST_SEARCH]))

    def load(self, value: Json) -> object:
        return self.builds(value["id"])

    def say(self, value: Json) -> Said:
        return said_of(value["label"])


def _page(search: str = "", number: int = 0) -> Json:
    """A page that has not been looked up yet."""
    return {"search": search, "number": number, "items": [], "more": False}


@dataclass(frozen=True, slots=True)
class Files(Question):
    """Pictures and documents, one message or album after the other, until «that is all»; the draft holds their ids."""

    _: KW_ONLY
    at_most: int = 10

    def begin(self, standing: Json) -> NotYet:
        return NotYet(standing)

    def face(self, asked: Asked) -> Screen:
        kept = len(asked.state.draft or ())
        done = Button(text("dialogue-files-done", count=kept), "!")
        again = Button(text("dialogue-files-again"), "*")
        return Screen(text=text("dialogue-files-kept", count=kept), buttons=((done, again),)) if kept else Screen()

    def press(self, payload: str, asked: Asked) -> Taken:
        if payload == "!" and asked.state.draft:
            return Got(asked.state.draft)
        return NotYet() if payload == "*" else Question.press(self, payload, asked)

    def take(self, given: Given, asked: Asked) -> Taken:
        kept = asked.state.draft or []
        if not isinstance(given, FileRef):
            return NotYet(kept, text("dialogue-send-a-file"))
        if given.id in kept or len(kept) < self.at_most:
            return NotYet([*(i for i in kept if i != given.id), given.id])
        return NotYet(kept, text("dialogue-files-enough", most=self.at_most))

    def load(self, value: Json) -> object:
        return tuple(value)

    def say(self, value: Json) -> Said:
        return text("dialogue-files-count", count=len(value))


@dataclass(frozen=True, slots=True)
class Several(Question):
    """A form nested once: its answers again and again; the draft holds the items. `line` says one item in a line."""

    _: KW_ONLY
    form: Form[Any]
    line: Callable[[Answers], Said]
    at_most: int = 20

    def begin(self, standing: Json) -> NotYet:
        """One that must have an item and has none begins its first at once."""
        return NotYet(standing) if standing or self.optional else self._another([])

    def _another(self, made: Json) -> NotYet:
        return NotYet(made, sub=self.form.begin({}))

    def face(self, asked: Asked) -> Screen:
        made = asked.state.draft or []
        rows = [(Button(text("dialogue-remove", what=self.line(item)), f"-{i}"),) for i, item in enumerate(made)]
        last = [Button(text("dialogue-add-another"), "+")] if len(made) < self.at_most else []
        last += [Button(text("dialogue-that-is-all"), "!")] if made else []
        return Screen(buttons=(*rows, tuple(last)))

    def press(self, payload: str, asked: Asked) -> Taken:
        made = asked.state.draft or []
        if payload == "!" and made:
            return Got(made)
        if payload == "+" and len(made) < self.at_most:
            return self._another(made)
        return NotYet([item for i, item in enumerate(made) if f"-{i}" != payload])

    def load(self, value: Json) -> object:
        return tuple(self.form.build(item) for item in value)

    def say(self, value: Json) -> Said:
        return Lines(tuple(self.line(item) for item in value), between=text("dialogue-comma"))
