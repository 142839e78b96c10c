"""Coverage guide: counts pressed buttons and asked questions, and prefers the rare ones.

Knows the registry's forms and questions; no person, no messenger and no screen.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.dialogue.questions.multiples import Repeat
from bot.dialogue.state import FormState
from bot.relief.vocabulary import Role
from bot.turn.context import Registry

RARE = 12
"""A question asked less often than that is worth a way."""
GUIDED = 0.6
"""How often the way that was gone least is taken; else any."""
FAR = 4
"""Pages that it looks ahead."""
LOOK_OVER = 40
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"\d{4,}|^[A-Z2-9]{10}$")


@dataclass(slots=True, kw_only=True)
class Trails:
    """Coverage so far.

    `asked` counts by `form-question`, `gone` by way. `who` is a role, or None: for each the ways lead elsewhere.
    """

    registry: Registry
    asked: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    _leads: dict[Role | None, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    _known: dict[Role | None, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    _chosen: Counter[Role | None] = field(default_factory=Counter)

    def chosen(self, chance: random.Random, who: Role | None, presses: Sequence[str], at: str) -> str:
        """Choose a button for a person `at` that question; «» if there is none."""
        if not presses:
            return ""
        if chance.random() < GUIDED:
            known = self._looked_over(who)
            ways = {press: way(press, at) for press in presses}
            chosen = min(presses, key=lambda press: (known.get(ways[press], self._own(ways[press])), chance.random()))
        else:
            chosen = chance.choice(presses)
        self.gone[way(chosen, at)] += 1
        return chosen

    def led(self, who: Role | None, gone: str, presses: Sequence[str]) -> None:
        """Record that the way `gone` led to a screen with these buttons; only pages lead on."""
        self._leads[who][gone].update(way(press, "") for press in presses if press.startswith("b|"))

    def _looked_over(self, who: Role | None) -> dict[str, float]:
        """Recompute now and then how well each way is covered, with what lies behind it."""
        if self._chosen[who] % LOOK_OVER == 0:
            leads = self._leads[who]
            known = {one: self._own(one) for one in {*leads, *chain.from_iterable(leads.values())}}
            for _ in range(FAR):
                known = {one: min([self._own(one), *(known[then] + 1 for then in leads.get(one, ()))]) for one in known}
            self._known[who] = known
        self._chosen[who] += 1
        return self._known[who]

    def _own(self, one: str) -> float:
        """Return how often a way was gone, less if it leads to questions that were asked rarely."""
        rare = sum(self.asked[question] < RARE for question in self._beyond(one))
        return self.gone[one] / (1 + 4 * rare)

    def _beyond(self, one: str) -> Iterator[str]:
        match one.split("|"):
            case ["form", "" | "!+", args] if (name := args.partition(",")[0]) in self.registry.forms:
                form = self.registry.forms[name]
                inner = (q.form for q in form.questions if isinstance(q, Repeat))
                yield from (f"{one.name}-{q.key}" for one in (form, *inner) for q in one.questions)
            case [at, act] if act.startswith("e:"):
                yield f"{at.rpartition('-')[0]}-{act[2:]}"
            case _:
                return

    def edited(self, chance: random.Random, state: FormState) -> str:
        """Choose now and then an answered question of the open form to edit, mostly a rare one; else «»."""
        form = self.registry.forms[state.form]
        keys = [question.key for question in form.questions if question.key in form.resolve(form.values(state)).answers]
        rare = [key for key in keys if self.asked[f"{form.name}-{key}"] < RARE]
        return chance.choice(rare or keys) if keys and chance.random() < (0.15 if rare else 0.03) else ""


def way(press: str, at: str) -> str:
    """Return the target of a press without its arguments: a page or act, a form by name, an answer."""
    kind, _, rest = press.partition("|")
    if kind == "f":
        return f"{at}|{_DAY.sub('day', rest.partition('|')[2])}"
    view, act, *args = f"{rest}||".split("|")
    said = ",".join(arg for arg in args[0].split(",") if not _ID.search(arg))
    return f"{view}|{act if act.startswith('!') else ''}|{said}"
