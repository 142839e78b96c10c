"""What is kept to be said later, perhaps in another language, comes back from JSON as it was."""

from datetime import date

import orjson
import pytest

from bot.i18n.messages import (
    Day,
    Digits,
    Joined,
    Localizable,
    Money,
    Percent,
    Term,
    Verbatim,
    enum_text,
    from_json,
    kebab,
    text,
    to_json,
)
from bot.persian.jalali import DateStyle
from bot.persian.money import Toman
from bot.persian.periods import PeriodName, period_of

DAY = date(2025, 11, 3)


class UnitKind(Term, text_key="unit-kind"):
    RELIEF_GROUP = "relief_group"


@pytest.mark.parametrize(
    "said",
    [
        "مریم",
        "",
        12,
        Money(Toman(500_000), compact=True),
        Money(Toman(1), spell_out=True),
        Day(DAY, DateStyle.LONG),
        period_of(PeriodName.HALF_YEAR, DAY),
        Percent(64, 24),
        Digits("0917"),
        Digits(1207),
        Verbatim("https://t.me/x?start=j-7Kq"),
        text("plain"),
        text("whole", name="مریم", kind=enum_text(UnitKind.RELIEF_GROUP), day=Day(DAY), inner=text("a", b=Digits(1))),
        Joined((text("a"), "ب", Joined((3,)), Digits(4)), separator=text("comma")),
    ],
)
def test_what_is_kept_comes_back_as_it_was(said: Localizable) -> None:
    assert from_json(orjson.loads(orjson.dumps(to_json(said)))) == said


@pytest.mark.parametrize("data", [None, [], {}, {"day": ["x"]}, {"key": "a"}])
def test_what_was_never_said_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="said"):
        from_json(data)


def test_names_of_code_stand_in_keys_like_this() -> None:
    assert kebab("ServiceReport") == "service-report"
    assert kebab("head_name") == "head-name"
    assert enum_text(UnitKind.RELIEF_GROUP) == text("unit-kind-relief-group")
