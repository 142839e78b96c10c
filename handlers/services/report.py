"""Reporting a service: recipient, activity, value, day, evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, MoneyQuestion, NumberQuestion
from bot.dialogue.questions.multiples import FileUpload, dump_file
from bot.dialogue.questions.pickers import (
    DateQuestion,
    Option,
    Options,
    OptionsRequest,
    Pick,
    begun_day_default,
    pick_answer,
)
from bot.dialogue.screen import ButtonRows, FileRef, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.dialogue.views import form_button, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Money, Text, enum_text, text
from bot.persian.money import Amount
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_units
from bot.relief.catalogue.activities import ActivityView, find_activities, list_recent_activities, load_activity
from bot.relief.catalogue.seasons import out_of_season
from bot.relief.errors import Forbidden
from bot.relief.families.files import FamilyCard, FamilyView, find_families, load_family
from bot.relief.hierarchy import SERVING_KINDS
from bot.relief.ids import ActivityId, FamilyId, FileId, UnitId
from bot.relief.services import reporting
from bot.relief.services.evidence import MAX_EVIDENCE_FILES, EvidenceFile
from bot.relief.services.own_reports import load_last_own_service
from bot.relief.services.reporting import NewService, is_withdrawable
from bot.relief.services.views import ServiceView
from bot.relief.vocabulary import Kind
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import label_argument, parse_unit_id, units_query

GROUP_ID = "group"
WAITING_FILES = "files"
"""The argument of a button that begins a form with the files that wait for their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """The result of the form. `family` is None for a group of `people` without names."""

    unit: UnitId
    activity: ActivityId
    kind: Kind
    value: Amount
    delivered_on: date
    family: FamilyId | None = None
    people: int | None = None
    evidence: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceContext:
    """`kinds` are those of the chosen activity; the kind is asked only if there are several."""

    kinds: tuple[Kind, ...] = ()


def family_label(family: FamilyView) -> Text:
    return text("family-option", name=family.head_name, number=Digits(family.number))


def _family_answers(family: FamilyView | FamilyCard) -> dict[str, JsonValue]:
    """Answer the unit with the one that keeps the family's file; it can be changed."""
    return {"unit": pick_answer(family.unit, family.unit_name)}


async def families_query(turn: TurnContext, query: OptionsRequest) -> Options:
    page = await find_families(turn.caller(), search=query.search, offset=query.offset, limit=query.limit)
    rows = [Option(id=str(f.id), label=family_label(f), also_answers=_family_answers(f)) for f in page.items]
    group = [] if query.search or query.offset else [Option(id=GROUP_ID, label=text("service-group"))]
    return Options(items=(*rows, *group), more=page.has_more)


def _activity_option(activity: ActivityView, context: ServiceContext) -> Option:
    return Option(id=str(activity.id), label=activity.short, context=replace(context, kinds=activity.kinds))


async def activities_query(turn: TurnContext, query: OptionsRequest) -> Options:
    """Find activities: the last service of this family, the actor's recent ones, then the catalogue."""
    late = out_of_season(turn.today)
    page = await find_activities(
        turn.session, search=query.search, out_of_season=late, offset=query.offset, limit=query.limit
    )
    if query.search or query.offset:
        options = (_activity_option(activity, query.context) for activity in page.items)
        return Options(items=tuple(options), more=page.has_more)
    recent = await list_recent_activities(turn.session, turn.require_actor().person, limit=4)
    recent_ids = {activity.id for activity in recent}
    activities = [*recent, *(activity for activity in page.items if activity.id not in recent_ids)][: query.limit]
    repeats = await _repeat_options(turn, query)
    return Options(items=(*repeats, *(_activity_option(activity, query.context) for activity in activities)), more=True)


async def _repeat_options(turn: TurnContext, query: OptionsRequest) -> tuple[Option, ...]:
    """Return the actor's last service to the chosen family as one option that answers everything.

    Pictures that are there already stay.
    """
    chosen = query.answers.get("family") or {"id": GROUP_ID}
    if chosen["id"] == GROUP_ID:
        return ()
    last = await load_last_own_service(turn.caller(), FamilyId(int(chosen["id"])))
    if last is None:
        return ()
    activity = await load_activity(turn.session, last.activity)
    amount = {"value": last.value, "said": str(last.value), "currency": "toman"}
    repeated = Option(
        id=str(last.activity),
        label=text("service-like-last-time", activity=last.activity_short, value=Money(last.value)),
        answer_label=last.activity_short,
        also_answers={"kind": last.kind.value, "value": amount, "evidence": query.answers.get("evidence")},
        context=replace(query.context, kinds=activity.kinds),
    )
    return (repeated,)


def activity_kinds(values: FormValues[ServiceContext]) -> tuple[Kind, ...]:
    return values.context.kinds or tuple(Kind)


async def start_service_report(turn: TurnContext, args: tuple[str, ...]) -> FormValues[ServiceContext]:
    """Begin with the actor's own unit, and with the family or the waiting files that the button names."""
    units = await permitted_units(turn.caller(), Action.REPORT_SERVICE, limit=1)
    if not units:
        raise Forbidden
    answers: dict[str, Any] = {"unit": pick_answer(units[0].id, units[0].name)}
    if args == (WAITING_FILES,):
        answers["evidence"] = take_files(turn) or None
    elif args:
        card = await load_family(turn.caller(), FamilyId(parse_id(args)))
        label = text("family-option", name=card.head_name, number=Digits(card.number))
        answers |= {"family": pick_answer(card.id, label), **_family_answers(card)}
    return FormValues(context=ServiceContext(), answers=answers)


