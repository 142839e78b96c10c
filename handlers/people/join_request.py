"""Asking to join a unit: finding one nearby, name and number, waiting, and a reminder once a day."""

from dataclasses import dataclass

from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.inputs import GeoPoint
from bot.dialogue.questions.basic import LocationQuestion, NameQuestion, PhoneQuestion
from bot.dialogue.questions.pickers import Preset
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Digits, Joined, Localizable, Text, text
from bot.persian.phones import format_phone
from bot.relief.errors import NotFound
from bot.relief.ids import UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import join_requests
from bot.relief.people.join_requests import SubmittedJoinRequest
from bot.relief.people.registration import register_newcomer
from bot.relief.units.directory import find_serving_units, load_unit
from bot.relief.units.geo import find_nearest_units, parse_point
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, unit_answer

METRES_PER_KILOMETRE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequestInput:
    """`phone` is the person's own, E.164."""

    unit: UnitId
    name: str
    phone: str


async def show_joinable_units(turn: TurnContext, request: ViewRequest) -> Screen:
    """List open serving units, searched by their name, city or neighbourhood."""
    page = await find_serving_units(
        turn.session, search=request.search, today=turn.today, offset=request.offset, limit=ROWS_PER_PAGE
    )
    rows = [view_button(_unit_label(one.name, places), "unit", one.id) for one, places in page.items]
    every = ((view_button(text("joinable-all"), "joinable"),),) if request.search else ()
    message = (
        text("dialogue-none-found", search=request.search) if request.search and not rows else text("joinable-which")
    )
    near = (form_button(text("joinable-near"), "unit-seeking"),)
    return Screen(text=message, buttons=(*paged_list(rows, request, more=page.has_more), *every, near, *home_row()))


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbySearch:
    place: GeoPoint


async def submit_unit_seeking(turn: TurnContext, seeking: NearbySearch) -> Screen:
    """List units nearby.

    The location is not stored: the page's buttons carry it, rounded to some hundred metres.
    """
    return await turn.show_view("nearby-units", f"{seeking.place.latitude:.3f}", f"{seeking.place.longitude:.3f}")


async def show_nearby_units(turn: TurnContext, request: ViewRequest) -> Screen:
    here = parse_point(",".join(request.args[:2]))
    if here is None:
        raise NotFound
    page = await find_nearest_units(turn.session, here, turn.today, offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [
        view_button(text("nearby-line", name=one.name, far=_distance_text(metres)), "unit", one.id)
        for one, metres in page.items
    ]
    return Screen(
        text=text("nearby-which" if rows else "nearby-none"),
        buttons=(
            *paged_list(rows, request, more=page.has_more),
            *home_row(view_button(text("joinable-all"), "joinable")),
        ),
    )


def _distance_text(metres: int) -> Text:
    """Round to a hundred metres, and from a kilometre on to kilometres."""
    if metres < METRES_PER_KILOMETRE:
        return text("nearby-metres", metres=max(100, round(metres, -2)))
    return text("nearby-kilometres", kilometres=round(metres / METRES_PER_KILOMETRE))


def _unit_label(name: str, places: tuple[str, ...]) -> Localizable:
    """Return the name with the nearest place that it does not say itself."""
    place = next((place for place in places if place not in name), "")
    return text("joinable-line", name=name, place=place) if place else name


async def start_join_asking(turn: TurnContext, args: tuple[str, ...]) -> FormValues[UnitContext]:
    wanted = await load_unit(turn.session, UnitId(parse_id(args)))
    return FormValues(context=UnitContext(unit=unit_answer(wanted)))


async def submit_join_asking(turn: TurnContext, asking: JoinRequestInput) -> Screen:
    """Register the person unless they are registered already, and ask to join."""
    turn.actor = turn.actor or await register_newcomer(
        turn.session,
        messenger=turn.messenger,
        external_id=turn.account,
        name=asking.name,
        phone=asking.phone,
        language=turn.locale,
        now=turn.now,
    )
    return await _request_joining(turn, asking.unit)


async def on_ask_to_join(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Ask to join by one press: name and number are known."""
    return await _request_joining(turn, UnitId(parse_id(args)))


async def _request_joining(turn: TurnContext, unit: UnitId) -> Screen:
    request = await join_requests.submit_join_request(turn.caller(), unit)
    await _notify_deciders(turn, request, "join-request-told", NoticeKind.JOIN_REQUESTED.event(request.request.id))
    return await turn.show_view("join-request")


async def _notify_deciders(turn: TurnContext, request: SubmittedJoinRequest, key: str, event: str) -> None:
    one = request.request
    phone = text("joiner-phone", phone=Digits(format_phone(one.phone, "en"))) if one.phone else text("joiner-no-phone")
    message = Text(key, {"name": one.name, "unit": one.unit_name, "phone": phone})
    for who in request.recipients:
        await turn.notify(who.person, event, message, (decision_buttons(one.id),))


def decision_buttons(request: int) -> tuple[Button, ...]:
    return (
        act_button(text("joiner-approve"), "join-review", "approve", request),
        view_button(text("joiner-refuse"), "confirm-refusal", request),
    )


async def show_own_join_request(turn: TurnContext, _: ViewRequest) -> Screen:
    """Show who decides about the request, and what can be done meanwhile."""
    request = await join_requests.load_own_join_request(turn.caller())
    if request is None:
        raise NotFound("error-request-gone")
    return Screen(
        text=_waiting_text(request),
        buttons=(
            *(((act_button(text("join-request-remind"), "join-request", "remind"),),) if request.recipients else ()),
            (view_button(text("practice-open"), "practice"), view_button(text("home-help"), "help")),
            (act_button(text("join-request-withdraw"), "join-request", "withdraw"),),
        ),
    )


def _waiting_text(request: SubmittedJoinRequest) -> Text:
    if not request.recipients:
        return text("join-request-nobody", unit=request.request.unit_name)
    names = Joined(tuple(who.name for who in request.recipients), separator=text("dialogue-comma"))
    return text("join-request-waits", unit=request.request.unit_name, names=names)


async def on_remind_deciders(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    request = await join_requests.remind_of_join_request(turn.caller())
    await _notify_deciders(
        turn, request, "join-request-reminds", NoticeKind.JOIN_REQUESTED.event(request.request.id, turn.today)
    )
    message = text("join-request-reminded")
    shown = await turn.show_view("join-request")
    return Screen(text=Joined((message, shown.text), separator="\n\n"), buttons=shown.buttons, toast=message)


async def on_withdraw_join_request(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    withdrawn = await join_requests.withdraw_join_request(turn.caller())
    message = text("join-request-withdrawn", unit=withdrawn.unit_name)
    return Screen(text=message, buttons=home_row(view_button(text("home-find-unit"), "joinable")))


join_asking_form = Form(
    JoinRequestInput,
    Preset("unit", parse_id=parse_unit_id),
    NameQuestion("name"),
    PhoneQuestion("phone", own=True),
    name="join-asking",
    submit=submit_join_asking,
    start=start_join_asking,
    context=UnitContext,
    confirm=False,
)

unit_seeking_form = Form(
    NearbySearch,
    LocationQuestion("place"),
    name="unit-seeking",
    subject=no_subject,
    submit=submit_unit_seeking,
    confirm=False,
)

FORMS = (join_asking_form, unit_seeking_form)
VIEWS = (
    View(name="joinable", render=show_joinable_units, searchable=True),
    View(name="nearby-units", render=show_nearby_units),
    View(
        name="join-request",
        render=show_own_join_request,
        acts={"ask": on_ask_to_join, "remind": on_remind_deciders, "withdraw": on_withdraw_join_request},
    ),
)
