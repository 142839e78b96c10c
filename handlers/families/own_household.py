"""«خانوار خودم است»: a member declares a file to be of their own household, or it is retracted."""

from bot.dialogue.screen import ButtonRows, Screen
from bot.dialogue.views import View, ViewRequest, act_button, view_button
from bot.i18n.messages import Digits, Text, text
from bot.relief.families import own_households
from bot.relief.families.files import FamilyCard, load_family
from bot.relief.families.own_households import HouseholdOwner
from bot.relief.ids import FamilyId, PersonId
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import confirm_page, home_row


async def show_own_household(turn: TurnContext, request: ViewRequest) -> Screen:
    """Explain what the declaration means, before it is made."""
    card = await load_family(turn.caller(), FamilyId(parse_id(request.args)))
    return confirm_page(
        text("own-household-sure", number=Digits(card.number), name=card.head_name),
        act_button(text("own-household-yes"), "own-household", "declare", card.id),
        view_button(text("looks-back"), "family", card.id),
        *home_row()[0],
        stacked=True,
    )


async def on_declare_own_household(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    family_id = FamilyId(parse_id(args))
    card = await own_households.declare_own(turn.caller(), family_id)
    return Screen(
        text=text("own-household-told", number=Digits(card.number)),
        buttons=home_row(view_button(text("family-list"), "families")),
    )


async def on_retract_own_household(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    wanted, person = FamilyId(parse_id(args)), PersonId(parse_id(args[1:]))
    await own_households.retract(turn.caller(), wanted, person)
    return await turn.show_view("family", wanted)


def own_household_line(one: HouseholdOwner) -> Text:
    return text("own-household-whose", name=one.name)


def own_household_links(card: FamilyCard, owners: tuple[HouseholdOwner, ...]) -> ButtonRows:
    """Return the buttons that declare a household and retract each declaration."""
    backs = tuple(
        (act_button(text("own-household-lift", name=one.name), "own-household", "retract", card.id, one.person),)
        for one in owners
    )
    return (*backs, (view_button(text("own-household-ask"), "own-household", card.id),))


VIEWS = (
    View(
        name="own-household",
        render=show_own_household,
        acts={"declare": on_declare_own_household, "retract": on_retract_own_household},
    ),
)
