"""The families that one may see: the list, searched by name or number, and a family's file. Every look at a file is audited."""

from collections.abc import Iterator

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Text, text, word
from bot.relief.access.policy import Action, may
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.families import own_households
from bot.relief.families.files import FamilyCard, FamilyView, NeedView, family, find_families
from bot.relief.ids import FamilyId
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.families.own_household import whose_line, whose_ways
from handlers.families.registration import need_name
from handlers.menu import home_row


async def show_families(turn: Turn, visit: Visit) -> Screen:
    """Without a search, those dealt with last come first. A search shows the nearest alone: who is not there is typed better."""
    found = await find_families(
        turn.session, turn.known(), search=visit.search, today=turn.today, offset=visit.offset, limit=ROWS
    )
    rows = [opens(family_option(one), "family", one.id) for one in found.items]
    return Screen(
        text=_heading(visit, found.items),
        buttons=(*listing(rows, visit, more=found.more and not visit.search), *_beside_list(visit)),
    )


def family_option(one: FamilyView) -> Text:
    return text("family-option", name=one.head_name, number=Digits(one.number))


def _heading(visit: Visit, found: tuple[FamilyView, ...]) -> Text:
    if visit.search:
        return text("families-found" if found else "families-not-found", search=visit.search)
    return text("families-recent" if found else "families-none")


def _beside_list(visit: Visit) -> Rows:
    return (((opens(text("families-all"), "families"),),) if visit.search else ()) + home_row()


async def show_family(turn: Turn, visit: Visit) -> Screen:
    card = await family(turn.session, turn.known(), FamilyId(row_id(visit.args)), turn.today)
    await audit.note(
        turn.session,
        turn.known(),
        AuditAction.SEE_FAMILY,
        unit=card.unit,
        subject=f"family:{card.number}",
        right=Action.SEE_FAMILY,
        now=turn.now,
    )
    of = await own_households.whose(turn.session, turn.known(), card, turn.today)
    return Screen(
        text=Lines((*_lines(card), *map(whose_line, of))),
        buttons=(
            *(await _acts(turn, card)),
            *whose_ways(card, of),
            (opens(text("family-list"), "families"), *home_row()[0]),
        ),
    )


async def _acts(turn: Turn, card: FamilyCard) -> Rows:
    """What the person may do with this file."""
    acts: tuple[tuple[Action, Button], ...] = (
        (Action.REPORT_SERVICE, begins(text("family-report-service"), "service-report", card.id)),
        (Action.REGISTER_FAMILY, begins(text("family-complete"), "family-completion", card.id)),
        (Action.READ_AUDIT, opens(text("looks-ask"), "looks", card.id)),
        (Action.EXPORT_FAMILY, does(text("holdings-family-ask"), "holdings", "family", card.id)),
        (Action.ERASE_FAMILY, begins(text("family-erasing-title"), "family-erasing", card.id)),
    )
    actor = turn.known()
    allowed = [b for action, b in acts if await may(turn.session, actor, action, card.unit, turn.today)]
    return tuple((button,) for button in allowed)


def _lines(card: FamilyCard) -> Iterator[Text]:
    yield text("family-file", number=Digits(card.number), name=card.head_name)
    yield text("family-in-unit", unit=card.unit_name, neighbourhood=card.neighbourhood)
    if card.members:
        yield text("family-members", count=card.members)
    yield text("family-phone", phone=card.phone_masked) if card.phone_masked else text("family-no-phone")
    yield from _identity(card)
    if card.head_sex:
        yield text("family-head-sex", sex=word(card.head_sex))
    if card.coverage:
        yield text("family-coverage", coverage=word(card.coverage))
    if card.support:
        yield text("family-support", support=word(card.support))
    if card.needs:
        yield text("family-needs", needs=Lines(tuple(need_said(n) for n in card.needs), between=text("dialogue-comma")))
    yield _served(card)
    yield text("family-consented", day=Day(card.consented_at.astimezone(TEHRAN).date()), by=card.registered_by)


def _identity(card: FamilyCard) -> Iterator[Text]:
    if card.identity_kind is None:
        yield text("family-no-identity")
    elif card.identity_masked is None:
        yield text("family-identity-why", why=word(card.identity_kind))
    else:
        yield text("family-identity", kind=word(card.identity_kind), number=card.identity_masked)


def need_said(need: NeedView) -> Text:
    return text("family-need", need=need_name(need.domain), urgency=word(need.urgency))


def _served(card: FamilyCard) -> Text:
    if card.last_delivered_on is None:
        return text("family-not-served")
    return text("family-served", count=card.services, last=Day(card.last_delivered_on))


FORMS = ()
VIEWS = (
    Browse(name="families", page=show_families, search=True),
    Browse(name="family", page=show_family, audited=True),
)
