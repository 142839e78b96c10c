"""Files sent where nothing asked for them: «برای کدام خدمت؟», with the last reports of their sender."""

from collections.abc import Iterator, Sequence

from bot.dialogue.screen import Button, Screen
from bot.dialogue.views import FORM_VIEW, ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, text
from bot.persian.jalali import DateStyle
from bot.persian.normalisation import normalise
from bot.relief.access.caller import Actor
from bot.relief.access.policy import Action
from bot.relief.errors import Conflict
from bot.relief.families.files import find_families
from bot.relief.ids import FamilyId, ServiceId
from bot.relief.services.evidence import has_voice_note
from bot.relief.services.own_reports import list_reports_for_evidence
from bot.relief.services.reporting import attach_evidence, load_own_service
from bot.relief.services.views import ServiceView
from bot.relief.vocabulary import ServiceState
from bot.turn.context import FileIntake, TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.services.report import WAITING_FILES, saved_page, to_evidence

VIEW = "waiting-files"
MAX_OFFERED = 3
MAX_CAPTION_WORDS = 8
MIN_WORD_LENGTH = 3
MAX_FAMILIES_PER_WORD = 5


# ---- the page


async def show_waiting_files(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask what the files are for: a report that their caption names, the last ones, a new one, or nothing."""
    if not turn.files:
        return Screen(text=text("waiting-files-none"), buttons=home_row())
    services, more = await _offered(turn, request)
    note = text("waiting-files-not-found", search=request.search) if request.search and not services else ""
    rows = [_report_button(one) for one in services]
    new = form_button(text("waiting-files-new"), "service-report", WAITING_FILES)
    drop = act_button(text("waiting-files-drop"), VIEW, "drop")
    return Screen(
        text=Joined((*await _heading(turn), note)),
        buttons=(*paged_list(rows, request, more=more), (new,), (drop,), *home_row()),
    )


async def _heading(turn: TurnContext) -> tuple[Localizable, ...]:
    unheard = text("waiting-files-voice") if await has_voice_note(turn.session, to_evidence(turn.files)) else ""
    captions = (text("waiting-files-caption", words=file.caption) for file in turn.files if file.caption)
    return (unheard, text("waiting-files", count=len(turn.files)), *captions)


def _report_button(one: ServiceView) -> Button:
    """Return the way to a report. One that was returned is corrected: its supervisor sees it again."""
    if one.state is ServiceState.RETURNED:
        return form_button(_row(one), "service-correcting", one.id, WAITING_FILES)
    return act_button(_row(one), VIEW, "attach", one.id)


def _row(one: ServiceView) -> Text:
    whom: Localizable = text("service-for-people", people=one.people or 0)
    if one.family is not None:
        whom = one.head_name or text("service-for-family", number=Digits(one.family_number or 0))
    day = Day(one.delivered_on, DateStyle.DAY)
    return text("waiting-files-row", whom=whom, activity=one.activity_short, day=day)


async def _offered(turn: TurnContext, request: ViewRequest) -> tuple[list[ServiceView], bool]:
    """Return the reports to choose from, and True if the search finds more. A family in the caption comes first."""
    caller = turn.caller()
    if request.search:
        found = await _families(turn, [request.search])
        page = await list_reports_for_evidence(caller, families=found, offset=request.offset, limit=ROWS_PER_PAGE)
        return list(page.items), page.has_more
    latest = await list_reports_for_evidence(caller, families=None, offset=0, limit=MAX_OFFERED)
    named = await _families(turn, list(_caption_words(turn)))
    of_named = await list_reports_for_evidence(caller, families=named, offset=0, limit=MAX_OFFERED)
    by_id = {one.id: one for one in (*of_named.items, *latest.items)}
    return list(by_id.values())[:MAX_OFFERED], False


def _caption_words(turn: TurnContext) -> Iterator[str]:
    words = normalise(" ".join(file.caption for file in turn.files)).split()
    return (word for word in words[:MAX_CAPTION_WORDS] if len(word) >= MIN_WORD_LENGTH)


async def _families(turn: TurnContext, searches: Sequence[str]) -> set[FamilyId]:
    pages = [
        await find_families(turn.caller(), search=search, offset=0, limit=MAX_FAMILIES_PER_WORD) for search in searches
    ]
    return {family.id for page in pages for family in page.items}


# ---- the acts


async def on_attach_files(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Add the files to a report of the actor. Files that cannot be added go on waiting, if they did."""
    service = ServiceId(parse_id(args))
    if not turn.files:
        return await turn.show_view("service", service)
    try:
        saved = await attach_evidence(turn.caller(), service, to_evidence(turn.files))
    except Conflict as refusal:
        reason = Text(refusal.key, dict(refusal.message_args))
        return saved_page(turn, await load_own_service(turn.caller(), service), reason)
    turn.files = ()
    return saved_page(turn, saved, text("evidence-added", number=Digits(saved.number)))


async def on_drop_files(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    count, turn.files = len(turn.files), ()
    message = text("waiting-files-dropped", count=count)
    return Screen(text=message, buttons=home_row(), toast=message)


# ---- what the turn asks


def find_target(requests: Sequence[ViewRequest]) -> ViewRequest | None:
    """Return the request that places a file on a page with these buttons.

    A page that leads to the evidence of a report, or to its correction, is about that report.
    """
    for request in requests:
        match request:
            case ViewRequest(view=view, args=("evidence-adding", service)) if view == FORM_VIEW:
                return ViewRequest(view=VIEW, act="attach", args=(service,))
            case ViewRequest(view=view, args=("service-correcting", service)) if view == FORM_VIEW:
                corrected = ViewRequest(view=FORM_VIEW, args=("service-correcting", service, WAITING_FILES))
                adding = ViewRequest(view=FORM_VIEW, args=("evidence-adding", service))
                return find_target([adding]) if adding in requests else corrected
    return None


def may_keep_files(actor: Actor) -> bool:
    """Return True for actors who report services: only these have evidence."""
    return any(grant.scope(Action.REPORT_SERVICE) for grant in actor.grants)


FILE_INTAKE = FileIntake(view=VIEW, target=find_target, allows=may_keep_files)

VIEWS = (
    View(
        name=VIEW,
        render=show_waiting_files,
        acts={"attach": on_attach_files, "drop": on_drop_files},
        searchable=True,
    ),
)
