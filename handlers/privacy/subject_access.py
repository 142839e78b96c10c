"""«اطلاعات مرا نشان بده»: all that is held on oneself, and on a family for who hands it to them, as a document."""

from collections.abc import Iterable, Iterator

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import Browse, Visit, does, opens
from bot.i18n.messages import Day, Digits, Money, Said, Text, Verbatim, text, word
from bot.persian.phones import say_phone
from bot.relief.ids import FamilyId
from bot.relief.lifecycle import subject_access as holdings
from bot.relief.lifecycle.self_erasure import erase_oneself
from bot.relief.lifecycle.subject_access import FamilyHoldings, Held, PersonHoldings
from bot.reports.documents import Document
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.families.file import need_said
from handlers.menu import home_row


async def show_ask(_: Turn, __: Visit) -> Screen:
    """What is kept and for how long, and the way to have it all."""
    return Screen(
        text=text("holdings-about"),
        buttons=(
            (does(text("holdings-have"), "holdings", "mine"), opens(text("holdings-erase"), "erase-own")),
            (opens(text("dialogue-back"), "own"),),
        ),
    )


async def give_own(turn: Turn, _: tuple[str, ...]) -> Screen:
    held = await holdings.person_holdings(turn.session, turn.known(), turn.now)
    file = _document(turn, _of_person(turn, held))
    return Screen(text=text("holdings-own-given"), buttons=home_row(), file=file)


async def show_erase(_: Turn, __: Visit) -> Screen:
    yes = does(text("holdings-erase-yes"), "erase-own", "yes")
    return Screen(text=text("holdings-erase-sure"), buttons=((yes, opens(text("dialogue-back"), "holdings")),))


async def erase_own(turn: Turn, _: tuple[str, ...]) -> Screen:
    await erase_oneself(turn.session, turn.known(), turn.now)
    turn.actor = None
    return Screen(text=text("holdings-erased"), buttons=home_row())


async def give_family(turn: Turn, args: tuple[str, ...]) -> Screen:
    wanted = FamilyId(row_id(args))
    held = await holdings.family_holdings(turn.session, turn.known(), wanted, turn.now, turn.today)
    file = _document(turn, _of_family(turn, held))
    return Screen(text=text("holdings-family-given", number=Digits(held.card.number)), buttons=home_row(), file=file)


def _document(turn: Turn, lines: Iterable[Said]) -> Document:
    return Document(lines=tuple(turn.write(line) for line in lines))


def _of_person(turn: Turn, held: PersonHoldings) -> Iterator[Said]:
    yield text("holdings-own-head", name=held.name, day=Day(turn.today))
    yield _phone(turn, held.phone)
    yield text("holdings-known-since", day=Day(held.known_since.astimezone(TEHRAN).date()))
    if held.pledged_at:
        yield text("holdings-pledged", day=Day(held.pledged_at.astimezone(TEHRAN).date()))
    if held.neighbourhoods:
        yield text("holdings-neighbourhoods", places=held.neighbourhoods)
    if held.quiet_hours:
        begins, ends = held.quiet_hours
        yield text("holdings-quiet", begins=begins, ends=ends)
    for messenger, seen in held.accounts:
        used = Day(seen.astimezone(TEHRAN).date())
        yield text("holdings-account", messenger=Text(f"messenger-{messenger}"), day=used)
    for one in held.held:
        yield _role(one)
    for asked in held.requests:
        yield text("holdings-request", unit=asked.unit_name, day=Day(asked.at.astimezone(TEHRAN).date()))
    for letter in held.letters:
        day = Day(letter.at.astimezone(TEHRAN).date())
        yield text("holdings-letter", name=letter.author_name, unit=letter.unit_name, day=day, text=letter.text)
    for number in held.own_households:
        yield text("holdings-own-household", number=Digits(number))
    for title in held.campaigns:
        yield text("holdings-campaign", title=title)
    yield text(
        "holdings-counts", families=held.registered, services=held.reported, calls=held.calls, answers=held.answers
    )
    yield text("holdings-traces", drafts=held.drafts, audited=held.audited)


def _role(one: Held) -> Text:
    role, unit, since = word(one.role), one.unit_name, Day(one.since)
    if one.until is None:
        return text("holdings-role", role=role, unit=unit, since=since)
    return text("holdings-role-ended", role=role, unit=unit, since=since, until=Day(one.until))


def _of_family(turn: Turn, held: FamilyHoldings) -> Iterator[Said]:
    card = held.card
    yield text("holdings-family-head", number=Digits(card.number), name=card.head_name, day=Day(turn.today))
    yield text("holdings-family-unit", unit=card.unit_name, place=card.neighbourhood)
    yield _phone(turn, held.phone)
    if card.identity_kind:
        yield text("holdings-identity", kind=word(card.identity_kind), number=Verbatim(held.identity or ""))
    if card.members:
        yield text("family-members", count=card.members)
    if card.coverage:
        yield text("family-coverage", coverage=word(card.coverage))
    if card.support:
        yield text("family-support", support=word(card.support))
    for need in card.needs:
        yield text("holdings-need", need=need_said(need), note=need.note or "")
    for one in held.delivered:
        yield text(
            "holdings-delivered", day=Day(one.day), activity=one.activity, unit=one.unit_name, value=Money(one.value)
        )
    day = Day(card.consented_at.astimezone(TEHRAN).date())
    yield text("holdings-consent", day=day, by=card.registered_by, version=card.consent_version)
    yield text("holdings-looked", count=held.looked)


def _phone(turn: Turn, phone: str | None) -> Text:
    if phone is None:
        return text("holdings-no-phone")
    return text("holdings-phone", phone=Verbatim(say_phone(phone, turn.locale)))


FORMS = ()
VIEWS = (
    Browse(name="holdings", page=show_ask, acts={"mine": give_own, "family": give_family}),
    Browse(name="erase-own", page=show_erase, acts={"yes": erase_own}),
)
