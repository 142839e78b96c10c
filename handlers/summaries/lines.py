"""Lines of a summary: totals, cuts, commitment, growth. Exact, and pure: it queries nothing."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.i18n.messages import Joined, Localizable, Money, Percent, Text, text
from bot.persian.digits import localize_digits
from bot.persian.money import Toman
from bot.relief.summaries.cuts import DOMAIN, LINE_CUTS, Cut, CutLine
from bot.relief.summaries.summaries import Summary
from bot.relief.vocabulary import UnitKind

COLUMN_SEPARATOR = " | "


def summary_lines(summary: Summary) -> Joined:
    return Joined(
        (
            summary_head(summary),
            *_service_lines(summary),
            *_commitment_lines(summary),
            *_growth_lines(summary),
            *_joint_lines(summary),
            *_centre_lines(summary),
            *_verification_lines(summary),
        )
    )


def summary_head(summary: Summary) -> Text:
    return text("summary-head", unit=summary.unit.name, period=summary.period)


def rounded_money(value: int) -> Money:
    return Money(Toman(value), compact=True)


def _service_lines(summary: Summary) -> Sequence[Text | Joined]:
    if not summary.services:
        return (text("summary-nothing-verified" if summary.verified_only else "summary-nothing"),)
    return (
        text("summary-served", services=summary.services, families=summary.families, people=summary.people),
        text("summary-delivered" if summary.commitment else "summary-total", total=rounded_money(summary.total)),
        *(Joined(tuple(_cut_columns(cut, summary)), separator=COLUMN_SEPARATOR) for cut in LINE_CUTS),
    )


def _cut_columns(cut: Cut[Any], summary: Summary) -> Iterator[Text]:
    """Yield the parts with an amount, each as the line of the cut shows it."""
    for key, value in summary.by(cut):
        if value and cut.line is CutLine.AMOUNTS:
            yield amount_column(cut.label(key), value)
        elif value:
            yield share_column(cut.label(key), value, summary.total)


def amount_column(part: Localizable, value: int) -> Text:
    return text("summary-kind", part=part, value=rounded_money(value))


def share_column(part: Localizable, value: int, total: int) -> Text:
    return text("summary-share", part=part, share=Percent(value, total))


def _commitment_lines(summary: Summary) -> Sequence[Text]:
    """Return attainment and growth over the commitment, each by its name."""
    if not summary.commitment:
        return ()
    beyond = summary.total - summary.commitment
    share = Percent(abs(beyond), summary.commitment)
    key = "over" if beyond > 0 else "short" if beyond < 0 else "met"
    growth: dict[str, Localizable] = {"share": share, "amount": rounded_money(abs(beyond))} if beyond else {}
    return (
        text("summary-commitment", commitment=rounded_money(summary.commitment)),
        text("summary-attained", share=Percent(summary.total, summary.commitment)),
        text(f"summary-{key}", **growth),
    )


def _growth_lines(summary: Summary) -> Sequence[Text]:
    """Return the growth against the period before; nothing if that came to nothing."""
    then = summary.previous_total
    if not then or not summary.services:
        return ()
    key = "summary-grown" if summary.total >= then else "summary-shrunk"
    return (
        text(key, before=summary.previous, share=Percent(abs(summary.total - then), then), then=rounded_money(then)),
    )


def _joint_lines(summary: Summary) -> Sequence[Text]:
    return (text("summary-joint", joint=rounded_money(summary.joint)),) if summary.joint else ()


def _centre_lines(summary: Summary) -> Sequence[Text]:
    if summary.unit.kind is UnitKind.CHARITY_CENTRE or not (summary.centres or summary.cities_without_centre):
        return ()
    cities = Joined(summary.cities_without_centre, separator=text("dialogue-comma"))
    without = (text("summary-cities-without", cities=cities),) if summary.cities_without_centre else ()
    return (text("summary-centres", centres=summary.centres), *without)


def _verification_lines(summary: Summary) -> Sequence[Text]:
    """Say if unverified services are included; nothing if there are none."""
    services, value = summary.unverified
    if not services:
        return (text("summary-verified-all"),) if summary.verified_only else ()
    key = "summary-verified-only" if summary.verified_only else "summary-verified-and-waiting"
    return (text(key, services=services, value=rounded_money(value)),)


def cut_lines(cut: Cut[Any], summary: Summary) -> Joined:
    """Return every part of a cut with its amount and its share of the total."""
    rows = (
        text("summary-domain", part=cut.label(key), value=rounded_money(value), share=Percent(value, summary.total))
        for key, value in summary.by(cut)
    )
    return Joined((summary_head(summary), text("summary-total", total=rounded_money(summary.total)), *rows))


def arithmetic_lines(summary: Summary, locale: str) -> Joined:
    """Explain each percentage of the summary in words.

    No minus sign is used: among Persian words it is unclear on which side it stands.
    """
    return Joined(
        (
            summary_head(summary),
            *_attainment_arithmetic(summary, locale),
            *_growth_arithmetic(summary, locale),
            *_share_arithmetic(summary, locale),
        )
    )


def _attainment_arithmetic(summary: Summary, locale: str) -> Sequence[Text]:
    total, promised = summary.total, summary.commitment
    if not promised:
        return ()
    attained = text("summary-why-attained", total=rounded_money(total), commitment=rounded_money(promised),
                    ratio=format_ratio(total, promised, locale), share=Percent(total, promised))  # fmt: skip
    beyond = total - promised
    if beyond <= 0:
        return (attained,)
    over = text("summary-why-over", total=rounded_money(total), commitment=rounded_money(promised), amount=rounded_money(beyond),
                ratio=format_ratio(beyond, promised, locale), share=Percent(beyond, promised))  # fmt: skip
    return (attained, over, text("summary-why-named"))


def _growth_arithmetic(summary: Summary, locale: str) -> Sequence[Text]:
    total, then = summary.total, summary.previous_total
    if not then or not summary.services:
        return ()
    moved = abs(total - then)
    key = "summary-why-grown" if total >= then else "summary-why-shrunk"
    return (
        text(key, before=summary.previous, total=rounded_money(total), then=rounded_money(then), amount=rounded_money(moved),
             ratio=format_ratio(moved, then, locale), share=Percent(moved, then)),
    )  # fmt: skip


def _share_arithmetic(summary: Summary, locale: str) -> Sequence[Text]:
    if not (parts := summary.by(DOMAIN)):
        return ()
    domain, value = parts[0]
    return (
        text("summary-why-share", domain=DOMAIN.label(domain), value=rounded_money(value), total=rounded_money(summary.total),
             ratio=format_ratio(value, summary.total, locale), share=Percent(value, summary.total)),
    )  # fmt: skip


def format_ratio(numerator: int, denominator: int, locale: str) -> str:
    """Format a ratio with at most three decimals, half up: 64 over 24 is 2.667, 8 over 32 is 0.25.

    Both are not negative.
    """
    thousandths = (2000 * numerator + denominator) // (2 * denominator)
    exact = f"{thousandths // 1000:,}.{thousandths % 1000:03}"
    return localize_digits(exact.rstrip("0").rstrip("."), locale)
