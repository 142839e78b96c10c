"""Those who ask to join: the list for who answers for the unit, taking somebody in and refusing, and telling them."""

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import ROWS, Browse, Visit, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Text, text
from bot.persian.phones import say_phone
from bot.relief.ids import JoinRequestId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.people import join_requests
from bot.relief.people.join_requests import RequestView
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row
from handlers.people.join_request import decisions


async def show_joiners(turn: Turn, visit: Visit) -> Screen:
    found = await join_requests.waiting(turn.session, turn.known(), turn.today, offset=visit.offset, limit=ROWS)
    rows = [opens(text("joiners-line", name=one.name, unit=one.unit_name), "joiner", one.id) for one in found.items]
    return Screen(
        text=text("joiners-waiting" if rows else "joiners-none"),
        buttons=(*listing(rows, visit, more=found.more), *home_row()),
    )


async def show_joiner(turn: Turn, visit: Visit) -> Screen:
    one = await join_requests.request(turn.session, turn.known(), JoinRequestId(row_id(visit.args)), turn.today)
    asked_on = Day(one.asked_at.astimezone(TEHRAN).date())
    phone = text("joiner-phone", phone=Digits(say_phone(one.phone, "en"))) if one.phone else text("joiner-no-phone")
    return Screen(
        text=Lines((text("joiner-asks", name=one.name, unit=one.unit_name, day=asked_on), phone)),
        buttons=(decisions(one.id), (opens(text("joiners-all"), "joiners"), *home_row()[0])),
    )


async def approve(turn: Turn, args: tuple[str, ...]) -> Screen:
    wanted = JoinRequestId(row_id(args))
    one = await join_requests.approve(turn.session, turn.known(), wanted, turn.now, turn.today)
    welcome = text("joiner-welcome", name=one.name, unit=one.unit_name)
    begin = (opens(text("joiner-begin"), "home"),)
    await turn.notify(one.person, _decided(one), welcome, (begin,))
    return await _after(turn, text("joiner-approved", name=one.name, unit=one.unit_name))


async def refuse(turn: Turn, args: tuple[str, ...]) -> Screen:
    wanted = JoinRequestId(row_id(args))
    one = await join_requests.refuse(turn.session, turn.known(), wanted, turn.now, turn.today)
    await turn.notify(one.person, _decided(one), refusal(one.unit_name, one.unit_phone))
    return await _after(turn, text("joiner-refused", name=one.name))


def refusal(unit_name: str, phone: str | None) -> Text:
    why = text("joiner-call", phone=Digits(say_phone(phone, "en"))) if phone else text("joiner-ask-there")
    return text("joiner-not-taken", unit=unit_name, why=why)


def _decided(one: RequestView) -> str:
    return NoticeKind.JOIN_REQUEST_DECIDED.event(one.id)


async def _after(turn: Turn, said: Text) -> Screen:
    rest = await turn.page("joiners")
    return Screen(text=Lines((said, rest.text), between="\n\n"), buttons=rest.buttons, notice=said)


FORMS = ()
VIEWS = (
    Browse(name="joiners", page=show_joiners),
    Browse(name="joiner", page=show_joiner, acts={"approve": approve, "refuse": refuse}),
)
