"""The questions that people are asked in words, choices and numbers. Dates, files and lists of things are next door."""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import Any

from bot.dialogue.question import Asked, Face, Given, Got, More, Question, Taken, Tap, Wrong, rows_of
from bot.dialogue.screen import Argument, Contact, Digits, Lines, Money, Place, Text, Typed, Wants, text, word
from bot.dialogue.state import Answers, Json
from bot.persian.amounts import Amount, Currency, Toman, Unclear, read_amount
from bot.persian.digits import latin
from bot.persian.identity import (
    IdentityKind,
    WrongIdentity,
    mask_identity,
    read_foreigner_id,
    read_national_id,
    read_passport,
)
from bot.persian.phones import WrongPhone, mask_phone, read_phone
from bot.persian.text import normalise


@dataclass(frozen=True, slots=True)
class Words(Question):
    """A person's own words, normalised."""

    _: KW_ONLY
    at_least: int = 2
    at_most: int = 200

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Typed):
            return Wrong(text("dialogue-write-it"))
        said = normalise(given.text)
        if len(said) < self.at_least:
            return Wrong(text("dialogue-too-short", least=self.at_least))
        if len(said) > self.at_most:
            return Wrong(text("dialogue-too-long", most=self.at_most, length=len(said)))
        return Got(said)


