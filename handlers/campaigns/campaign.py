"""Pages of campaigns: the lists, signing up and leaving, the participants, closing. Opening one is in `opening`."""

from bot.dialogue.layout import button_rows
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Joined, Localizable, Text, enum_text, text
from bot.persian.letters import shorten
from bot.persian.names import MAX_LISTED_NAME_LENGTH
from bot.relief.access.caller import Actor
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.calls.audiences import may_call_within
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView
from bot.relief.campaigns.participants import list_participants
from bot.relief.campaigns.sign_ups import close_campaign, leave_campaign, sign_up
from bot.relief.ids import CampaignId
from bot.relief.vocabulary import Occasion
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.campaign_lines import campaign_period, free_places_line
from handlers.navigation import confirm_page, home_row

ENDED_MARK = "ended"
SIGN_UPS_PER_PAGE = 20  # on a page that is read, not pressed


def occasion_text(stored: str) -> Localizable:
    return enum_text(Occasion(stored)) if stored in list(Occasion) else stored


def campaign_lines(campaign: CampaignView) -> Joined:
    occasion = text("campaign-occasion", occasion=occasion_text(campaign.occasion)) if campaign.occasion else ""
    return Joined(
        (
            text("campaign-title", title=campaign.title),
            occasion,
            text("campaign-when", unit=campaign.unit_name, when=campaign_period(campaign)),
            _places_line(campaign),
        )
    )


def _places_line(campaign: CampaignView) -> Text:
    if not campaign.open:
        return text("campaign-taken", taken=campaign.taken_places)
    return free_places_line(campaign)


