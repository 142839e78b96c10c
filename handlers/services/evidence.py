"""Evidence that comes after the report: pictures added to a stored service."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.multiples import FileUpload
from bot.dialogue.questions.pickers import PickAnswer, Preset, pick_answer
from bot.dialogue.screen import FileRef, Screen
from bot.dialogue.state import FormValues
from bot.i18n.messages import Digits, text
from bot.relief.ids import ServiceId
from bot.relief.services.evidence import MAX_EVIDENCE_FILES
from bot.relief.services.reporting import attach_evidence, load_own_service
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.services.report import saved_page, to_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUpload:
    service: ServiceId
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContext:
    service: PickAnswer | None = None


async def start_evidence_adding(turn: TurnContext, args: tuple[str, ...]) -> FormValues[EvidenceContext]:
    saved = await load_own_service(turn.caller(), ServiceId(parse_id(args)))
    number = text("service-number", number=Digits(saved.number))
    return FormValues(context=EvidenceContext(service=pick_answer(saved.id, number)))


async def submit_evidence(turn: TurnContext, adding: EvidenceUpload) -> Screen:
    saved = await attach_evidence(turn.caller(), adding.service, to_evidence(adding.files))
    return saved_page(turn, saved, text("evidence-added", number=Digits(saved.number)))


evidence_adding_form = Form(
    EvidenceUpload,
    Preset("service", parse_id=lambda kept: ServiceId(int(kept))),
    FileUpload("files", max_count=MAX_EVIDENCE_FILES),
    name="evidence-adding",
    submit=submit_evidence,
    start=start_evidence_adding,
    context=EvidenceContext,
    confirm=False,
)

FORMS = (evidence_adding_form,)
