"""Questions that choose among many or hold several: days, picks from a query, files, nested forms."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any, TypeAlias, TypedDict

from bot.dialogue.form import Form
from bot.dialogue.inputs import TextInput
from bot.dialogue.question import Accepted, AnswerResult, Input, Moment, Pending, Question, QuestionContext
from bot.dialogue.questions.basic import ParserQuestion
from bot.dialogue.questions.candidates import candidate, candidate_buttons, pick_candidate
from bot.dialogue.questions.month_grid import month_buttons
from bot.dialogue.screen import Button, FileRef, Screen, paging_buttons
from bot.dialogue.state import Answers, FormValues, JsonValue
from bot.i18n.answer_parsers import DateParser, Parsed
from bot.i18n.messages import Day, Joined, Localizable, from_json, text, to_json
from bot.persian.jalali import DateStyle
from bot.persian.normalisation import normalise

OPTIONS_PER_PAGE = 6
MAX_SEARCH_LENGTH = 100


def begun_day_default(moment: Moment, values: FormValues[Any]) -> JsonValue:
    """Return the day on which the form was begun as a default, for a day that may not be after today.

    The default of a question about the time to come is reckoned from `moment.today`.
    """
    today = moment.today.isoformat()
    return min(values.since[:10] or today, today)


@dataclass(frozen=True, slots=True)
class DateQuestion(DateParser, ParserQuestion):
    """A day: by a button, by the calendar, or in words.

    `past` allows none after today, `future` none before it.
    """

    def render(self, scope: QuestionContext) -> Screen:
        today = scope.moment.today
        match scope.state.draft:
            case {"month": shown}:
                return Screen(buttons=month_buttons(date.fromisoformat(shown), lambda day: self.allows(day, today)))
            case None:
                near = self.suggested_days(today).items()
                days = [Button(text(f"dialogue-{name}", day=Day(day, DateStyle.DAY)), f"{day}") for name, day in near]
                return Screen(buttons=(tuple(days), (Button(text("dialogue-other-day"), f"m{today}"),)))
            case _:
                return ParserQuestion.render(self, scope)

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        if payload.startswith("m"):
            shown = DateParser().parse(payload[1:], scope.moment.today)
            return Pending({"month": shown.value} if isinstance(shown, Parsed) else None)
        return self.accept_text(payload, scope) if "-" in payload else pick_candidate(scope.state.draft, payload)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsRequest:
    """The rows that a Pick asks its query for: from `offset` on, `limit` of them."""

    search: str
    offset: int
    limit: int
    answers: Answers
    context: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One row that a Pick offers.

    The answer reads `answer_label`, or like the label. Choosing the row may answer other questions (`also_answers`) and put
    another context in the place of the form's.
    """

    id: str
    label: Localizable
    answer_label: Localizable = ""
    also_answers: Answers = field(default_factory=dict)
    context: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    items: tuple[Option, ...] = ()
    more: bool = False


OptionsQuery: TypeAlias = Callable[[Any, OptionsRequest], Awaitable[Options]]


class PickAnswer(TypedDict):
    """The answer of a Pick as it is stored: the text of the id, and the label as JSON."""

    id: str
    label: JsonValue


def pick_answer(id_: object, label: Localizable) -> PickAnswer:
    return {"id": str(id_), "label": to_json(label)}


@dataclass(frozen=True, slots=True)
class Pick(Question):
    """One of many that a query finds, paged and searched by typing.

    `parse_id` makes a typed id of the stored text. With `preset` it is asked only if the context's field of the same name
    is None. The draft is the page on the screen: its search, its number, and exactly the rows it offers.
    """

    _: KW_ONLY
    source: OptionsQuery
    parse_id: Callable[[str], object] = int
    width: int = 1
    preset: bool = False

    def implied(self, values: FormValues[Any]) -> JsonValue:
        return getattr(values.context, self.key) if self.preset else None

    def begin(self, standing: JsonValue) -> Pending:
        return Pending(_empty_page())

    def options_request(self, scope: QuestionContext) -> OptionsRequest:
        page = scope.state.draft
        return OptionsRequest(
            search=page["search"],
            offset=page["number"] * OPTIONS_PER_PAGE,
            limit=OPTIONS_PER_PAGE,
            answers=scope.values.answers,
            context=scope.values.context,
        )

    def draft_with_options(self, draft: JsonValue, options: Options) -> JsonValue:
        """Put the rows that the query found into the page."""
        items = [
            candidate(o.label, pick_answer(o.id, o.answer_label or o.label), o.also_answers, o.context)
            for o in options.items
        ]
        return {**draft, "items": items, "more": options.more}

    def render(self, scope: QuestionContext) -> Screen:
        page = scope.state.draft
        rows = candidate_buttons(page["items"], self.width)
        turn = paging_buttons(page["number"], more=page["more"], data="p{}".format)
        if page["search"]:
            found = text("dialogue-found" if rows else "dialogue-none-found", search=page["search"])
            return Screen(text=found, buttons=(*rows, *turn, (Button(text("dialogue-all"), "*"),)))
        return Screen(text="" if rows else text("dialogue-none-here"), buttons=(*rows, *turn))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        page = scope.state.draft
        if payload == "*":
            return self.begin(None)
        if payload.startswith("p"):
            return Pending(_empty_page(page["search"], range(page["number"] + 2).index(int(payload[1:]))))
        return pick_candidate(page["items"], payload)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        if not isinstance(given, TextInput):
            return Pending(scope.state.draft, text("dialogue-search-or-choose"))
        return Pending(_empty_page(normalise(given.text)[:MAX_SEARCH_LENGTH]))

    def load(self, value: JsonValue) -> object:
        return self.parse_id(value["id"])

    def format_answer(self, value: JsonValue) -> Localizable:
        return from_json(value["label"])


