"""The questions that are answered by writing and by choosing. Days, files and lists of things are next door."""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import Any

from bot.dialogue.question import Asked, Face, Given, Got, More, Question, Taken, Tap, Wrong, rows_of
from bot.dialogue.screen import Argument, Contact, Lines, Place, Text, Typed, Wants, label_json, label_of, text, word
from bot.dialogue.state import Answers, Json
from bot.persian import amounts, identity, phones
from bot.persian.digits import latin
from bot.persian.said import Money
from bot.persian.text import normalise


@dataclass(frozen=True, slots=True)
class Written(Question):
    """An answer in words. One with several readings is asked again with the readings as buttons: the draft holds them."""

    def read(self, said: str, asked: Asked) -> Taken:
        """`said` is normalised text."""
        raise NotImplementedError

    def face(self, asked: Asked) -> Face:
        return Face(rows=tuple((Tap(label_of(r["label"]), str(i)),) for i, r in enumerate(asked.state.draft or [])))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(asked.state.draft[int(payload)]["value"])

    def take(self, given: Given, asked: Asked) -> Taken:
        return self.read(normalise(given.text), asked) if isinstance(given, Typed) else Wrong(text("dialogue-write-it"))


def readings(error: Text, found: Iterable[tuple[Text, Json]]) -> Wrong:
    """Several readings: which one was meant is asked, never guessed."""
    return Wrong(error, [{"label": label_json(label), "value": value} for label, value in found])


@dataclass(frozen=True, slots=True)
class Words(Written):
    _: KW_ONLY
    at_least: int = 2
    at_most: int = 200

    def read(self, said: str, asked: Asked) -> Taken:
        if len(said) < self.at_least:
            return Wrong(text("dialogue-too-short", least=self.at_least))
        if len(said) > self.at_most:
            return Wrong(text("dialogue-too-long", most=self.at_most, length=len(said)))
        return Got(said)


@dataclass(frozen=True, slots=True)
class Number(Written):
    """A whole number; the usual ones stand as buttons."""

    _: KW_ONLY
    least: int = 0
    most: int = 1_000_000
    usual: tuple[int, ...] = ()

    def face(self, asked: Asked) -> Face:
        return Face(rows=rows_of([Tap(text("dialogue-number", number=n), str(n)) for n in self.usual], 6))

    def press(self, payload: str, asked: Asked) -> Taken:
        return self.read(payload, asked)

    def read(self, said: str, asked: Asked) -> Taken:
        number = latin(said).replace(",", "")
        if not (number.isdecimal() and len(number) <= len(str(self.most))):
            return Wrong(text("dialogue-not-a-number"))
        if not self.least <= int(number) <= self.most:
            return Wrong(text("dialogue-number-out-of-range", least=self.least, most=self.most))
        return Got(int(number))

    def say(self, value: Json, asked: Asked) -> Argument:
        return int(value)


def _amount_json(amount: amounts.Amount) -> Json:
    return {"value": amount.value, "said": amount.said, "currency": amount.currency.value}


@dataclass(frozen=True, slots=True)
class MoneyAmount(Written):
    """An amount as people write it, read back in words before it counts."""

    def read(self, said: str, asked: Asked) -> Taken:
        match amounts.read_amount(said):
            case amounts.Amount() as amount:
                return Got(_amount_json(amount))
            case amounts.Unclear(readings=meant):
                found = ((text("dialogue-amount", amount=Money(a.value), said=a.said), _amount_json(a)) for a in meant)
                return readings(text("dialogue-amount-unclear", said=said), found)
            case amounts.Wrong(why=why):
                return Wrong(Text(f"dialogue-amount-{why}"))

    def load(self, value: Json) -> object:
        return amounts.Amount(amounts.Toman(value["value"]), value["said"], amounts.Currency(value["currency"]))

    def say(self, value: Json, asked: Asked) -> Argument:
        return Money(amounts.Toman(value["value"]), words=True)


