"""«حساب‌های من»: a person's accounts, linking another one, unlinking a lost phone, merging persons."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import TEHRAN
from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import View, ViewRequest, act_button, form_button, view_button
from bot.i18n.messages import Digits, Joined, Text, text
from bot.persian.normalisation import mark_ltr
from bot.relief.access.actors import load_actor
from bot.relief.errors import NotFound
from bot.relief.ids import AccountId, AccountRef, MergeId
from bot.relief.lifecycle.person_merge import (
    accept_merge,
    list_merge_offers,
    offer_merge,
    refuse_merge,
    select_merge_offers,
)
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people.account_linking import (
    LINK_CODE_DIGITS,
    LINK_CODE_LIFETIME,
    code_owner,
    format_link_code,
    issue_link_code,
    link_account,
    normalise_link_code,
)
from bot.relief.people.account_unlinking import unlink_own_account
from bot.relief.people.members import AccountView, list_accounts
from bot.turn.context import TurnContext
from bot.turn.tasks import TaskRank, TaskSource
from handlers.button_args import parse_id
from handlers.menu import ACCOUNT_LINK_PREFIX
from handlers.navigation import confirm_page, home_row
from handlers.people.members import account_line

ACCOUNTS_ROWS: ButtonRows = ((view_button(text("own-accounts"), "accounts"),),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCodeInput:
    """`code` as it was read from the other messenger."""

    code: str


async def show_accounts(turn: TurnContext, _: ViewRequest) -> Screen:
    return await _page(turn)


async def _page(turn: TurnContext, note: Text | None = None) -> Screen:
    person = turn.require_actor().person
    accounts = await list_accounts(turn.session, person)
    waiting = await list_merge_offers(turn.session, person, turn.now)
    said = (text("accounts-are"), *map(account_line, accounts))
    offers = tuple(text("accounts-merge-asked", name=one.name) for one in waiting)
    answers = tuple(
        (
            act_button(text("accounts-merge-yes"), "accounts", "agree-merge", one.id),
            act_button(text("accounts-merge-no"), "accounts", "refuse-merge", one.id),
        )
        for one in waiting
    )
    link = (
        act_button(text("accounts-code"), "accounts", "show-code"),
        form_button(text("accounts-have-code"), "account-linking"),
    )
    return Screen(
        text=Joined((*said, *offers, note or "")),
        buttons=(*answers, link, *_unlink_rows(accounts), *home_row(view_button(text("dialogue-back"), "me"))),
    )


def _unlink_rows(accounts: tuple[AccountView, ...]) -> ButtonRows:
    """Return a button for each account, none for the last: a person must keep one."""
    if len(accounts) == 1:
        return ()
    return tuple((view_button(_unlink_label(one), "unlink-account", one.id),) for one in accounts)


def _unlink_label(one: AccountView) -> Text:
    return text("accounts-unlink", messenger=Text(f"messenger-{one.messenger}"))


async def on_show_link_code(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    """Issue a link code. It works once, for ten minutes, so that it may stay in the chat."""
    code = await issue_link_code(turn.caller())
    until = (turn.now + LINK_CODE_LIFETIME).astimezone(TEHRAN)
    return Screen(
        text=Joined(
            (
                text(
                    "accounts-code-is",
                    code=Digits(mark_ltr(format_link_code(code))),
                    time=Digits(f"{until:%H:%M}"),
                ),
                text("accounts-code-how"),
            ),
            separator="\n\n",
        ),
        buttons=(*_deep_link_rows(turn, code), *home_row(view_button(text("accounts-all"), "accounts"))),
    )


def _deep_link_rows(turn: TurnContext, code: str) -> ButtonRows:
    """Return links into the other messengers, for those with both on one phone."""
    links = turn.all_deep_links(f"{ACCOUNT_LINK_PREFIX}{code}").items()
    return tuple(
        (Button(label=text("accounts-open-there", messenger=Text(f"messenger-{name}")), url=link),)
        for name, link in links
        if name != turn.messenger
    )


async def submit_link_code(turn: TurnContext, entered: LinkCodeInput) -> Screen:
    return await _confirmation_page(turn, entered.code)


async def show_link_confirmation(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show whose account this would become, before it does."""
    if not request.args:
        return Screen(text=text("link-refused"), buttons=home_row())
    return await _confirmation_page(turn, request.args[0])


async def show_typed_code(turn: TurnContext, request: ViewRequest) -> Screen:
    """Open a typed code; from a person with a role eight digits may be an amount, and are no guess."""
    if turn.actor is None or turn.actor.primary_grant is None:
        return await show_link_confirmation(turn, request)
    again = form_button(text("accounts-have-code"), "account-linking")
    return Screen(text=text("link-typed"), buttons=home_row(again))


