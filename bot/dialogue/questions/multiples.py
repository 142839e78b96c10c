"""Questions that hold several things: marked choices, files, items of a nested form.

Each item stands in their answer at once: going back, another version of the form or a press that is too late drops
nothing of it. Only a removal takes something away.
"""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.question import Accepted, AnswerResult, Input, Pending, Question, QuestionContext
from bot.dialogue.questions.basic import Choice
from bot.dialogue.screen import Button, FileRef, Screen
from bot.dialogue.state import Answers, FormState, FormValues, JsonValue
from bot.i18n.messages import Joined, Localizable, Term, Text, enum_text, text

MAX_FILE_CAPTION_LENGTH = 300
DONE, PUT_BACK = "!", "u"
"""The presses that go on with what is given, and put back what was removed."""
_REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class MultipleQuestion(Question):
    """The base of these questions; the items of its answer are in a list."""

    def items(self, scope: QuestionContext) -> list[JsonValue]:
        """Return the items given so far. An older version kept them as a list in the draft."""
        draft = scope.state.draft
        return list(draft if isinstance(draft, list) else scope.state.answers.get(self.key) or ())

    def removed(self, scope: QuestionContext) -> list[JsonValue]:
        """Return what the last removal took away; one press puts it back."""
        draft = scope.state.draft
        return list(draft[_REMOVED]) if isinstance(draft, dict) else []

    def keep(
        self,
        items: list[JsonValue],
        scope: QuestionContext,
        note: Text | None = None,
        *,
        sub: FormState | None = None,
        removed: Sequence[JsonValue] = (),
    ) -> Pending:
        """Return the question with these items as its answer; without items it has none."""
        others = {key: value for key, value in scope.state.answers.items() if key != self.key}
        draft = {_REMOVED: list(removed)} if removed else None
        return Pending(draft, note, sub, answers={**others, self.key: items} if items else others)

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        items = self.items(scope)
        if payload == PUT_BACK and (removed := self.removed(scope)):
            return self.keep([*items, *removed], scope)
        return Accepted(items) if payload == DONE and items else Question.press(self, payload, scope)


@dataclass(frozen=True, slots=True)
class MultiChoice(MultipleQuestion, Choice):
    """Several of a closed vocabulary: each press marks or unmarks one."""

    def implied(self, values: FormValues[Any]) -> JsonValue:
        return None

    def still_valid(self, value: JsonValue, values: FormValues[Any]) -> bool:
        return value is None or set(value) <= set(self.choices(values))

    def label(self, option: Term, scope: QuestionContext) -> Text:
        return text("dialogue-marked", what=enum_text(option)) if option in self.items(scope) else enum_text(option)

    def render(self, scope: QuestionContext) -> Screen:
        done = ((Button(text("dialogue-that-is-all"), DONE),),) if self.items(scope) else ()
        return Screen(buttons=Choice.render(self, scope).buttons + done)

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        if payload == DONE:
            return MultipleQuestion.press(self, payload, scope)
        marked, value = self.items(scope), self.options(payload).value
        return self.keep([m for m in marked if m != value] if value in marked else [*marked, value], scope)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return self.keep(self.items(scope), scope, text("dialogue-choose"))

    def load(self, value: JsonValue) -> object:
        return tuple(self.options(v) for v in value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return Joined(tuple(enum_text(self.options(v)) for v in value), separator=text("dialogue-comma"))


@dataclass(frozen=True, slots=True)
class FileUpload(MultipleQuestion):
    """Pictures and documents, one message or album after the other, each with its caption.

    An item is the id of a file, or a mapping with the caption too. The draft holds what was removed, to be put back.
    """

    _: KW_ONLY
    max_count: int = 10

    def render(self, scope: QuestionContext) -> Screen:
        kept, removed = len(self.items(scope)), len(self.removed(scope))
        if kept:
            done = Button(text("dialogue-files-done", count=kept), DONE)
            again = Button(text("dialogue-files-again"), "*")
            return Screen(text=text("dialogue-files-kept", count=kept), buttons=((done, again),))
        undo = Button(text("dialogue-files-put-back", count=removed), PUT_BACK)
        return Screen(text=text("dialogue-files-removed", count=removed), buttons=((undo,),)) if removed else Screen()

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        if payload == "*":
            return self.keep([], scope, removed=self.items(scope) or self.removed(scope))
        return MultipleQuestion.press(self, payload, scope)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        kept = self.items(scope)
        if not isinstance(given, FileRef):
            return self.keep(kept, scope, text("dialogue-send-a-file"))
        others = [item for item in kept if load_file(item).id != given.id]
        if len(others) < self.max_count:
            (again,) = [load_file(item) for item in kept if item not in others] or (given,)
            return self.keep([*others, dump_file(given if given.caption else again)], scope)
        return self.keep(kept, scope, text("dialogue-files-enough", most=self.max_count))

    def load(self, value: JsonValue) -> object:
        return tuple(load_file(item) for item in value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return text("dialogue-files-count", count=len(value))


def dump_file(file: FileRef) -> JsonValue:
    return {"id": file.id, "caption": file.caption[:MAX_FILE_CAPTION_LENGTH]} if file.caption else file.id


def load_file(item: JsonValue) -> FileRef:
    return FileRef(id=item["id"], caption=item.get("caption", "")) if isinstance(item, dict) else FileRef(id=item)


@dataclass(frozen=True, slots=True)
class Repeat(MultipleQuestion):
    """A form nested once: each pass adds an item. `format_item` puts one item into a line."""

    _: KW_ONLY
    form: Form[Any]
    format_item: Callable[[Answers], Localizable]
    max_count: int = 20

    def begin(self, standing: JsonValue) -> Pending:
        """Begin the first item at once if there must be one and there is none."""
        return Pending() if standing or self.optional else Pending(sub=self.form.begin())

    def add(self, item: Answers, scope: QuestionContext) -> Pending:
        return self.keep([*self.items(scope), item], scope)

    def render(self, scope: QuestionContext) -> Screen:
        made = self.items(scope)
        rows = [(Button(text("dialogue-remove", what=self.format_item(item)), f"-{i}"),) for i, item in enumerate(made)]
        last = [Button(text("dialogue-add-another"), "+")] if len(made) < self.max_count else []
        last += [Button(text("dialogue-that-is-all"), DONE)] if made else []
        undo = [
            (Button(text("dialogue-put-back", what=self.format_item(item)), PUT_BACK),) for item in self.removed(scope)
        ]
        return Screen(buttons=(*rows, *undo, tuple(last)))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        made = self.items(scope)
        if payload == "+" and len(made) < self.max_count:
            return self.keep(made, scope, sub=self.form.begin())
        if payload.startswith("-"):
            removed = made[range(len(made)).index(int(payload[1:]))]
            return self.keep([item for item in made if item is not removed], scope, removed=(removed,))
        return MultipleQuestion.press(self, payload, scope)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return self.keep(self.items(scope), scope, text("dialogue-choose"))

    def load(self, value: JsonValue) -> object:
        return tuple(self.form.build(FormValues(context=None, answers=item)) for item in value)

    def format_answer(self, value: JsonValue) -> Localizable:
        return Joined(tuple(self.format_item(item) for item in value), separator=text("dialogue-comma"))