async def show_campaigns(turn: TurnContext, request: ViewRequest) -> Screen:
    ended = request.args == (ENDED_MARK,)
    look = campaigns.list_past_campaigns if ended else campaigns.list_open_campaigns
    page = await look(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [view_button(_row(one), "campaign", one.id) for one in page.items]
    head = (
        ("campaigns-ended" if rows else "campaigns-none-ended")
        if ended
        else ("campaigns" if rows else "campaigns-none")
    )
    return Screen(
        text=Text(head),
        buttons=(
            *(() if ended else _verb_rows(turn.require_actor())),
            *paged_list(rows, request, more=page.has_more),
            *_extra_rows(turn.require_actor(), ended=ended),
        ),
    )


def _verb_rows(actor: Actor) -> ButtonRows:
    verbs = (
        (Action.OPEN_CAMPAIGN, form_button(text("home-open-campaign"), "campaign-opening")),
        (Action.SEND_CALL, form_button(text("home-send-call"), "call-sending")),
    )
    return button_rows([button for action, button in verbs if action in actor.actions], 2)


def _row(campaign: CampaignView) -> Text:
    title = text("dialogue-marked", what=campaign.title) if campaign.mine else campaign.title
    if not campaign.open:
        return text("campaign-row-ended", title=title, taken=campaign.taken_places)
    if campaign.free_places is None:
        return text("campaign-row", title=title)
    return text("campaign-row-places", title=title, left=campaign.free_places)


def _extra_rows(actor: Actor, *, ended: bool) -> ButtonRows:
    """Return the ways to calls and to ended campaigns, for those who may see and open them; or back."""
    ways = (
        (Action.SEE_CALL, view_button(text("home-calls"), "calls")),
        (Action.OPEN_CAMPAIGN, view_button(text("campaigns-see-ended"), "campaigns", ENDED_MARK)),
    )
    rows = button_rows([button for action, button in ways if action in actor.actions], 2)
    back = ((view_button(text("campaigns-open"), "campaigns"),),)
    return (*(back if ended else rows), *home_row(view_button(text("own-calls-back"), "own-calls")))


async def show_campaign(turn: TurnContext, request: ViewRequest) -> Screen:
    return await _page(turn, await _load_campaign(turn, request.args))


async def _load_campaign(turn: TurnContext, args: tuple[str, ...]) -> CampaignView:
    return await campaigns.load_campaign(turn.caller(), CampaignId(parse_id(args)))


async def _page(turn: TurnContext, campaign: CampaignView, note: Text | None = None) -> Screen:
    """Render a campaign; `note` is the note of what has just happened, else the actor's part in it."""
    return Screen(
        text=Joined((campaign_lines(campaign), note or _status_line(turn, campaign))),
        buttons=(*_sign_up_row(turn, campaign), *await _coordinator_rows(turn, campaign), *_back_row()),
    )


def _is_over(turn: TurnContext, campaign: CampaignView) -> bool:
    return campaign.until < turn.today


def _status_line(turn: TurnContext, campaign: CampaignView) -> Text | str:
    if _is_over(turn, campaign):
        return text("campaign-over")
    if campaign.mine:
        return text("campaign-mine")
    return "" if campaign.open else text("campaign-shut")


def _sign_up_row(turn: TurnContext, campaign: CampaignView) -> ButtonRows:
    """Return the button to sign up or leave; none once it has ended."""
    if campaign.mine and not _is_over(turn, campaign):
        return ((view_button(text("campaign-leave"), "confirm-leave", campaign.id),),)
    if campaign.open and campaign.free_places != 0:
        return ((act_button(text("campaign-sign-up"), "campaign", "sign-up", campaign.id),),)
    return ()


async def call_row(turn: TurnContext, campaign: CampaignView) -> tuple[Button, ...]:
    """Return the button of a call for an open campaign, for those who may call anybody to it."""
    if campaign.open and await may_call_within(turn.caller(), campaign.unit):
        return (form_button(text("campaign-call"), "call-sending", "campaign", campaign.id),)
    return ()


async def _coordinator_rows(turn: TurnContext, campaign: CampaignView) -> ButtonRows:
    call = await call_row(turn, campaign)
    rows = (call,) if call else ()
    if not await is_allowed(turn.caller(), Action.OPEN_CAMPAIGN, campaign.unit):
        return rows
    who = view_button(
        text("campaign-who-came" if _is_over(turn, campaign) else "campaign-who"), "sign-ups", campaign.id
    )
    close = (view_button(text("campaign-close"), "confirm-close", campaign.id),) if campaign.may_close else ()
    return (*rows, (who, *close))


def _back_row() -> ButtonRows:
    return home_row(view_button(text("home-campaigns"), "campaigns"))


async def on_sign_up(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    campaign = await sign_up(turn.caller(), CampaignId(parse_id(args)))
    return await _page(turn, campaign, text("campaign-signed-up", when=campaign_period(campaign)))


async def show_leaving(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: the place may go to somebody else at once."""
    campaign = await _load_campaign(turn, request.args)
    return confirm_page(
        text("campaign-leave-sure", title=campaign.title, when=campaign_period(campaign)),
        act_button(text("campaign-leave-yes"), "campaign", "leave", campaign.id),
        view_button(text("dialogue-back"), "campaign", campaign.id),
    )


async def on_leave_campaign(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    campaign = await leave_campaign(turn.caller(), CampaignId(parse_id(args)))
    return await _page(turn, campaign, text("campaign-left"))


async def show_campaign_closing(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: a closed campaign cannot be opened again."""
    campaign = await _load_campaign(turn, request.args)
    return confirm_page(
        text("campaign-close-sure", title=campaign.title),
        act_button(text("campaign-close-yes"), "campaign", "close", campaign.id),
        view_button(text("dialogue-back"), "campaign", campaign.id),
    )


async def on_close_campaign(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    campaign = await close_campaign(turn.caller(), CampaignId(parse_id(args)))
    return await _page(turn, campaign, text("campaign-closed"))


async def show_sign_ups(turn: TurnContext, request: ViewRequest) -> Screen:
    campaign = await _load_campaign(turn, request.args)
    page = await list_participants(
        turn.caller(), campaign.id, offset=request.page * SIGN_UPS_PER_PAGE, limit=SIGN_UPS_PER_PAGE
    )
    names = tuple(text("campaign-name", name=shorten(one.name, MAX_LISTED_NAME_LENGTH)) for one in page.items)
    head = text("campaign-who-head", title=campaign.title, taken=campaign.taken_places)
    return Screen(
        text=Joined((head, *names)),
        buttons=(
            *paged_list((), request, more=page.has_more),
            (view_button(text("dialogue-back"), "campaign", campaign.id),),
        ),
    )


VIEWS = (
    View(name="campaigns", render=show_campaigns),
    View(
        name="campaign",
        render=show_campaign,
        acts={"sign-up": on_sign_up, "leave": on_leave_campaign, "close": on_close_campaign},
    ),
    View(name="confirm-close", render=show_campaign_closing),
    View(name="confirm-leave", render=show_leaving),
    View(name="sign-ups", render=show_sign_ups),
)
