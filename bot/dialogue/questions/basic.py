"""Questions that are answered by typing and by choosing from a vocabulary.

Each typed one is a parser of bot/i18n that is asked as a question.
"""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.inputs import Contact, GeoPoint, TextInput
from bot.dialogue.layout import button_rows
from bot.dialogue.question import Accepted, AnswerResult, Input, Pending, Question, QuestionContext
from bot.dialogue.questions.candidates import candidate, candidate_buttons, pick_candidate
from bot.dialogue.screen import Button, RequestKind, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.i18n.answer_parsers import (
    Ambiguous,
    AnswerParser,
    IdentityParser,
    MoneyParser,
    NameParser,
    NumberParser,
    Parsed,
    ParseResult,
    PhoneParser,
    Rejected,
    TextParser,
)
from bot.i18n.messages import Localizable, Term, Text, enum_text, text
from bot.persian.denials import says_none
from bot.persian.normalisation import normalise


@dataclass(frozen=True, slots=True)
class ParserQuestion(AnswerParser, Question):
    """A question with a parser; readings of an ambiguous answer are offered as buttons."""

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return (
            self.accept_text(given.text, scope)
            if isinstance(given, TextInput)
            else Pending(note=text("dialogue-write-it"))
        )

    def accept_text(self, typed: str, scope: QuestionContext) -> AnswerResult:
        typed = normalise(typed)
        return self.to_answer(self.parse(typed, scope.moment.today), typed)

    def to_answer(self, result: ParseResult, typed: str) -> AnswerResult:
        match result:
            case Parsed(value=value):
                return Accepted(value)
            case Ambiguous(readings=readings):
                note = text(f"dialogue-{self.key_prefix}-unclear", said=typed)
                return Pending([candidate(shown, value) for shown, value in readings], note)
            case Rejected() if self.optional and says_none(typed):
                return Accepted(None)
            case Rejected(reason=why, args=args):
                return Pending(note=Text(f"dialogue-{self.key_prefix}-{why}", args))

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(buttons=candidate_buttons(scope.state.draft or ()))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return pick_candidate(scope.state.draft, payload)


@dataclass(frozen=True, slots=True)
class TextQuestion(TextParser, ParserQuestion):
    """Free text."""


@dataclass(frozen=True, slots=True)
class NameQuestion(NameParser, ParserQuestion):
    """A name; a single word is asked about once, and taken when it comes again."""

    def accept_text(self, typed: str, scope: QuestionContext) -> AnswerResult:
        match ParserQuestion.accept_text(self, typed, scope):
            case Pending(draft=[again]) if scope.state.draft:
                return Accepted(again["value"])
            case answer:
                return answer


@dataclass(frozen=True, slots=True)
class NumberQuestion(NumberParser, ParserQuestion):
    """A whole number, with `suggestions` as buttons."""

    _: KW_ONLY
    suggestions: tuple[int, ...] = ()

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(buttons=button_rows([Button(n, str(n)) for n in self.suggestions], 6))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return self.accept_text(payload, scope)


@dataclass(frozen=True, slots=True)
class MoneyQuestion(MoneyParser, ParserQuestion):
    """An amount as people write it, read back in words before it counts."""


@dataclass(frozen=True, slots=True)
class IdentityQuestion(IdentityParser, ParserQuestion):
    """The number of one kind of identity paper, shown masked ever after."""


@dataclass(frozen=True, slots=True)
class PhoneQuestion(PhoneParser, ParserQuestion):
    """A phone number, typed or shared. `own` takes only the sender's own card, and asks the messenger for it."""

    _: KW_ONLY
    own: bool = False

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(request=RequestKind.CONTACT if self.own else None)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        if isinstance(given, Contact) and (given.own or not self.own):
            return self.to_answer(self.parse_shared(given.phone), given.phone)
        if self.own:
            shared = isinstance(given, Contact)
            return Pending(note=text("dialogue-phone-not-yours" if shared else "dialogue-phone-share-it"))
        return ParserQuestion.accept(self, given, scope)


@dataclass(frozen=True, slots=True)
class LocationQuestion(Question):
    """A shared location, WGS 84 degrees."""

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(request=RequestKind.LOCATION)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        if not isinstance(given, GeoPoint):
            return Pending(note=text("dialogue-location-share-it"))
        return Accepted({"latitude": given.latitude, "longitude": given.longitude})

    def load(self, value: JsonValue) -> object:
        return GeoPoint(**value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return text("dialogue-located")


@dataclass(frozen=True, slots=True)
class Choice(Question):
    """One of a closed vocabulary.

    `among` narrows it, `options_for` does so by the values so far; a single choice left of these is taken without asking.
    """

    options: type[Term]
    _: KW_ONLY
    among: tuple[Term, ...] = ()
    options_for: Callable[[FormValues[Any]], Iterable[Term]] | None = None
    width: int = 2

    def choices(self, values: FormValues[Any]) -> list[Term]:
        return list(self.options_for(values) if self.options_for else self.among or self.options)

    def implied(self, values: FormValues[Any]) -> JsonValue:
        left = self.choices(values) if self.options_for else ()
        return left[0].value if len(left) == 1 else None

    def still_valid(self, value: JsonValue, values: FormValues[Any]) -> bool:
        return value is None or value in self.choices(values)

    def label(self, option: Term, scope: QuestionContext) -> Text:
        return enum_text(option)

    def render(self, scope: QuestionContext) -> Screen:
        choices = [Button(self.label(option, scope), option.value) for option in self.choices(scope.values)]
        return Screen(buttons=button_rows(choices, self.width))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return Accepted(self.options(payload).value)

    def load(self, value: JsonValue) -> object:
        return self.options(value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return enum_text(self.options(value))


def numbered_prompt(form: Form[Any], question: Question, scope: QuestionContext) -> Text:
    """Return the prompt, with «۴ از ۱۱» if the question is one of several that count.

    It is «۴ از حدود ۱۱» as long as an answer may still decide how many come.
    """
    prompt = question.prompt(scope)
    keys = [q.key for q in form.questions_to_ask(scope.values) if q.required_answer is None]
    if question.key not in keys or len(keys) == 1:
        return prompt
    at, of = keys.index(question.key) + 1, len(keys)
    if any(map(_is_conditional, form.questions[form.questions.index(question) + 1 :])):
        return text("dialogue-asked.about", at=at, of=of, question=prompt)
    return text("dialogue-asked", at=at, of=of, question=prompt)


def _is_conditional(question: Question) -> bool:
    return question.when is not None or (isinstance(question, Choice) and question.options_for is not None)


class YesOrNo(Term, text_key="answered"):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class YesNoQuestion(Choice):
    """Yes or no; its buttons are the texts .yes and .no of the question."""

    options: type[Term] = YesOrNo

    def label(self, option: Term, scope: QuestionContext) -> Text:
        return self.prompt(scope, f".{option.value}")

    def load(self, value: JsonValue) -> object:
        return value == YesOrNo.YES
