"""Labels of drafts: what a draft is about and since when, in the 32 letters of a button."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.dialogue.content import form_subject
from bot.dialogue.form import Form
from bot.dialogue.state import FormState
from bot.i18n.labels import fit_label, max_letters
from bot.i18n.messages import Day, Digits, Localizable, Text, text
from bot.persian.jalali import DateStyle
from bot.persian.letters import shorten

log = logging.getLogger(__name__)
MAX_SUBJECT_LETTERS = 60


def draft_label(form: Form[Any], state: FormState, day: Localizable, localize: Callable[[Localizable], str]) -> str:
    """Return «خدمت زهرا موسوی، دیروز»; of a long subject the end is cut, so that the day stays."""
    label = text("draft-label", what=_title(form, _subject(form, state, localize)), day=day)
    return fit_label(label, max_letters(1), localize)


def resumed_text(form: Form[Any], state: FormState, day: Localizable, localize: Callable[[Localizable], str]) -> Text:
    """Return «ادامهٔ خدمت زهرا موسوی، از دیروز»."""
    subject = _subject(form, state, localize)
    return text("turn-resumed", what=_title(form, subject and shorten(subject, MAX_SUBJECT_LETTERS)), day=day)


def _title(form: Form[Any], subject: str | None) -> Text:
    title = f"{form.name}-title"
    return Text(title) if subject is None else Text(f"{title}.about", {"subject": subject})


def _subject(form: Form[Any], state: FormState, localize: Callable[[Localizable], str]) -> str | None:
    """Return what the draft is about, on one line.

    None too for answers of another version that cannot be shown any more.
    """
    try:
        subject = form_subject(form, state)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        log.warning("a draft of %s has no subject: %s", form.name, type(error).__name__)
        return None
    return None if subject is None else " ".join(localize(subject).split())


def day_text(day: date, today: date) -> Localizable:
    """Return «امروز», «دیروز», or the day and its month."""
    match (today - day).days:
        case 0:
            return text("draft-today")
        case 1:
            return text("draft-yesterday")
        case _:
            return Day(day, DateStyle.DAY)


def day_and_time_text(begun_at: datetime, today: date) -> Localizable:
    """Return the day with the time, for drafts that read alike otherwise."""
    return text("draft-day-at", day=day_text(begun_at.date(), today), time=Digits(f"{begun_at:%H:%M}"))
