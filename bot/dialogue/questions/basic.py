"""The questions that are answered by writing and by choosing. Days, files and lists of things are next door.

Each one that is written is a reader of bot/persian that is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass

from bot.dialogue.question import Asked, Given, Got, NotYet, Question, Taken, chosen, offers, possible
from bot.dialogue.screen import Button, Contact, Place, Screen, Typed, Wants, rows_of
from bot.dialogue.state import Answers, Json
from bot.i18n import answer_parsers as readers
from bot.i18n.answer_parsers import MaySay, Says, SaysNothing
from bot.i18n.messages import Lines, Said, Term, Text, text, word
from bot.persian.normalisation import normalise


@dataclass(frozen=True, slots=True)
class Written(readers.Reader, Question):
    """What may say several things is asked again with these as buttons: the draft holds them."""

    def take(self, given: Given, asked: Asked) -> Taken:
        return self.taken(given.text, asked) if isinstance(given, Typed) else NotYet(note=text("dialogue-write-it"))

    def taken(self, said: str, asked: Asked) -> Taken:
        said = normalise(said)
        match self.read(said, asked.moment.today):
            case Says(value=value):
                return Got(value)
            case MaySay(readings=readings):
                note = text(f"dialogue-{self.about}-unclear", said=said)
                return NotYet([possible(shown, value) for shown, value in readings], note)
            case SaysNothing(why=why, args=args):
                return NotYet(note=Text(f"dialogue-{self.about}-{why}", args))

    def face(self, asked: Asked) -> Screen:
        return Screen(buttons=offers(asked.state.draft or ()))

    def press(self, payload: str, asked: Asked) -> Taken:
        return chosen(asked.state.draft, payload)


@dataclass(frozen=True, slots=True)
class Words(readers.WordsReader, Written):
    """Free text."""


@dataclass(frozen=True, slots=True)
class Number(readers.NumberReader, Written):
    """A whole number; the usual ones stand as buttons."""

    _: KW_ONLY
    usual: tuple[int, ...] = ()

    def face(self, asked: Asked) -> Screen:
        return Screen(buttons=rows_of([Button(n, str(n)) for n in self.usual], 6))

    def press(self, payload: str, asked: Asked) -> Taken:
        return self.taken(payload, asked)


@dataclass(frozen=True, slots=True)
class MoneyAmount(readers.AmountReader, Written):
    """An amount as people write it, read back in words before it counts."""


@dataclass(frozen=True, slots=True)
class Identity(readers.IdentityReader, Written):
    """The number of one kind of identity paper, shown masked ever after."""


@dataclass(frozen=True, slots=True)
class Phone(readers.PhoneReader, Written):
    """A phone, typed in any form or shared. `own` takes the sender's own card alone, and asks the messenger for it."""

    _: KW_ONLY
    own: bool = False

    def face(self, asked: Asked) -> Screen:
        return Screen(request=Wants.CONTACT if self.own else None)

    def take(self, given: Given, asked: Asked) -> Taken:
        if isinstance(given, Contact) and (given.own or not self.own):
            return self.taken(given.phone, asked)
        if self.own:
            shared = isinstance(given, Contact)
            return NotYet(note=text("dialogue-phone-not-yours" if shared else "dialogue-phone-share-it"))
        return Written.take(self, given, asked)


@dataclass(frozen=True, slots=True)
class Location(Question):
    """A shared location, WGS 84 degrees."""

    def face(self, asked: Asked) -> Screen:
        return Screen(request=Wants.LOCATION)

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Place):
            return NotYet(note=text("dialogue-location-share-it"))
        return Got({"latitude": given.latitude, "longitude": given.longitude})

    def load(self, value: Json) -> object:
        return Place(**value)

    def say(self, value: Json) -> Said:
        return text("dialogue-located")


@dataclass(frozen=True, slots=True)
class Choice(Question):
    """One of a closed vocabulary. `only` narrows it by the answers so far; a single choice left is taken unasked."""

    options: type[Term]
    _: KW_ONLY
    only: Callable[[Answers], Iterable[Term]] | None = None
    width: int = 2

    def choices(self, answers: Answers) -> list[Term]:
        return list(self.only(answers) if self.only else self.options)

    def settled(self, answers: Answers) -> Json:
        left = self.choices(answers) if self.only else ()
        return left[0].value if len(left) == 1 else None

    def fits(self, value: Json, answers: Answers) -> bool:
        return value is None or value in self.choices(answers)

    def label(self, option: Term, asked: Asked) -> Text:
        return word(option)

    def face(self, asked: Asked) -> Screen:
        choices = [Button(self.label(option, asked), option.value) for option in self.choices(asked.state.answers)]
        return Screen(buttons=rows_of(choices, self.width))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(self.options(payload).value)

    def load(self, value: Json) -> object:
        return self.options(value)

    def say(self, value: Json) -> Said:
        return word(self.options(value))


@dataclass(frozen=True, slots=True)
class Choices(Choice):
    """Several of a closed vocabulary: each press marks or unmarks one; the draft holds what is marked."""

    def settled(self, answers: Answers) -> Json:
        return None

    def fits(self, value: Json, answers: Answers) -> bool:
        return value is None or set(value) <= set(self.choices(answers))

    def begin(self, standing: Json) -> NotYet:
        return NotYet(standing)

    def label(self, option: Term, asked: Asked) -> Text:
        return text("dialogue-marked", what=word(option)) if option in (asked.state.draft or ()) else word(option)

    def face(self, asked: Asked) -> Screen:
        done = ((Button(text("dialogue-that-is-all"), "!"),),) if asked.state.draft else ()
        return Screen(buttons=Choice.face(self, asked).buttons + done)

    def press(self, payload: str, asked: Asked) -> Taken:
        marked = asked.state.draft or []
        if payload == "!" and marked:
            return Got(marked)
        value = self.options(payload).value
        return NotYet([m for m in marked if m != value] if value in marked else [*marked, value])

    def load(self, value: Json) -> object:
        return tuple(self.options(v) for v in value)

    def say(self, value: Json) -> Said:
        return Lines(tuple(word(self.options(v)) for v in value), between=text("dialogue-comma"))


class Answered(Term, text_key="answered"):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class YesNo(Choice):
    """Its buttons are the texts .yes and .no of the question."""

    options: type[Term] = Answered

    def label(self, option: Term, asked: Asked) -> Text:
        return self.says(asked, f".{option.value}")

    def load(self, value: Json) -> object:
        return value == Answered.YES
