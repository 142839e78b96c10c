"""Goals of users: one for each conversation, as rules from a screen to the next action.

A goal has a mark of its own (a value, a name, a title) by which its record is found again. It reads Persian as people
do, and knows nothing of the bot.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

MARKS = re.compile("[\u200c\u200e\u200f\u2060\u2066-\u2069]")
DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def plain(text: str) -> str:
    """Return the text without marks that have no width."""
    return MARKS.sub("", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    text: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    message: int
    data: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Press a key of the reply keyboard that shares something; with an empty key send a picture."""

    key: str
    final: bool = False


Act: TypeAlias = Say | Press | Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A screen as the user sees it. `news` are texts that came or changed since the goal began."""

    message: int
    text: str
    buttons: Mapping[str, str]
    keys: Sequence[str]
    news: Sequence[str]

    def press(self, *labels: str, final: bool = False) -> Press | None:
        """Press the first button with this beginning."""
        for label in labels:
            for name, data in self.buttons.items():
                if label and name.startswith(plain(label)):
                    return Press(message=self.message, data=data, final=final)
        return None


Do: TypeAlias = Callable[["Errand", Screen, Random], Act | None]
MENU = Say(text="/menu")
HABIT = 0.8  # how often a user goes on with a draft that is offered


@dataclass(slots=True, kw_only=True)
class Errand:
    """One goal and its progress.

    `entry` is the button that begins it, `entry_page` the page where it stands if it is not in the menu; `draft` are beginnings
    of the buttons that go on with a draft of its kind; `page` is what its last page shows of
    it, and `met` the last page of another that stood there instead. `focus` is the message that it is about, where
    that is not simply the newest; `finals` counts the presses by which it was confirmed and which the messenger took.

    `outcome` is «saved» with a `number`, «unseen» (confirmed, and nothing is left open, but no answer was seen),
    «refused», or «unconfirmed» (it was met again as a draft: the press had fallen on a screen that was gone).
    """

    kind: str
    mark: str
    entry: str
    draft: Sequence[str]
    steps: Sequence[tuple[str, Do]]
    done: Callable[["Errand", Screen], int | None]
    entry_page: str = ""
    refusals: Sequence[str] = ()
    facts: dict[str, str | int] = field(default_factory=dict)
    opening: Act = Say(text="/menu")
    page: str = ""
    met: str = ""
    focus: int = 0
    since: int = 0
    finals: int = 0
    menus: int = 0
    apologies: int = 0
    puzzled: int = 0
    outcome: str = ""
    number: int = 0
    drops: bool = False
    looked: int = 0

    @property
    def over(self) -> bool:
        return bool(self.outcome)

    def react(self, screen: Screen, chance: Random) -> Act | None:
        number = self.done(self, screen) if self.finals else None
        if number is not None:
            self.outcome, self.number = "saved", number
            return None
        if self.finals and any(plain(words) in text for words in self.refusals for text in (screen.text, *screen.news)):
            self.outcome = "refused"
            return None
        for words, do in (*EVERYWHERE, *self.steps):
            if plain(words) in screen.text and (act := do(self, screen, chance)) is not None:
                return act
        if self.over:
            return None
        self.puzzled += 1
        return screen.press("فهرست اصلی", "بازگشت") or MENU


def _apology(errand: Errand, screen: Screen, _: Random) -> Act | None:
    errand.apologies += 1
    return screen.press("امتحان دوباره")


def _home(errand: Errand, screen: Screen, chance: Random) -> Act | None:
    """Begin, or go on with a draft, or verify with two fresh looks that a confirmed one left none."""
    left = screen.press(*errand.draft)
    if left is not None and (errand.finals or chance.random() < HABIT):
        return left
    if not errand.finals:
        return screen.press(errand.entry, errand.entry_page)
    if errand.looked and errand.menus > errand.looked:
        errand.outcome = "unseen"
        return None
    errand.looked = errand.looked or errand.menus
    return screen.press("کارهای من") or MENU


def _tasks(errand: Errand, screen: Screen, _: Random) -> Act | None:
    """Go on with a draft from the list of what waits, or look at the menu again."""
    return screen.press(*errand.draft) or MENU


def _drafts(errand: Errand, screen: Screen, chance: Random) -> Act | None:
    """Begin beside the drafts, or go on with one of them; where there is no room for one more, go on."""
    begin, left = screen.press("شروع تازه"), screen.press(*errand.draft)
    return (left if chance.random() < HABIT else None) or begin or left


def _kept(errand: Errand, screen: Screen, chance: Random) -> Act | None:
    if errand.drops:
        errand.drops = False
        return screen.press("حذف پیش‌نویس")
    return screen.press("ادامه") if chance.random() < HABIT else screen.press("فهرست اصلی")


EVERYWHERE: tuple[tuple[str, Do], ...] = (
    ("نگه می‌داریم تا واحد شما بداند", lambda _, screen, __: screen.press("می‌پذیرم")),
    ("ببخشید، مشکلی پیش آمد", _apology),
    ("از کجا شروع کنیم؟", _home),
    ("کار برای شما", _tasks),
    ("نگه داشتم", _kept),
    ("پیش‌نویس مانده است", _drafts),
    ("حذف شود؟", lambda _, screen, __: screen.press("بله، حذف شود")),
    ("پیش‌نویس حذف شد", lambda _, screen, __: screen.press("فهرست اصلی")),
)


def pick(*labels: str) -> Do:
    return lambda _, screen, __: screen.press(*labels)


def type_in(text: str) -> Do:
    return lambda _, __, ___: Say(text=text)


def sometimes(share: float, this: Do, else_: Do) -> Do:
    """Do one or the other; if the one is impossible, the other."""
    return lambda errand, screen, chance: (
        (this(errand, screen, chance) if chance.random() < share else None) or else_(errand, screen, chance)
    )


def with_pauses(step: Do) -> Do:
    """Leave the form now and then: its draft waits meanwhile."""
    return sometimes(0.05, pick("بعداً"), step)


def confirm(ok: str = "ثبت") -> Do:
    """Confirm only the goal's own page; a page of an older draft is dropped."""

    def read(errand: Errand, screen: Screen, _: Random) -> Act | None:
        if plain(errand.page or errand.mark) in screen.text:
            return screen.press(ok, final=True)
        errand.drops, errand.met = True, screen.text
        return screen.press("بعداً", "بازگشت")

    return read


def grouped(amount: int) -> str:
    """Format as the bot does: ۱٬۲۰۰٬۰۰۰."""
    return f"{amount:,}".replace(",", "٬").translate(DIGITS)


def number_after(words: str, *also: str, known: Collection[int] = ()) -> Callable[[Errand, Screen], int | None]:
    """Return the number in a new message that also has the other words."""
    pattern = re.compile(re.escape(plain(words)) + " ?([۰-۹]+)")

    def find(_: Errand, screen: Screen) -> int | None:
        for text in (screen.text, *screen.news):
            found = pattern.search(text)
            if found and all(plain(word) in text for word in also):
                number = int(found[1].translate(LATIN))
                if number not in known:
                    return number
        return None

    return find


def seen(*words: str) -> Callable[[Errand, Screen], int | None]:
    """Done when one message has all of these words."""

    def find(_: Errand, screen: Screen) -> int | None:
        return 0 if any(all(plain(word) in text for word in words) for text in (screen.text, *screen.news)) else None

    return find
