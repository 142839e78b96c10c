"""A crowd of users: most actions fit the screen, the rest are odd or forged.

Knows the registry (its names make good forgeries) and the fake network's screens; nothing of turns.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.engine import current_question
from bot.dialogue.question import Question
from bot.dialogue.questions.basic import ParserQuestion
from bot.dialogue.questions.multiples import FileUpload
from bot.relief.vocabulary import Role
from bot.turn.context import Registry
from bot.turn.conversation.state import ConversationState
from tests.fuzz.coverage_guide import Trails, way
from tests.fuzz.fake_network import Line, Screen
from tests.fuzz.forged_presses import changed, forgeries, standing_at
from tests.fuzz.malformed_values import ANSWERS, words
from tests.fuzz.people import Named, Present, code_of
from tests.fuzz.updates import Json, Origin, bent, shapeless, update
from tests.fuzz.valid_answers import fitting, unasked

FIRST_STRANGER = 50_000
STRANGERS = 2_600  # in both messengers together more than the bot remembers at once
FIRST_GUEST = 40_000
GUESTS = 12  # strangers at a time who want to come in
INVITED = {"telegram": 1010, "bale": 2010}  # of the sample
PATIENCE = 5  # moves at one question, before somebody thinks of leaving
GROUPS = (-1_001_000_000_001, -77, 2**52 - 5)
_UNDOING = ("member|!end", "member|!unlink", "own|!leave", "erase-own|!yes", "link|!merge", "unlinking|!yes")
_UNDOING_FORMS = ("member-suspending", "unit-moving", "unit-merging", "unit-closing", "family-erasing")
"""What takes away that somebody can go anywhere at all: begun as often as the rest, seldom ended."""
UNDONE = 0.1  # of the times that one could be
ENOUGH = 0.3  # of the times that several may be given
UNASKED = 0.04  # of the moves: a file, a place or a contact, wherever one stands
_LEAVING = ("|later", "|drop", "|back", "|help", "b|home||")


@dataclass(slots=True, kw_only=True)
class Crowd:
    """All users of one messenger: members, newcomers, former members and strangers.

    `there` says who has which role at present; guests are strangers who want to come in, new ones for those who have.
    """

    line: Line
    registry: Registry
    chance: random.Random
    trails: Trails
    number: int = 1_000
    there: Mapping[Role, Sequence[Named]] = field(default_factory=dict)
    _guests: list[int] = field(default_factory=list)
    _without: list[Named] = field(default_factory=list)
    _come: int = 0
    _roles: dict[int, Role] = field(default_factory=dict)
    _stood: dict[int, tuple[str, int]] = field(default_factory=dict)
    _gone: dict[int, tuple[str, Screen]] = field(default_factory=dict)
    _forged: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._forged = tuple(forgeries(self.registry))
        self._guests = [INVITED[self.line.name], *range(FIRST_GUEST, FIRST_GUEST + GUESTS - 1)]

    def meet(self, there: Present) -> None:
        """Update who has which role by now."""
        self.there = {role: there[role] for role in Role if there.get(role)}
        self._roles = {account: role for role, those in self.there.items() for account, _ in those}
        self._without = [one for one in there.get(None, ()) if one[0] not in self._roles]
        staying = [guest for guest in self._guests if guest not in self._roles]
        newest = max(FIRST_GUEST, *self._guests) + 1
        self._guests = [*staying, *range(newest, newest + GUESTS - len(staying))]

    def somebody(self) -> Named:
        """Choose a user; every role writes as often as any other, however few have it."""
        kind = self.chance.random()
        if kind < 0.8 and self.there:
            return self.chance.choice(self.there[self.chance.choice(list(self.there))])
        if kind < 0.94:
            return self.chance.choice([*self._without, *((guest, "مهمان") for guest in self._guests)])
        return FIRST_STRANGER + self.chance.randrange(STRANGERS), "ناشناس"

    def newcomers(self, most: int) -> list[tuple[int, Any]]:
        """Let strangers say a first word, until the bot's cache of conversations is full."""
        found: list[tuple[int, Any]] = []
        while self._come < STRANGERS and len(found) < most:
            account = FIRST_STRANGER + self._come
            origin = Origin(account=account, chat=account, name="ناشناس")
            said = {"message_id": 1, "from": origin.person, "chat": origin.place, "text": "/start"}
            found.append(self._numbered({"message": said}))
            self._come += 1
        return found

    def next(self, account: int, name: str, state: ConversationState | None) -> tuple[int, Any]:
        """Return this user's next update. `state` is the state of their conversation."""
        screen = self.line.screens.get(account) or Screen()
        kind = self.chance.random()
        if kind < (0.92 if diligent(account) else 0.35):
            return self._numbered(self._sensible(self._origin(account, name, screen), screen, state))
        kind = self.chance.random()
        if kind < 0.05:
            return self._numbered(shapeless(self.chance))
        origin = self._origin(account, name, screen)
        said = update(self.chance, 0, origin)
        return self._numbered(said if kind < 0.55 else bent(self.chance, said))

    def album(self, account: int, name: str) -> list[tuple[int, Any]]:
        """Send more pictures at once than any question takes, some of them twice."""
        origin = Origin(account=account, chat=account, name=name)
        album = {"from": origin.person, "chat": origin.place, "media_group_id": str(self.chance.randrange(10**9))}
        pictures = (self.chance.randrange(40) for _ in range(self.chance.choice([3, 11, 60])))
        return [
            self._numbered(
                {"message": {**album, "message_id": 10**6, "photo": [{"file_id": f"f{one}", "width": 9, "height": 9}]}}
            )
            for one in pictures
        ]

    def _numbered(self, raw: Any) -> tuple[int, Any]:
        """Number an update without gaps, as the messenger does, whatever its content."""
        self.number += 1
        if not isinstance(raw, dict):
            return self.number, raw
        odd = self.chance.random() < 0.01
        return self.number, {
            **raw,
            "update_id": self.chance.choice([None, "x", -5, [], 1.5, True]) if odd else self.number,
        }

    def _origin(self, account: int, name: str, screen: Screen) -> Origin:
        in_group = self.chance.random() < 0.04
        theirs = self.chance.choice(list(self.line.screens.values()) or [screen]).presses
        presses = (
            *screen.presses * 4,
            *theirs,
            *self.chance.choices(self._forged, k=4),
            changed(self.chance, self.registry, screen.presses),
            words(self.chance),
        )
        return Origin(
            account=account,
            chat=self.chance.choice(GROUPS) if in_group else account,
            kind=self.chance.choice(["group", "supergroup"]) if in_group else "private",
            topic=self.chance.choice([0, 0, 1, 17, 10**9]) if in_group else 0,
            name=name,
            message=screen.message,
            presses=presses,
            answers=(*ANSWERS, *screen.labels),
        )

    def _sensible(self, origin: Origin, screen: Screen, state: ConversationState | None) -> Json:
        body = {"message_id": screen.message + 1, "date": 5, "from": origin.person, "chat": origin.place}
        weary = self._weary(origin.account, state)
        if self.chance.random() < (0.3 if weary else 0.005 if state and state.form else 0.08):
            return {"message": {**body, "text": self._command(origin)}}
        if self.chance.random() < UNASKED:
            return {"message": {**body, **unasked(self.chance, origin)}}
        question = (
            current_question(self.registry.forms[state.form.form], state.form)[0] if state and state.form else None
        )
        pressed = self._press(origin.account, screen, state, weary=weary)
        if pressed and self.chance.random() < (0.6 if isinstance(question, ParserQuestion | FileUpload) else 0.9):
            self._gone[origin.account] = (way(pressed, ""), screen)
            there = {"message_id": screen.message, "date": 5, "chat": origin.place}
            query = {"id": str(self.chance.randrange(10**15)), "from": origin.person, "message": there, "data": pressed}
            return {"callback_query": query}
        return {"message": {**body, **self._answer(origin, screen, question)}}

    def _weary(self, account: int, state: ConversationState | None) -> bool:
        """Return True after many answers to a question that none has led on from."""
        at = standing_at(self.registry, state)
        before, moves = self._stood.get(account, ("", 0))
        self._stood[account] = (at, moves + 1 if at and at == before else 0)
        return self._stood[account][1] >= PATIENCE and self.chance.random() < 0.5

    def _command(self, origin: Origin) -> str:
        codes = [f"j-hamyar{origin.account}", f"j-{code_of(self.chance.choice(list(Role)))}", *self.line.payloads]
        return f"/start {self.chance.choice(codes)}" if self.chance.random() < 0.5 else "/menu"

    def _press(self, account: int, screen: Screen, state: ConversationState | None, *, weary: bool) -> str:
        """Choose a press; rarely a way out, or a forgery that fits the screen's form."""
        form, at, who = state.form if state else None, standing_at(self.registry, state), self._roles.get(account)
        if screen.presses and self.chance.random() < (0.8 if weary else 0.02):
            ways = [press for press in screen.presses if press.endswith(_LEAVING)] if weary else ()
            return self.chance.choice(ways or screen.presses)
        if state and form and (key := self.trails.edited(self.chance, form)):
            return f"f|{state.screen}|e:{key}"
        onward = self._onward(screen, form.form if form else "", at)
        gone, before = self._gone.get(account, ("", screen))
        if before is not screen:
            self.trails.led(who, gone, onward)
        return self.trails.chosen(self.chance, who, onward, at)

    def _onward(self, screen: Screen, form: str, at: str) -> list[str]:
        """Choose a press that leads on: not out of a form, and seldom to a loss of the role."""
        onward = [press for press in screen.presses if not (form and press.endswith(_LEAVING))]
        if (done := [press for press in onward if press.endswith("|=!")]) and self.chance.random() < ENOUGH:
            return done
        if self.chance.random() < UNDONE:
            return onward
        return [
            press
            for press in onward
            if not way(press, at).startswith(_UNDOING) and not (form in _UNDOING_FORMS and press.endswith("|ok"))
        ]

    def _answer(self, origin: Origin, screen: Screen, question: Question | None) -> Json:
        if screen.labels and self.chance.random() < 0.2:
            return {"text": self.chance.choice(screen.labels)}
        return fitting(self.chance, question, origin, self.line.codes)


def diligent(account: int) -> bool:
    """Return True for three of four users: they want to come to the end of a form."""
    return account % 4 != 0
