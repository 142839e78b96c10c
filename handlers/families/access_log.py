"""«چه کسی این پرونده را باز کرده؟»: who opened or changed a family's file, when, and from which messenger."""

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import ROWS, Browse, Visit, listing, opens
from bot.i18n.messages import Day, Digits, Lines, Text, kebab, text
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.families import access_log
from bot.relief.ids import FamilyId
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import home_row

NAMED = ("see-family", "register-family", "complete-family", "family-known", "own-household", "not-own-household")


async def show_looks(turn: Turn, visit: Visit) -> Screen:
    """The latest first. Asking is itself written down, beside the looks and not among them."""
    family = FamilyId(row_id(visit.args))
    number, unit, found = await access_log.looks(
        turn.session, turn.known(), family, turn.today, offset=visit.offset, limit=ROWS
    )
    await audit.note(
        turn.session,
        turn.known(),
        AuditAction.READ_AUDIT,
        unit=unit,
        subject=f"looks:{number}",
        right=Action.READ_AUDIT,
        now=turn.now,
    )
    heading = text("looks-of" if found.items else "looks-none", number=Digits(number))
    return Screen(
        text=Lines((heading, *(_line(look) for look in found.items))),
        buttons=(
            *listing((), visit, more=found.more),
            (opens(text("looks-back"), "family", family), *home_row()[0]),
        ),
    )


def _line(look: access_log.Look) -> Text:
    at = look.at.astimezone(TEHRAN)
    did = f"looks-did-{look.action}" if look.action in NAMED else "looks-did-other"
    name = look.name or text("looks-nobody")
    return text(
        "looks-line",
        name=text("looks-in-stead", name=name, of=look.stead_of) if look.stead_of else name,
        did=text(did),
        day=Day(at.date()),
        time=Digits(f"{at:%H:%M}"),
        where=text(f"messenger-{kebab(look.messenger)}") if look.messenger else text("looks-nowhere"),
    )


FORMS = ()
VIEWS = (Browse(name="looks", page=show_looks, audited=True),)
