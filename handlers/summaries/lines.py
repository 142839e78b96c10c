"""What a summary says, line by line: totals, shares, what was promised, what was done before. Exact; it asks nothing."""

from collections.abc import Sequence

from bot.i18n.messages import Lines, Money, Percent, Said, Text, text, word
from bot.persian.digits import figure
from bot.persian.money import Toman
from bot.relief.summaries.summaries import Summary
from bot.relief.vocabulary import UnitKind

BAR = " | "


def summary_lines(seen: Summary) -> Lines:
    return Lines(
        (head(seen), *_served(seen), *_promised(seen), *_grown(seen), *_joint(seen), *_centres(seen), *_verified(seen))
    )


def head(seen: Summary) -> Text:
    return text("summary-head", unit=seen.unit.name, period=seen.period)


def money(value: int) -> Money:
    return Money(Toman(value), round=True)


def _served(seen: Summary) -> Sequence[Text | Lines]:
    if not seen.services:
        return (text("summary-nothing-verified" if seen.verified_only else "summary-nothing"),)
    kinds = tuple(text("summary-kind", kind=word(kind), value=money(value)) for kind, value in seen.by_kind if value)
    shares = tuple(
        text("summary-share", domain=word(domain), share=Percent(value, seen.total)) for domain, value in seen.by_domain
    )
    return (
        text("summary-served", services=seen.services, families=seen.families, people=seen.people),
        text("summary-delivered" if seen.commitment else "summary-total", total=money(seen.total)),
        Lines(kinds, between=BAR),
        Lines(shares, between=BAR),
    )


def _promised(seen: Summary) -> Sequence[Text]:
    """Attainment and growth are two things, each by its name."""
    if not seen.commitment:
        return ()
    beyond = seen.total - seen.commitment
    share = Percent(abs(beyond), seen.commitment)
    key = "over" if beyond > 0 else "short" if beyond < 0 else "met"
    growth: dict[str, Said] = {"share": share, "amount": money(abs(beyond))} if beyond else {}
    return (
        text("summary-commitment", commitment=money(seen.commitment)),
        text("summary-attained", share=Percent(seen.total, seen.commitment)),
        text(f"summary-{key}", **growth),
    )


def _grown(seen: Summary) -> Sequence[Text]:
    """Against the period before, named; nothing is said where that came to nothing."""
    then = seen.previous_total
    if not then or not seen.services:
        return ()
    key = "summary-grown" if seen.total >= then else "summary-shrunk"
    return (text(key, before=seen.previous, share=Percent(abs(seen.total - then), then), then=money(then)),)


def _joint(seen: Summary) -> Sequence[Text]:
    return (text("summary-joint", joint=money(seen.joint)),) if seen.joint else ()


def _centres(seen: Summary) -> Sequence[Text]:
    if seen.unit.kind is UnitKind.CHARITY_CENTRE or not (seen.centres or seen.cities_without_centre):
        return ()
    cities = Lines(seen.cities_without_centre, between=text("dialogue-comma"))
    without = (text("summary-cities-without", cities=cities),) if seen.cities_without_centre else ()
    return (text("summary-centres", centres=seen.centres), *without)


def _verified(seen: Summary) -> Sequence[Text]:
    """Whether what waits for a supervisor is in it; nothing is said where nothing waits."""
    services, value = seen.waiting
    if not services:
        return (text("summary-verified-all"),) if seen.verified_only else ()
    key = "summary-verified-only" if seen.verified_only else "summary-verified-and-waiting"
    return (text(key, services=services, value=money(value)),)


def domain_lines(seen: Summary) -> Lines:
    """Every domain with its amount and its part of the whole, the largest first."""
    rows = (
        text("summary-domain", domain=word(domain), value=money(value), share=Percent(value, seen.total))
        for domain, value in seen.by_domain
    )
    return Lines((head(seen), text("summary-total", total=money(seen.total)), *rows))


def arithmetic_lines(seen: Summary, locale: str) -> Lines:
    """How each percentage of the summary comes about, in words: nobody can tell which way a minus stands."""
    return Lines((head(seen), *_why_promised(seen, locale), *_why_grown(seen, locale), *_why_shares(seen, locale)))


def _why_promised(seen: Summary, locale: str) -> Sequence[Text]:
    total, promised = seen.total, seen.commitment
    if not promised:
        return ()
    attained = text("summary-why-attained", total=money(total), commitment=money(promised),
                    ratio=ratio(total, promised, locale), share=Percent(total, promised))  # fmt: skip
    beyond = total - promised
    if beyond <= 0:
        return (attained,)
    over = text("summary-why-over", total=money(total), commitment=money(promised), amount=money(beyond),
                ratio=ratio(beyond, promised, locale), share=Percent(beyond, promised))  # fmt: skip
    return (attained, over, text("summary-why-named"))


def _why_grown(seen: Summary, locale: str) -> Sequence[Text]:
    total, then = seen.total, seen.previous_total
    if not then or not seen.services:
        return ()
    moved = abs(total - then)
    key = "summary-why-grown" if total >= then else "summary-why-shrunk"
    return (
        text(key, before=seen.previous, total=money(total), then=money(then), amount=money(moved),
             ratio=ratio(moved, then, locale), share=Percent(moved, then)),
    )  # fmt: skip


def _why_shares(seen: Summary, locale: str) -> Sequence[Text]:
    if not seen.by_domain:
        return ()
    domain, value = seen.by_domain[0]
    return (
        text("summary-why-share", domain=word(domain), value=money(value), total=money(seen.total),
             ratio=ratio(value, seen.total, locale), share=Percent(value, seen.total)),
    )  # fmt: skip


def ratio(numerator: int, denominator: int, locale: str) -> str:
    """At most three decimals, half up: 64 over 24 is 2.667, 8 over 32 is 0.25. Neither is negative."""
    thousandths = (2000 * numerator + denominator) // (2 * denominator)
    exact = f"{thousandths // 1000:,}.{thousandths % 1000:03}"
    return figure(exact.rstrip("0").rstrip("."), locale)
