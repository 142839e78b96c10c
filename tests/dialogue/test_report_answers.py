"""A stored service as the answers of the report: what the correction begins with is what was reported."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.dialogue.form import CONFIRM_PAGE, Form
from bot.dialogue.state import FormValues
from bot.persian.money import Currency, Toman
from bot.relief.ids import ActivityId, FamilyId, FileId, ServiceId, UnitId
from bot.relief.services.evidence import EvidenceFile
from bot.relief.services.reporting import NewService
from bot.relief.services.views import ServiceView
from bot.relief.vocabulary import Kind, ServiceState
from handlers.services.my_reports import CorrectionContext, service_correcting_form
from handlers.services.report import (
    SERVICE_QUESTIONS,
    ServiceContext,
    report_answers,
    service_report_form,
    to_new_service,
)
from tests.dialogue.form_driver import MOMENT

REPORT = NewService(
    unit=UnitId(3),
    family=FamilyId(5),
    people=None,
    activity=ActivityId(7),
    kind=Kind.IN_KIND,
    value=Toman(1_500_000),
    typed_amount="یک و نیم میلیون",
    currency=Currency.TOMAN,
    delivered_on=date(2025, 11, 1),
    evidence=(EvidenceFile(file=FileId(8)), EvidenceFile(file=FileId(9), caption="رسید سبد")),
)
VIEW = ServiceView(
    id=ServiceId(1),
    number=12,
    unit=REPORT.unit,
    unit_name="سادات",
    family=REPORT.family,
    family_number=4,
    head_name="زهرا موسوی",
    people=None,
    activity=REPORT.activity,
    activity_short="سبد غذایی",
    kind=REPORT.kind,
    value=REPORT.value,
    delivered_on=REPORT.delivered_on,
    evidence_count=2,
    reported_at=datetime(2025, 11, 2, tzinfo=UTC),
    state=ServiceState.WAITING,
    return_details=None,
    doubts=(),
)
GROUP = replace(REPORT, family=None, people=40, evidence=())
GROUP_VIEW = replace(VIEW, family=None, family_number=None, head_name=None, people=40, evidence_count=0)
CORRECTION = CorrectionContext(service={"id": "1", "label": "خدمت ۱۲"}, kinds=tuple(Kind))


@pytest.mark.parametrize(("service", "report"), [(VIEW, REPORT), (GROUP_VIEW, GROUP)], ids=["family", "group"])
@pytest.mark.parametrize(
    ("form", "context"),
    [(service_report_form, ServiceContext(kinds=tuple(Kind))), (service_correcting_form, CORRECTION)],
    ids=["report", "correction"],
)
def test_a_stored_service_answers_every_question_of_its_report(
    form: Form[Any], context: ServiceContext, service: ServiceView, report: NewService
) -> None:
    answers = report_answers(service, report)
    values = FormValues(context=context, answers=answers)
    assert set(answers) == {
        question.key for question in SERVICE_QUESTIONS if not question.when or question.when(values)
    }
    state = form.begin(values)
    assert state.at == CONFIRM_PAGE
    assert to_new_service(form.build(form.complete(state, MOMENT))) == report