@dataclass(frozen=True, slots=True)
class Preset(Question):
    """An answer from the context, its field of the same name: never asked, and shown on the last page."""

    _: KW_ONLY
    parse_id: Callable[[str], object] = int

    def implied(self, values: FormValues[Any]) -> JsonValue:
        return getattr(values.context, self.key)

    def render(self, scope: QuestionContext) -> Screen:
        preset = self.implied(scope.values)
        return Screen(buttons=((Button(from_json(preset["label"]), "0"),),) if preset else ())

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        preset = self.implied(scope.values)
        return Accepted(preset) if preset and payload == "0" else Question.press(self, payload, scope)

    def load(self, value: JsonValue) -> object:
        return self.parse_id(value["id"])

    def format_answer(self, value: JsonValue) -> Localizable:
        return from_json(value["label"])


def _empty_page(search: str = "", number: int = 0) -> JsonValue:
    """Return a page whose rows have not been looked up yet."""
    return {"search": search, "number": number, "items": [], "more": False}


@dataclass(frozen=True, slots=True)
class FileUpload(Question):
    """Pictures and documents, one message or album after the other; the draft holds their ids."""

    _: KW_ONLY
    max_count: int = 10

    def begin(self, standing: JsonValue) -> Pending:
        return Pending(standing)

    def render(self, scope: QuestionContext) -> Screen:
        kept = len(scope.state.draft or ())
        done = Button(text("dialogue-files-done", count=kept), "!")
        again = Button(text("dialogue-files-again"), "*")
        return Screen(text=text("dialogue-files-kept", count=kept), buttons=((done, again),)) if kept else Screen()

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        if payload == "!" and scope.state.draft:
            return Accepted(scope.state.draft)
        return Pending() if payload == "*" else Question.press(self, payload, scope)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        kept = scope.state.draft or []
        if not isinstance(given, FileRef):
            return Pending(kept, text("dialogue-send-a-file"))
        if given.id in kept or len(kept) < self.max_count:
            return Pending([*(i for i in kept if i != given.id), given.id])
        return Pending(kept, text("dialogue-files-enough", most=self.max_count))

    def load(self, value: JsonValue) -> object:
        return tuple(value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return text("dialogue-files-count", count=len(value))


@dataclass(frozen=True, slots=True)
class Repeat(Question):
    """A form nested once: each pass adds an item to the draft. `format_item` puts one item into a line."""

    _: KW_ONLY
    form: Form[Any]
    format_item: Callable[[Answers], Localizable]
    max_count: int = 20

    def begin(self, standing: JsonValue) -> Pending:
        """Begin the first item at once if there must be one and there is none."""
        return Pending(standing) if standing or self.optional else self._begin_item([])

    def _begin_item(self, made: JsonValue) -> Pending:
        return Pending(made, sub=self.form.begin())

    def render(self, scope: QuestionContext) -> Screen:
        made = scope.state.draft or []
        rows = [(Button(text("dialogue-remove", what=self.format_item(item)), f"-{i}"),) for i, item in enumerate(made)]
        last = [Button(text("dialogue-add-another"), "+")] if len(made) < self.max_count else []
        last += [Button(text("dialogue-that-is-all"), "!")] if made else []
        return Screen(buttons=(*rows, tuple(last)))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        made = scope.state.draft or []
        if payload == "!" and made:
            return Accepted(made)
        if payload == "+" and len(made) < self.max_count:
            return self._begin_item(made)
        return Pending([item for i, item in enumerate(made) if f"-{i}" != payload])

    def load(self, value: JsonValue) -> object:
        return tuple(self.form.build(FormValues(context=None, answers=item)) for item in value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return Joined(tuple(self.format_item(item) for item in value), separator=text("dialogue-comma"))
