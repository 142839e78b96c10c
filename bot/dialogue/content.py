"""Content of a form: answers that a person gave, and its subject. Pure, like the engine.

Values that a form begins with (defaults, answers that its `start` or the context gives) are content too; `content_digest` tells
whether a person has added to it.
"""

import hashlib
from typing import Any

import orjson

from bot.dialogue.form import Form
from bot.dialogue.question import Moment
from bot.dialogue.questions.pickers import DateQuestion
from bot.dialogue.state import Answers, FormState, FormValues, JsonValue
from bot.i18n.answer_parsers import Rejected
from bot.i18n.messages import Localizable, Text

_NOTHING: tuple[JsonValue, ...] = (None, [], "")


def answer_content(form: Form[Any], state: FormState) -> Answers:
    """Return the answers, with the part of one that is under way.

    An answer that was skipped holds nothing, and neither does one that only lets go on (a consent).
    """
    consents = {question.key for question in form.questions if question.required_answer is not None}
    return {key: value for key, value in _content(state).items() if value not in _NOTHING and key not in consents}


def _content(state: FormState) -> Answers:
    """Return the answers, and under the question's key what its draft holds of one.

    A draft that is a list holds parts of an answer, any other the page that is shown.
    """
    item = _content(state.sub) if state.sub else {}
    if not isinstance(state.draft, list) and not item:
        return state.answers
    parts = state.draft if isinstance(state.draft, list) else state.answers.get(state.at) or ()
    return {**state.answers, state.at: [*parts, *([item] if item else ())]}


def content_digest(form: Form[Any], state: FormState) -> str:
    """Return a digest of what is held: two states hold the same exactly if it is the same."""
    held = orjson.dumps(answer_content(form, state), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(held, digest_size=8).hexdigest()


def is_untouched(form: Form[Any], state: FormState) -> bool:
    """Return True if a person has added or changed nothing since the form was opened."""
    return content_digest(form, state) == state.digest


def no_subject(_: FormValues[Any]) -> None:
    """Leave a form's drafts without a subject: for a form about the person alone."""


def form_subject(form: Form[Any], state: FormState) -> Localizable | None:
    """Return what the form is about, None while nothing says it.

    Its own `subject` says it, or else its first answer does.
    """
    values = form.resolve(form.values(state))
    if form.subject is not None:
        return form.subject(values)
    shown = (q for q in form.applicable_questions(values) if q.required_answer is None and not q.private)
    return next((q.format_answer(values.answers[q.key]) for q in shown if values.answers.get(q.key) is not None), None)


def outdated_day(form: Form[Any], values: FormValues[Any], moment: Moment) -> tuple[str, Text] | None:
    """Return the key of the first day that may not be answered any more, and the reason.

    None if every day still holds.
    """
    for question in form.applicable_questions(values):
        answer = values.answers.get(question.key)
        if isinstance(question, DateQuestion) and answer is not None:
            read = question.parse(answer, moment.today)
            if isinstance(read, Rejected):
                return question.key, Text(f"dialogue-date-{read.reason}", read.args)
    return None
