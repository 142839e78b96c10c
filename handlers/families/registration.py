"""First contact with a family: consent, name, phone, place, number of members, most urgent need."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogue.form import Form
from bot.dialogue.question import Accepted, AnswerResult, Moment, Pending, QuestionContext
from bot.dialogue.questions.basic import (
    Choice,
    NameQuestion,
    NumberQuestion,
    PhoneQuestion,
    TextQuestion,
    YesNoQuestion,
)
from bot.dialogue.questions.pickers import Pick
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.dialogue.views import form_button
from bot.i18n.messages import Digits, Joined, Localizable, Text, from_json, text
from bot.persian.phones import format_phone
from bot.relief.access.policy import Action
from bot.relief.families.registration import CONSENT_VERSION, NewFamily, NewNeed, register_family
from bot.relief.hierarchy import SERVING_KINDS, UnitView
from bot.relief.ids import UnitId
from bot.relief.units.directory import load_path
from bot.relief.vocabulary import Domain, UnitKind, Urgency
from bot.turn.context import TurnContext
from handlers.navigation import home_row
from handlers.questions import UnitContext, find_single_unit, parse_unit_id, unit_answer, units_query

NEIGHBOURHOOD_KINDS = (
    UnitKind.NEIGHBOURHOOD,
    UnitKind.VILLAGE,
    UnitKind.NOMADS,
    UnitKind.SUB_DISTRICT,
    UnitKind.DISTRICT,
)
FIRST_CONTACT_DOMAINS = (
    Domain.LIVELIHOOD,
    Domain.HEALTH,
    Domain.HOUSING,
    Domain.CULTURE,
    Domain.EMPLOYMENT,
    Domain.OTHER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRegistration:
    """The answers of the first contact; the rest of the file is completed later.

    `phone` is E.164, None if there is none.
    """

    unit: UnitId
    consent: bool
    head_name: str
    neighbourhood: str
    members: int
    need: Domain
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationContext(UnitContext):
    """The actor's name and messenger, and facts of the chosen unit.

    `near` is the neighbourhood or village that the unit stands in, `consented_to` the unit that consent was given to, and
    `consent_version` the version of the text that was read.
    """

    volunteer: str = ""
    messenger: str = ""
    near: str = ""
    near_kind: UnitKind | None = None
    unit_phone: str = ""
    consented_to: str = ""
    consent_version: int = 0


@dataclass(frozen=True, slots=True)
class ConsentQuestion(YesNoQuestion):
    """Consent to one unit by name, and to one text; another unit or text needs it again."""

    def still_valid(self, value: JsonValue, values: FormValues[RegistrationContext]) -> bool:
        context = values.context
        return context.consent_version == CONSENT_VERSION and context.consented_to == values.answers["unit"]["id"]

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        unit = scope.values.answers["unit"]["id"]
        context = replace(scope.values.context, consented_to=unit, consent_version=CONSENT_VERSION)
        return Accepted(self.options(payload).value, context=context)


@dataclass(frozen=True, slots=True)
class NeighbourhoodQuestion(TextQuestion):
    """A neighbourhood: the unit's own by one press, any other typed."""

    def render(self, scope: QuestionContext) -> Screen:
        near = scope.values.context.near
        if not near:
            return Screen()
        if scope.state.draft:
            return Screen(text=text("family-write-place"))
        here = Button(text("family-near", place=near), "near")
        return Screen(buttons=((here, Button(text("family-elsewhere"), "elsewhere")),))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        near = scope.values.context.near
        return Accepted(near) if near and payload == "near" else Pending("elsewhere")


@dataclass(frozen=True, slots=True)
class NeedQuestion(Choice):
    """A domain, labelled by the word that a family would use for the need."""

    def label(self, option: StrEnum, scope: QuestionContext) -> Text:
        return need_name(Domain(option))

    def format_answer(self, value: JsonValue) -> Localizable:
        return need_name(Domain(value))


def need_name(domain: Domain) -> Text:
    return Text(f"need-{domain.value}")


async def _unit_context(turn: TurnContext, unit: UnitView, context: RegistrationContext) -> RegistrationContext:
    """Add the unit's neighbourhood and phone; a family that does not consent may still call."""
    line = await load_path(turn.session, unit.id)
    nearest = next((above for above in reversed(line) if above.kind in NEIGHBOURHOOD_KINDS), None)
    return replace(
        context,
        near=nearest.name if nearest else "",
        near_kind=nearest.kind if nearest else None,
        unit_phone=unit.phone or "",
    )


async def start_family_registration(turn: TurnContext, _: tuple[str, ...]) -> FormValues[RegistrationContext]:
    context = RegistrationContext(volunteer=turn.require_actor().name, messenger=turn.messenger)
    unit = await find_single_unit(turn, Action.REGISTER_FAMILY, among=SERVING_KINDS)
    if unit:
        context = replace(await _unit_context(turn, unit, context), unit=unit_answer(unit))
    return FormValues(context=context)


def consent_args(_: Moment, values: FormValues[RegistrationContext]) -> Mapping[str, Localizable]:
    phone = values.context.unit_phone
    number = text("family-unit-phone", phone=Digits(format_phone(phone, "en"))) if phone else text("family-unit-asks")
    return {
        "volunteer": values.context.volunteer,
        "unit": from_json(values.answers["unit"]["label"]),
        "messenger": Text(f"messenger-{values.context.messenger}"),
        "number": number,
    }


def place_args(_: Moment, values: FormValues[RegistrationContext]) -> Mapping[str, Localizable]:
    near, kind = values.context.near, values.context.near_kind
    if not near or kind is None:
        return {"question": text("family-which-place")}
    place = Text(f"place-{kind.value}".replace("_", "-"), {"name": near})
    return {"question": text("family-near-asked", place=place)}


async def submit_family(turn: TurnContext, new: FamilyRegistration) -> Screen:
    saved = await register_family(
        turn.caller(),
        NewFamily(
            unit=new.unit,
            head_name=new.head_name,
            head_sex=None,
            identity_kind=None,
            identity=None,
            phone=new.phone,
            neighbourhood=new.neighbourhood,
            members=new.members,
            coverage=None,
            support=None,
            needs=(NewNeed(domain=new.need, urgency=Urgency.URGENT),),
            consent_version=CONSENT_VERSION,
        ),
    )
    return Screen(
        text=Joined((text("family-saved", number=Digits(saved.number)), text("family-child-in-danger"))),
        buttons=(
            (form_button(text("family-report-service"), "service-report", saved.id),),
            (form_button(text("family-complete"), "family-completion", saved.id),),
            *home_row(),
        ),
    )


family_registration_form = Form(
    FamilyRegistration,
    Pick(
        "unit",
        source=units_query(Action.REGISTER_FAMILY, _unit_context, among=SERVING_KINDS),
        parse_id=parse_unit_id,
        preset=True,
    ),
    ConsentQuestion("consent", required_answer="yes", args=consent_args, width=1),
    NameQuestion("head_name"),
    PhoneQuestion("phone", optional=True),
    NeighbourhoodQuestion("neighbourhood", args=place_args, max_length=80),
    NumberQuestion("members", minimum=1, maximum=60, suggestions=(1, 2, 3, 4, 5, 6)),
    NeedQuestion("need", Domain, among=FIRST_CONTACT_DOMAINS, width=3),
    name="family-registration",
    subject=lambda values: values.answers.get("head_name"),
    submit=submit_family,
    start=start_family_registration,
    context=RegistrationContext,
)

FORMS = (family_registration_form,)
