"""Every conversation there is, in one place: what the composition root hands to the turn."""

from bot.dialogue.views import form_button, view_button
from bot.i18n.messages import text
from bot.turn.context import Registry
from handlers import menu as home
from handlers.calls import approval as large_calls
from handlers.calls import call
from handlers.calls import compose as call_sending
from handlers.campaigns import campaign
from handlers.families import access_log as looks
from handlers.families import completion, own_household
from handlers.families import erasure as erasing
from handlers.families import file as family_file
from handlers.families import registration as family
from handlers.people import accounts as linking
from handlers.people import delegation as away
from handlers.people import invitation_accept as joining
from handlers.people import invitation_create as inviting
from handlers.people import invitation_list as invitations
from handlers.people import join_request as asking_to_join
from handlers.people import join_request_review as joiners
from handlers.people import letters, member_card, members, profile
from handlers.people import me as own
from handlers.privacy import subject_access as holdings
from handlers.services import evidence
from handlers.services import my_reports as own_services
from handlers.services import report as service
from handlers.services import review as deciding
from handlers.services import review_queue as verifying
from handlers.summaries import disclosure as outside
from handlers.summaries import summary
from handlers.training import practice
from handlers.units import administration as unit_keeping
from handlers.units import import_export as unit_lists
from handlers.units import unit

_MODULES = (
    home,
    joining,
    inviting,
    invitations,
    asking_to_join,
    joiners,
    members,
    own,
    profile,
    away,
    practice,
    linking,
    member_card,
    letters,
    unit,
    unit_keeping,
    unit_lists,
    family,
    family_file,
    own_household,
    erasing,
    holdings,
    looks,
    completion,
    service,
    own_services,
    verifying,
    deciding,
    evidence,
    campaign,
    call,
    call_sending,
    large_calls,
    summary,
    outside,
)

REGISTRY = Registry.build(
    forms=[form for room in _MODULES for form in room.FORMS],
    views=[view for room in _MODULES for view in room.VIEWS],
    entry_view=home.route_command,
    home=home.HOME,
    resolve_code=home.route_typed_code,
    refusal_buttons={
        "error-pledge-first": view_button(text("pledge-read"), "pledge"),
        "error-erase-leave-first": view_button(text("own-leave"), "leave-unit"),
        "error-link-code-unknown": form_button(text("accounts-have-code"), "account-linking"),
        **dict.fromkeys(
            ("error-invitation-unknown", "error-invitation-expired", "error-invitation-used"),
            view_button(text("home-find-unit"), "joinable"),
        ),
    },
)
