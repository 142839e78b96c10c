"""A unit's page: its public profile, what its own line knows besides, and the ways on from it."""

from collections.abc import Mapping
from datetime import date

from bot.dialogue.layout import button_rows
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, Verbatim, enum_text, text
from bot.persian.normalisation import mark_ltr
from bot.persian.phones import format_phone
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed, require
from bot.relief.errors import NotFound
from bot.relief.hierarchy import SERVING_KINDS, UnitView
from bot.relief.ids import UnitId
from bot.relief.units.attributes import LicenceState, UnitAttribute, load_attributes, visible_attributes
from bot.relief.units.directory import (
    Placement,
    find_below,
    list_children,
    list_cities_without_centre,
    list_placements,
    load_path,
    load_unit,
)
from bot.relief.vocabulary import UnitKind
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import unit_label

HIDDEN_ATTRIBUTES = frozenset({UnitAttribute.MERGED_INTO, UnitAttribute.LOCATION})
KINDS_WITH_CITIES = (UnitKind.COUNTRY, UnitKind.PROVINCE, UnitKind.COUNTY)


async def show_unit(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show the given unit, or the actor's own with the ways to those of which they are a delegate."""
    line = await load_path(turn.session, _requested_unit_id(turn, request))
    if not line:
        raise NotFound
    here = line[-1]
    attributes = await visible_attributes(turn.session, turn.actor, here.id, turn.now)
    ways = await _links(turn, here)
    lent = () if request.args or turn.actor is None else _delegated_unit_rows(turn.actor)
    return Screen(
        text=Joined((*_profile_lines(here, line[:-1], turn.actor), *_attribute_lines(attributes))),
        buttons=(*button_rows(ways, 2), *lent, *home_row()),
    )


def _delegated_unit_rows(actor: Actor) -> ButtonRows:
    """Return the units where the actor is only a delegate."""
    own = {grant.unit for grant in actor.grants if grant.delegated_by is None}
    there = {grant.unit: grant.unit_name for grant in actor.grants if grant.unit not in own}
    return tuple((view_button(text("home-lent-unit", unit=name), "unit", unit),) for unit, name in there.items())


def _requested_unit_id(turn: TurnContext, request: ViewRequest) -> UnitId:
    if request.args:
        return UnitId(parse_id(request.args))
    main = turn.require_actor().primary_grant
    if main is None:
        raise NotFound
    return main.unit


def _profile_lines(here: UnitView, over: tuple[UnitView, ...], actor: Actor | None) -> tuple[Localizable, ...]:
    closed = text("unit-closed", day=Day(here.closed_on)) if here.closed_on else ""
    names = Joined(tuple(one.name for one in over), separator=text("dialogue-comma"))
    place = text("unit-place", place=names) if over else ""
    return (text("unit-head", name=here.name, kind=enum_text(here.kind)), closed, place, _phone_line(here, actor))


def _phone_line(here: UnitView, actor: Actor | None) -> Localizable:
    """Return the phone; that it is missing is said to those who look after a unit."""
    if here.phone is not None:
        return text("unit-phone", phone=Digits(format_phone(here.phone, "en")))
    looks_after = actor is not None and not actor.actions.isdisjoint({Action.MANAGE_MEMBERS, Action.KEEP_UNITS})
    return text("unit-no-phone") if here.kind in SERVING_KINDS and looks_after else ""


def _attribute_lines(attributes: Mapping[UnitAttribute, str]) -> tuple[Text, ...]:
    shown = [(fact, value) for fact, value in attributes.items() if fact not in HIDDEN_ATTRIBUTES]
    return tuple(
        text("unit-fact-line", what=attribute_name(fact), value=attribute_text(fact, value)) for fact, value in shown
    )


def attribute_name(fact: UnitAttribute) -> Text:
    return Text(f"unit-fact-{fact.value}".replace("_", "-"))


def attribute_text(fact: UnitAttribute, value: str) -> Localizable:
    """Format an attribute; numbers that are copied stand in Latin digits, left to right."""
    match fact:
        case UnitAttribute.LOCATION:
            return text("unit-fact-located")
        case UnitAttribute.LICENCE_STATE:
            return enum_text(LicenceState(value))
        case UnitAttribute.LICENSED_ON | UnitAttribute.LICENSED_UNTIL:
            return Day(date.fromisoformat(value))
        case UnitAttribute.IBAN | UnitAttribute.CARD_READER | UnitAttribute.USSD | UnitAttribute.LICENCE:
            return Verbatim(mark_ltr(value))
        case _:
            return value


async def _links(turn: TurnContext, here: UnitView) -> list[Button]:
    """Return what the actor may do from here; others may ask to join."""
    under = (await list_children(turn.session, here.id, turn.today, 0, 1)).items
    below = [view_button(text("unit-under"), "units-under", here.id)] if under else []
    if turn.actor is None:
        return [*below, *([form_button(text("unit-join"), "join-asking", here.id)] if _accepts_members(here) else [])]
    return [
        *(await _member_links(turn, turn.actor, here)),
        *below,
        *(await _management_links(turn, turn.actor, here)),
    ]


def _accepts_members(here: UnitView) -> bool:
    return here.kind in SERVING_KINDS and here.closed_on is None


async def _member_links(turn: TurnContext, actor: Actor, here: UnitView) -> list[Button]:
    """Return the ways of a member; none for a closed unit."""
    if here.closed_on is not None:
        return []
    ways: list[Button] = []
    for action, button in (
        (Action.INVITE, form_button(text("home-invite"), "inviting")),
        (Action.MANAGE_MEMBERS, view_button(text("home-members"), "members", here.id)),
        (Action.APPROVE_JOINERS, view_button(text("unit-joiners"), "join-requests")),
        (Action.ANSWER_LETTERS, view_button(text("unit-letters"), "threads")),
        (Action.INVITE, view_button(text("unit-invitations"), "invitations")),
    ):
        if await is_allowed(Caller(turn.session, actor, turn.now), action, here.id):
            ways.append(button)
    if any(grant.unit == here.id and grant.delegated_by is None for grant in actor.grants):
        ways.append(act_button(text("unit-card"), "member-card", "show", here.id))
        ways.append(form_button(text("unit-write"), "letter-writing", here.id))
    if not ways and _accepts_members(here) and all(grant.unit != here.id for grant in actor.grants):
        ways.append(act_button(text("unit-join"), "join-request", "ask", here.id))
    return ways


async def _management_links(turn: TurnContext, actor: Actor, here: UnitView) -> list[Button]:
    ways = [view_button(text("outside-record"), "public-profile", here.id)] if actor.grants else []
    if await is_allowed(Caller(turn.session, actor, turn.now), Action.SEE_UNIT, here.id):
        ways.append(view_button(text("unit-history"), "unit-history", here.id))
        if here.kind in KINDS_WITH_CITIES:
            ways.append(view_button(text("unit-cities-without"), "uncovered-cities", here.id))
    if here.closed_on is None and await is_allowed(Caller(turn.session, actor, turn.now), Action.KEEP_UNITS, here.id):
        ways.append(view_button(text("unit-keep"), "unit-admin", here.id))
    return ways


async def show_child_units(turn: TurnContext, request: ViewRequest) -> Screen:
    """List the units directly under one; a typed name is looked for at any depth."""
    above = await load_unit(turn.session, UnitId(parse_id(request.args)))
    page = (
        await find_below(
            turn.session, above.id, turn.today, search=request.search, offset=request.offset, limit=ROWS_PER_PAGE
        )
        if request.search
        else await list_children(turn.session, above.id, turn.today, request.offset, ROWS_PER_PAGE)
    )
    rows = [view_button(unit_label(one), "unit", one.id) for one in page.items]
    found = text("dialogue-found" if rows else "dialogue-none-found", search=request.search) if request.search else ""
    return Screen(
        text=Joined((text("unit-which-under", name=above.name), found or text("unit-search-below"))),
        buttons=(*paged_list(rows, request, more=page.has_more), _back_row(above.id), *home_row()),
    )


async def show_unit_history(turn: TurnContext, request: ViewRequest) -> Screen:
    here = await _load_unit(turn, request)
    attributes = await load_attributes(turn.session, here.id, turn.today)
    merged = attributes.get(UnitAttribute.MERGED_INTO)
    other = await load_unit(turn.session, UnitId(int(merged))) if merged else None
    return Screen(
        text=Joined(
            (
                text("unit-history-of", name=here.name),
                text("unit-opened", day=Day(here.opened_on)),
                *(_placement_line(one) for one in await list_placements(turn.session, here.id)),
                text("unit-merged", name=other.name) if other else "",
                text("unit-closed", day=Day(here.closed_on)) if here.closed_on else "",
            )
        ),
        buttons=(_back_row(here.id), *home_row()),
    )


def _placement_line(one: Placement) -> Text:
    if one.until is None:
        return text("unit-stands", parent=one.parent, since=Day(one.since))
    return text("unit-stood", parent=one.parent, since=Day(one.since), until=Day(one.until))


async def show_uncovered_cities(turn: TurnContext, request: ViewRequest) -> Screen:
    """«شهرهای بدون مرکز»: list the cities without a centre."""
    here = await _load_unit(turn, request)
    names = await list_cities_without_centre(turn.session, here.id, turn.today)
    message = text("unit-cities", name=here.name, count=len(names)) if names else text("unit-no-cities", name=here.name)
    return Screen(text=Joined((message, *names)), buttons=(_back_row(here.id), *home_row()))


async def _load_unit(turn: TurnContext, request: ViewRequest) -> UnitView:
    unit_id = UnitId(parse_id(request.args))
    await require(turn.caller(), Action.SEE_UNIT, unit_id)
    return await load_unit(turn.session, unit_id)


def _back_row(unit: UnitId) -> tuple[Button, ...]:
    return (view_button(text("unit-back"), "unit", unit),)


VIEWS = (
    View(name="unit", render=show_unit),
    View(name="units-under", render=show_child_units, searchable=True),
    View(name="unit-history", render=show_unit_history),
    View(name="uncovered-cities", render=show_uncovered_cities),
)
