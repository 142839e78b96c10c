"""Families that the actor may see: the list, searched by name or number, and a family's file. Every look is audited."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.clock import TEHRAN
from bot.dialogue.questions.pickers import PickAnswer
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Localizable, Text, enum_text, text
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.families import own_households
from bot.relief.families.files import FamilyCard, FamilyView, NeedView, find_families, load_family
from bot.relief.ids import FamilyId
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.families.own_household import own_household_line, own_household_links
from handlers.families.registration import need_name
from handlers.navigation import home_row
from handlers.questions import label_argument


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyContext:
    """The context of a form about one family."""

    family: PickAnswer | None = None


async def show_families(turn: TurnContext, request: ViewRequest) -> Screen:
    """List families, the latest first; a search shows only the nearest matches."""
    page = await find_families(turn.caller(), search=request.search, offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [view_button(family_row_label(one), "family", one.id) for one in page.items]
    return Screen(
        text=_heading(request, page.items, turn.require_actor()),
        buttons=(
            *_verb_rows(turn.require_actor()),
            *paged_list(rows, request, more=page.has_more and not request.search),
            *_extra_rows(request),
        ),
    )


def _verb_rows(actor: Actor) -> ButtonRows:
    if Action.REGISTER_FAMILY not in actor.actions:
        return ()
    return ((form_button(text("home-register-family"), "family-registration"),),)


def family_row_label(one: FamilyView) -> Text:
    return text("family-option", name=one.head_name, number=Digits(one.number))


def file_subject(values: FormValues[Any]) -> Localizable | None:
    """Return the number of the file and the name of the head, for the draft of a form about one family."""
    family = values.context.family
    if family is None:
        return None
    return Joined((label_argument(family, "number") or "", label_argument(family, "name") or ""), separator=" ")


def _heading(request: ViewRequest, families: tuple[FamilyView, ...], actor: Actor) -> Text:
    if request.search:
        return text("families-found" if families else "families-not-found", search=request.search)
    if families:
        return text("families-recent")
    return text("families-none" if Action.REGISTER_FAMILY in actor.actions else "families-none-below")


def _extra_rows(request: ViewRequest) -> ButtonRows:
    return (((view_button(text("families-all"), "families"),),) if request.search else ()) + home_row()


async def show_family(turn: TurnContext, request: ViewRequest) -> Screen:
    card = await load_family(turn.caller(), FamilyId(parse_id(request.args)))
    await audit_log.record(
        turn.caller(), AuditAction.SEE_FAMILY, unit=card.unit, subject=f"family:{card.number}", right=Action.SEE_FAMILY
    )
    owners = await own_households.list_household_owners(turn.caller(), card)
    return Screen(
        text=Joined((*_file_lines(card), *map(own_household_line, owners))),
        buttons=(
            *(await _action_buttons(turn, card)),
            *own_household_links(card, owners),
            *home_row(view_button(text("family-list"), "families")),
        ),
    )


async def _action_buttons(turn: TurnContext, card: FamilyCard) -> ButtonRows:
    """Return a button for each action that the actor may do with this file."""
    acts: tuple[tuple[Action, Button], ...] = (
        (Action.REPORT_SERVICE, form_button(text("family-report-service"), "service-report", card.id)),
        (Action.REGISTER_FAMILY, form_button(text("family-complete"), "family-completion", card.id)),
        (Action.READ_AUDIT, view_button(text("looks-ask"), "access-log", card.id)),
        (Action.EXPORT_FAMILY, act_button(text("holdings-family-ask"), "subject-access", "family", card.id)),
        (Action.ERASE_FAMILY, form_button(text("family-erasing-title"), "family-erasing", card.id)),
    )
    actor = turn.require_actor()
    allowed = [b for action, b in acts if await is_allowed(Caller(turn.session, actor, turn.now), action, card.unit)]
    return tuple((button,) for button in allowed)


def _file_lines(card: FamilyCard) -> Iterator[Text]:
    yield text("family-file", number=Digits(card.number), name=card.head_name)
    yield text("family-in-unit", unit=card.unit_name, neighbourhood=card.neighbourhood)
    if card.members:
        yield text("family-members", count=card.members)
    yield text("family-phone", phone=card.phone_masked) if card.phone_masked else text("family-no-phone")
    yield from _identity_lines(card)
    if card.head_sex:
        yield text("family-head-sex", sex=enum_text(card.head_sex))
    if card.coverage:
        yield text("family-coverage", coverage=enum_text(card.coverage))
    if card.support:
        yield text("family-support", support=enum_text(card.support))
    if card.needs:
        yield text(
            "family-needs", needs=Joined(tuple(need_text(n) for n in card.needs), separator=text("dialogue-comma"))
        )
    yield _services_line(card)
    yield text("family-consented", day=Day(card.consented_at.astimezone(TEHRAN).date()), by=card.consent_taken_by)


def _identity_lines(card: FamilyCard) -> Iterator[Text]:
    if card.identity_kind is None:
        yield text("family-no-identity")
    elif card.identity_masked is None:
        yield text("family-identity-why", why=enum_text(card.identity_kind))
    else:
        yield text("family-identity", kind=enum_text(card.identity_kind), number=card.identity_masked)


def need_text(need: NeedView) -> Text:
    return text("family-need", need=need_name(need.domain), urgency=enum_text(need.urgency))


def _services_line(card: FamilyCard) -> Text:
    if card.last_delivered_on is None:
        return text("family-not-served")
    return text("family-served", count=card.service_count, last=Day(card.last_delivered_on))


VIEWS = (
    View(name="families", render=show_families, searchable=True),
    View(name="family", render=show_family, audited=True),
)
