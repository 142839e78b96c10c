"""The lines of a summary: totals, shares, commitments, growth. Exact arithmetic, no queries."""

from collections.abc import Sequence

from bot.i18n.messages import Joined, Localizable, Money, Percent, Text, enum_text, text
from bot.persian.digits import localize_digits
from bot.persian.money import Toman
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
    kinds = tuple(
        text("summary-kind", kind=enum_text(kind), value=rounded_money(value))
        for kind, value in summary.by_kind
        if value
    )
    shares = tuple(
        text("summary-share", domain=enum_text(domain), share=Percent(value, summary.total))
        for domain, value in summary.by_domain
    )
    return (
        text("summary-served", services=summary.services, families=summary.families, people=summary.people),
        text("summary-delivered" if summary.commitment else "summary-total", total=rounded_money(summary.total)),
        Joined(kinds, separator=COLUMN_SEPARATOR),
        Joined(shares, separator=COLUMN_SEPARATOR),
    )


def _commitment_lines(summary: Summary) -> Sequence[Text]:
    """Return attainment and growth, each under its own name."""
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
    """Say whether unverified services are included; nothing if none wait."""
    services, value = summary.unverified
    if not services:
        return (text("summary-verified-all"),) if summary.verified_only else ()
    key = "summary-verified-only" if summary.verified_only else "summary-verified-and-waiting"
    return (text(key, services=services, value=rounded_money(value)),)


def domain_lines(summary: Summary) -> Joined:
    """List each domain with its amount and share, the largest first."""
    rows = (
        text(
            "summary-domain", domain=enum_text(domain), value=rounded_money(value), share=Percent(value, summary.total)
        )
        for domain, value in summary.by_domain
    )
    return Joined((summary_head(summary), text("summary-total", total=rounded_money(summary.total)), *rows))


def arithmetic_lines(summary: Summary, locale: str) -> Joined:
    """Explain how each percentage of the summary comes about, in words."""
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
    if not summary.by_domain:
        return ()
    domain, value = summary.by_domain[0]
    return (
        text("summary-why-share", domain=enum_text(domain), value=rounded_money(value), total=rounded_money(summary.total),
             ratio=format_ratio(value, summary.total, locale), share=Percent(value, summary.total)),
    )  # fmt: skip


def format_ratio(numerator: int, denominator: int, locale: str) -> str:
    """Format a ratio of non-negative numbers: at most three decimals, half up (64 over 24 is 2.667)."""
    thousandths = (2000 * numerator + denominator) // (2 * denominator)
    exact = f"{thousandths // 1000:,}.{thousandths % 1000:03}"
    return localize_digits(exact.rstrip("0").rstrip("."), locale)
