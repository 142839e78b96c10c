"""«از کجا بدانم واقعی هستید؟»: a member's card as a picture, and the page that a family sees who reads its code."""

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import Browse, Visit, does
from bot.i18n.messages import Day, Text, text, word
from bot.relief.access.guess_limits import Guessed, guessing
from bot.relief.errors import NotFound
from bot.relief.ids import UnitId
from bot.relief.people import member_cards
from bot.relief.people.codes import in_groups
from bot.relief.people.member_cards import CardView
from bot.reports.cards import Card
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import CHECKED, home_row


async def show_mine(turn: Turn, args: tuple[str, ...]) -> Screen:
    unit = UnitId(row_id(args))
    return _pictured(turn, await member_cards.my_card(turn.session, turn.known(), unit, turn.now, turn.today))


async def renew(turn: Turn, args: tuple[str, ...]) -> Screen:
    unit = UnitId(row_id(args))
    return _pictured(turn, await member_cards.renew(turn.session, turn.known(), unit, turn.now, turn.today))


def _pictured(turn: Turn, mine: CardView) -> Screen:
    until = Day(mine.expires_at.astimezone(TEHRAN).date())
    links = turn.links(f"{CHECKED}{mine.code}")
    card = Card(
        right_to_left=turn.locale == "fa",
        heading=turn.write(text("member-card-heading")),
        title=mine.name,
        lines=(
            turn.write(text("member-card-role", role=word(mine.role), unit=mine.unit_name)),
            turn.write(text("member-card-until", until=until)),
        ),
        links={turn.write(Text(f"messenger-{name}")): link for name, link in links.items()},
        code=f"{CHECKED.upper()}{in_groups(mine.code)}",
        code_says=turn.write(text("card-type-code")),
        note=turn.write(text("member-card-note")),
    )
    return Screen(
        text=text("member-card-sent", until=until),
        file=card,
        beside=True,
        buttons=((does(text("member-card-renew"), "member-card", "renew", mine.unit), *home_row()[0]),),
    )


async def show_way(turn: Turn, _: Visit) -> Screen:
    """A card is drawn by an act alone; its page leads there."""
    own = [grant for grant in turn.known().grants if grant.lent_by is None]
    rows = tuple((does(grant.unit_name, "member-card", "show", grant.unit),) for grant in own)
    return Screen(text=text("member-card-which" if rows else "error-forbidden"), buttons=(*rows, *home_row()))


async def show_check(turn: Turn, visit: Visit) -> Screen:
    """For anybody, also a stranger: a first name, a unit, and whether it holds today."""
    if not visit.args:
        raise NotFound("error-card-unknown")
    async with guessing(turn.session, Guessed.CARD, turn.messenger, turn.account, turn.now):
        seen = await member_cards.check(turn.session, visit.args[0], turn.now, turn.today)
    said = text("card-active" if seen.active else "card-inactive", name=seen.first_name, unit=seen.unit_name)
    return Screen(text=said, buttons=home_row())


FORMS = ()
VIEWS = (
    Browse(name="member-card", page=show_way, acts={"show": show_mine, "renew": renew}),
    Browse(name="check-card", page=show_check),
)
