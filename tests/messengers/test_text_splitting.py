"""Long text in parts: nothing but white space is lost, no part is too long, no word is broken that fits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messengers.text_splitting import split_text, utf16_length

TEXTS = st.text(alphabet=st.sampled_from("ابپ \n🙂a*\u200c"), max_size=300)


@given(TEXTS, st.integers(min_value=4, max_value=60))
@settings(max_examples=200, deadline=None)
def test_no_part_is_too_long_and_only_white_space_is_lost(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(0 < utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.text(alphabet="ابپ🙂", min_size=1, max_size=5), min_size=1, max_size=40))
@settings(deadline=None)
def test_words_that_fit_stay_whole(words: list[str]) -> None:
    assert [word for part in split_text(" ".join(words), 12) for word in part.split()] == words


def test_a_paragraph_is_the_best_place_then_a_line_then_a_space() -> None:
    assert split_text("یک دو\nسه\n\nچهار پنج", 14) == ("یک دو\nسه", "چهار پنج")
    assert split_text("یک دو سه\nچهار پنج", 12) == ("یک دو سه", "چهار پنج")
    assert split_text("یکدوسهچهارپنج شش", 14) == ("یکدوسهچهارپنج", "شش")


def test_lengths_are_those_of_utf_16() -> None:
    assert (utf16_length("سلام"), utf16_length("🙂"), utf16_length("a\u200cb")) == (4, 2, 3)
    assert split_text("🙂🙂🙂", 5) == ("🙂🙂", "🙂")


def test_short_text_is_left_alone_and_blank_text_is_none() -> None:
    assert split_text("  سلام \n", 100) == ("  سلام \n",)
    assert split_text(" \n ", 2) == ()
