"""«از کجا بدانم واقعی هستید؟»: a member's card as a picture, and the page behind its QR code."""

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import View, ViewRequest, act_button, view_button
from bot.i18n.messages import Day, Digits, Joined, Text, enum_text, text
from bot.persian.phones import format_phone
from bot.relief.access.guess_limits import GuessKind, limited_guesses
from bot.relief.errors import NotFound
from bot.relief.ids import UnitId
from bot.relief.people import member_cards
from bot.relief.people.codes import format_code
from bot.relief.people.member_cards import MemberCardView
from bot.reports.cards import CardImage
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.menu import CARD_LINK_PREFIX
from handlers.navigation import confirm_page, home_row


async def on_show_card(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    unit = UnitId(parse_id(args))
    return _card_screen(turn, await member_cards.load_or_issue_card(turn.caller(), unit))


async def show_card_renewal(_: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: a printed card ends with its renewal."""
    return confirm_page(
        text("member-card-renew-sure"),
        act_button(text("member-card-renew-yes"), "member-card", "renew", parse_id(request.args)),
        view_button(text("dialogue-back"), "member-card"),
    )


async def on_renew_card(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    unit = UnitId(parse_id(args))
    return _card_screen(turn, await member_cards.renew_card(turn.caller(), unit))


def _card_screen(turn: TurnContext, mine: MemberCardView) -> Screen:
    until = Day(mine.expires_at.astimezone(TEHRAN).date())
    links = turn.all_deep_links(f"{CARD_LINK_PREFIX}{mine.code}")
    card = CardImage(
        right_to_left=turn.locale == "fa",
        heading=turn.localize(text("member-card-heading")),
        title=mine.name,
        lines=(
            turn.localize(text("member-card-role", role=enum_text(mine.role), unit=mine.unit_name)),
            turn.localize(text("member-card-until", until=until)),
        ),
        links={turn.localize(Text(f"messenger-{name}")): link for name, link in links.items()},
        code=f"{CARD_LINK_PREFIX.upper()}{format_code(mine.code)}",
        code_caption=turn.localize(text("card-type-code")),
        note=turn.localize(text("member-card-note")),
    )
    return Screen(
        text=text("member-card-sent", until=until),
        file=card,
        as_new_message=True,
        buttons=home_row(view_button(text("member-card-renew"), "confirm-renewal", mine.unit)),
    )


async def show_own_cards(turn: TurnContext, _: ViewRequest) -> Screen:
    """Lead to the person's cards; only an act draws one."""
    own = [grant for grant in turn.require_actor().grants if grant.delegated_by is None]
    rows = tuple((act_button(grant.unit_name, "member-card", "show", grant.unit),) for grant in own)
    return Screen(text=text("member-card-which" if rows else "error-forbidden"), buttons=(*rows, *home_row()))


async def show_card_check(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show anyone, also a stranger, a first name, a unit, and whether the card is valid today."""
    if not request.args:
        raise NotFound("error-card-unknown")
    async with limited_guesses(turn.session, GuessKind.CARD, turn.messenger, turn.account, turn.now):
        card = await member_cards.check_card(turn.session, request.args[0], turn.now, turn.today)
    message = text("card-active" if card.active else "card-inactive", name=card.first_name, unit=card.unit_name)
    phone = text("unit-phone", phone=Digits(format_phone(card.unit_phone, "en"))) if card.unit_phone else ""
    return Screen(text=Joined((message, phone)), buttons=home_row())


VIEWS = (
    View(name="member-card", render=show_own_cards, acts={"show": on_show_card, "renew": on_renew_card}),
    View(name="confirm-renewal", render=show_card_renewal),
    View(name="check-card", render=show_card_check),
)
