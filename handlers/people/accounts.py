"""«حساب‌های من»: the messengers in which somebody is the same person; the code that links another, and unlinking a lost phone."""

from dataclasses import dataclass

from bot.clock import TEHRAN
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Words
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.views import Browse, Visit, begins, does, opens
from bot.i18n.messages import Digits, Lines, Text, text
from bot.persian.normalisation import ltr
from bot.relief.access.actors import load_actor
from bot.relief.errors import NotFound
from bot.relief.ids import AccountId, Here, MergeId
from bot.relief.lifecycle import person_merge as merging
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import account_linking as linking
from bot.relief.people import account_unlinking as unlinking
from bot.relief.people.members import AccountView, accounts
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import LINKED, home_row
from handlers.people.members import account_line

TO_ACCOUNTS: Rows = ((opens(text("own-accounts"), "accounts"),),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLinking:
    """`code` as it was read from the other messenger."""

    code: str


async def show_accounts(turn: Turn, _: Visit) -> Screen:
    return await _shown(turn)


async def _shown(turn: Turn, done: Text | None = None) -> Screen:
    person = turn.known().person
    held = await accounts(turn.session, person)
    waiting = await merging.offers(turn.session, person, turn.now)
    said = (text("accounts-are"), *map(account_line, held))
    asked = tuple(text("accounts-merge-asked", name=one.name) for one in waiting)
    answers = tuple(
        (
            does(text("accounts-merge-yes"), "accounts", "merge", one.id),
            does(text("accounts-merge-no"), "accounts", "refuse", one.id),
        )
        for one in waiting
    )
    link = (does(text("accounts-code"), "accounts", "code"), begins(text("accounts-have-code"), "account-linking"))
    return Screen(
        text=Lines((*said, *asked, done or "")),
        buttons=(*answers, link, *_unlinking(held), (opens(text("dialogue-back"), "own"), *home_row()[0])),
    )


def _unlinking(held: tuple[AccountView, ...]) -> Rows:
    """The last one stays: nobody locks themselves out."""
    if len(held) == 1:
        return ()
    return tuple((opens(_unlink(one), "unlinking", one.id),) for one in held)


def _unlink(one: AccountView) -> Text:
    return text("accounts-unlink", messenger=Text(f"messenger-{one.messenger}"))


async def show_code(turn: Turn, _: tuple[str, ...]) -> Screen:
    """The code stands in the chat for ten minutes' use; who reads it later has nothing."""
    code = await linking.show_code(turn.session, turn.known(), turn.now)
    until = (turn.now + linking.STANDS_FOR).astimezone(TEHRAN)
    return Screen(
        text=Lines(
            (
                text("accounts-code-is", code=Digits(ltr(linking.in_halves(code))), time=Digits(f"{until:%H:%M}")),
                text("accounts-code-how"),
            ),
            between="\n\n",
        ),
        buttons=(*_open_there(turn, code), (opens(text("accounts-all"), "accounts"), *home_row()[0])),
    )


def _open_there(turn: Turn, code: str) -> Rows:
    """For who has both on one telephone: nothing to type."""
    links = turn.links(f"{LINKED}{code}").items()
    return tuple(
        (Button(label=text("accounts-open-there", messenger=Text(f"messenger-{name}")), url=link),)
        for name, link in links
        if name != turn.messenger
    )


async def enter_code(turn: Turn, entered: AccountLinking) -> Screen:
    return await _asked(turn, entered.code)


async def show_link(turn: Turn, visit: Visit) -> Screen:
    """Whose account this would be, before it is: asked of the one who has it in their hand."""
    if not visit.args:
        return Screen(text=text("link-refused"), buttons=home_row())
    return await _asked(turn, visit.args[0])


async def show_typed(turn: Turn, visit: Visit) -> Screen:
    """From a stranger eight digits are a code. Who has a role may as well have written an amount: that is no guess."""
    if turn.actor is None or turn.actor.main is None:
        return await show_link(turn, visit)
    again = begins(text("accounts-have-code"), "account-linking")
    return Screen(text=text("link-typed"), buttons=((again, *home_row()[0]),))


async def _asked(turn: Turn, typed: str) -> Screen:
    code = linking.read_code(typed)
    known = await linking.owner(turn.session, code, _here(turn), turn.now)
    if known.mine:
        return Screen(text=text("link-already"), buttons=home_row())
    no = opens(text("link-no"), "link")
    if known.stranger:
        turn.speak(known.language)
        return Screen(
            text=text("link-sure", name=known.name, messenger=Text(f"messenger-{turn.messenger}")),
            buttons=((does(text("link-yes"), "link", "join", code),), (no,)),
        )
    return Screen(
        text=text("link-merge", name=known.name, own=turn.known().name),
        buttons=((does(text("link-merge-yes"), "link", "merge", code),), (no,)),
    )


async def join(turn: Turn, args: tuple[str, ...]) -> Screen:
    await linking.link(turn.session, _code(args), _here(turn), turn.now)
    turn.actor = await load_actor(turn.session, turn.messenger, turn.account, turn.today)
    actor = turn.known()
    turn.speak(actor.language)
    turn.wake()
    home = await turn.page("home")
    return Screen(text=text("link-done", name=actor.name), buttons=home.buttons)


async def merge(turn: Turn, args: tuple[str, ...]) -> Screen:
    """The other side is asked in their own messenger."""
    kept = await merging.offer(turn.session, turn.known(), _code(args), _here(turn), turn.now)
    await turn.notify(
        kept,
        NoticeKind.PERSON_MERGE_OFFERED.event(turn.known().person, int(turn.now.timestamp())),
        text("link-merge-told"),
        TO_ACCOUNTS,
    )
    return Screen(text=text("link-merge-asked"), buttons=home_row())


async def agree(turn: Turn, args: tuple[str, ...]) -> Screen:
    await merging.agree(turn.session, turn.known(), MergeId(row_id(args)), _here(turn), turn.now, turn.today)
    return await _shown(turn, text("accounts-merged"))


async def refuse(turn: Turn, args: tuple[str, ...]) -> Screen:
    await merging.refuse(turn.session, turn.known(), MergeId(row_id(args)), turn.now)
    return await _shown(turn, text("accounts-merge-refused"))


async def show_unlinking(turn: Turn, visit: Visit) -> Screen:
    held = await accounts(turn.session, turn.known().person)
    one = next((one for one in held if one.id == row_id(visit.args)), None)
    if one is None:
        raise NotFound
    yes: Button = does(text("accounts-unlink-yes"), "accounts", "unlink", one.id)
    return Screen(
        text=text("accounts-unlink-sure", messenger=Text(f"messenger-{one.messenger}")),
        buttons=((yes, opens(text("dialogue-back"), "accounts")),),
    )


async def unlink(turn: Turn, args: tuple[str, ...]) -> Screen:
    await unlinking.unlink_own(turn.session, turn.known(), AccountId(row_id(args)), _here(turn), turn.now)
    return await _shown(turn, text("accounts-unlinked"))


def _code(args: tuple[str, ...]) -> str:
    return args[0] if args else ""


def _here(turn: Turn) -> Here:
    return turn.messenger, turn.account


account_linking = Form(
    AccountLinking,
    Words("code", at_least=linking.CODE_DIGITS, at_most=40, private=True),
    name="account-linking",
    submit=enter_code,
    confirm=False,
)

FORMS = (account_linking,)
VIEWS = (
    Browse(
        name="accounts",
        page=show_accounts,
        acts={"code": show_code, "unlink": unlink, "merge": agree, "refuse": refuse},
    ),
    Browse(name="unlinking", page=show_unlinking),
    Browse(name="typed-link", page=show_typed),
    Browse(name="link", page=show_link, acts={"join": join, "merge": merge}),
)
