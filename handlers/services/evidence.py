"""Pictures that come after the report: sent whenever there is a connection, and kept with the service that they show."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.pickers import Files, picked
from bot.dialogue.screen import Screen
from bot.dialogue.state import Json
from bot.dialogue.views import begins
from bot.i18n.messages import Digits, Lines, text
from bot.relief.ids import FileId, ServiceId
from bot.relief.services import reporting as services
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, as_told
from handlers.services.report import service_line


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdding:
    service: ServiceId
    files: tuple[int, ...]


async def start_adding(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    saved = await services.service(turn.session, turn.known(), ServiceId(row_id(args)))
    return {"told_service": picked(saved.id, text("service-number", number=Digits(saved.number)))}


async def add_evidence(turn: Turn, adding: EvidenceAdding) -> Screen:
    files = tuple(FileId(file) for file in adding.files)
    saved = await services.attach(turn.session, turn.known(), adding.service, files, turn.now)
    return Screen(
        text=Lines(
            (
                text("evidence-added", number=Digits(saved.number)),
                service_line(saved),
                text("service-evidence-count", count=saved.evidence),
            )
        ),
        buttons=((begins(text("service-next"), "service-report"),), *home_row()),
    )


adding = Form(
    EvidenceAdding,
    Told("service", from_=as_told("service"), builds=lambda kept: ServiceId(int(kept))),
    Files("files", at_most=services.MOST_EVIDENCE),
    name="evidence-adding",
    submit=add_evidence,
    start=start_adding,
    confirm=False,
)

FORMS = (adding,)
VIEWS = ()
