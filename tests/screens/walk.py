"""Walk through the whole sample: every page, every question and its help, a wrong answer, each form's end.

No page and no form is named: buttons are followed, questions are answered by their kind.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.engine import current_question
from bot.dialogue.form import CONFIRM_PAGE, EDIT_PAGE
from bot.dialogue.question import Question
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM_VIEW, ViewRequest
from handlers.registry import REGISTRY
from tests.fuzz.updates import Origin
from tests.fuzz.valid_answers import fitting
from tests.screens.shown import Shown
from tests.turn.harness import Neighbour

MAX_STEPS = 24  # of one form
MAX_TRIES = 3  # at one question
SECOND_TRY = 2
MAX_VISITS = 13  # of one page, with other arguments each
WRONG_ANSWER = "؟؟"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
NUMBERS = "کارت 6037-9911-2233-4455، تلفن ۰۹۱۷ ۱۱۱ ۲۲۳۳ و +98 917 111 2233، تا ۱۴۰۴/۰۷/۰۳ یا 1404-07-03، کد KQ7-2mX"
"""Words with every kind of number that somebody copies from a message."""
UNDOING_FORMS = (
    "member-suspending",
    "unit-moving",
    "unit-merging",
    "unit-closing",
    "family-erasing",
    "account-linking",
)
"""Forms whose end takes away what others are to be shown."""


@dataclass(slots=True, kw_only=True)
class Walker:
    """One person of the sample, who looks at everything once."""

    person: Neighbour
    role: str
    chance: random.Random
    is_persian: bool = True
    shown: list[Shown] = field(default_factory=list)
    visits: Counter[str] = field(default_factory=Counter)
    visited: set[object] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)

    async def walk(self) -> list[Shown]:
        await self.person.say("/menu")
        await self._keep("menu", is_page=True)
        await self.person.say(WRONG_ANSWER)
        await self._keep("menu-not-understood")
        await self.person.say("/help")
        await self._keep("help")
        while self.waiting:
            data = self.waiting.pop(0)
            request = ViewRequest.decode(data)
            if request and request.view == FORM_VIEW:
                await self._walk_form(data, request.args[0])
            elif request:
                await self._press(data)
                await self._keep(request.view + (f"-{request.args[-1]}" if request.args[1:] else ""), is_page=True)
        return self.shown

    # ---- pages

    async def _keep(self, place: str, *, is_page: bool = False) -> None:
        """Keep the newest screen, and note the ways that lead on from it."""
        newest, screen = await self.person.newest(), await self.person.screen()
        rows = tuple(tuple(row) for row in newest["buttons"])
        keyboard = () if rows else tuple(tuple(line) for line in screen["keyboard"])
        text = newest.get("text") or newest.get("caption") or ""
        self.shown.append(
            Shown(
                name=f"{self.role}-{place}",
                text=text,
                rows=rows,
                keyboard=keyboard,
                is_page=is_page,
                is_persian=self.is_persian,
            )
        )
        for data in _data_of(rows):
            self._follow(data)

    def _follow(self, data: str) -> None:
        request = ViewRequest.decode(data)
        if request is None or request.act or request.view == "again":
            return
        shape = (request.view, bool(request.page), tuple("#" if a.isdecimal() else a for a in request.args))
        if shape in self.visited or self.visits[request.view] >= MAX_VISITS:
            return
        if request.view != FORM_VIEW:
            self.visits[request.view] += 1
        self.visited.add(shape)
        self.waiting.append(data)

    async def _press(self, data: str) -> None:
        await self.person.press((await self.person.newest())["id"], data)

    # ---- forms

    async def _walk_form(self, data: str, name: str) -> None:
        if name in self.forms:
            return
        self.forms.add(name)
        await self._press(data)
        tries: Counter[str] = Counter()
        for _ in range(MAX_STEPS):
            form = await self._form()
            if form is None:
                await self._keep(f"{name}-after")
                return
            tries[form.at] += 1
            place = f"{name}-{form.at.strip('?')}"
            await self._keep(place if tries[form.at] == 1 else f"{place}-{tries[form.at]}")
            if form.at == CONFIRM_PAGE and not await self._end_form(name, place):
                break
            if form.at not in (CONFIRM_PAGE, EDIT_PAGE) and not await self._answer(form, place, tries[form.at]):
                break
        await self.person.say("/cancel")
        await self._keep(f"{name}-later")

    async def _end_form(self, name: str, place: str) -> bool:
        """Look at the page of answers; submit the form, but for one that undoes."""
        await self._press_ending("|edit")
        await self._keep(f"{place}-edit")
        await self._press_ending("|back")
        return name not in UNDOING_FORMS and await self._press_ending("|ok")

    async def _answer(self, form: FormState, place: str, tries: int) -> bool:
        """Answer the question: wrongly once, then with its first button, then by its kind."""
        question, _ = current_question(REGISTRY.forms[form.form], form)
        if tries > MAX_TRIES + 2:
            return False
        if tries == 1:
            await self._press_ending("|help")
            await self._keep(f"{place}-help")
            await self.person.say(WRONG_ANSWER)
            return True
        offered = await self._options()
        calendar = [data for data in offered if "|=m" in data]
        if calendar and tries == SECOND_TRY:
            await self._press(calendar[-1])
            return True
        options = [data for data in offered if not data.rpartition("=")[2].startswith((".", "m", "p", "-"))]
        if options and tries < MAX_TRIES + 2:
            await self._press(options[min(tries - 2, len(options) - 1)])
            return True
        if question is not None and await self._send_answer(question):
            return True
        return await self._press_ending("|skip")

    async def _send_answer(self, question: Question) -> bool:
        person = self.person
        if isinstance(question, TextQuestion) and question.max_length >= len(NUMBERS):
            await person.say(NUMBERS)
            return True
        origin = Origin(account=person.account, chat=person.account, name=person.name)
        parts = fitting(self.chance, question, origin, ())
        if "photo" in parts:
            await person.share_file(PICTURE, "receipt.png", "photo")
        elif "contact" in parts:
            await person.share_contact(parts["contact"]["phone_number"])
        else:
            await person.send(**parts)
        return True

    async def _options(self) -> list[str]:
        rows = (await self.person.newest())["buttons"]
        return [data for data in _data_of(rows) if data.startswith("f|") and "|=" in data]

    async def _press_ending(self, end: str) -> bool:
        found = next((d for d in _data_of((await self.person.newest())["buttons"]) if d.endswith(end)), None)
        if found is not None:
            await self._press(found)
        return found is not None

    async def _form(self) -> FormState | None:
        chat = self.person.runtime.outbox.conversation(self.person.messenger, self.person.account)
        row = chat.row or await self.person.runtime.outbox.store.load(self.person.messenger, self.person.account)
        return row.state.form

    async def keep_what_came(self) -> list[Shown]:
        """Return what was sent to this person by itself: notices, calls, live messages."""
        known = {one.text for one in self.shown}
        messages = (await self.person.screen())["messages"]
        came = [m for m in messages if m["from"] == "bot" and not m["deleted"] and m.get("text") not in known]
        return [
            Shown(
                name=f"{self.role}-came",
                text=m.get("text") or "",
                rows=tuple(map(tuple, m["buttons"])),
                is_persian=self.is_persian,
            )
            for m in came
        ]


def _data_of(rows: Any) -> Iterator[str]:
    return (button["data"] for row in rows for button in row if button.get("data"))
