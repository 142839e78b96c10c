"""«آنچه از من برمی‌آید»: skills, free days and hours, neighbourhoods, the messenger one likes, and hours without messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import MultiChoice, NumberQuestion, TextQuestion
from bot.dialogue.screen import Screen
from bot.dialogue.state import JsonValue
from bot.i18n.messages import Joined, Localizable, enum_text, text
from bot.relief.people.profile import Profile, linked_messengers, load_profile, save_profile
from bot.relief.vocabulary import DayPart, Skill, Weekday
from bot.turn.context import TurnContext
from handlers.menu import home_row
from handlers.questions import MessengerQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInput(Profile):
    """The answers, one a wish."""


async def start_profile(turn: TurnContext, _: tuple[str, ...]) -> Mapping[str, JsonValue]:
    """Who has said something before begins on the last page, where each answer can be changed."""
    person = turn.require_actor().person
    linked = list(await linked_messengers(turn.session, person))
    known = await load_profile(turn.session, person)
    if known == Profile():
        return {"linked": linked}
    optional = {
        "skills": [one.value for one in known.skills] or None,
        "days": [one.value for one in known.days] or None,
        "neighbourhoods": known.neighbourhoods,
        "messenger": known.messenger,
        "quiet_from": known.quiet_from,
    }
    follow = {"parts": [one.value for one in known.parts] or None, "quiet_until": known.quiet_until}
    return {"linked": linked, **optional, **{key: one for key, one in follow.items() if one is not None}}


async def submit_profile(turn: TurnContext, wished: ProfileInput) -> Screen:
    await save_profile(turn.session, turn.require_actor(), wished, turn.now)
    return Screen(text=Joined((text("profile-kept"), *profile_lines(wished))), buttons=home_row())


def profile_lines(known: Profile) -> Iterator[Localizable]:
    """What there is of it, a line each; the messenger and the quiet hours are nobody else's business."""
    comma = text("dialogue-comma")
    if known.skills:
        yield text("profile-skills", skills=Joined(tuple(map(enum_text, known.skills)), separator=comma))
    if known.days and known.parts:
        days, parts = (Joined(tuple(map(enum_text, some)), separator=comma) for some in (known.days, known.parts))
        yield text("profile-free", days=days, parts=parts)
    if known.neighbourhoods:
        yield text("profile-neighbourhoods", neighbourhoods=known.neighbourhoods)


profile_keeping_form = Form(
    ProfileInput,
    MultiChoice("skills", Skill, optional=True),
    MultiChoice("days", Weekday, optional=True, width=3),
    MultiChoice("parts", DayPart, when=lambda answers: bool(answers.get("days")), width=3),
    TextQuestion("neighbourhoods", optional=True, min_length=2, max_length=150),
    MessengerQuestion("messenger", optional=True, when=lambda answers: len(answers.get("linked", ())) > 1),
    NumberQuestion("quiet_from", minimum=0, maximum=23, suggestions=(21, 22, 23), optional=True),
    NumberQuestion(
        "quiet_until",
        minimum=0,
        maximum=23,
        suggestions=(6, 7, 8),
        when=lambda answers: answers.get("quiet_from") is not None,
    ),
    name="profile-keeping",
    submit=submit_profile,
    start=start_profile,
)

FORMS = (profile_keeping_form,)
VIEWS = ()