@dataclass(frozen=True, slots=True)
class Phone(Written):
    """A phone as E.164, typed in any form or shared. `own` takes the sender's own card alone, and asks the messenger for it."""

    _: KW_ONLY
    own: bool = False

    def face(self, asked: Asked) -> Face:
        return Face(request=Wants.CONTACT, request_label=text("dialogue-share-phone")) if self.own else Face()

    def take(self, given: Given, asked: Asked) -> Taken:
        if self.own and not (isinstance(given, Contact) and given.own):
            return Wrong(text("dialogue-phone-not-yours" if isinstance(given, Contact) else "dialogue-phone-share-it"))
        return self.read(given.phone if isinstance(given, Contact) else getattr(given, "text", ""), asked)

    def read(self, said: str, asked: Asked) -> Taken:
        phone = phones.read_phone(said)
        return Got(phone) if isinstance(phone, str) else Wrong(text("dialogue-phone-wrong"))

    def say(self, value: Json, asked: Asked) -> Argument:
        return phones.mask_phone(value, asked.moment.locale)


_READERS: dict[identity.IdentityKind, Callable[[str], str | identity.WrongIdentity]] = {
    identity.IdentityKind.NATIONAL_ID: identity.read_national_id,
    identity.IdentityKind.FOREIGNER_ID: identity.read_foreigner_id,
    identity.IdentityKind.PASSPORT: identity.read_passport,
}


@dataclass(frozen=True, slots=True)
class Identity(Written):
    """The number of one kind of identity paper, shown masked ever after."""

    kind: identity.IdentityKind

    def read(self, said: str, asked: Asked) -> Taken:
        number = _READERS[self.kind](said)
        if isinstance(number, str):
            return Got(number)
        return Wrong(Text(f"dialogue-{self.kind.value}-{number.why}".replace("_", "-")))

    def say(self, value: Json, asked: Asked) -> Argument:
        return identity.mask_identity(value, asked.moment.locale)


@dataclass(frozen=True, slots=True)
class Location(Question):
    """A shared location, WGS 84 degrees."""

    def face(self, asked: Asked) -> Face:
        return Face(request=Wants.LOCATION, request_label=text("dialogue-share-location"))

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Place):
            return Wrong(text("dialogue-location-share-it"))
        return Got({"latitude": given.latitude, "longitude": given.longitude})

    def load(self, value: Json) -> object:
        return Place(**value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return text("dialogue-located")


@dataclass(frozen=True, slots=True)
class Choice(Question):
    """One of a closed vocabulary. `only` narrows it by the answers so far; a single choice left is taken unasked."""

    options: type[StrEnum]
    _: KW_ONLY
    only: Callable[[Answers], Iterable[StrEnum]] | None = None
    width: int = 2

    def choices(self, answers: Answers) -> list[StrEnum]:
        return list(self.only(answers) if self.only else self.options)

    def settled(self, answers: Answers) -> Json:
        left = self.choices(answers) if self.only else ()
        return left[0].value if len(left) == 1 else None

    def fits(self, value: Json, answers: Answers) -> bool:
        return value is None or value in self.choices(answers)

    def label(self, option: StrEnum, asked: Asked) -> Text:
        return word(option)

    def face(self, asked: Asked) -> Face:
        taps = [Tap(self.label(o, asked), o.value) for o in self.choices(asked.state.answers)]
        return Face(rows=rows_of(taps, self.width))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(self.options(payload).value)

    def load(self, value: Json) -> object:
        return self.options(value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return word(self.options(value))


@dataclass(frozen=True, slots=True)
class Choices(Choice):
    """Several of a closed vocabulary: each press marks or unmarks one; the draft holds what is marked."""

    def fits(self, value: Json, answers: Answers) -> bool:
        return value is None or set(value) <= set(self.choices(answers))

    def label(self, option: StrEnum, asked: Asked) -> Text:
        return text("dialogue-marked", what=word(option)) if option in (asked.state.draft or []) else word(option)

    def face(self, asked: Asked) -> Face:
        done = ((Tap(text("dialogue-that-is-all"), "!"),),) if asked.state.draft else ()
        return Face(rows=Choice.face(self, asked).rows + done)

    def press(self, payload: str, asked: Asked) -> Taken:
        marked: list[Any] = list(asked.state.draft or [])
        if payload == "!":
            return Got(marked)
        value = self.options(payload).value
        return More(draft=[m for m in marked if m != value] if value in marked else [*marked, value])

    def load(self, value: Json) -> object:
        return tuple(self.options(v) for v in value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return Lines(tuple(word(self.options(v)) for v in value), between=text("dialogue-comma"))


class Answered(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class YesNo(Choice):
    """Its buttons are the texts .yes and .no of the question."""

    options: type[StrEnum] = Answered

    def label(self, option: StrEnum, asked: Asked) -> Text:
        return Text(f"{asked.name}.{option.value}")

    def load(self, value: Json) -> object:
        return value == Answered.YES
