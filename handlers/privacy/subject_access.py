"""«اطلاعات مرا نشان بده» (right of access): all data on the actor, or on a family, as a document."""

from collections.abc import Iterable, Iterator

from bot.clock import TEHRAN
from bot.dialogue.screen import Screen
from bot.dialogue.views import View, ViewRequest, act_button, view_button
from bot.i18n.messages import Day, Digits, Localizable, Money, Text, Verbatim, enum_text, text
from bot.persian.phones import format_phone
from bot.relief.ids import FamilyId
from bot.relief.lifecycle.self_erasure import erase_self, require_no_role
from bot.relief.lifecycle.subject_access import (
    FamilyDataExport,
    PersonDataExport,
    RoleRecord,
    export_family_data,
    export_own_data,
)
from bot.reports.documents import TextDocument
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.families.file import need_text
from handlers.navigation import confirm_page, home_row


async def show_subject_access(_: TurnContext, __: ViewRequest) -> Screen:
    """Explain what is stored and for how long, and offer the export."""
    return Screen(
        text=text("holdings-about"),
        buttons=(
            (
                act_button(text("holdings-have"), "subject-access", "own"),
                view_button(text("holdings-erase"), "self-erasure"),
            ),
            (view_button(text("dialogue-back"), "me"),),
        ),
    )


async def on_export_own(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    export = await export_own_data(turn.caller())
    file = _document(turn, _person_lines(turn, export), text("holdings-own-file", day=Day(turn.today)))
    return Screen(text=text("holdings-own-given"), buttons=home_row(), file=file)


async def show_self_erasure(turn: TurnContext, _: ViewRequest) -> Screen:
    """Ask once more, after it is known that it can be done."""
    await require_no_role(turn.caller())
    return confirm_page(
        text("holdings-erase-sure"),
        act_button(text("holdings-erase-yes"), "self-erasure", "confirm"),
        view_button(text("dialogue-back"), "subject-access"),
    )


async def on_erase_self(turn: TurnContext, _: tuple[str, ...]) -> Screen:
    await erase_self(turn.caller())
    turn.actor = None
    return Screen(text=text("holdings-erased"), buttons=home_row())


async def on_export_family(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    family_id = FamilyId(parse_id(args))
    export = await export_family_data(turn.caller(), family_id)
    name = text("holdings-family-file", number=Digits(export.card.number), day=Day(turn.today))
    file = _document(turn, _family_lines(turn, export), name)
    return Screen(text=text("holdings-family-given", number=Digits(export.card.number)), buttons=home_row(), file=file)


def _document(turn: TurnContext, lines: Iterable[Localizable], name: Text) -> TextDocument:
    """Return a document; its name says nothing of whom it is about but a number."""
    return TextDocument(lines=tuple(turn.localize(line) for line in lines), file_name=turn.localize(name))


def _person_lines(turn: TurnContext, export: PersonDataExport) -> Iterator[Localizable]:
    yield text("holdings-own-head", name=export.name, day=Day(turn.today))
    yield _phone_line(turn, export.phone)
    yield text("holdings-known-since", day=Day(export.known_since.astimezone(TEHRAN).date()))
    if export.pledged_at:
        yield text("holdings-pledged", day=Day(export.pledged_at.astimezone(TEHRAN).date()))
    if export.neighbourhoods:
        yield text("holdings-neighbourhoods", places=export.neighbourhoods)
    if export.quiet_hours:
        begins, ends = export.quiet_hours
        yield text("holdings-quiet", begins=begins, ends=ends)
    for messenger, last_seen_at in export.accounts:
        used = Day(last_seen_at.astimezone(TEHRAN).date())
        yield text("holdings-account", messenger=Text(f"messenger-{messenger}"), day=used)
    for one in export.roles:
        yield _role_line(one)
    for request in export.join_requests:
        yield text("holdings-request", unit=request.unit_name, day=Day(request.requested_at.astimezone(TEHRAN).date()))
    for letter in export.letters:
        day = Day(letter.written_at.astimezone(TEHRAN).date())
        yield text("holdings-letter", name=letter.author_name, unit=letter.unit_name, day=day, text=letter.text)
    for number in export.own_households:
        yield text("holdings-own-household", number=Digits(number))
    for title in export.campaigns:
        yield text("holdings-campaign", title=title)
    yield text(
        "holdings-counts",
        families=export.family_count,
        services=export.service_count,
        calls=export.call_count,
        answers=export.answer_count,
    )
    yield text("holdings-traces", drafts=export.draft_count, audited=export.audit_entry_count)


def _role_line(one: RoleRecord) -> Text:
    role, unit, since = enum_text(one.role), one.unit_name, Day(one.since)
    if one.until is None:
        return text("holdings-role", role=role, unit=unit, since=since)
    return text("holdings-role-ended", role=role, unit=unit, since=since, until=Day(one.until))


def _family_lines(turn: TurnContext, export: FamilyDataExport) -> Iterator[Localizable]:
    card = export.card
    yield text("holdings-family-head", number=Digits(card.number), name=card.head_name, day=Day(turn.today))
    yield text("holdings-family-unit", unit=card.unit_name, place=card.neighbourhood)
    yield _phone_line(turn, export.phone)
    if card.identity_kind:
        yield text("holdings-identity", kind=enum_text(card.identity_kind), number=Verbatim(export.identity or ""))
    if card.members:
        yield text("family-members", count=card.members)
    if card.coverage:
        yield text("family-coverage", coverage=enum_text(card.coverage))
    if card.support:
        yield text("family-support", support=enum_text(card.support))
    for need in card.needs:
        yield text("holdings-need", need=need_text(need), note=need.note or "")
    for one in export.services:
        yield text(
            "holdings-delivered", day=Day(one.day), activity=one.activity, unit=one.unit_name, value=Money(one.value)
        )
    day = Day(card.consented_at.astimezone(TEHRAN).date())
    yield text("holdings-consent", day=day, by=card.consent_taken_by, version=card.consent_version)
    yield text("holdings-looked", count=export.access_count)


def _phone_line(turn: TurnContext, phone: str | None) -> Text:
    if phone is None:
        return text("holdings-no-phone")
    return text("holdings-phone", phone=Verbatim(format_phone(phone, turn.locale)))


VIEWS = (
    View(name="subject-access", render=show_subject_access, acts={"own": on_export_own, "family": on_export_family}),
    View(name="self-erasure", render=show_self_erasure, acts={"confirm": on_erase_self}),
)
