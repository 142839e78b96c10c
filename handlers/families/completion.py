"""Completing a family's file later: asks only for what is missing, and every answer may be skipped.

A family that consented to an earlier text, of less, is read the rest first; without it only needs are asked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.dialogue.form import Form
from bot.dialogue.question import Moment
from bot.dialogue.questions.basic import Choice, IdentityQuestion, YesNoQuestion, YesOrNo
from bot.dialogue.questions.multiples import Repeat
from bot.dialogue.questions.pickers import Preset, pick_answer
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, FormValues
from bot.dialogue.views import form_button, view_button
from bot.i18n.answer_parsers import IdentityKind
from bot.i18n.messages import Digits, Localizable, Text, enum_text, text
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.errors import Conflict, NotFound
from bot.relief.families.completion import Completion, complete_family
from bot.relief.families.files import FamilyCard, load_family
from bot.relief.families.registration import CONSENT_VERSION, NewNeed
from bot.relief.ids import FamilyId
from bot.relief.vocabulary import Coverage, Domain, Sex, Support, Urgency
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.families.file import FamilyContext, file_subject
from handlers.families.registration import NeedQuestion, need_name
from handlers.navigation import home_row

IDENTITY_ALTERNATIVES = tuple(kind for kind in IdentityKind if kind is not IdentityKind.NATIONAL_ID)
SUPPORTING_COVERAGES = (Coverage.RELIEF_COMMITTEE, Coverage.WELFARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherNeed:
    domain: Domain
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCompletion:
    """The answers; None was skipped.

    `instead` says why there is no national ID, or which number stands in its place.
    """

    family: FamilyId
    consent: bool | None = None
    national_id: str | None = None
    instead: IdentityKind | None = None
    foreigner_id: str | None = None
    passport: str | None = None
    head_sex: Sex | None = None
    coverage: Coverage | None = None
    support: Support | None = None
    needs: tuple[FurtherNeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionContext(FamilyContext):
    """The family and what its file has already.

    `existing` are the keys that are not asked; the support is asked only where `coverage` gives any. `consents` is False
    if the family consented to an earlier text; `volunteer` and `unit` are named to it then.
    """

    head: str = ""
    existing: tuple[str, ...] = ()
    coverage: Coverage | None = None
    consents: bool = True
    volunteer: str = ""
    unit: str = ""


async def start_family_completion(turn: TurnContext, args: tuple[str, ...]) -> FormValues[CompletionContext]:
    if not args:
        raise NotFound("error-family-not-found")
    card = await load_family(turn.caller(), FamilyId(parse_id(args)))
    await require(turn.caller(), Action.REGISTER_FAMILY, card.unit)
    label = text("family-option", name=card.head_name, number=Digits(card.number))
    return FormValues(
        context=CompletionContext(
            family=pick_answer(card.id, label),
            head=card.head_name,
            existing=tuple(_existing_keys(card)),
            coverage=card.coverage,
            consents=card.consent_version >= CONSENT_VERSION,
            volunteer=turn.require_actor().name,
            unit=card.unit_name,
        )
    )


def _existing_keys(card: FamilyCard) -> Iterator[str]:
    """Yield the keys that the file has.

    An identity that was not at hand is asked again, a declined one is not.
    """
    if card.identity_masked or card.identity_kind is IdentityKind.DECLINED:
        yield "identity"
    yield from (key for key in ("head_sex", "coverage", "support") if getattr(card, key) is not None)


CompletionValues: TypeAlias = FormValues[CompletionContext]


def lacks_consent(values: CompletionValues) -> bool:
    return not values.context.consents


def is_missing(key: str) -> Callable[[CompletionValues], bool]:
    """Return the condition that the file lacks the answer, and that the family consents to being asked."""
    return lambda values: (
        key not in values.context.existing and (values.context.consents or values.answers.get("consent") == YesOrNo.YES)
    )


def lacks_national_id(values: CompletionValues) -> bool:
    """Return True if the national ID was asked for and skipped."""
    return is_missing("identity")(values) and values.answers.get("national_id", "") is None


def alternative_is(kind: IdentityKind) -> Callable[[CompletionValues], bool]:
    return lambda values: lacks_national_id(values) and values.answers.get("instead") == kind


def asks_support(values: CompletionValues) -> bool:
    coverage = values.answers.get("coverage") or values.context.coverage
    return is_missing("support")(values) and coverage in SUPPORTING_COVERAGES


def consent_args(_: Moment, values: CompletionValues) -> Mapping[str, Localizable]:
    return {"volunteer": values.context.volunteer, "unit": values.context.unit}


def head_args(_: Moment, values: CompletionValues) -> Mapping[str, Localizable]:
    return {"head": values.context.head}


def need_line(item: Answers) -> Text:
    return text("family-need", need=need_name(Domain(item["domain"])), urgency=enum_text(Urgency(item["urgency"])))


async def submit_completion(turn: TurnContext, completion: FamilyCompletion) -> Screen:
    kind, number = _identity(completion)
    added = Completion(
        family=completion.family,
        head_sex=completion.head_sex,
        identity_kind=kind,
        identity=number,
        coverage=completion.coverage,
        support=completion.support,
        needs=tuple(NewNeed(domain=need.domain, urgency=need.urgency) for need in completion.needs),
        consent_version=CONSENT_VERSION if completion.consent else None,
    )
    try:
        saved = await complete_family(turn.caller(), added)
    except Conflict as refusal:
        if refusal.field == "identity" and kind:
            refusal.field = kind.value  # the question that asked for it
        raise
    whom = text("family-option", name=saved.head_name, number=Digits(saved.number))
    return Screen(
        text=text("completion-saved", family=whom),
        buttons=(
            (view_button(text("completion-file"), "family", saved.id),),
            (form_button(text("family-report-service"), "service-report", saved.id),),
            *home_row(),
        ),
    )


def _identity(completion: FamilyCompletion) -> tuple[IdentityKind | None, str | None]:
    """Return the kind and the number of the identity; a number that was skipped counts as not at hand."""
    if completion.national_id:
        return IdentityKind.NATIONAL_ID, completion.national_id
    if completion.instead not in (IdentityKind.FOREIGNER_ID, IdentityKind.PASSPORT):
        return completion.instead, None
    number = completion.foreigner_id if completion.instead is IdentityKind.FOREIGNER_ID else completion.passport
    return (completion.instead, number) if number else (IdentityKind.NOT_AT_HAND, None)


further_need_form = Form(
    FurtherNeed, NeedQuestion("domain", Domain), Choice("urgency", Urgency, width=3), name="further-need"
)

family_completion_form = Form(
    FamilyCompletion,
    Preset("family", parse_id=lambda kept: FamilyId(int(kept))),
    YesNoQuestion("consent", when=lacks_consent, args=consent_args, width=1),
    IdentityQuestion(
        "national_id",
        IdentityKind.NATIONAL_ID,
        when=is_missing("identity"),
        args=head_args,
        optional=True,
        private=True,
    ),
    Choice("instead", IdentityKind, among=IDENTITY_ALTERNATIVES, when=lacks_national_id, optional=True),
    IdentityQuestion(
        "foreigner_id",
        IdentityKind.FOREIGNER_ID,
        when=alternative_is(IdentityKind.FOREIGNER_ID),
        optional=True,
        private=True,
    ),
    IdentityQuestion(
        "passport", IdentityKind.PASSPORT, when=alternative_is(IdentityKind.PASSPORT), optional=True, private=True
    ),
    Choice("head_sex", Sex, when=is_missing("head_sex"), optional=True),
    Choice("coverage", Coverage, when=is_missing("coverage"), optional=True),
    Choice("support", Support, when=asks_support, optional=True),
    Repeat("needs", form=further_need_form, format_item=need_line, optional=True),
    name="family-completion",
    subject=file_subject,
    submit=submit_completion,
    start=start_family_completion,
    context=CompletionContext,
)

FORMS = (family_completion_form,)
