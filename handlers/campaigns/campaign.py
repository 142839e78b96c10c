"""Campaigns: opening one, signing up and leaving, who is in, closing. Who may do what is asked of relief."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Got, Taken
from bot.dialogue.questions.basic import Number, Words
from bot.dialogue.questions.pickers import JalaliDate, picked
from bot.dialogue.screen import Button, Rows, Screen, rows_of
from bot.dialogue.state import Json
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Digits, Lines, Said, Text, text, word
from bot.persian.periods import Period, PeriodName
from bot.relief.access.policy import Action, may, units_for
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView, NewCampaign
from bot.relief.campaigns.participants import signed_up
from bot.relief.errors import Forbidden
from bot.relief.ids import CampaignId, UnitId
from bot.relief.vocabulary import Occasion
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.questions import Told, unit_id, units_where

ENDED = "ended"
NAMES = 20  # on a page that is read, not pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignOpening:
    """`occasion` is one of `Occasion` or the coordinator's own words; `places` None is without limit."""

    called: str
    since: date
    until: date
    unit: UnitId
    occasion: str = ""
    places: int | None = None


def occasion_said(kept: str) -> Said:
    return word(Occasion(kept)) if kept in list(Occasion) else kept


@dataclass(frozen=True, slots=True)
class OccasionNamed(Words):
    """The usual occasions stand as buttons; any other is written."""

    def face(self, asked: Asked) -> Screen:
        return Screen(buttons=rows_of([Button(word(one), one.value) for one in Occasion], 2))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(Occasion(payload).value)

    def say(self, value: Json) -> Said:
        return occasion_said(value)


async def start_opening(turn: Turn, _: tuple[str, ...]) -> Mapping[str, Json]:
    """The unit is one's own; another under it is chosen on the last page."""
    own = await units_for(turn.session, turn.known(), Action.OPEN_CAMPAIGN, turn.today, limit=1)
    if not own:
        raise Forbidden
    return {"told_unit": picked(own[0].id, own[0].name)}


async def save_campaign(turn: Turn, opening: CampaignOpening) -> Screen:
    new = NewCampaign(
        unit=opening.unit,
        title=opening.called,
        occasion=opening.occasion,
        since=opening.since,
        until=opening.until,
        places=opening.places,
    )
    opened = await campaigns.open_campaign(turn.session, turn.known(), new, turn.now, turn.today)
    said = text("campaign-opened", number=Digits(opened.number))
    return Screen(
        text=Lines((said, card(opened))),
        buttons=(
            (begins(text("campaign-call"), "call-sending"), opens(text("campaign-see"), "campaign", opened.id)),
            *home_row(),
        ),
    )


def when(seen: CampaignView) -> Period:
    return Period(PeriodName.OWN, seen.since, seen.until)


def card(seen: CampaignView) -> Lines:
    occasion = text("campaign-occasion", occasion=occasion_said(seen.occasion)) if seen.occasion else ""
    return Lines(
        (
            text("campaign-title", title=seen.title),
            occasion,
            text("campaign-when", unit=seen.unit_name, when=when(seen)),
            _places(seen),
        )
    )


def _places(seen: CampaignView) -> Text:
    if not seen.open:
        return text("campaign-taken", taken=seen.taken)
    if seen.left is None:
        return text("campaign-without-limit", taken=seen.taken)
    return text("campaign-places", left=seen.left, places=seen.places or 0)


async def show_campaigns(turn: Turn, visit: Visit) -> Screen:
    ended = visit.args == (ENDED,)
    look = campaigns.ended_campaigns if ended else campaigns.open_campaigns
    found = await look(turn.session, turn.known(), turn.today, offset=visit.offset, limit=ROWS)
    rows = [opens(_row(one), "campaign", one.id) for one in found.items]
    head = (
        ("campaigns-ended" if rows else "campaigns-none-ended")
        if ended
        else ("campaigns" if rows else "campaigns-none")
    )
    return Screen(text=Text(head), buttons=(*listing(rows, visit, more=found.more), *_beside(turn, ended=ended)))


def _row(seen: CampaignView) -> Text:
    title = text("dialogue-marked", what=seen.title) if seen.mine else seen.title
    if not seen.open:
        return text("campaign-row-ended", title=title, taken=seen.taken)
    if seen.left is None:
        return text("campaign-row", title=title)
    return text("campaign-row-places", title=title, left=seen.left)


def _beside(turn: Turn, *, ended: bool) -> Rows:
    """Who opens campaigns finds the ended ones too."""
    row: tuple[Button, ...] = ()
    if ended:
        row = (opens(text("campaigns-open"), "campaigns"),)
    elif any(grant.reach(Action.OPEN_CAMPAIGN) for grant in turn.known().grants):
        row = (
            begins(text("home-open-campaign"), "campaign-opening"),
            opens(text("campaigns-see-ended"), "campaigns", ENDED),
        )
    return (*((row,) if row else ()), *home_row())


