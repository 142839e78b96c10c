"""Service reports with a bug: in the submit, or in the parsing of the value."""

from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import MoneyQuestion
from bot.dialogue.screen import Screen
from bot.turn.context import TurnContext
from handlers.services.report import ServiceReport, service_report_form, submit_report
from tests.turn.harness import with_form


async def stumbles(turn: TurnContext, report: ServiceReport) -> Screen:
    """Fail after a part was written, with words of a family in the message."""
    await submit_report(turn, report)
    raise ValueError("زهرا موسوی")


class Deaf(MoneyQuestion):
    def accept(self, given: Any, asked: Any) -> Any:
        raise LookupError(str(given))


STUMBLING = with_form(
    Form(
        ServiceReport,
        *service_report_form.questions,
        name="service-report",
        submit=stumbles,
        start=service_report_form.start,
        context=service_report_form.context,
    )
)
DEAF = with_form(
    Form(
        ServiceReport,
        *(Deaf(q.key) if q.key == "value" else q for q in service_report_form.questions),
        name="service-report",
        submit=submit_report,
        start=service_report_form.start,
        context=service_report_form.context,
    )
)
