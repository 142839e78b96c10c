"""Explanation of a summary: the lines that can be misread, and each percentage as a sum in words.

The amounts are exact here. No minus sign is used: among Persian words it is unclear on which side it stands.
"""

from collections.abc import Iterator, Sequence

from bot.i18n.messages import Joined, Money, Percent, Text, text
from bot.persian.digits import localize_digits
from bot.relief.summaries.cuts import DOMAIN
from bot.relief.summaries.summaries import Summary
from handlers.summaries.figures import Notation, share_percents
from handlers.summaries.lines import distance_kind, growth_lines, has_centre_lines, summary_head, summary_notation


def arithmetic_lines(summary: Summary, locale: str) -> Joined:
    """Return the sums of attainment and growth: the first page."""
    return Joined(
        (summary_head(summary), *_exact_total(summary), *_attainment(summary, locale), *_growth(summary, locale))
    )


def meaning_lines(summary: Summary, locale: str) -> Joined:
    """Return the sum of a share, and what the words of the summary mean: the second page."""
    return Joined((summary_head(summary), *_share(summary, locale), *_words(summary)))


def _exact_total(summary: Summary) -> Sequence[Text]:
    """Return the total to the toman, if the summary rounds it."""
    is_rounded = summary_notation(summary).round(summary.total) != summary.total
    return (text("summary-why-exact", total=Money(summary.total)),) if is_rounded else ()


def _attainment(summary: Summary, locale: str) -> Sequence[Text]:
    total, promised = summary.total, summary.commitment
    if not promised:
        return ()
    shown = Notation.exact(total, promised)
    attained = text("summary-why-attained", total=shown.show(total), commitment=shown.show(promised),
                    ratio=format_ratio(total, promised, locale), share=Percent(total, promised))  # fmt: skip
    if total == promised:
        return (attained,)
    distance = abs(total - promised)
    apart = text(f"summary-why-{distance_kind(summary, promised)}", total=shown.show(total), commitment=shown.show(promised), amount=shown.show(distance),
                 ratio=format_ratio(distance, promised, locale), share=Percent(distance, promised))  # fmt: skip
    named = (text("summary-why-named"),) if total > promised and summary.previous_total else ()
    return (attained, apart, *named)


def _growth(summary: Summary, locale: str) -> Sequence[Text]:
    total, then = summary.total, summary.previous_total
    shown = Notation.exact(total, then)
    if not then or not summary.is_comparable:
        return growth_lines(summary, shown)
    if total == then:
        return ()
    moved = abs(total - then)
    key = "summary-why-grown" if total > then else "summary-why-shrunk"
    return (
        text(key, before=summary.previous, total=shown.show(total), then=shown.show(then), amount=shown.show(moved),
             ratio=format_ratio(moved, then, locale), share=Percent(moved, then)),
    )  # fmt: skip


def _share(summary: Summary, locale: str) -> Sequence[Text]:
    if not (parts := summary.by(DOMAIN)):
        return ()
    domain, value = parts[0]
    share, *_ = share_percents([amount for _, amount in parts])
    shown = Notation.exact(value, summary.total)
    return (
        text("summary-why-share", domain=DOMAIN.label(domain), value=shown.show(value), total=shown.show(summary.total),
             ratio=format_ratio(value, summary.total, locale, decimals=4), share=share),
    )  # fmt: skip


def _words(summary: Summary) -> Iterator[Text]:
    """Yield what the other lines of the summary mean."""
    if summary.joint:
        yield text("summary-why-joint")
    if has_centre_lines(summary):
        yield text("summary-why-centres")
    if summary.unverified.services:
        yield text("summary-why-waiting")
    if summary.returned.services:
        yield text("summary-why-returned")


def format_ratio(numerator: int, denominator: int, locale: str, *, decimals: int = 3) -> str:
    """Format a ratio with at most so many decimals, half up: 64 over 24 is 2.667, 8 over 32 is 0.25.

    Both are not negative.
    """
    scale = 10**decimals
    units = (2 * scale * numerator + denominator) // (2 * denominator)
    exact = f"{units // scale:,}.{units % scale:0{decimals}}"
    return localize_digits(exact.rstrip("0").rstrip("."), locale)
