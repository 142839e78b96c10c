"""Open invitations: who joined by them, their link, their card with a QR code, and revoking them."""

from datetime import datetime

from bot.clock import TEHRAN
from bot.dialogue.screen import Button, Screen
from bot.dialogue.views import ROWS_PER_PAGE, View, ViewRequest, act_button, form_button, paged_list, view_button
from bot.i18n.messages import Day, Joined, Text, Verbatim, enum_text, text
from bot.relief.ids import InvitationId
from bot.relief.people import invitations
from bot.relief.people.codes import format_code
from bot.relief.people.invitations import OpenInvitation
from bot.reports.cards import CardImage
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.menu import INVITATION_LINK_PREFIX
from handlers.navigation import confirm_page, home_row


async def show_invitations(turn: TurnContext, request: ViewRequest) -> Screen:
    page = await invitations.list_open_invitations(turn.caller(), offset=request.offset, limit=ROWS_PER_PAGE)
    rows = [view_button(_line(one), "invite-detail", one.id) for one in page.items]
    return Screen(
        text=text("invitations-standing" if rows else "invitations-none"),
        buttons=(
            *paged_list(rows, request, more=page.has_more),
            *home_row(form_button(text("inviting-another"), "inviting")),
        ),
    )


def _line(one: OpenInvitation) -> Text:
    return text(
        "invitations-line", role=enum_text(one.role), unit=one.unit_name, came=one.joined_count, uses=one.max_uses
    )


async def show_invitation_detail(turn: TurnContext, request: ViewRequest) -> Screen:
    one = await invitations.load_invitation(turn.caller(), InvitationId(parse_id(request.args)))
    links = [
        (Text(f"messenger-{name}"), link)
        for name, link in turn.all_deep_links(f"{INVITATION_LINK_PREFIX}{one.code}").items()
    ]
    until = expiry_day(one.expires_at)
    came = text("invited-came", came=one.joined_count, uses=one.max_uses) if one.joined_count else ""
    by = (
        text("invited-by", inviter=one.inviter_name)
        if one.inviter_name and one.inviter_name != turn.require_actor().name
        else ""
    )
    head = text("inviting-made", role=enum_text(one.role), unit=one.unit_name, uses=one.max_uses, until=until)
    ways = (
        text("inviting-links", count=len(links)),
        *(text("inviting-link", messenger=name, link=Verbatim(link)) for name, link in links),
        text("inviting-code", code=Verbatim(one.code)),
    )
    return Screen(
        text=Joined((Joined((head, came, by)), *ways), separator="\n\n"),
        buttons=(
            tuple(Button(label=text("inviting-copy", messenger=name), copy=link) for name, link in links),
            (
                act_button(text("invited-card"), "invite-detail", "card", one.id),
                view_button(text("invited-revoke"), "confirm-revoking", one.id),
            ),
            (form_button(text("inviting-another"), "inviting"), view_button(text("invited-all"), "invitations")),
            *home_row(),
        ),
    )


def expiry_day(at: datetime) -> Day:
    """Return the last day on which the invitation is valid."""
    return Day(at.astimezone(TEHRAN).date())


async def on_send_invitation_card(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    """Send the invitation as a picture, to be forwarded or printed."""
    one = await invitations.load_invitation(turn.caller(), InvitationId(parse_id(args)))
    links = turn.all_deep_links(f"{INVITATION_LINK_PREFIX}{one.code}")
    card = CardImage(
        right_to_left=turn.locale == "fa",
        heading=turn.localize(text("card-invitation")),
        title=one.unit_name,
        lines=(
            turn.localize(text("card-role", role=enum_text(one.role))),
            turn.localize(text("card-until", until=expiry_day(one.expires_at), uses=one.max_uses)),
        ),
        links={turn.localize(Text(f"messenger-{name}")): link for name, link in links.items()},
        code=format_code(one.code),
        code_caption=turn.localize(text("card-type-code")),
        note=turn.localize(text("card-for-whom")),
    )
    message = text("invited-card-sent", role=enum_text(one.role), unit=one.unit_name, until=expiry_day(one.expires_at))
    return Screen(
        text=message,
        file=card,
        as_new_message=True,
        buttons=((view_button(text("invited-back"), "invite-detail", one.id),),),
    )


async def show_revoking(turn: TurnContext, request: ViewRequest) -> Screen:
    """Ask once more: links and cards that were handed out end with the invitation."""
    one = await invitations.load_invitation(turn.caller(), InvitationId(parse_id(request.args)))
    return confirm_page(
        text("invited-revoke-sure", role=enum_text(one.role), unit=one.unit_name),
        act_button(text("invited-revoke-yes"), "invite-detail", "revoke", one.id),
        view_button(text("dialogue-back"), "invite-detail", one.id),
    )


async def on_revoke_invitation(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    await invitations.revoke_invitation(turn.caller(), InvitationId(parse_id(args)))
    shown = await turn.show_view("invitations")
    return Screen(
        text=Joined((text("invited-revoked"), shown.text), separator="\n\n"),
        buttons=shown.buttons,
        toast=text("invited-revoked"),
    )


VIEWS = (
    View(name="invitations", render=show_invitations),
    View(
        name="invite-detail",
        render=show_invitation_detail,
        acts={"card": on_send_invitation_card, "revoke": on_revoke_invitation},
    ),
    View(name="confirm-revoking", render=show_revoking),
)