@dataclass(frozen=True, slots=True)
class Choice(Question):
    """One of a closed vocabulary. `only` narrows it by the answers so far; a single choice left is taken unasked."""

    options: type[StrEnum]
    _: KW_ONLY
    only: Callable[[Answers], Iterable[StrEnum]] | None = None
    width: int = 2

    def choices(self, answers: Answers) -> tuple[StrEnum, ...]:
        return tuple(self.only(answers) if self.only else self.options)

    def settled(self, answers: Answers) -> Json:
        left = self.choices(answers) if self.only else ()
        return left[0].value if len(left) == 1 else None

    def fits(self, value: Json, answers: Answers) -> bool:
        return value is None or value in [o.value for o in self.choices(answers)]

    def face(self, asked: Asked) -> Face:
        return Face(rows=rows_of([Tap(word(o), o.value) for o in self.choices(asked.answers)], self.width))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(self.options(payload).value)

    def take(self, given: Given, asked: Asked) -> Taken:
        return Wrong(text("dialogue-choose"))

    def load(self, value: Json) -> object:
        return self.options(value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return word(self.options(value))


@dataclass(frozen=True, slots=True)
class Choices(Choice):
    """Several of a closed vocabulary: each press marks or unmarks one; the draft holds what is marked."""

    def face(self, asked: Asked) -> Face:
        marked = asked.draft or []
        taps = [
            Tap(text("dialogue-marked", what=word(o)) if o.value in marked else word(o), o.value)
            for o in self.choices(asked.answers)
        ]
        done = ((Tap(text("dialogue-that-is-all"), "!"),),) if marked else ()
        return Face(rows=rows_of(taps, self.width) + done)

    def press(self, payload: str, asked: Asked) -> Taken:
        marked = list(asked.draft or [])
        if payload == "!":
            return Got(marked)
        value = self.options(payload).value
        return More(draft=[m for m in marked if m != value] if value in marked else [*marked, value])

    def fits(self, value: Json, answers: Answers) -> bool:
        return value is None or set(value) <= {o.value for o in self.choices(answers)}

    def load(self, value: Json) -> object:
        return tuple(self.options(v) for v in value)

    def say(self, value: Json, asked: Asked) -> Argument:
        return Lines(tuple(word(self.options(v)) for v in value), between=text("dialogue-comma"))


class Answered(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class YesNo(Question):
    def face(self, asked: Asked) -> Face:
        return Face(rows=(tuple(Tap(Text(f"{asked.name}.{a.value}"), a.value) for a in Answered),))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got(Answered(payload) is Answered.YES)

    def take(self, given: Given, asked: Asked) -> Taken:
        return Wrong(text("dialogue-choose"))

    def say(self, value: Json, asked: Asked) -> Argument:
        return word(Answered.YES if value else Answered.NO)


@dataclass(frozen=True, slots=True)
class Number(Question):
    """A whole number; the small ones stand as buttons."""

    _: KW_ONLY
    least: int = 0
    most: int = 1_000_000
    buttons: tuple[int, ...] = ()

    def face(self, asked: Asked) -> Face:
        return Face(rows=rows_of([Tap(text("dialogue-number", number=n), str(n)) for n in self.buttons], 6))

    def press(self, payload: str, asked: Asked) -> Taken:
        return self.take(Typed(text=payload), asked)

    def take(self, given: Given, asked: Asked) -> Taken:
        said = latin(normalise(given.text)).replace(",", "") if isinstance(given, Typed) else ""
        if not (said.isdecimal() and len(said) <= len(str(self.most))):
            return Wrong(text("dialogue-not-a-number"))
        if not self.least <= int(said) <= self.most:
            return Wrong(text("dialogue-number-out-of-range", least=self.least, most=self.most))
        return Got(int(said))

    def say(self, value: Json, asked: Asked) -> Argument:
        return int(value)


@dataclass(frozen=True, slots=True)
class MoneySaid:
    """An amount in toman with what was said, in which currency."""

    value: Toman
    said: str
    currency: Currency


@dataclass(frozen=True, slots=True)
class MoneyAmount(Question):
    """An amount as people write it. One with several readings is asked again with the readings as buttons."""

    def face(self, asked: Asked) -> Face:
        readings = asked.draft or []
        return Face(rows=tuple((Tap(text("dialogue-amount", amount=Money(Toman(r["value"]))), str(i)),) for i, r in enumerate(readings)))

    def press(self, payload: str, asked: Asked) -> Taken:
        return Got((asked.draft or [])[int(payload)])

    def take(self, given: Given, asked: Asked) -> Taken:
        if not isinstance(given, Typed):
            return Wrong(text("dialogue-write-it"))
        match read_amount(given.text):
            case Amount() as amount:
                return Got(_amount_json(amount))
            case Unclear(readings=readings):
                return Wrong(text("dialogue-amount-unclear", said=normalise(given.text)), [_amount_json(r) for r in readings])
            case wrong:
                return Wrong(Text(f"dialogue-amount-{wrong.why}"))

    def load(self, value: Json) -> object:
        return MoneySaid(Toman(value["value"]), value["said"], Currency(value["currency"]))

    def say(self, value: Json, asked: Asked) -> Argument:
        return Money(Toman(value["value"]), words=True)


def _amount_json(amount: Amount) -> Json:
    return {"value": amount.value, "said": amount.said, "currency": amount.currency.value}


@dataclass(frozen=True, slots=True)
class Phone(Question):
    """A phone as E.164, typed in any form or shared; `own` takes only the sender's own card and asks for it by the messenger."""

    _: KW_ONLY
    own: bool = False

    def face(self, asked: Asked) -> Face:
        return Face(request=Wants.CONTACT, request_label=text("dialogue-share-phone")) if self.own else Face()

    def take(self, given: Given, asked: Asked) -> Taken:
        if isinstance(given, Contact) and self.own and not given.own:
            return Wrong(text("dialogue-phone-not-yours"))
        if isinstance(given, Typed) and self.own:
            return Wrong(text("dialogue-phone-share-it"))
        said = given.phone if isinstance(given, Contact) else given.text if isinstance(given, Typed) else ""
        phone = read_phone(said)
        if isinstance(phone, WrongPhone):
            return Wrong(text("dialogue-phone-wrong"))
        return Got(phone)

    def say(self, value: Json, asked: Asked) -> Argument:
        return mask_phone(value, asked.moment.locale)


@dataclass(frozen=True, slots=True)
class IdentitySaid:
    """What is known of a person's identity; `number` stays empty for the kinds that have none."""

    kind: IdentityKind
    number: str = ""


_READERS: dict[IdentityKind, Callable[[str], Any]] = {
    IdentityKind.NATIONAL_ID: read_national_id,
    IdentityKind.FOREIGNER_ID: read_foreigner_id,
    IdentityKind.PASSPORT: read_passport,
}


@dataclass(frozen=True, slots=True)
class Identity(Question):
    """A national ID is typed at once; any other kind is chosen first, and those without a number are an answer already."""

    def face(self, asked: Asked) -> Face:
        kinds = [k for k in IdentityKind if k.value != (asked.draft or IdentityKind.NATIONAL_ID.value)]
        lines = (Text(f"dialogue-identity-{asked.draft}".replace("_", "-")),) if asked.draft else ()
        return Face(rows=rows_of([Tap(word(k), k.value) for k in kinds], 2), lines=lines)

    def press(self, payload: str, asked: Asked) -> Taken:
        kind = IdentityKind(payload)
        return More(draft=kind.value) if kind in _READERS else Got({"kind": kind.value, "number": ""})

    def take(self, given: Given, asked: Asked) -> Taken:
        kind = IdentityKind(asked.draft or IdentityKind.NATIONAL_ID.value)
        read = _READERS[kind](given.text) if isinstance(given, Typed) else WrongIdentity("letters")
        if isinstance(read, WrongIdentity):
            return Wrong(Text(f"dialogue-{kind.value}-{read.why}".replace("_", "-")), asked.draft)
        return Got({"kind": kind.value, "number": read})

    def load(self, value: Json) -> object:
        return IdentitySaid(IdentityKind(value["kind"]), value["number"])

    def say(self, value: Json, asked: Asked) -> Argument:
        return mask_identity(value["number"], asked.moment.locale) if value["number"] else word(IdentityKind(value["kind"]))


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
        return Place(latitude=value["latitude"], longitude=value["longitude"])

    def say(self, value: Json, asked: Asked) -> Argument:
        return Digits(f"{value['latitude']:.5f}, {value['longitude']:.5f}")
