"""A verdict as figures with goals, and as notes for finding the cause."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.faults.harness.db_reader import Holdings
from tests.faults.harness.history import Story
from tests.faults.harness.invariants import DIED, LOST, WITHOUT, Verdict

SLOWEST_STOP = 5.0  # seconds from SIGTERM to the end
SLOWEST_RECOVERY = 30.0  # seconds from a start to the first answer, all troubles on the way included


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `goal` None: it is only reported."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    least: bool = False

    @property
    def holds(self) -> bool:
        if self.goal is None:
            return True
        return self.value >= self.goal if self.least else self.value <= self.goal

    def line(self) -> dict[str, Any]:
        return {
            "figure": self.name,
            "value": self.value,
            "unit": self.unit,
            "goal": self.goal,
            "holds": self.holds,
        }


def figures(story: Story, held: Holdings, verdict: Verdict) -> list[Figure]:
    room = f"faults.{story.plan.database}"
    return [
        Figure(name=f"{room}.{name}", value=value, unit=unit, goal=goal, least=least)
        for name, value, unit, goal, least in (*_records(story, held, verdict), *_troubles(story, verdict))
    ]


Row = tuple[str, float, str, float | None, bool]


def _records(story: Story, held: Holdings, verdict: Verdict) -> Iterator[Row]:
    yield "confirmed", verdict.confirmed.total(), "records", None, False
    yield "lost", len(verdict.lost), "records", 0, False
    yield "doubled", len(verdict.doubled), "records", 0, False
    yield "untrue", len(verdict.untrue), "answers", 0, False
    yield "sums_wrong", len(held.wrong), "sums", 0, False
    yield "unfinished", len(verdict.unfinished), "errands", 0, False
    yield "set_aside", held.set_aside.total(), "updates", 0, False
    yield "left_at_rest", 0 if story.at_rest else 1, "rows unsent or waiting", 0, False


def _troubles(story: Story, verdict: Verdict) -> Iterator[Row]:
    plan, line = story.plan, story.line
    yield "kills", story.kills.total(), "kills", plan.kills, True
    yield "injected", story.injected, "faults", plan.faults, True
    yield "deaths", len(story.deaths), "ends that nobody caused", 0, False
    recovered = [line.answered[bot.generation] - bot.began for bot in story.bots if bot.generation in line.answered]
    yield "recovery_s", round(max(recovered, default=0.0), 2), "s", SLOWEST_RECOVERY, False
    for name, whole in (("start_whole_s", True), ("start_forked_s", False)):
        started = [
            line.heard[bot.generation] - bot.began
            for bot in story.bots
            if bot.whole is whole and bot.generation in line.heard
        ]
        yield name, round(median(started), 2) if started else 0.0, "s, median", None, False
    yield "stop_s", round(story.stop_s, 2), "s", SLOWEST_STOP, False
    yield "messages_doubled.died", verdict.doubled_messages[DIED], "messages", None, False
    yield "messages_doubled.answer_lost", verdict.doubled_messages[LOST], "messages", None, False
    yield "messages_doubled.without_cause", verdict.doubled_messages[WITHOUT], "messages", 0, False


def _slowest(story: Story) -> dict[str, Any]:
    """Return the start that took longest to a first answer, and the faults on its way."""
    answered = [bot for bot in story.bots if bot.generation in story.line.answered]
    if not answered:
        return {}
    line = story.line
    bot = max(answered, key=lambda one: line.answered[one.generation] - one.began)
    return {
        "bot": bot.generation,
        "whole": bot.whole,
        "first call after": round(line.heard[bot.generation] - bot.began, 2),
        "first answer after": round(line.answered[bot.generation] - bot.began, 2),
        "met": [one.trouble for one in line.calls if one.generation == bot.generation and not one.effect],
    }


def notes(story: Story, held: Holdings, verdict: Verdict) -> list[str]:
    """Return each finding in words, with what was injected around it."""
    what = {
        "seed": story.plan.seed,
        "kills": dict(story.kills),
        "starts": {"whole": sum(b.whole for b in story.bots), "forked": sum(not b.whole for b in story.bots)},
        "starts without a database": story.refused_starts,
        "slowest recovery": _slowest(story),
        "calls gone wrong": dict(story.line.mischief.done),
        "updates": dict(story.line.done),
        "struck": dict(story.struck),
        "errands": dict(verdict.outcomes),
        "set aside": dict(held.set_aside),
    }
    found = {
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "untrue": verdict.untrue,
        "deaths": story.deaths,
        "sums": held.wrong,
        "unfinished": verdict.unfinished,
        "without a cause": verdict.without_cause,
    }
    return [
        json.dumps(what, ensure_ascii=False),
        *(f"{name}: {one}" for name, several in found.items() for one in several),
    ]
