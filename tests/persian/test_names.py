"""Names: what is one, what is none, and how one is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.persian.letters import count_letters, shorten
from bot.persian.names import InvalidName, is_single_word, parse_name
from bot.persian.normalisation import match_key

NAMES = [
    "",
    "مریم احمدی",
    "عبدالله",
    "علی\u200cاکبر",
    "گل\u200cآغا نورزی",
    "ژیان ڕۆژبەیانی",
    "آیدین گؤک\u200cتپه",
    "بی\u200cبی مریم (مامان)",
    "رضا قوام\u200cالدین\u200cزادهٔ شیرازی",
    "محمد ع. احمدی",
    "رؤیا ء",
    "Jean-Luc O'Neil",
    "لی",
    "الله\u200cنظر",
    "Наташа",
    "王芳",
    "김민수",
    "อรุณี",
    "",
][1:-1]
NO_NAMES = [
    ("\u3164\u3164\u3164", "no-letter"),
    ("\u2800\u2800", "no-letter"),
    ("\uffa0 \u115f", "no-letter"),
    ("...", "no-letter"),
    ("-", "no-letter"),
    ("🙂🙂🙂", "no-letter"),
    ("\u064e\u0651\u064b", "no-letter"),
    ("ـــــ", "no-letter"),
    ("۱۲", "number"),
    ("۰۹۱۷۱۱۱۲۲۳۳", "phone"),
    ("0917 111 22 33", "phone"),
    ("+98-917-111-2233", "phone"),
    ("مریم احمدی ۰۹۱۷۱۱۱۲۲۳۳", "phone"),
    ("مریم https://example.com", "link"),
    ("مریم t.me/maryam", "link"),
    ("@maryam_ahmadi", "link"),
    ("M\u0430ryam", "scripts"),
    ("ششششش", "repeated"),
    ("ااا", "repeated"),
    ("xxx", "repeated"),
    ("خانم", "title"),
    ("حاج آقا", "title"),
    ("آقای دکتر", "title"),
    ("ع", "short"),
    ("م" * 2 + "ن" * 2 + "ب" * 2 + "ا ی" * 40, "long"),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_many_peoples_pass_as_they_are(name: str) -> None:
    assert parse_name(name, "person") == name


@pytest.mark.parametrize(("text", "reason"), NO_NAMES)
def test_what_is_no_name_is_refused_for_its_own_reason(text: str, reason: str) -> None:
    assert parse_name(text, "person") == InvalidName(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("زه\u202eرا\u202c موسوی", "زهرا موسوی"),
        ("زهرا\u3164موسوی", "زهراموسوی"),
        ("گروه\r\nجهادی", "گروه جهادی"),
        ("مریم 🌸 احمدی", "مریم احمدی"),
        ("علي‌اكبر  كريمي", "علی‌اکبر کریمی"),
        ("م" + "\u064e" * 30 + "ریم", "م\u064e\u064eریم"),
        ("𝐌𝐚𝐫𝐲𝐚𝐦 Ahmadi", "Maryam Ahmadi"),
        ("=SUM(A1)", "SUM(A1)"),
    ],
)
def test_what_cannot_be_seen_is_left_out_of_a_name(text: str, name: str) -> None:
    assert parse_name(text, "thing") == name


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_a_name_that_is_kept_shows_a_letter_and_hides_nothing(text: str) -> None:
    for kind in ("person", "thing"):
        name = parse_name(text, kind)
        if isinstance(name, str):
            assert parse_name(name, kind) == name
            assert any(unicodedata.category(letter) in {"Lu", "Ll", "Lt", "Lo"} for letter in name)
            hidden = {letter for letter in name if unicodedata.category(letter)[0] in "CZ"}
            assert hidden <= {" ", "\u200c"}


@pytest.mark.parametrize(
    ("name", "single"),
    [
        ("رضا", True),
        ("خانم رضایی", True),
        ("O'Neil", True),
        ("سید حسین", False),
        ("رضا قنبری", False),
        ("زهرا -", True),
    ],
)
def test_titles_are_no_second_word(name: str, *, single: bool) -> None:
    assert is_single_word(name) is single


def test_a_unit_may_be_called_what_no_person_is() -> None:
    assert parse_name("کل", "thing") == "کل"
    assert parse_name("دکتر", "thing") == "دکتر"
    assert parse_name("پایگاه ۱۲", "thing") == "پایگاه ۱۲"


@pytest.mark.parametrize("other", ["گل ها", "گلها", "گل\u200cها", "گل\u200c ها", "گل  ها"])
def test_a_half_space_a_space_and_none_are_one(other: str) -> None:
    assert match_key(other) == match_key("گل‌ها")


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_text_that_is_cut_is_as_long_as_allowed(text: str, max_length: int) -> None:
    cut = shorten(text, max_length)
    assert count_letters(cut) <= max_length
    assert (cut == text) is (count_letters(text) <= max_length) or cut.endswith("…")


def test_a_cut_keeps_a_letter_with_its_marks() -> None:
    assert shorten("بَبَبَ", 2) == "بَ…"