async def _confirmation_page(turn: TurnContext, typed: str) -> Screen:
    code = normalise_link_code(typed)
    owner = await code_owner(turn.session, code, _account_ref(turn), turn.now)
    if owner.owns_account:
        return Screen(text=text("link-already"), buttons=home_row())
    no = view_button(text("link-no"), "link-code")
    if owner.account_is_free:
        turn.set_locale(owner.language)
        return confirm_page(
            text("link-sure", name=owner.name, messenger=Text(f"messenger-{turn.messenger}")),
            act_button(text("link-yes"), "link-code", "confirm", code),
            no,
            stacked=True,
        )
    return confirm_page(
        text("link-merge", name=owner.name, own=turn.require_actor().name),
        act_button(text("link-merge-yes"), "link-code", "offer-merge", code),
        no,
        stacked=True,
    )


async def on_link_account(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    await link_account(turn.session, _code_arg(args), _account_ref(turn), turn.now)
    turn.actor = await load_actor(turn.session, turn.messenger, turn.account, turn.today)
    actor = turn.require_actor()
    turn.set_locale(actor.language)
    turn.wake_worker()
    home = await turn.show_view("home")
    return Screen(text=text("link-done", name=actor.name), buttons=home.buttons)


async def on_offer_merge(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Offer the other person a merge; they decide in their own messenger."""
    other_person = await offer_merge(turn.caller(), _code_arg(args), _account_ref(turn))
    await turn.notify(
        other_person,
        NoticeKind.PERSON_MERGE_OFFERED.event(turn.require_actor().person, int(turn.now.timestamp())),
        text("link-merge-told"),
        ACCOUNTS_ROWS,
    )
    return Screen(text=text("link-merge-asked"), buttons=home_row())


async def on_agree_merge(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    await accept_merge(turn.caller(), MergeId(parse_id(args)), _account_ref(turn))
    return await _page(turn, text("accounts-merged"))


async def on_refuse_merge(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    await refuse_merge(turn.caller(), MergeId(parse_id(args)))
    return await _page(turn, text("accounts-merge-refused"))


async def show_account_unlinking(turn: TurnContext, request: ViewRequest) -> Screen:
    accounts = await list_accounts(turn.session, turn.require_actor().person)
    one = next((one for one in accounts if one.id == parse_id(request.args)), None)
    if one is None:
        raise NotFound
    return confirm_page(
        text("accounts-unlink-sure", messenger=Text(f"messenger-{one.messenger}")),
        act_button(text("accounts-unlink-yes"), "accounts", "unlink", one.id),
        view_button(text("dialogue-back"), "accounts"),
    )


async def on_unlink_account(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    await unlink_own_account(turn.caller(), AccountId(parse_id(args)), _account_ref(turn))
    return await _page(turn, text("accounts-unlinked"))


def _code_arg(args: tuple[str, ...]) -> str:
    return args[0] if args else ""


def _account_ref(turn: TurnContext) -> AccountRef:
    return AccountRef(turn.messenger, turn.account)


account_linking_form = Form(
    LinkCodeInput,
    TextQuestion("code", min_length=LINK_CODE_DIGITS, max_length=40, private=True),
    name="account-linking",
    subject=no_subject,
    submit=submit_link_code,
    confirm=False,
)


async def merge_rows(turn: TurnContext, references: Sequence[str]) -> list[Button]:
    """Return a row for each offer; all are answered on the page of accounts."""
    offers = await list_merge_offers(turn.session, turn.require_actor().person, turn.now)
    return [
        view_button(text("tasks-row-merge", name=one.name), "accounts") for one in offers if str(one.id) in references
    ]


FORMS = (account_linking_form,)
TASK_SOURCES = (TaskSource(name="merges", rank=TaskRank.DECIDE, select=select_merge_offers, rows=merge_rows),)
VIEWS = (
    View(
        name="accounts",
        render=show_accounts,
        acts={
            "show-code": on_show_link_code,
            "unlink": on_unlink_account,
            "agree-merge": on_agree_merge,
            "refuse-merge": on_refuse_merge,
        },
    ),
    View(name="unlink-account", render=show_account_unlinking),
    View(name="typed-code", render=show_typed_code),
    View(
        name="link-code",
        render=show_link_confirmation,
        acts={"confirm": on_link_account, "offer-merge": on_offer_merge},
    ),
)
