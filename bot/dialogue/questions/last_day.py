"""The last day of a span whose first day is another answer of the form."""

from dataclasses import KW_ONLY, dataclass
from datetime import date

from bot.dialogue.question import Accepted, AnswerResult, Pending, QuestionContext
from bot.dialogue.questions.month_grid import month_buttons
from bot.dialogue.questions.pickers import DateQuestion
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.i18n.messages import Day, text
from bot.persian.jalali import DateStyle


@dataclass(frozen=True, slots=True)
class LastDayQuestion(DateQuestion):
    """A day not before the answer to `since`, which is one press away: most spans have one day."""

    _: KW_ONLY
    since: str = "since"

    def render(self, scope: QuestionContext) -> Screen:
        first, today = self._first_day(scope.values), scope.moment.today
        match scope.state.draft:
            case {"month": shown}:
                allowed = date.fromisoformat(shown)
                return Screen(buttons=month_buttons(allowed, lambda day: self.allows(day, today) and day >= first))
            case None:
                near = {name: day for name, day in self.suggested_days(today).items() if day > first}
                days = {"same-day": first, **near} if first > date.min else near
                buttons = [
                    Button(text(f"dialogue-{name}", day=Day(day, DateStyle.DAY)), f"{day}")
                    for name, day in days.items()
                ]
                return Screen(
                    buttons=(
                        tuple(buttons[:2]),
                        (Button(text("dialogue-other-day"), f"m{first if first > date.min else today}"),),
                    )
                )
            case _:
                return DateQuestion.render(self, scope)

    def accept_text(self, typed: str, scope: QuestionContext) -> AnswerResult:
        return self._not_before(DateQuestion.accept_text(self, typed, scope), scope)

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return self._not_before(DateQuestion.press(self, payload, scope), scope)

    def still_valid(self, value: JsonValue, values: FormValues[object]) -> bool:
        return date.fromisoformat(value) >= self._first_day(values)

    def _not_before(self, taken: AnswerResult, scope: QuestionContext) -> AnswerResult:
        first = self._first_day(scope.values)
        if isinstance(taken, Accepted) and date.fromisoformat(taken.value) < first:
            return Pending(note=text("dialogue-date-before", day=Day(first)))
        return taken

    def _first_day(self, values: FormValues[object]) -> date:
        return date.fromisoformat(values.answers.get(self.since) or date.min.isoformat())
