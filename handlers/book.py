"""Every conversation there is, in one place: what the composition root hands to the turn."""

from bot.dialogue.browse import opens
from bot.persian.said import text
from bot.turn.context import Book
from handlers import (
    asking_to_join,
    call,
    call_sending,
    campaign,
    completion,
    erasing,
    evidence,
    family,
    family_file,
    holdings,
    home,
    invitations,
    inviting,
    joiners,
    joining,
    letters,
    linking,
    looks,
    member_card,
    members,
    own,
    service,
    summary,
    unit,
    unit_keeping,
)

_ROOMS = (
    home,
    joining,
    inviting,
    invitations,
    asking_to_join,
    joiners,
    members,
    own,
    linking,
    member_card,
    letters,
    unit,
    unit_keeping,
    family,
    family_file,
    erasing,
    holdings,
    looks,
    completion,
    service,
    evidence,
    campaign,
    call,
    call_sending,
    summary,
)

BOOK = Book.of(
    forms=[form for room in _ROOMS for form in room.FORMS],
    views=[view for room in _ROOMS for view in room.VIEWS],
    entry=home.entry,
    home=home.HOME,
    typed=home.typed,
    ways={"error-pledge-first": opens(text("pledge-read"), "pledge")},
)
