"""Reporting a service: which family, what, worth how much, when, with which pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, MoneyAmount, Number
from bot.dialogue.questions.pickers import Files, JalaliDate, Option, Options, Pick, Query, on_this_day, picked
from bot.dialogue.screen import Rows, Screen
from bot.dialogue.state import Answers, Json
from bot.dialogue.views import begins, does
from bot.i18n.messages import Day, Digits, Lines, Money, Text, text, word
from bot.persian.amounts import Amount
from bot.relief.access.policy import Action, units_for
from bot.relief.catalogue import activities as catalogue
from bot.relief.catalogue.activities import ActivityView
from bot.relief.errors import Forbidden
from bot.relief.families.files import FamilyCard, FamilyView, family, find_families
from bot.relief.hierarchy import BODIES
from bot.relief.ids import ActivityId, FamilyId, FileId, UnitId
from bot.relief.services import reporting as services
from bot.relief.services.reporting import NewService
from bot.relief.services.views import ServiceView
from bot.relief.vocabulary import Kind
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import unit_id, units_where

GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """What the form builds. `family` is None for a group of `people` whose names nobody writes down."""

    unit: UnitId
    activity: ActivityId
    kind: Kind
    value: Amount
    delivered_on: date
    family: FamilyId | None = None
    people: int | None = None
    evidence: tuple[int, ...] = ()


def family_label(found: FamilyView) -> Text:
    return text("family-option", name=found.head_name, number=Digits(found.number))


def _of_family(found: FamilyView | FamilyCard) -> dict[str, Json]:
    """Whoever keeps its file delivers, unless another unit is chosen."""
    return {"unit": picked(found.unit, found.unit_name)}


async def families_near_me(turn: Turn, query: Query) -> Options:
    found = await find_families(
        turn.session, turn.known(), search=query.search, today=turn.today, offset=query.offset, limit=query.limit
    )
    rows = [Option(id=str(f.id), label=family_label(f), fills=_of_family(f)) for f in found.items]
    group = [] if query.search or query.offset else [Option(id=GROUP, label=text("service-group"))]
    return Options(items=(*rows, *group), more=found.more)


def _of_activity(found: ActivityView) -> dict[str, Json]:
    """What follows from the activity; the kind is asked only where there are several."""
    return {"kinds": [kind.value for kind in found.kinds]}


def _option(found: ActivityView) -> Option:
    return Option(id=str(found.id), label=found.short, fills=_of_activity(found))


async def activities(turn: Turn, query: Query) -> Options:
    """The last one of this family first, whole; then what the person reported lately; then the catalogue."""
    found = await catalogue.find_activities(turn.session, search=query.search, offset=query.offset, limit=query.limit)
    if query.search or query.offset:
        return Options(items=tuple(map(_option, found.items)), more=found.more)
    recent = await catalogue.recent_activities(turn.session, turn.known().person, limit=4)
    known = {a.id for a in recent}
    rest = [a for a in found.items if a.id not in known]
    again = await _like_last_time(turn, query.answers)
    return Options(items=(*again, *map(_option, [*recent, *rest][: query.limit])), more=True)


async def _like_last_time(turn: Turn, answers: Answers) -> tuple[Option, ...]:
    chosen = answers.get("family") or {"id": GROUP}
    if chosen["id"] == GROUP:
        return ()
    last = await services.last_service(turn.session, turn.known(), FamilyId(int(chosen["id"])))
    if last is None:
        return ()
    activity = await catalogue.activity(turn.session, last.activity)
    said = {"value": last.value, "said": str(last.value), "currency": "toman"}
    fills = {"kind": last.kind.value, "value": said, "evidence": None, **_of_activity(activity)}
    label = text("service-like-last-time", activity=last.activity_short, value=Money(last.value))
    return (Option(id=str(last.activity), label=label, said=last.activity_short, fills=fills),)


def kinds_of(answers: Answers) -> list[Kind]:
    return [Kind(kind) for kind in answers.get("kinds", ())] or list(Kind)


async def start_report(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    """The unit is one's own; a family that the button named is answered already."""
    units = await units_for(turn.session, turn.known(), Action.REPORT_SERVICE, turn.today, limit=1)
    if not units:
        raise Forbidden
    answers: dict[str, Any] = {"unit": picked(units[0].id, units[0].name)}
    if args:
        card = await family(turn.session, turn.known(), FamilyId(row_id(args)), turn.today)
        label = text("family-option", name=card.head_name, number=Digits(card.number))
        answers |= {"family": picked(card.id, label), **_of_family(card)}
    return answers


async def save_report(turn: Turn, report: ServiceReport) -> Screen:
    new = new_service(report)
    saved = await services.report(turn.session, turn.known(), new, turn.now, turn.today)
    return Screen(
        text=Lines(
            (text("service-saved", number=Digits(saved.number)), service_line(saved), text("service-withdrawable"))
        ),
        buttons=(*_next(saved), *home_row()),
    )


def new_service(report: ServiceReport) -> NewService:
    return NewService(
        unit=report.unit,
        family=report.family,
        people=report.people,
        activity=report.activity,
        kind=report.kind,
        value=report.value.value,
        said=report.value.said,
        currency=report.value.currency,
        delivered_on=report.delivered_on,
        evidence=tuple(FileId(f) for f in report.evidence),
    )


def _next(saved: ServiceView) -> Rows:
    """Pictures that were not at hand can come later, from the same message."""
    again = begins(text("service-next"), "service-report")
    back = does(text("service-withdraw"), "service", "withdraw", saved.id)
    if saved.evidence:
        return ((again, back),)
    return ((again, begins(text("service-add-evidence"), "evidence-adding", saved.id)), (back,))


def service_line(saved: ServiceView) -> Text:
    whom = text("service-for-people", people=saved.people or 0)
    if saved.family is not None:
        number = Digits(saved.family_number or 0)
        whom = text("family-option", name=saved.head_name, number=number) if saved.head_name else _nameless(number)
    return text(
        "service-line",
        whom=whom,
        activity=saved.activity_short,
        kind=word(saved.kind),
        value=Money(saved.value),
        day=Day(saved.delivered_on),
    )


def _nameless(number: Digits) -> Text:
    """Of another's unit, or erased."""
    return text("service-for-family", number=number)


def _family_or_group(kept: str) -> FamilyId | None:
    return None if kept == GROUP else FamilyId(int(kept))


def _is_group(answers: Answers) -> bool:
    return (answers.get("family") or {}).get("id") == GROUP


QUESTIONS = (
    Pick("family", from_=families_near_me, builds=_family_or_group),
    Number("people", when=_is_group, least=1, most=100_000, usual=(10, 20, 50, 100)),
    Pick("activity", from_=activities, builds=lambda kept: ActivityId(int(kept))),
    Choice("kind", Kind, only=kinds_of),
    MoneyAmount("value"),
    Files("evidence", optional=True, at_most=10),
    JalaliDate("delivered_on", default=on_this_day, past=True),
    Pick("unit", from_=units_where(Action.REPORT_SERVICE, among=BODIES), builds=unit_id),
)
"""What is asked of a service, also when it is corrected."""

report_service = Form(ServiceReport, *QUESTIONS, name="service-report", submit=save_report, start=start_report)

FORMS = (report_service,)
VIEWS = ()
