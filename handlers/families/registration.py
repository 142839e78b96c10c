"""First contact with a family at the door: consent, then a name, a number, a place, how many they are and what is most urgent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.form import Form
from bot.dialogue.question import Asked, Got, Moment, NotYet, Taken
from bot.dialogue.questions.basic import Choice, Number, Phone, Words, YesNo
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import Answers, Json
from bot.dialogue.views import begins
from bot.i18n.messages import Digits, Lines, Said, Text, said_of, text
from bot.persian.phones import say_phone
from bot.relief.access.policy import Action
from bot.relief.families import registration as families
from bot.relief.families.registration import NewFamily, NewNeed
from bot.relief.hierarchy import BODIES, UnitView
from bot.relief.ids import UnitId
from bot.relief.units import directory as units
from bot.relief.vocabulary import Domain, UnitKind, Urgency
from bot.turn.context import Turn
from handlers.menu import home_row
from handlers.questions import Told, only_unit, unit_id, units_where

CONSENT_VERSION = 1  # of the text «family-registration-consent»: another text is another version
NEAR = (UnitKind.NEIGHBOURHOOD, UnitKind.VILLAGE, UnitKind.NOMADS, UnitKind.SUB_DISTRICT, UnitKind.DISTRICT)
AT_THE_DOOR = (Domain.LIVELIHOOD, Domain.HEALTH, Domain.HOUSING, Domain.CULTURE, Domain.EMPLOYMENT, Domain.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRegistration:
    """What is asked at the door; the rest of the file is asked another day. `phone` is E.164, None where they have none."""

    unit: UnitId
    consent: bool
    head_name: str
    neighbourhood: str
    members: int
    need: Domain
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Consent(YesNo):
    """Given to one unit by name: when the unit is changed afterwards it is asked again."""

    def fits(self, value: Json, answers: Answers) -> bool:
        return bool(answers.get("consented_to") == answers["unit"]["id"])

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(self.options(payload).value, {"consented_to": asked.state.answers["unit"]["id"]})


@dataclass(frozen=True, slots=True)
class Neighbourhood(Words):
    """Where the unit itself stands is one press; any other place is typed."""

    def face(self, asked: Asked) -> Screen:
        near = asked.state.answers.get("near")
        if not near:
            return Screen()
        if asked.state.draft:
            return Screen(text=text("family-write-place"))
        here = Button(text("family-near", place=near), "near")
        return Screen(buttons=((here, Button(text("family-elsewhere"), "elsewhere")),))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(asked.state.answers["near"]) if payload == "near" else NotYet("elsewhere")


@dataclass(frozen=True, slots=True)
class Lack(Choice):
    """A domain by the word a family would use for what they lack."""

    def label(self, option: StrEnum, asked: Asked) -> Text:
        return need_name(Domain(option))

    def say(self, value: Json) -> Said:
        return need_name(Domain(value))


def need_name(domain: Domain) -> Text:
    return Text(f"need-{domain.value}")


async def _of_unit(turn: Turn, unit: UnitView) -> Answers:
    """The neighbourhood or village that the unit stands in, and its number: who does not consent may still call."""
    line = await units.path(turn.session, unit.id)
    nearest = next((above for above in reversed(line) if above.kind in NEAR), None)
    return {"near": nearest and nearest.name, "near_kind": nearest and nearest.kind.value, "unit_phone": unit.phone}


async def start_registration(turn: Turn, _: tuple[str, ...]) -> Mapping[str, Json]:
    who = {"volunteer": turn.known().name, "messenger": turn.messenger}
    return {**who, **await only_unit(turn, Action.REGISTER_FAMILY, _of_unit, among=BODIES)}


def consent_names(_: Moment, answers: Answers) -> Mapping[str, Said]:
    phone = answers.get("unit_phone")
    number = text("family-unit-phone", phone=Digits(say_phone(phone, "en"))) if phone else text("family-unit-asks")
    return {
        "volunteer": answers["volunteer"],
        "unit": said_of(answers["unit"]["label"]),
        "messenger": Text(f"messenger-{answers['messenger']}"),
        "number": number,
    }


def which_place(_: Moment, answers: Answers) -> Mapping[str, Said]:
    near = answers.get("near")
    if not near:
        return {"question": text("family-which-place")}
    place = Text(f"place-{answers['near_kind']}".replace("_", "-"), {"name": near})
    return {"question": text("family-near-asked", place=place)}


async def save_family(turn: Turn, new: FamilyRegistration) -> Screen:
    saved = await families.register(
        turn.session,
        turn.known(),
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
        turn.now,
        turn.today,
    )
    return Screen(
        text=Lines((text("family-saved", number=Digits(saved.number)), text("family-child-in-danger"))),
        buttons=(
            (begins(text("family-report-service"), "service-report", saved.id),),
            (begins(text("family-complete"), "family-completion", saved.id),),
            *home_row(),
        ),
    )


register_family = Form(
    FamilyRegistration,
    Told("unit", from_=units_where(Action.REGISTER_FAMILY, _of_unit, among=BODIES), builds=unit_id),
    Consent("consent", must="yes", args=consent_names, width=1),
    Words("head_name", at_least=3, at_most=80),
    Phone("phone", optional=True),
    Neighbourhood("neighbourhood", args=which_place, at_most=80),
    Number("members", least=1, most=60, usual=(1, 2, 3, 4, 5, 6)),
    Lack("need", Domain, only=lambda _: AT_THE_DOOR, width=3),
    name="family-registration",
    submit=save_family,
    start=start_registration,
)

FORMS = (register_family,)
VIEWS = ()
