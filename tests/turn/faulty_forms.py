"""The service report with a fault of its own: in what it does at the end, or in how it hears a value."""

from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import MoneyAmount
from bot.dialogue.screen import Screen
from bot.turn.context import Turn
from handlers.services.report import ServiceReport, report_service, save_report
from tests.turn.harness import with_form


async def stumbles(turn: Turn, report: ServiceReport) -> Screen:
    """It has written half of what it does when it finds what it cannot bear."""
    await save_report(turn, report)
    raise ValueError("زهرا موسوی")


class Deaf(MoneyAmount):
    def take(self, given: Any, asked: Any) -> Any:
        raise LookupError(str(given))


STUMBLING = with_form(
    Form(ServiceReport, *report_service.questions, name="service-report", submit=stumbles, start=report_service.start)
)
DEAF = with_form(
    Form(
        ServiceReport,
        *(Deaf(q.key) if q.key == "value" else q for q in report_service.questions),
        name="service-report",
        submit=save_report,
        start=report_service.start,
    )
)
