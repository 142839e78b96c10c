"""«خانوار خودم است»: a member says that a file is about their own household, and whoever looks after them takes a mistake back."""

from bot.dialogue.screen import Rows, Screen
from bot.dialogue.views import Browse, Visit, does, opens
from bot.i18n.messages import Digits, Text, text
from bot.relief.families import own_households
from bot.relief.families.files import FamilyCard, family
from bot.relief.families.own_households import Whose
from bot.relief.ids import FamilyId, PersonId
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row


async def show_ask(turn: Turn, visit: Visit) -> Screen:
    """What it means is said before anything is done."""
    card = await family(turn.session, turn.known(), FamilyId(row_id(visit.args)), turn.today)
    yes = does(text("own-household-yes"), "own-household", "yes", card.id)
    return Screen(
        text=text("own-household-sure", number=Digits(card.number), name=card.head_name),
        buttons=((yes,), (opens(text("looks-back"), "family", card.id), *home_row()[0])),
    )


async def tell(turn: Turn, args: tuple[str, ...]) -> Screen:
    wanted = FamilyId(row_id(args))
    card = await own_households.tell_own(turn.session, turn.known(), wanted, turn.now, turn.today)
    return Screen(
        text=text("own-household-told", number=Digits(card.number)),
        buttons=((opens(text("family-list"), "families"), *home_row()[0]),),
    )


async def lift(turn: Turn, args: tuple[str, ...]) -> Screen:
    wanted, person = FamilyId(row_id(args)), PersonId(row_id(args[1:]))
    await own_households.lift(turn.session, turn.known(), wanted, person, turn.now, turn.today)
    return await turn.page("family", wanted)


def whose_line(one: Whose) -> Text:
    return text("own-household-whose", name=one.name)


def whose_ways(card: FamilyCard, of: tuple[Whose, ...]) -> Rows:
    """One's own is told by anybody who sees the file; a mistake is taken back by who is told whose it is."""
    backs = tuple(
        (does(text("own-household-lift", name=one.name), "own-household", "lift", card.id, one.person),) for one in of
    )
    return (*backs, (opens(text("own-household-ask"), "own-household", card.id),))


FORMS = ()
VIEWS = (Browse(name="own-household", page=show_ask, acts={"yes": tell, "lift": lift}),)
