"""«خدمت‌های من»: what one has reported, where each report stands, taking one back, and correcting one that is not verified."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.questions.pickers import picked
from bot.dialogue.screen import Rows, Screen
from bot.dialogue.state import Json
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Money, Said, Text, text, word
from bot.persian.jalali import DateStyle
from bot.relief.catalogue import activities as catalogue
from bot.relief.ids import ServiceId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.services import corrections
from bot.relief.services import reporting as services
from bot.relief.services.corrections import Corrected
from bot.relief.services.views import Returned, ServiceView
from bot.relief.vocabulary import ServiceState
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, as_told
from handlers.services.report import GROUP, QUESTIONS, ServiceReport, new_service, service_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCorrecting(ServiceReport):
    """The whole report as it should have been; `service` is the one that it replaces."""

    service: ServiceId


def why_returned(back: Returned) -> Lines:
    """The reason, and what the supervisor wrote beside it."""
    note = text("service-returned-note", note=back.note) if back.note else ""
    return Lines((text("service-returned-why", reason=word(back.reason)), note), between=" ")


async def show_reports(turn: Turn, visit: Visit) -> Screen:
    """What was returned stands first: it waits for its reporter."""
    found = await services.reports(turn.session, turn.known(), offset=visit.offset, limit=ROWS)
    rows = [opens(_row(one), "service", one.id) for one in found.items]
    return Screen(
        text=text("reports" if rows else "reports-none"),
        buttons=(*listing(rows, visit, more=found.more), (opens(text("dialogue-back"), "own"), *home_row()[0])),
    )


def _row(one: ServiceView) -> Text:
    day = Day(one.delivered_on, DateStyle.DAY)
    return text("reports-row", state=word(one.state), activity=one.activity_short, value=Money(one.value), day=day)


async def show_service(turn: Turn, visit: Visit) -> Screen:
    saved = await services.service(turn.session, turn.known(), ServiceId(row_id(visit.args)))
    return Screen(
        text=Lines(tuple(_lines(saved))),
        buttons=(*_ways(saved), (opens(text("reports-list"), "reports"), *home_row()[0])),
    )


def _lines(saved: ServiceView) -> Iterator[Said]:
    yield text("service-stands", number=Digits(saved.number), state=word(saved.state))
    yield service_line(saved)
    yield text("service-evidence-count", count=saved.evidence)
    if saved.state is ServiceState.RETURNED and saved.returned:
        yield why_returned(saved.returned)


def _ways(saved: ServiceView) -> Rows:
    correct = begins(text("service-correct"), "service-correcting", saved.id)
    pictures = begins(text("service-add-evidence"), "evidence-adding", saved.id)
    match saved.state:
        case ServiceState.WAITING:
            return ((correct, pictures),)
        case ServiceState.RETURNED:
            return ((correct, does(text("service-withdraw"), "service", "withdraw", saved.id)),)
        case ServiceState.VERIFIED:
            return ((pictures,),)
        case ServiceState.VOIDED | ServiceState.REPLACED:
            return ()


async def withdraw(turn: Turn, args: tuple[str, ...]) -> Screen:
    saved = await services.withdraw(turn.session, turn.known(), ServiceId(row_id(args)), turn.now)
    said = text("service-withdrawn", number=Digits(saved.number))
    return Screen(
        text=Lines((said, service_line(saved))),
        buttons=((begins(text("service-next"), "service-report"),), *home_row()),
    )


async def start_correcting(turn: Turn, args: tuple[str, ...]) -> Mapping[str, Json]:
    """All answers are there: it begins on its last page, where each can be changed."""
    filled = await corrections.filled(turn.session, turn.known(), ServiceId(row_id(args)))
    was = filled.view
    done = await catalogue.activity(turn.session, was.activity)
    group = was.family is None
    label = (
        text("service-group")
        if group
        else text("family-option", name=was.head_name or "", number=Digits(was.family_number or 0))
    )
    answers: dict[str, Any] = {
        "told_service": picked(was.id, _of(was)),
        "family": picked(GROUP if group else was.family, label),
        "activity": picked(was.activity, was.activity_short),
        "kinds": [kind.value for kind in done.kinds],
        "kind": was.kind.value,
        "value": {"value": was.value, "said": filled.said, "currency": filled.currency.value},
        "evidence": list(filled.evidence) or None,
        "delivered_on": was.delivered_on.isoformat(),
        "unit": picked(was.unit, was.unit_name),
    }
    return answers | ({"people": was.people} if group else {})


def _of(was: ServiceView) -> Lines:
    """Which one, and why it came back."""
    back = why_returned(was.returned) if was.returned else ""
    return Lines((text("service-number", number=Digits(was.number)), back), between="\n")


async def correct(turn: Turn, said: ServiceCorrecting) -> Screen:
    done = await corrections.correct(turn.session, turn.known(), said.service, new_service(said), turn.now, turn.today)
    await _tell(turn, done)
    was = Digits(done.replaced.number)
    return Screen(
        text=Lines((text("service-corrected", number=Digits(done.view.number), was=was), service_line(done.view))),
        buttons=((opens(text("reports-list"), "reports"), *home_row()[0]),),
    )


async def _tell(turn: Turn, done: Corrected) -> None:
    """Who had returned it looks again; anybody else who oversees the unit finds it among what waits."""
    if done.returned_by is None:
        return
    said = text(
        "service-told-corrected",
        name=turn.known().name,
        was=Digits(done.replaced.number),
        number=Digits(done.view.number),
        unit=done.view.unit_name,
    )
    look = (opens(text("verify-look"), "decide", done.view.id),)
    await turn.notify(done.returned_by, NoticeKind.SERVICE_CORRECTED.event(done.view.id), said, (look,))


correcting = Form(
    ServiceCorrecting,
    Told("service", from_=as_told("service"), builds=lambda kept: ServiceId(int(kept))),
    *QUESTIONS,
    name="service-correcting",
    submit=correct,
    start=start_correcting,
)

FORMS = (correcting,)
VIEWS = (
    Browse(name="reports", page=show_reports),
    Browse(name="service", page=show_service, acts={"withdraw": withdraw}),
)
