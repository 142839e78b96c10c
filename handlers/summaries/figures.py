"""Figures of a summary: one notation for all amounts of a screen, parts that add up as shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n.messages import Localizable, Money, Percent, text
from bot.persian.money import Toman

THOUSAND, MILLION, BILLION = 1_000, 1_000_000, 1_000_000_000
MIN_TIMES = 10  # from here on a ratio is said as «۲۵ برابر», not as a percentage
_TENTHS = 1_000  # of a per cent, in a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """How the amounts of one screen are written: rounded to `step` toman, `compact` with scale words."""

    step: int
    compact: bool

    @classmethod
    def rounded(cls, *amounts: int) -> "Notation":
        """Return the notation that fits the largest amount.

        From a billion on it rounds to a million, from a million on to a thousand.
        """
        largest = max(amounts, default=0)
        if largest >= BILLION:
            return cls(step=MILLION, compact=True)
        return cls(step=THOUSAND, compact=True) if largest >= MILLION else cls(step=1, compact=False)

    @classmethod
    def exact(cls, *amounts: int) -> "Notation":
        """Return a notation that rounds nothing, with scale words if that suits every amount."""
        return cls(step=1, compact=all(amount % THOUSAND == 0 for amount in amounts))

    def round(self, amount: int) -> int:
        return (2 * amount + self.step) // (2 * self.step) * self.step

    def show(self, amount: int) -> Localizable:
        return self._show(amount, self.round(amount))

    def split(self, total: int, parts: Sequence[int]) -> tuple[Localizable, ...]:
        """Show the parts of a total: as they are shown, they add up to the total as it is shown."""
        shown = apportion(parts, self.round(total) // self.step)
        return tuple(self._show(part, units * self.step) for part, units in zip(parts, shown, strict=True))

    def _show(self, amount: int, shown: int) -> Localizable:
        if amount and not shown:
            return text("summary-less-than", amount=Money(Toman(self.step), compact=self.compact))
        return Money(Toman(shown), compact=self.compact)


def apportion(parts: Sequence[int], units: int) -> tuple[int, ...]:
    """Divide whole units in the proportion of the parts (largest remainder); they add up to `units`."""
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    quotas = [divmod(part * units, total) for part in parts]
    left = units - sum(whole for whole, _ in quotas)
    nearest = sorted(range(len(parts)), key=lambda at: -quotas[at][1])[:left]
    return tuple(whole + (at in nearest) for at, (whole, _) in enumerate(quotas))


def share_percents(parts: Sequence[int]) -> tuple[Percent, ...]:
    """Return the shares of the parts in their sum, in tenths of a per cent that add up to a hundred.

    A share that rounds to nothing is shown as less than a tenth. All of those together take one tenth.
    """
    total = sum(parts)
    tiny = {at for at, part in enumerate(parts) if 2 * _TENTHS * part < total}
    large = [0 if at in tiny else part for at, part in enumerate(parts)]
    has_tiny = any(parts[at] for at in tiny)
    tenths = apportion(large, _TENTHS - has_tiny)
    return tuple(Percent(part, total) if at in tiny else Percent(tenths[at], _TENTHS) for at, part in enumerate(parts))


def times(amount: int, base: int) -> int | None:
    """Return how many times the base the amount is, from `MIN_TIMES` on; None for less."""
    return (2 * amount + base) // (2 * base) if base and amount >= MIN_TIMES * base else None
