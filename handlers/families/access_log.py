"""«چه کسی این پرونده را باز کرده؟»: accesses to a family's file, with day, actor and messenger."""

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, paged_list, view_button
from bot.i18n.messages import Day, Digits, Joined, Text, kebab, text
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.families import access_log
from bot.relief.ids import FamilyId
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row

LABELLED_ACTIONS = (
    "see-family",
    "register-family",
    "complete-family",
    "family-known",
    "own-household",
    "not-own-household",
)


async def show_access_log(turn: TurnContext, request: ViewRequest) -> Screen:
    """List accesses, the latest first. Reading the log is itself recorded, though not listed here."""
    family = FamilyId(parse_id(request.args))
    number, unit, found = await access_log.access_log(turn.caller(), family, offset=request.offset, limit=ROWS_PER_PAGE)
    await audit_log.record(
        turn.caller(), AuditAction.READ_AUDIT, unit=unit, subject=f"looks:{number}", right=Action.READ_AUDIT
    )
    heading = text("looks-of" if found.items else "looks-none", number=Digits(number))
    return Screen(
        text=Joined((heading, *(_line(look) for look in found.items))),
        buttons=(
            *paged_list((), request, more=found.has_more),
            *home_row(view_button(text("looks-back"), "family", family)),
        ),
    )


def _line(look: access_log.AccessRecord) -> Text:
    at = look.at.astimezone(TEHRAN)
    did = f"looks-did-{look.action}" if look.action in LABELLED_ACTIONS else "looks-did-other"
    name = look.name or text("looks-nobody")
    return text(
        "looks-line",
        name=text("looks-in-stead", name=name, of=look.on_behalf_of) if look.on_behalf_of else name,
        did=text(did),
        day=Day(at.date()),
        time=Digits(f"{at:%H:%M}"),
        where=text(f"messenger-{kebab(look.messenger)}") if look.messenger else text("looks-nowhere"),
    )


VIEWS = (View(name="access-log", render=show_access_log, audited=True),)
