"""Invitations that stand: who came with them, their link, their card with a code for a camera, and taking them back."""

from datetime import datetime

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, Screen
from bot.dialogue.views import ROWS, Browse, Visit, begins, does, listing, opens
from bot.i18n.messages import Day, Lines, Text, Verbatim, text, word
from bot.relief.ids import InvitationId
from bot.relief.people import invitations
from bot.relief.people.codes import in_groups
from bot.relief.people.invitations import StandingInvitation
from bot.reports.cards import Card
from bot.turn.context import Turn
from handlers.button_args import row_id
from handlers.menu import INVITED, home_row


async def show_invitations(turn: Turn, visit: Visit) -> Screen:
    found = await invitations.standing(
        turn.session, turn.known(), turn.now, turn.today, offset=visit.offset, limit=ROWS
    )
    rows = [opens(_line(one), "invited", one.id) for one in found.items]
    return Screen(
        text=text("invitations-standing" if rows else "invitations-none"),
        buttons=(
            *listing(rows, visit, more=found.more),
            (begins(text("inviting-another"), "inviting"), *home_row()[0]),
        ),
    )


def _line(one: StandingInvitation) -> Text:
    return text("invitations-line", role=word(one.role), unit=one.unit_name, came=one.came, uses=one.uses)


async def show_invited(turn: Turn, visit: Visit) -> Screen:
    one = await invitations.invitation(
        turn.session, turn.known(), InvitationId(row_id(visit.args)), turn.now, turn.today
    )
    links = [(Text(f"messenger-{name}"), link) for name, link in turn.links(f"{INVITED}{one.code}").items()]
    until = day(one.expires_at)
    came = text("invited-came", came=one.came, uses=one.uses) if one.came else ""
    by = text("invited-by", inviter=one.inviter) if one.inviter and one.inviter != turn.known().name else ""
    head = text("inviting-made", role=word(one.role), unit=one.unit_name, uses=one.uses, until=until)
    ways = (
        text("inviting-links", count=len(links)),
        *(text("inviting-link", messenger=name, link=Verbatim(link)) for name, link in links),
        text("inviting-code", code=Verbatim(one.code)),
    )
    return Screen(
        text=Lines((Lines((head, came, by)), *ways), between="\n\n"),
        buttons=(
            tuple(Button(label=text("inviting-copy", messenger=name), copy=link) for name, link in links),
            (
                does(text("invited-card"), "invited", "card", one.id),
                does(text("invited-revoke"), "invited", "revoke", one.id),
            ),
            (begins(text("inviting-another"), "inviting"), opens(text("invited-all"), "invitations")),
            *home_row(),
        ),
    )


def day(at: datetime) -> Day:
    """The last day on which it may still be used."""
    return Day(at.astimezone(TEHRAN).date())


async def send_card(turn: Turn, args: tuple[str, ...]) -> Screen:
    """A picture beside the page, to be sent on or printed."""
    one = await invitations.invitation(turn.session, turn.known(), InvitationId(row_id(args)), turn.now, turn.today)
    links = turn.links(f"{INVITED}{one.code}")
    card = Card(
        right_to_left=turn.locale == "fa",
        heading=turn.write(text("card-invitation")),
        title=one.unit_name,
        lines=(
            turn.write(text("card-role", role=word(one.role))),
            turn.write(text("card-until", until=day(one.expires_at), uses=one.uses)),
        ),
        links={turn.write(Text(f"messenger-{name}")): link for name, link in links.items()},
        code=in_groups(one.code),
        code_says=turn.write(text("card-type-code")),
        note=turn.write(text("card-for-whom")),
    )
    said = text("invited-card-sent", role=word(one.role), unit=one.unit_name, until=day(one.expires_at))
    return Screen(text=said, file=card, beside=True, buttons=((opens(text("invited-back"), "invited", one.id),),))


async def revoke(turn: Turn, args: tuple[str, ...]) -> Screen:
    await invitations.revoke(turn.session, turn.known(), InvitationId(row_id(args)), turn.now, turn.today)
    shown = await turn.page("invitations")
    return Screen(
        text=Lines((text("invited-revoked"), shown.text), between="\n\n"),
        buttons=shown.buttons,
        notice=text("invited-revoked"),
    )


FORMS = ()
VIEWS = (
    Browse(name="invitations", page=show_invitations),
    Browse(name="invited", page=show_invited, acts={"card": send_card, "revoke": revoke}),
)