def take_files(turn: TurnContext) -> list[JsonValue]:
    """Return the files that wait for their place, as items of an answer; they wait no longer."""
    files, turn.files = turn.files, ()
    return list(map(dump_file, files))


async def submit_report(turn: TurnContext, report: ServiceReport) -> Screen:
    new = to_new_service(report)
    await reporting.confirm_claims(turn.caller(), new, turn.confirm)
    saved = await reporting.report(turn.caller(), new)
    return saved_page(turn, saved, text("service-saved", number=Digits(saved.number)))


def saved_page(turn: TurnContext, saved: ServiceView, heading: Localizable) -> Screen:
    """Render a report just saved, or just given evidence. Files that are sent to this page are added to it."""
    again = form_button(text("service-next"), "service-report")
    pictures = form_button(text("service-add-evidence"), "evidence-adding", saved.id)
    withdrawable = is_withdrawable(saved, turn.now)
    evidence = text("service-evidence-count", count=saved.evidence_count) if saved.evidence_count else ""
    return Screen(
        text=Joined((heading, service_line(saved), evidence, text("service-withdrawable") if withdrawable else "")),
        buttons=((again, pictures), *(withdrawal_rows(saved) if withdrawable else ()), *home_row()),
    )


def withdrawal_rows(saved: ServiceView) -> ButtonRows:
    """Return the way to withdraw a report, in a row of its own; it asks once more."""
    return ((view_button(text("service-withdraw"), "service-withdrawal", saved.id),),)


def to_new_service(report: ServiceReport) -> NewService:
    return NewService(
        unit=report.unit,
        family=report.family,
        people=report.people,
        activity=report.activity,
        kind=report.kind,
        value=report.value.value,
        typed_amount=report.value.text,
        currency=report.value.currency,
        delivered_on=report.delivered_on,
        evidence=to_evidence(report.evidence),
    )


def to_evidence(files: Iterable[FileRef]) -> tuple[EvidenceFile, ...]:
    return tuple(EvidenceFile(file=FileId(file.id), caption=file.caption) for file in files)


def report_answers(service: ServiceView, report: NewService) -> dict[str, JsonValue]:
    """Return the answers that `report` was built from, the inverse of `to_new_service`.

    The labels are from `service`. Questions that do not apply are left out; each other has its answer here.
    """
    answers: dict[str, JsonValue] = {
        "family": pick_answer(report.family or GROUP_ID, _recipient_label(service)),
        "people": report.people,
        "activity": pick_answer(report.activity, service.activity_short),
        "kind": report.kind.value,
        "value": {"value": report.value, "said": report.typed_amount, "currency": report.currency.value},
        "evidence": [dump_file(FileRef(id=one.file, caption=one.caption)) for one in report.evidence] or None,
        "delivered_on": report.delivered_on.isoformat(),
        "unit": pick_answer(report.unit, service.unit_name),
    }
    values = FormValues(context=ServiceContext(), answers=answers)
    return {q.key: answers[q.key] for q in SERVICE_QUESTIONS if q.when is None or q.when(values)}


def _recipient_label(service: ServiceView) -> Text:
    if service.family is None:
        return text("service-group")
    return text("family-option", name=service.head_name or "", number=Digits(service.family_number or 0))


def service_line(saved: ServiceView) -> Text:
    whom = text("service-for-people", people=saved.people or 0)
    if saved.family is not None:
        number = Digits(saved.family_number or 0)
        whom = (
            text("family-option", name=saved.head_name, number=number) if saved.head_name else _nameless_family(number)
        )
    return text(
        "service-line",
        whom=whom,
        activity=saved.activity_short,
        kind=enum_text(saved.kind),
        value=Money(saved.value),
        day=Day(saved.delivered_on),
    )


def _nameless_family(number: Digits) -> Text:
    """Name a family of another unit, or an erased one, by its number."""
    return text("service-for-family", number=number)


def _parse_family_id(stored: str) -> FamilyId | None:
    return None if stored == GROUP_ID else FamilyId(int(stored))


def _is_group(values: FormValues[ServiceContext]) -> bool:
    return (values.answers.get("family") or {}).get("id") == GROUP_ID


SERVICE_QUESTIONS = (
    Pick("family", source=families_query, parse_id=_parse_family_id),
    NumberQuestion("people", when=_is_group, minimum=1, maximum=100_000, suggestions=(10, 20, 50, 100)),
    Pick("activity", source=activities_query, parse_id=lambda kept: ActivityId(int(kept))),
    Choice("kind", Kind, options_for=activity_kinds),
    MoneyQuestion("value"),
    FileUpload("evidence", optional=True, max_count=MAX_EVIDENCE_FILES),
    DateQuestion("delivered_on", default=begun_day_default, past=True),
    Pick("unit", source=units_query(Action.REPORT_SERVICE, among=SERVING_KINDS), parse_id=parse_unit_id),
)
"""The questions about a service, asked again when it is corrected."""

service_report_form = Form(
    ServiceReport,
    *SERVICE_QUESTIONS,
    name="service-report",
    subject=lambda values: label_argument(values.answers.get("family"), "name"),
    submit=submit_report,
    start=start_service_report,
    context=ServiceContext,
)

FORMS = (service_report_form,)
