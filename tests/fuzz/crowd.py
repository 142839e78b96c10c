"""People with both hands full: most of what they do makes sense on the screen before them, the rest is odd or forged.

Knows the book of conversations (its names make good forgeries) and what the network shows; nothing of how turns are taken.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.persian.identity import read_national_id
from bot.relief.starter import sample_people
from bot.relief.words import Role
from bot.turn.context import Book
from bot.turn.state import State
from tests.fuzz.forging import changed, forgeries, standing_at
from tests.fuzz.network import Line, Screen
from tests.fuzz.oddities import ANSWERS, words
from tests.fuzz.updates import Json, Origin, bent, shapeless, update

FIRST_STRANGER = 50_000
STRANGERS = 3_000  # in both messengers together more than the bot remembers at once
GROUPS = (-1_001_000_000_001, -77, 2**52 - 5)
_IDENTITIES = [
    n for n in (f"{number:010}" for number in range(4_220_000_000, 4_220_002_000)) if read_national_id(n) == n
]
FITTING: Mapping[str, Sequence[str]] = {
    "members": ("4", "۱۲", "1"),
    "people": ("20", "۵۰"),
    "places": ("10", "۱۰۰"),
    "value": ("۳۰۰ هزار تومان", "۲ میلیون تومان", "500", "۵ میلیارد و ۳۰۰ میلیون تومان"),
    "head_name": ("مریم احمدی", "علی‌اکبر حسینی‌پور", "زهرا موسوی"),
    "phone": ("09170001234", "+98 917 000 9876"),
    "national_id": _IDENTITIES,
    "foreigner_id": ("123456789012", "987654321098"),
    "passport": ("A12345678", "U98765432"),
    "text": ("جمعه ساعت ۸ جلوی مسجد گرد می‌آییم.", "لطفاً برای بسته‌بندی بیایید"),
    "since": ("۱۵ آبان", "فردا", "۱۴۰۴/۹/۱"),
    "until": ("۲۰ آذر", "۱۴۰۵/۱/۱"),
}
_UNDOING = ("member|!end", "member|!unlink", "own|!leave", "erase-own|!yes", "link|!merge", "unlinking|!yes")
_UNDOING_FORMS = ("member-suspending", "unit-moving", "unit-merging", "unit-closing", "family-erasing")
"""What takes away that somebody can go anywhere at all: begun as often as the rest, seldom ended."""
_LEAVING = ("|later", "|drop", "|back", "|help", "b|home||", "b|help||", "b|language||")


@dataclass(slots=True, kw_only=True)
class Crowd:
    """Everybody who writes to one messenger: the sample's people, those it invites, and strangers."""

    line: Line
    book: Book
    chance: random.Random
    number: int = 1_000
    members: dict[Role, list[tuple[int, str]]] = field(default_factory=dict)
    _come: int = 0
    _gone: Counter[str] = field(default_factory=Counter)
    _forged: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for one in sample_people():
            if one.messenger == self.line.name:
                self.members.setdefault(one.role, []).append((int(one.account), one.name))
        self._forged = tuple(forgeries(self.book))

    def somebody(self) -> tuple[int, str]:
        """Every role writes as often as any other, however few hold it: else nobody gets through what only they may do."""
        if self.chance.random() < 0.85:
            return self.chance.choice(self.members[self.chance.choice(list(self.members))])
        return FIRST_STRANGER + self.chance.randrange(STRANGERS), "ناشناس"

    def newcomers(self, most: int) -> list[tuple[int, Any]]:
        """Strangers who say a first word, until all have: the bot's memory of people is then full."""
        found: list[tuple[int, Any]] = []
        while self._come < STRANGERS and len(found) < most:
            account = FIRST_STRANGER + self._come
            origin = Origin(account=account, chat=account, name="ناشناس")
            said = {"message_id": 1, "from": origin.person, "chat": origin.place, "text": "/start"}
            found.append(self._numbered({"message": said}))
            self._come += 1
        return found

    def next(self, account: int, name: str, state: State | None) -> tuple[int, Any]:
        """What this person does now. `state` is where their conversation stands."""
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
        """More pictures at once than any question takes, some of them twice."""
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
        """The messenger counts its updates without a gap, whatever stands in them."""
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
            changed(self.chance, self.book, screen.presses),
            words(self.chance),
        )
        return Origin(
            account=account,
            chat=self.chance.choice(GROUPS) if in_group else account,
            kind=self.chance.choice(["group", "supergroup"]) if in_group else "private",
            name=name,
            message=screen.message,
            presses=presses,
            answers=(*ANSWERS, *screen.labels),
        )

    def _sensible(self, origin: Origin, screen: Screen, state: State | None) -> Json:
        body = {"message_id": screen.message + 1, "date": 5, "from": origin.person, "chat": origin.place}
        if self.chance.random() < (0.005 if state and state.form else 0.08):
            code = f"hamyar{origin.account}" if self.chance.random() < 0.5 else ""
            return {"message": {**body, "text": f"/start j-{code}" if code else "/menu"}}
        pressed = self._press(screen, state)
        if pressed and self.chance.random() < 0.7:
            there = {"message_id": screen.message, "date": 5, "chat": origin.place}
            query = {"id": str(self.chance.randrange(10**15)), "from": origin.person, "message": there, "data": pressed}
            return {"callback_query": query}
        return {"message": {**body, **self._answer(origin, screen, state)}}

    def _press(self, screen: Screen, state: State | None) -> str:
        """Rarely the way out; of the others often the one that was gone the least, so that somebody gets everywhere."""
        form = state.form if state else None
        out = (*_LEAVING, *(("|ok",) if form and form.form in _UNDOING_FORMS else ()))
        onward = [press for press in screen.presses if not press.endswith(out) and _way(press) not in _UNDOING]
        onward += 2 * [press for press in onward if press.startswith("b|form|")]
        if screen.presses and self.chance.random() < (0.02 if form else 0.07):
            return self.chance.choice(screen.presses)
        if not onward:
            return ""
        rare = self.chance.random() < 0.5
        chosen = min(onward, key=lambda press: self._gone[_way(press)]) if rare else self.chance.choice(onward)
        self._gone[_way(chosen)] += 1
        return chosen

    def _answer(self, origin: Origin, screen: Screen, state: State | None) -> Json:
        if screen.labels and self.chance.random() < 0.5:
            phone = {"phone_number": f"98917{origin.account:07}", "first_name": origin.name, "user_id": origin.account}
            return self.chance.choice([{"contact": phone}, {"text": self.chance.choice(screen.labels)}])
        key = standing_at(self.book, state)
        if key.endswith("evidence") and self.chance.random() < 0.8:
            return {"photo": [{"file_id": f"f{self.chance.randrange(40)}", "width": 90, "height": 90}]}
        fitting = FITTING.get(key.rpartition("-")[2].replace(" ", "_"), ANSWERS)
        return {"text": self.chance.choice(fitting)}


def _way(press: str) -> str:
    """Where a press leads, whoever and whatever it is about: a page, what is done on it, or a form by its name."""
    kind, _, rest = press.partition("|")
    if kind == "f":
        return kind
    view, act, *args = f"{rest}||".split("|")
    return f"{view}|{args[0]}" if view == "form" else f"{view}|{act}"


def diligent(account: int) -> bool:
    """Two of three people mostly want to come to an end, so that somebody stands at every question."""
    return account % 3 != 0