async def show_campaign(turn: Turn, visit: Visit) -> Screen:
    return await _shown(turn, await _campaign(turn, visit.args))


async def _campaign(turn: Turn, args: tuple[str, ...]) -> CampaignView:
    return await campaigns.campaign(turn.session, turn.known(), CampaignId(row_id(args)), turn.today)


async def _shown(turn: Turn, seen: CampaignView, done: Text | None = None) -> Screen:
    """`done` says what has just happened; else how things stand for the one who looks."""
    return Screen(
        text=Lines((card(seen), done or _standing(turn, seen))),
        buttons=(*_own_row(turn, seen), *await _coordinators_row(turn, seen), *_back_row()),
    )


def _over(turn: Turn, seen: CampaignView) -> bool:
    return seen.until < turn.today


def _standing(turn: Turn, seen: CampaignView) -> Text | str:
    if _over(turn, seen):
        return text("campaign-over")
    if seen.mine:
        return text("campaign-mine")
    return "" if seen.open else text("campaign-shut")


def _own_row(turn: Turn, seen: CampaignView) -> Rows:
    """Who was there when it ended stays in its list."""
    if seen.mine and not _over(turn, seen):
        return ((does(text("campaign-leave"), "campaign", "out", seen.id),),)
    if seen.open and seen.left != 0:
        return ((does(text("campaign-sign-up"), "campaign", "in", seen.id),),)
    return ()


async def _coordinators_row(turn: Turn, seen: CampaignView) -> Rows:
    if not await may(turn.session, turn.known(), Action.OPEN_CAMPAIGN, seen.unit, turn.today):
        return ()
    who = opens(text("campaign-who"), "signed", seen.id)
    return ((who, opens(text("campaign-close"), "closing", seen.id)) if seen.may_close else (who,),)


def _back_row() -> Rows:
    return ((opens(text("home-campaigns"), "campaigns"), *home_row()[0]),)


async def sign_up(turn: Turn, args: tuple[str, ...]) -> Screen:
    seen = await campaigns.sign_up(turn.session, turn.known(), CampaignId(row_id(args)), turn.now, turn.today)
    return await _shown(turn, seen, text("campaign-signed-up", when=when(seen)))


async def leave(turn: Turn, args: tuple[str, ...]) -> Screen:
    seen = await campaigns.leave(turn.session, turn.known(), CampaignId(row_id(args)), turn.now, turn.today)
    return await _shown(turn, seen, text("campaign-left"))


async def show_closing(turn: Turn, visit: Visit) -> Screen:
    """A closed campaign is not opened again: so it is asked once more."""
    seen = await _campaign(turn, visit.args)
    return Screen(
        text=text("campaign-close-sure", title=seen.title),
        buttons=(
            (
                does(text("campaign-close-yes"), "campaign", "shut", seen.id),
                opens(text("dialogue-back"), "campaign", seen.id),
            ),
        ),
    )


async def close(turn: Turn, args: tuple[str, ...]) -> Screen:
    seen = await campaigns.close_campaign(turn.session, turn.known(), CampaignId(row_id(args)), turn.now, turn.today)
    return await _shown(turn, seen, text("campaign-closed"))


async def show_signed_up(turn: Turn, visit: Visit) -> Screen:
    seen = await _campaign(turn, visit.args)
    found = await signed_up(turn.session, turn.known(), seen.id, turn.today, offset=visit.page * NAMES, limit=NAMES)
    names = tuple(text("campaign-name", name=one.name) for one in found.items)
    head = text("campaign-who-head", title=seen.title, taken=seen.taken)
    return Screen(
        text=Lines((head, *names)),
        buttons=(*listing((), visit, more=found.more), (opens(text("dialogue-back"), "campaign", seen.id),)),
    )


open_campaign = Form(
    CampaignOpening,
    Words("called", at_least=3, at_most=100),
    OccasionNamed("occasion", optional=True, at_most=100),
    JalaliDate("since", future=True),
    JalaliDate("until", future=True),
    Number("places", optional=True, least=1, most=campaigns.MOST_PLACES, usual=(5, 10, 20, 30, 50, 100)),
    Told("unit", from_=units_where(Action.OPEN_CAMPAIGN), builds=unit_id),
    name="campaign-opening",
    submit=save_campaign,
    start=start_opening,
)

FORMS = (open_campaign,)
VIEWS = (
    Browse(name="campaigns", page=show_campaigns),
    Browse(name="campaign", page=show_campaign, acts={"in": sign_up, "out": leave, "shut": close}),
    Browse(name="closing", page=show_closing),
    Browse(name="signed", page=show_signed_up),
)
