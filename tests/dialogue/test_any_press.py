"""Random walks through every form: whatever is pressed, typed or sent, nothing breaks.

The walks are the same on every run.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.form import CONFIRM_PAGE, EDIT_PAGE, Form
from bot.dialogue.inputs import Contact, FileKind, GeoPoint, IncomingFile, TextInput, Unsupported, UnsupportedKind
from bot.dialogue.question import Input
from bot.dialogue.questions.pickers import Option, Options, OptionsRequest, pick_answer
from bot.dialogue.screen import FileRef
from bot.dialogue.state import FormValues
from bot.dialogue.views import MAX_BUTTON_DATA_BYTES, ViewRequest
from bot.i18n.catalog import LOCALES, load_all_texts
from bot.i18n.messages import text
from bot.relief.units.attributes import UnitAttribute
from bot.relief.vocabulary import Kind, Role, UnitKind
from handlers.calls.approval import CallReturnContext
from handlers.families.completion import CompletionContext
from handlers.families.file import FamilyContext
from handlers.families.registration import RegistrationContext
from handlers.people.invitation_accept import JoiningContext
from handlers.people.invitation_create import InvitationContext
from handlers.people.letters import LetterThreadContext
from handlers.people.members import MembershipContext
from handlers.questions import MessengersContext, UnitContext
from handlers.registry import REGISTRY
from handlers.services.evidence import EvidenceContext
from handlers.services.my_reports import CorrectionContext
from handlers.services.report import ServiceContext
from handlers.services.review import ServiceReturnContext
from handlers.units.administration import UnitChangeContext
from handlers.units.attributes import UnitAttributeContext
from tests.dialogue.form_driver import Talk

LONGEST_ID = 2**63 - 1
UNIT = pick_answer(LONGEST_ID, "امداد محلهٔ سادات")
FAMILY = pick_answer(LONGEST_ID, "زهرا موسوی")
MARYAM = pick_answer(LONGEST_ID, "مریم احمدی")
SERVICE = pick_answer(LONGEST_ID, "خدمت ۴")
NOTHING: FormValues[None] = FormValues(context=None)
STARTS: dict[str, FormValues[Any]] = {
    "joining": FormValues(context=JoiningContext(invitation=pick_answer("7Kq2mX", "امداد محلهٔ سادات"))),
    "inviting": FormValues(context=InvitationContext(unit=UNIT, roles=tuple(Role))),
    "join-asking": FormValues(context=UnitContext(unit=UNIT)),
    "member-suspending": FormValues(context=MembershipContext(membership=MARYAM)),
    "delegating": FormValues(context=MembershipContext(membership=MARYAM)),
    "family-registration": FormValues(
        context=RegistrationContext(
            volunteer="مریم احمدی",
            messenger="bale",
            unit=UNIT,
            unit_phone="+987433221100",
            near="سادات",
            near_kind=UnitKind.NEIGHBOURHOOD,
        )
    ),
    "family-completion": FormValues(context=CompletionContext(family=FAMILY, head="زهرا موسوی")),
    "family-erasing": FormValues(context=FamilyContext(family=FAMILY)),
    "service-report": FormValues(context=ServiceContext(kinds=(Kind.CASH, Kind.IN_KIND))),
    "service-correcting": FormValues(context=CorrectionContext(service=SERVICE, kinds=(Kind.CASH, Kind.IN_KIND))),
    "service-returning": FormValues(context=ServiceReturnContext(service=SERVICE)),
    "evidence-adding": FormValues(context=EvidenceContext(service=SERVICE)),
    "call-returning": FormValues(context=CallReturnContext(call=pick_answer(LONGEST_ID, "فراخوان"))),
    "campaign-opening": FormValues(context=UnitContext(unit=UNIT)),
    "summary-dates": FormValues(context=UnitContext(unit=UNIT)),
    "letter-answering": FormValues(
        context=LetterThreadContext(thread=pick_answer(f"{LONGEST_ID}:{LONGEST_ID}", "مریم احمدی"))
    ),
    "letter-writing": FormValues(context=UnitContext(unit=UNIT)),
    "profile-keeping": FormValues(context=MessengersContext(linked=("bale", "telegram"))),
    "unit-telling": FormValues(
        context=UnitAttributeContext(unit=UNIT, fact=pick_answer(UnitAttribute.ADDRESS, "نشانی"))
    ),
    **dict.fromkeys(
        ("unit-opening", "unit-phoning", "unit-moving", "unit-merging", "unit-closing"),
        FormValues(context=UnitChangeContext(unit=UNIT)),
    ),
}
"""What the forms are opened with, as their own `start` would."""

SENT: tuple[Input, ...] = (
    Contact(phone="989171234567", own=True),
    Contact(phone="989171234567"),
    GeoPoint(latitude=30.66, longitude=51.58),
    FileRef(id=LONGEST_ID),
    Unsupported(kind=UnsupportedKind.STICKER),
    IncomingFile(kind=FileKind.VOICE, remote_id="x"),
)
SAID = ("مریم احمدی", "۴", "۵۰۰ تومن", "یک و نیم میلیون", "12/8", "۲۰ آبان", "0917 123 45 67", "۴۲۲۰۰۰۰۱۱۹", "سادات")
ACTIONS = (
    "back",
    "skip",
    "keep",
    "help",
    "ok",
    "edit",
    "e:unit",
    "e:",
    "=",
    "=!",
    "=+",
    "=-0",
    "=*",
    "=p1",
    "=m",
    "=.",
)


def found(query: OptionsRequest) -> Options:
    """Return options with the longest ids and labels that there can be."""
    first = LONGEST_ID - query.offset
    items = tuple(Option(id=str(first - n), label=text("dialogue-marked", what="ن" * 60)) for n in range(query.limit))
    return Options(items=items, more=query.offset < 100)


def moves() -> st.SearchStrategy[str | int | Input]:
    """Draw moves; a number is a press on one of the buttons on the screen."""
    pressed = st.sampled_from(ACTIONS) | st.text(max_size=8).map("={}".format)
    dates = st.dates().map("=m{}".format) | st.dates().map("={}".format)
    typed = (st.sampled_from(SAID) | st.text(max_size=40)).map(lambda said: TextInput(text=said))
    return st.integers(0, 40) | st.integers(0, 40) | typed | typed | pressed | dates | st.sampled_from(SENT)


def looked_at(talk: Talk) -> None:
    """Check that the screen can be sent as it is, in both languages."""
    actions = [b.data for row in talk.screen.buttons for b in row]
    assert all(len(action.encode()) <= MAX_BUTTON_DATA_BYTES for action in actions)
    acting = [action for action in actions if not action.endswith("|=.")]  # the empty days of a calendar
    assert len(set(acting)) == len(acting), f"an action twice on one screen: {acting}"
    for locale in LOCALES:
        texts = load_all_texts(strict=True)[locale]
        assert texts.format_message(talk.screen.text)
        assert all(texts.format_label(b.label) for row in talk.screen.buttons for b in row)


@pytest.mark.parametrize("form", REGISTRY.forms.values(), ids=lambda form: form.name)
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(walk=st.lists(moves(), min_size=10, max_size=40))
def test_no_walk_through_a_form_breaks_it(form: Form[Any], walk: list[str | int | Input]) -> None:
    talk = Talk(form, load_all_texts(strict=True)["fa"], STARTS.get(form.name, NOTHING), finds=found)
    for move in walk:
        looked_at(talk)
        if isinstance(move, int):
            buttons = [b.data.split("|", 2)[2] for row in talk.screen.buttons for b in row]
            talk.give(buttons[move % len(buttons)])
        else:
            talk.give(move)


@pytest.mark.parametrize("form", REGISTRY.forms.values(), ids=lambda form: form.name)
@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(payload=st.sampled_from(ACTIONS) | st.text(max_size=12).map("={}".format) | st.text(max_size=12))
def test_no_payload_breaks_a_question(form: Form[Any], payload: str) -> None:
    begun = STARTS.get(form.name, NOTHING)
    talk = Talk(form, load_all_texts(strict=True)["fa"], begun, finds=found)
    pages = (EDIT_PAGE, CONFIRM_PAGE) if form.confirm else ()
    for key in (*(q.key for q in form.questions), *pages):
        if key not in {"look", "consent", "invitation"}:  # they look at what stands before them, or are never asked
            talk._arrive(form.goto(form.begin(begun), key))
            talk.give(payload)
            looked_at(talk)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    view=st.from_regex(r"[a-z-]{1,12}", fullmatch=True),
    args=st.lists(st.integers(0, LONGEST_ID).map(str), max_size=2).map(tuple),
    page=st.integers(0, 999),
)
def test_a_page_is_read_back_as_it_was_written(view: str, args: tuple[str, ...], page: int) -> None:
    turned = ViewRequest(view=view, args=args, page=page, is_paging=True)
    opened, acted = ViewRequest(view=view, args=args), ViewRequest(view=view, args=args, act="go")
    for visit in (turned, opened, acted):
        assert ViewRequest.decode(visit.encode()) == visit


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    data=st.text(max_size=64)
    | st.text(max_size=60).map("b|{}".format)
    | st.text(max_size=50).map("b|home|{}".format)
    | st.text(max_size=300).map("b|home||{}".format)
)
def test_whatever_a_press_bears_is_a_page_or_none(data: str) -> None:
    visit = ViewRequest.decode(data)
    assert visit is None or (visit.page >= 0 and visit.offset < 100_000 and visit.encode())
