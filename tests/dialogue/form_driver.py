"""A person who types and taps through a form: no network, no framework, no mocks.

Before every step the state goes through JSON, as it does between two turns.
"""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson

from bot.dialogue import engine
from bot.dialogue.engine import Abort, Continue, Submit
from bot.dialogue.form import CONFIRM_PAGE, Form
from bot.dialogue.inputs import Contact, GeoPoint, TextInput
from bot.dialogue.question import Input, Moment
from bot.dialogue.questions.multiples import Repeat
from bot.dialogue.questions.pickers import Option, Options, OptionsQuery, OptionsRequest
from bot.dialogue.screen import FileRef, Screen
from bot.dialogue.state import FormState, FormValues
from bot.i18n.catalog import LOCALES_FOLDER, Texts
from bot.i18n.messages import Text, kebab

T = TypeVar("T")

MOMENT = Moment(now=datetime(2025, 11, 3, 8, 30, tzinfo=UTC), today=date(2025, 11, 3))  # Monday, 12 Aban 1404


def answered(work: Awaitable[T]) -> T:
    """Return the result of a query that waits for nothing."""
    try:
        work.__await__().send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]  # the value of a StopIteration has no type
    raise AssertionError("a query of these tests waits for nothing")


def among(*options: Option) -> OptionsQuery:
    """Return a query over these options: searched by their labels, paged."""

    async def look(_: Any, query: OptionsRequest) -> Options:
        fit = [one for one in options if query.search in str(one.label)]
        shown = fit[query.offset : query.offset + query.limit]
        return Options(items=tuple(shown), more=len(fit) > query.offset + query.limit)

    return look


def texts_of(form: Form[Any], folder: Path, **said: str) -> Texts:
    """Return the texts of the engine, and plain ones for a test's form; `said` are questions' own, by key."""
    (folder / "fa").mkdir(parents=True, exist_ok=True)
    shutil.copytree(LOCALES_FOLDER / "fa" / "core", folder / "fa" / "core", dirs_exist_ok=True)
    (folder / "fa" / "story.ftl").write_text("\n".join(_lines(form, said)), encoding="utf-8")
    return Texts("fa", strict=True, folder=folder)


def _lines(form: Form[Any], said: dict[str, str]) -> list[str]:
    lines = [f"{form.name}-title = {form.name}", f"{form.name}-confirm = این‌ها درست است؟", "    .ok = ثبت"]
    for q in form.questions:
        lines.append(f"{form.name}-{kebab(q.key)} = {said.get(q.key, f'{q.key}?')}")
        lines += [f"    .{name} = {name} {q.key}" for name in ("label", "help", "skip", "yes", "no")]
        lines.append(f"    .stop = {said.get(f'{q.key}.stop', f'stop {q.key}')}")
        if isinstance(q, Repeat):
            lines += _lines(q.form, said)
    return lines


@dataclass(slots=True)
class Talk:
    """A person in one form.

    `built` is the result once the form was submitted, `stopped` the reason once it was ended. `finds` replaces the queries
    of a form that need a database.
    """

    form: Form[Any]
    texts: Texts
    values: FormValues[Any] = field(default_factory=lambda: FormValues(context=None))
    finds: Callable[[OptionsRequest], Options] | None = None
    built: Any = None
    stopped: Text | None = None
    number: int = 1
    note: Text | None = None
    state: FormState = field(init=False)
    screen: Screen = field(init=False)

    def __post_init__(self) -> None:
        self._arrive(self.form.begin(self.values))

    # ---- what one does

    def type(self, said: str) -> str:
        return self.give(TextInput(text=said))

    def tap(self, label: str) -> str:
        """Press the button with exactly this label."""
        fit = [b for row in self.screen.buttons for b in row if self.texts.format_label(b.label) == label]
        assert len(fit) == 1, f"{label!r} is not one of {self.buttons}"
        return self.press(fit[0].data.split("|", 2)[2])

    def file(self, number: int) -> str:
        return self.give(FileRef(id=number))

    def contact(self, phone: str, *, own: bool) -> str:
        return self.give(Contact(phone=phone, own=own))

    def place(self, latitude: float, longitude: float) -> str:
        return self.give(GeoPoint(latitude=latitude, longitude=longitude))

    def press(self, action: str) -> str:
        return self.give(action)

    def give(self, move: str | Input) -> str:
        """Take one step; return the text of the screen after it."""
        self.state = through_json(self.state)
        match engine.advance(self.form, self.state, move, MOMENT):
            case Continue(state=state, note=note):
                self._arrive(state, note)
            case Submit(state=state):
                self._arrive(self.form.goto(state, CONFIRM_PAGE) if self.form.confirm else self.form.begin(self.values))
                self.built = self.form.build(self.form.complete(state, MOMENT))
            case Abort(reason=said):
                self.stopped = said
                return self.texts.format_message(said)
        return self.text

    def resume(self, form: Form[Any], folder: Path) -> str:
        """Go on in the form as a new version has it."""
        self.form, self.texts = form, texts_of(form, folder)
        self._arrive(engine.resume_form(form, through_json(self.state)))
        return self.text

    def _arrive(self, state: FormState, note: Text | None = None) -> None:
        self.state, self.note = through_json(state), note
        if wanted := engine.options_request(self.form, self.state, MOMENT):
            pick, query = wanted
            found = self.finds(query) if self.finds else answered(pick.source(None, query))
            self.state = through_json(engine.with_options(pick, self.state, found))
        self.number += 1
        self.screen = engine.render_form(self.form, self.state, MOMENT, self.number, note)

    # ---- what one sees

    @property
    def text(self) -> str:
        marks = dict.fromkeys(map(ord, "\u2068\u2069\u200e\u200f"))
        return self.texts.format_message(self.screen.text).translate(marks)

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def buttons(self) -> list[list[str]]:
        """Return the labels without those of every question: back, help, later."""
        ways = {"بازگشت", "راهنما", "بعداً"}
        rows = [[self.texts.format_label(b.label) for b in row] for row in self.screen.buttons]
        return [row for row in rows if not set(row) <= ways]


def through_json(state: FormState) -> FormState:
    again = FormState.from_json(orjson.loads(orjson.dumps(state)))
    assert orjson.dumps(again) == orjson.dumps(state)
    return again
