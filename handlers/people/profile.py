"""«آنچه از من برمی‌آید»: skills, free days and hours, neighbourhoods, the messenger one likes, and hours without messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, Choices, Number, Words
from bot.dialogue.screen import Screen
from bot.dialogue.state import Json
from bot.i18n.messages import Lines, Said, text, word
from bot.relief.people import profile as profiles
from bot.relief.people.profile import Profile
from bot.relief.vocabulary import Channel, DayPart, Skill, Weekday
from bot.turn.context import Turn
from handlers.menu import home_row


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileKeeping(Profile):
    """The answers, one a wish."""


async def start_profile(turn: Turn, _: tuple[str, ...]) -> Mapping[str, Json]:
    """Who has said something before begins on the last page, where each answer can be changed."""
    person = turn.known().person
    linked = [one.value for one in await profiles.channels(turn.session, person)]
    known = await profiles.profile(turn.session, person)
    if known == Profile():
        return {"linked": linked}
    optional = {
        "skills": [one.value for one in known.skills] or None,
        "days": [one.value for one in known.days] or None,
        "neighbourhoods": known.neighbourhoods,
        "messenger": known.messenger and known.messenger.value,
        "quiet_from": known.quiet_from,
    }
    follow = {"parts": [one.value for one in known.parts] or None, "quiet_until": known.quiet_until}
    return {"linked": linked, **optional, **{key: one for key, one in follow.items() if one is not None}}


async def keep(turn: Turn, wished: ProfileKeeping) -> Screen:
    await profiles.keep_profile(turn.session, turn.known(), wished, turn.now)
    return Screen(text=Lines((text("profile-kept"), *profile_lines(wished))), buttons=home_row())


def profile_lines(known: Profile) -> Iterator[Said]:
    """What there is of it, a line each; the messenger and the quiet hours are nobody else's business."""
    comma = text("dialogue-comma")
    if known.skills:
        yield text("profile-skills", skills=Lines(tuple(map(word, known.skills)), between=comma))
    if known.days and known.parts:
        days, parts = (Lines(tuple(map(word, some)), between=comma) for some in (known.days, known.parts))
        yield text("profile-free", days=days, parts=parts)
    if known.neighbourhoods:
        yield text("profile-neighbourhoods", neighbourhoods=known.neighbourhoods)


profile_keeping = Form(
    ProfileKeeping,
    Choices("skills", Skill, optional=True),
    Choices("days", Weekday, optional=True, width=3),
    Choices("parts", DayPart, when=lambda answers: bool(answers.get("days")), width=3),
    Words("neighbourhoods", optional=True, at_least=2, at_most=150),
    Choice("messenger", Channel, optional=True, when=lambda answers: len(answers.get("linked", ())) > 1),
    Number("quiet_from", least=0, most=23, usual=(21, 22, 23), optional=True),
    Number(
        "quiet_until", least=0, most=23, usual=(6, 7, 8), when=lambda answers: answers.get("quiet_from") is not None
    ),
    name="profile-keeping",
    submit=keep,
    start=start_profile,
)

FORMS = (profile_keeping,)
VIEWS = ()
