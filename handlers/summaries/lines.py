"""The lines of a summary: totals, shares, commitments, growth. Exact arithmetic, no queries."""

from collections.abc import Sequence

from bot.i18n.messages import Joined, Localizable, Money, Percent, Text, enum_text, text
from bot.persian.digits import localize_digits
from bot.persian.money import Toman
from bot.relief.summaries.summaries import Summary
from bot.relief.vocabulary import UnitKind

COLUMN_SEPARATOR = " | "


def summary_lines(seen: Summary) -> Joined:
    return Joined(
        (
            summary_head(seen),
            *_service_lines(seen),
            *_commitment_lines(seen),
            *_growth_lines(seen),
            *_joint_lines(seen),
            *_centre_lines(seen),
            *_verification_lines(seen),
        )
    )


def summary_head(seen: Summary) -> Text:
    return text("summary-head", unit=seen.unit.name, period=seen.period)


def rounded_money(value: int) -> Money:
    return Money(Toman(value), compact=True)


def _service_lines(seen: Summary) -> Sequence[Text | Joined]:
    if not seen.services:
        return (text("summary-nothing-verified" if seen.verified_only else "summary-nothing"),)
    kinds = tuple(
        text("summary-kind", kind=enum_text(kind), value=rounded_money(value)) for kind, value in seen.by_kind if value
    )
    shares = tuple(
        text("summary-share", domain=enum_text(domain), share=Percent(value, seen.total))
        for domain, value in seen.by_domain
    )
    return (
        text("summary-served", services=seen.services, families=seen.families, people=seen.people),
        text("summary-delivered" if seen.commitment else "summary-total", total=rounded_money(seen.total)),
        Joined(kinds, separator=COLUMN_SEPARATOR),
        Joined(shares, separator=COLUMN_SEPARATOR),
    )


def _commitment_lines(seen: Summary) -> Sequence[Text]:
    """Yield attainment and growth, each under its own name."""
    if not seen.commitment:
        return ()
    beyond = seen.total - seen.commitment
    share = Percent(abs(beyond), seen.commitment)
    key = "over" if beyond > 0 else "short" if beyond < 0 else "met"
    growth: dict[str, Localizable] = {"share": share, "amount": rounded_money(abs(beyond))} if beyond else {}
    return (
        text("summary-commitment", commitment=rounded_money(seen.commitment)),
        text("summary-attained", share=Percent(seen.total, seen.commitment)),
        text(f"summary-{key}", **growth),
    )


def _growth_lines(seen: Summary) -> Sequence[Text]:
    """Yield the growth against the period before; nothing if that came to nothing."""
    then = seen.previous_total
    if not then or not seen.services:
        return ()
    key = "summary-grown" if seen.total >= then else "summary-shrunk"
    return (text(key, before=seen.previous, share=Percent(abs(seen.total - then), then), then=rounded_money(then)),)


def _joint_lines(seen: Summary) -> Sequence[Text]:
    return (text("summary-joint", joint=rounded_money(seen.joint)),) if seen.joint else ()


def _centre_lines(seen: Summary) -> Sequence[Text]:
    if seen.unit.kind is UnitKind.CHARITY_CENTRE or not (seen.centres or seen.cities_without_centre):
        return ()
    cities = Joined(seen.cities_without_centre, separator=text("dialogue-comma"))
    without = (text("summary-cities-without", cities=cities),) if seen.cities_without_centre else ()
    return (text("summary-centres", centres=seen.centres), *without)


def _verification_lines(seen: Summary) -> Sequence[Text]:
    """Yield whether unverified services are included; nothing if none wait."""
    services, value = seen.unverified
    if not services:
        return (text("summary-verified-all"),) if seen.verified_only else ()
    key = "summary-verified-only" if seen.verified_only else "summary-verified-and-waiting"
    return (text(key, services=services, value=rounded_money(value)),)


def domain_lines(seen: Summary) -> Joined:
    """Yield each domain with its amount and share, the largest first."""
    rows = (
        text("summary-domain", domain=enum_text(domain), value=rounded_money(value), share=Percent(value, seen.total))
        for domain, value in seen.by_domain
    )
    return Joined((summary_head(seen), text("summary-total", total=rounded_money(seen.total)), *rows))


def arithmetic_lines(seen: Summary, locale: str) -> Joined:
    """Yield how each percentage of the summary comes about, in words."""
    return Joined(
        (
            summary_head(seen),
            *_attainment_arithmetic(seen, locale),
            *_growth_arithmetic(seen, locale),
            *_share_arithmetic(seen, locale),
        )
    )


def _attainment_arithmetic(seen: Summary, locale: str) -> Sequence[Text]:
    total, promised = seen.total, seen.commitment
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


def _growth_arithmetic(seen: Summary, locale: str) -> Sequence[Text]:
    total, then = seen.total, seen.previous_total
    if not then or not seen.services:
        return ()
    moved = abs(total - then)
    key = "summary-why-grown" if total >= then else "summary-why-shrunk"
    return (
        text(key, before=seen.previous, total=rounded_money(total), then=rounded_money(then), amount=rounded_money(moved),
             ratio=format_ratio(moved, then, locale), share=Percent(moved, then)),
    )  # fmt: skip


def _share_arithmetic(seen: Summary, locale: str) -> Sequence[Text]:
    if not seen.by_domain:
        return ()
    domain, value = seen.by_domain[0]
    return (
        text("summary-why-share", domain=enum_text(domain), value=rounded_money(value), total=rounded_money(seen.total),
             ratio=format_ratio(value, seen.total, locale), share=Percent(value, seen.total)),
    )  # fmt: skip


def format_ratio(numerator: int, denominator: int, locale: str) -> str:
    """Format a ratio of non-negative numbers: at most three decimals, half up (64 over 24 is 2.667)."""
    thousandths = (2000 * numerator + denominator) // (2 * denominator)
    exact = f"{thousandths // 1000:,}.{thousandths % 1000:03}"
    return localize_digits(exact.rstrip("0").rstrip("."), locale)
