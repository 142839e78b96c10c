"""Questions that choose one among many: days, and picks from a query."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any, TypeAlias, TypedDict

from bot.dialogue.inputs import TextInput
from bot.dialogue.layout import paging_buttons
from bot.dialogue.question import Accepted, AnswerResult, Input, Moment, Pending, Question, QuestionContext
from bot.dialogue.questions.basic import ParserQuestion
from bot.dialogue.questions.candidates import candidate, candidate_buttons, pick_candidate
from bot.dialogue.questions.month_grid import month_buttons
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import Answers, FormValues, JsonValue
from bot.i18n.answer_parsers import DateParser, Parsed
from bot.i18n.messages import Day, Localizable, from_json, text, to_json
from bot.persian.jalali import DateStyle
from bot.persian.normalisation import normalise
from bot.persian.periods import PeriodName, period_of

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
                first = date.fromisoformat(shown)
                month = period_of(PeriodName.MONTH, first)
                return Screen(text=month, buttons=month_buttons(first, lambda day: self.allows(day, today)))
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
