"""Fluent catalogue: formats messages as sentences of one language. The only reader of locales/.

A person's own words are put between isolation marks in messages, so that their direction cannot disturb the sentence.
Labels have no such marks; one on a button that begins with letters of the other direction begins with a mark of the
language's own.
"""

import logging
import re
import unicodedata
from collections.abc import Hashable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentInt
from fluent.syntax import FluentParser
from fluent.syntax.ast import CallArguments, FunctionReference, Identifier, Placeable, VariableReference
from fluent.syntax.visitor import Transformer

from bot.i18n.labels import fit_label
from bot.i18n.messages import Day, Digits, Joined, Localizable, Money, Percent, Text, Verbatim, map_words
from bot.persian import digits, jalali, periods
from bot.persian.money import format_toman, format_toman_compact, spell_out
from bot.persian.number_order import keep_number_order

log = logging.getLogger(__name__)

LOCALES_FOLDER = Path(__file__).parents[2] / "locales"
LOCALES = ("fa", "en")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_PARSER = FluentParser(with_spans=False)  # nobody asks where in a file a text stands
_BEGINS_ISOLATED = re.compile(f"^(?={FIRST_STRONG_ISOLATE})", re.MULTILINE)
_DIRECTION = {"fa": "\u200f", "en": "\u200e"}
MAX_CACHED_TEXTS = 5_000
MAX_ARGUMENT_LENGTH = 2000  # the library refuses longer ones (2,500): they are put in afterwards


class _NumberLocalizer(Transformer):
    """Wraps each `{ $argument }` in a call of SAID.

    The Fluent library writes numbers in Latin digits in every language.
    """

    def visit_Placeable(self, node: Placeable) -> Any:  # noqa: N802 - the library's name
        if isinstance(node.expression, VariableReference):
            argument = CallArguments(positional=[node.expression])
            return Placeable(FunctionReference(Identifier("SAID"), argument))
        return self.generic_visit(node)


def _cache_key(text: Text) -> Hashable | None:
    """Return a key for a text whose arguments are integers and texts without arguments; else None."""
    if not text.args:
        return text.key
    parts: list[Hashable] = [text.key]
    for name, value in text.args.items():
        if type(value) is int:
            parts += (name, value)
        elif isinstance(value, Text) and not value.args:
            parts += (name, value.key)
        else:
            return None
    return tuple(parts)


@lru_cache(maxsize=500)  # of labels, which are the same few under every question
def _needs_direction_mark(label: str, *, leftward: bool) -> bool:
    """Return True if the label has letters of both directions and begins with the wrong one."""
    directions = [direction for direction in map(unicodedata.bidirectional, label) if direction in {"L", "R", "AL"}]
    return len({direction == "L" for direction in directions}) > 1 and (directions[0] == "L") == leftward


class TextError(Exception):
    """A text that cannot be formatted: unknown key or missing argument. The message has keys only."""


