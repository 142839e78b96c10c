"""All users of a run, the goal of each and its outcome."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from random import Random

from aiohttp import ClientSession

from tests.faults.harness import scenarios
from tests.faults.harness.goals import LATIN, Errand, plain
from tests.faults.harness.plan import Plan, chance
from tests.faults.harness.population import COORDINATOR, NEWCOMER, Inhabitant
from tests.faults.harness.user import Person

NUMBERED = ("service", "family", "campaign", "call")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A goal with its user."""

    who: Inhabitant
    errand: Errand
    person: Person


@dataclass(slots=True, kw_only=True)
class Crowd:
    """All users; `closing` asks them to begin no new goal."""

    plan: Plan
    http: ClientSession
    luck: Random
    deeds: list[Deed] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def live(self, one: Inhabitant) -> None:
        """Pursue one goal after another until it is time to end."""
        luck = chance(self.plan, f"{one.messenger}/{one.account}")
        person = Person(http=self.http, messenger=one.messenger, account=one.account, name=one.name, chance=luck)
        known: dict[str, set[int]] = {kind: set() for kind in NUMBERED}
        serials = count((one.account % 1000) * 1000 + 1)
        if one.role == NEWCOMER:
            await self._at(one, person, scenarios.joining(one.name, one.start or ""))
        while not self.closing.is_set():
            errand = self._next(one, person, known, next(serials))
            await self._at(one, person, errand)
            if errand.kind in known:
                known[errand.kind].add(errand.number)
            if errand.kind == "campaign" and errand.outcome == "saved" and luck.random() < 0.7:
                called = scenarios.call_of_campaign(next(serials), errand.mark, known["call"])
                await self._at(one, person, called)
                known["call"].add(called.number)
            if errand.kind == "sign-up" and errand.focus and errand.outcome == "saved" and luck.random() < 0.3:
                await self._give_back(one, person, errand)
            if errand.kind == "service" and errand.outcome == "saved" and luck.random() < 0.4:
                if luck.random() < 0.5:
                    await self._at(one, person, scenarios.picture_afterwards(errand.mark, errand.number))
                await self._take_back(one, person, errand)

    async def _at(self, one: Inhabitant, person: Person, errand: Errand) -> None:
        self.deeds.append(Deed(who=one, errand=errand, person=person))
        await person.run(errand)
        for older in self.deeds:
            ours = older.who == one and older.errand.kind == errand.kind and older.errand.outcome == "unseen"
            if ours and errand.met and plain(older.errand.page or older.errand.mark) in errand.met:
                older.errand.outcome = "unconfirmed"

    def _next(self, one: Inhabitant, person: Person, known: dict[str, set[int]], serial: int) -> Errand:
        luck = person.chance
        calls = [
            call for call in person.saying(scenarios.CALLED) if scenarios.is_call(call[1], person.buttons_of(call[0]))
        ]
        if calls and luck.random() < 0.5:
            message, text = luck.choice(calls)
            return scenarios.answer(message, text, person.buttons_of(message), luck)
        chosen = luck.random()
        if one.role == COORDINATOR and chosen < 0.25:
            return scenarios.campaign(serial)
        if one.role == COORDINATOR and chosen < 0.4:
            return scenarios.call(serial, known["call"])
        if chosen < 0.55:
            return scenarios.service(serial, luck)
        if chosen < 0.85:
            return scenarios.registration(serial, luck, known["family"])
        return scenarios.sign_up(scenarios.CAMPAIGNS[0 if one.role == COORDINATOR else 1])

    async def _give_back(self, one: Inhabitant, person: Person, came: Errand) -> None:
        data = person.buttons_of(came.focus).get(plain(scenarios.CANNOT))
        if data and "state" in came.facts and came.facts["state"] == "in":
            await self._at(one, person, scenarios.giving_back(came.mark, came.focus, data))

    async def _take_back(self, one: Inhabitant, person: Person, saved: Errand) -> None:
        for message, text in person.saying("شمارهٔ خدمت:"):
            data = person.buttons_of(message).get("لغو ثبت")
            if data and str(saved.number) in text.translate(LATIN):
                await self._at(one, person, scenarios.withdrawal(saved.mark, saved.number, message, data))
                return
