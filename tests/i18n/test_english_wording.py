"""The rules of docs/english.md that a program can see: turns of phrase that are Persian or German, quotes, buttons."""

import re

import pytest

from tests.support.written_texts import labels, quoted_without_a_label, written_texts

PHRASES = {
    r"(?:^|[.;:!?] )Who (?!is|was|can)[a-z]+ed\b(?![^.!?]*\?)": "The person who …",
    r"\bfor who\b|\bto who\b": "for the people who",
    r"[Ww]hoever (?:leads|answers|is responsible|comes)": "the unit manager",
    r"in (?:the|my|your|their) stead\b": "standing in for",
    r"\bis for another\b|\bfor another to\b": "another supervisor must",
    r"\b[Tt]old (?:apart|more of)\b": "shown separately",
    r"\b[Ss]tands? (?:under|there|in the list)\b": "is below, is there",
    r"\b(?:[Tt]ake|[Tt]aken|[Tt]akes) in\b": "accept",
    r"\b[Ww]ritten down\.|\bWrite it so\b": "Saved.",
    r"\b(?:so many|be told|reached nobody|holds? from)\b": "plain English",
    r"\b(?:Am I|Have I|Shall I|shall we|Shall this|Shall these)\b": "Would you like …, or a plain question",
    r"\b[Ee]ntrust": "hand over",
    r"\b(?:cannot|do not|does not|is not allowed|I am|It is your)\b(?= [a-z]+ing )": "a contraction",
    r"\w'\w|(?<= )'|'(?= )": "’",
    r'(?<!\\)"': "“ ”",
    r"--|  +(?!.)": "no double hyphens or spaces",
}
"""What is not written, and what is written instead."""
SENTENCES = re.compile(r"^I (?!accept|have a code|don’t know|can’t come|agree)\w+|^(?:We|They|It) \w+")
OWN_WORDS = re.compile(r"^(?:I’m|They have none|It’s (?:my own family|not for me))")
MAX_QUOTED = 40
NOT_LABELS = {"عینک", "How do I know you are real?", "Unit above", "Kind", "Name"}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_that_nobody_says_is_not_written(phrase: str) -> None:
    found = [
        f"{key}: {reading}"
        for key, readings in written_texts("en").items()
        for reading in readings
        if re.search(phrase, reading)
    ]
    assert found == [], PHRASES[phrase]


def test_a_button_is_a_verb_or_a_noun_and_no_sentence() -> None:
    found = [
        f"{key}: {reading}"
        for key, readings in labels("en").items()
        for reading in readings
        if len(reading) <= MAX_QUOTED and not reading.endswith((":", "."))
        if SENTENCES.search(reading) and not OWN_WORDS.search(reading)
    ]
    assert found == []


def test_a_button_that_a_text_quotes_is_there_with_that_label() -> None:
    assert quoted_without_a_label("en", ("“", "”"), MAX_QUOTED, NOT_LABELS) == {}


def test_the_checks_find_what_they_should() -> None:
    wrong = (
        "Who reported it reads it",
        "waiting for who reported them",
        "Tell whoever leads the unit",
        "act in the stead of",
        "checking it is for another",
        "Not told apart",
        "it stands under that unit",
        "Which of your work do you entrust?",
        "don't",
    )
    assert [text for text in wrong if not any(re.search(phrase, text) for phrase in PHRASES)] == []
    right = ("The person who reported it", "Who is coming?", "Waiting for the people who reported them", "don’t")
    assert [text for text in right if any(re.search(phrase, text) for phrase in PHRASES)] == []