class Texts:
    """All texts of one language.

    With `strict` a fault raises TextError; without, it is logged and the key is shown.
    """

    def __init__(self, locale: str, *, strict: bool = False, folder: Path = LOCALES_FOLDER) -> None:
        self.locale = locale
        self.strict = strict
        self._cache: dict[Hashable, str] = {}
        self._bundle = FluentBundle([locale], functions={"SAID": self._localize_number}, use_isolating=False)
        for path in sorted((folder / locale).rglob("*.ftl")):
            self.add_resource(path.read_text(encoding="utf-8"))

    def add_resource(self, ftl: str) -> None:
        """Add texts, for conversations that are not the product's own."""
        self._bundle.add_resource(_NumberLocalizer().visit(_PARSER.parse(ftl)))

    def has(self, key: str) -> bool:
        return self._bundle.has_message(key)

    def _localize_number(self, value: Any) -> Any:
        return digits.format_grouped(int(value), self.locale) if isinstance(value, FluentInt) else value

    def format_message(self, message: Localizable) -> str:
        """Format a message for a screen.

        A line that begins with a person's words gets a direction mark: isolated words do not set the line's
        direction.
        """
        return _BEGINS_ISOLATED.sub(_DIRECTION[self.locale], self._write(message, isolated=True))

    def format_label(self, message: Localizable) -> str:
        """Format a text without isolation marks."""
        return self._write(message, isolated=False)

    @property
    def reads_leftward(self) -> bool:
        """True if the language is read from right to left."""
        return unicodedata.bidirectional(_DIRECTION[self.locale]) == "R"

    def format_button_label(self, message: Localizable, max_letters: int | None = None) -> str:
        """Format a label that stands alone: a messenger takes its direction from the first letter.

        With `max_letters` a person's own words in it are cut, so that it fits its key.
        """
        message = map_words(message, keep_number_order)
        fitted = None if max_letters is None else fit_label(message, max_letters, self.format_label)
        label, mark = fitted or self.format_label(message), _DIRECTION[self.locale]
        return mark + label if _needs_direction_mark(label, leftward=self.reads_leftward) else label

    def _write(self, message: Localizable, *, isolated: bool) -> str:
        match message:
            case Text():
                return self._format(message, isolated=isolated)
            case Joined():
                lines = (self._write(item, isolated=isolated) for item in message.items)
                return self._write_plain(message.separator).join(line for line in lines if line)
            case str():
                return self._isolate(message) if isolated and message else message
            case int() | Digits() | Verbatim():
                return self._write_figures(message)
            case Money():
                return self._write_money(message)
            case Day():
                return jalali.format_date(message.date, self.locale, style=message.style)
            case Percent():
                return digits.format_percent(message.numerator, message.denominator, self.locale)
            case periods.Period():
                return periods.format_period(message, self.locale)

    def _isolate(self, words: str) -> str:
        return f"{FIRST_STRONG_ISOLATE}{keep_number_order(words)}{POP_ISOLATE}"

    def _write_plain(self, message: Localizable) -> str:
        return message if isinstance(message, str) else self.format_label(message)

    def _write_figures(self, figures: int | Digits | Verbatim) -> str:
        match figures:
            case int():
                return digits.format_grouped(figures, self.locale)
            case Digits():
                return digits.to_persian_digits(str(figures.value)) if self.locale == "fa" else str(figures.value)
            case Verbatim():
                return figures.value

    def _write_money(self, money: Money) -> str:
        format_amount = format_toman_compact if money.compact else format_toman
        amount = format_amount(money.value, self.locale)
        return f"{amount} ({spell_out(money.value, self.locale)})" if money.spell_out else amount

    def _format(self, text: Text, *, isolated: bool) -> str:
        """Format a text, cached unless its arguments have a person's words."""
        if (cache_key := _cache_key(text)) is None:
            return self._format_uncached(text, isolated=isolated)
        if (written := self._cache.get(cache_key)) is None:
            written = self._format_uncached(text, isolated=isolated)
            if len(self._cache) < MAX_CACHED_TEXTS:
                self._cache[cache_key] = written
        return written

    def _format_uncached(self, text: Text, *, isolated: bool) -> str:
        key, _, attribute = text.key.partition(".")
        try:
            message = self._bundle.get_message(key)
            pattern = message.attributes[attribute] if attribute else message.value
        except LookupError:
            return self._report_fault(text.key, "unknown")
        if pattern is None:
            return self._report_fault(text.key, "no value")
        long_arguments: dict[str, str] = {}
        args = {
            name: self._format_argument(value, long_arguments, isolated=isolated) for name, value in text.args.items()
        }
        written, errors = self._bundle.format_pattern(pattern, args)
        if errors:
            return self._report_fault(text.key, "; ".join(type(e).__name__ for e in errors))
        for mark, value in long_arguments.items():
            written = str(written).replace(mark, value)
        return str(written)

    def _format_argument(self, value: Localizable, long_arguments: dict[str, str], *, isolated: bool) -> object:
        if isinstance(value, int):
            return value
        written = self._write(value, isolated=isolated)
        if len(written) < MAX_ARGUMENT_LENGTH:
            return written
        mark = f"\ufdd0{len(long_arguments)}\ufdd1"  # noncharacters: no text that came in has them
        long_arguments[mark] = written
        return mark

    def _report_fault(self, key: str, reason: str) -> str:
        if self.strict:
            msg = f"text {key} in {self.locale}: {reason}"
            raise TextError(msg)
        log.error("text %s in %s: %s", key, self.locale, reason)
        return key


@cache
def load_all_texts(*, strict: bool = False) -> Mapping[str, Texts]:
    return {locale: Texts(locale, strict=strict) for locale in LOCALES}


def texts(locale: str) -> Texts:
    """Return the texts of a language; Persian for an unknown one."""
    catalogues = load_all_texts()
    return catalogues.get(locale, catalogues[LOCALES[0]])
