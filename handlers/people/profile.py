"""«آنچه از من برمی‌آید»: skills, free times, neighbourhoods, preferred messenger and quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.content import no_subject
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import NumberQuestion, TextQuestion
from bot.dialogue.questions.multiples import MultiChoice
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.i18n.messages import Joined, Localizable, enum_text, text
from bot.relief.people.profile import Profile, linked_messengers, load_profile, save_profile
from bot.relief.vocabulary import DayPart, Skill, Weekday
from bot.turn.context import TurnContext
from handlers.navigation import home_row
from handlers.questions import MessengerQuestion, MessengersContext


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInput(Profile):
    """The answers, under the profile's own names."""


async def start_profile(turn: TurnContext, _: tuple[str, ...]) -> FormValues[MessengersContext]:
    """Begin with the answers of a stored profile: on the last page, where each can be changed."""
    person = turn.require_actor().person
    context = MessengersContext(linked=tuple(await linked_messengers(turn.session, person)))
    profile = await load_profile(turn.session, person)
    if profile == Profile():
        return FormValues(context=context)
    optional = {
        "skills": [one.value for one in profile.skills] or None,
        "days": [one.value for one in profile.days] or None,
        "neighbourhoods": profile.neighbourhoods,
        "messenger": profile.messenger,
        "quiet_from": profile.quiet_from,
    }
    follow = {"parts": [one.value for one in profile.parts] or None, "quiet_until": profile.quiet_until}
    given = {key: answer for key, answer in follow.items() if answer is not None}
    return FormValues(context=context, answers={**optional, **given})


async def submit_profile(turn: TurnContext, wished: ProfileInput) -> Screen:
    await save_profile(turn.caller(), wished)
    return Screen(text=Joined((text("profile-kept"), *profile_lines(wished))), buttons=home_row())


def profile_lines(profile: Profile) -> Iterator[Localizable]:
    """Yield a line for each part that others may see: neither the messenger nor the quiet hours."""
    comma = text("dialogue-comma")
    if profile.skills:
        yield text("profile-skills", skills=Joined(tuple(map(enum_text, profile.skills)), separator=comma))
    if profile.days and profile.parts:
        days, parts = (Joined(tuple(map(enum_text, some)), separator=comma) for some in (profile.days, profile.parts))
        yield text("profile-free", days=days, parts=parts)
    if profile.neighbourhoods:
        yield text("profile-neighbourhoods", neighbourhoods=profile.neighbourhoods)


def _has_days(values: FormValues[MessengersContext]) -> bool:
    return bool(values.answers.get("days"))


def _has_several_messengers(values: FormValues[MessengersContext]) -> bool:
    return len(values.context.linked) > 1


def _has_quiet_hours(values: FormValues[MessengersContext]) -> bool:
    return values.answers.get("quiet_from") is not None


profile_keeping_form = Form(
    ProfileInput,
    MultiChoice("skills", Skill, optional=True),
    MultiChoice("days", Weekday, optional=True, width=3),
    MultiChoice("parts", DayPart, when=_has_days, width=3),
    TextQuestion("neighbourhoods", optional=True, min_length=2, max_length=150),
    MessengerQuestion("messenger", optional=True, when=_has_several_messengers),
    NumberQuestion("quiet_from", minimum=0, maximum=23, suggestions=(21, 22, 23), optional=True),
    NumberQuestion(
        "quiet_until",
        minimum=0,
        maximum=23,
        suggestions=(6, 7, 8),
        when=_has_quiet_hours,
    ),
    name="profile-keeping",
    subject=no_subject,
    submit=submit_profile,
    start=start_profile,
    context=MessengersContext,
)

FORMS = (profile_keeping_form,)
