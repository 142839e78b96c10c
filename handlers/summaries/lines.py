"""Lines of a summary: totals, cuts, commitment, growth, and what is beside them. Pure: it queries nothing.

`arithmetic` explains them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.i18n.messages import Joined, Localizable, Percent, Text, text
from bot.relief.summaries.cuts import LINE_CUTS, Cut, CutLine
from bot.relief.summaries.summaries import Summary
from bot.relief.vocabulary import UnitKind
from handlers.summaries.figures import Notation, share_percents, times

COLUMN_SEPARATOR = " | "


def summary_lines(summary: Summary) -> Joined:
    """Return the lines that were asked for: few enough to be in view with the keys below them."""
    notation = summary_notation(summary)
    return Joined(
        (
            summary_head(summary),
            *_service_lines(summary, notation),
            *_commitment_lines(summary, notation),
            *growth_lines(summary, notation),
            *_verification_lines(summary, notation),
        )
    )


def detail_lines(summary: Summary) -> Joined:
    """Return what is one press away from the summary: shares, joint work, centres."""
    notation = summary_notation(summary)
    shares = _cut_lines(CutLine.SHARES, summary, notation) if summary.services else ()
    return Joined((summary_head(summary), *shares, *_joint_lines(summary, notation), *_centre_lines(summary)))


def summary_head(summary: Summary) -> Text:
    return text("summary-head", unit=summary.unit.name, period=summary.period)


def summary_notation(summary: Summary) -> Notation:
    """Return the one notation of the screen, by the largest amount on it."""
    beside = (summary.unverified.value, summary.returned.value)
    return Notation.rounded(summary.total, summary.commitment or 0, summary.previous_total, *beside)


def _service_lines(summary: Summary, notation: Notation) -> Sequence[Text | Joined]:
    if not summary.services:
        return (text("summary-nothing-verified" if summary.verified_only else "summary-nothing"),)
    return (
        text("summary-served", services=summary.services, families=summary.families, people=summary.people),
        text("summary-delivered" if summary.commitment else "summary-total", total=notation.show(summary.total)),
        *_cut_lines(CutLine.AMOUNTS, summary, notation),
    )


def _cut_lines(line: CutLine, summary: Summary, notation: Notation) -> Sequence[Joined]:
    return tuple(_cut_line(cut, summary, notation) for cut in LINE_CUTS if cut.line is line)


def _cut_line(cut: Cut[Any], summary: Summary, notation: Notation) -> Joined:
    """Return the parts that have an amount, each as the line of the cut shows it."""
    parts = {key: value for key, value in summary.by(cut) if value}
    labels, values = map(cut.label, parts), tuple(parts.values())
    if cut.line is CutLine.AMOUNTS:
        return amount_columns(labels, notation.split(summary.total, values))
    return share_columns(labels, share_percents(values))


def amount_columns(parts: Iterable[Localizable], amounts: Iterable[Localizable]) -> Joined:
    columns = (text("summary-kind", part=part, value=amount) for part, amount in zip(parts, amounts, strict=True))
    return Joined(tuple(columns), separator=COLUMN_SEPARATOR)


def share_columns(parts: Iterable[Localizable], shares: Iterable[Localizable]) -> Joined:
    columns = (text("summary-share", part=part, share=share) for part, share in zip(parts, shares, strict=True))
    return Joined(tuple(columns), separator=COLUMN_SEPARATOR)


def _commitment_lines(summary: Summary, notation: Notation) -> Sequence[Text]:
    """Return the attainment, and the distance to the commitment."""
    if not summary.commitment:
        return ()
    return (
        text("summary-commitment", commitment=notation.show(summary.commitment)),
        attainment_line(summary.total, summary.commitment),
        _distance_line(summary, summary.commitment, notation),
    )


def attainment_line(total: int, commitment: int) -> Text:
    if (said := times(total, commitment)) is not None:
        return text("summary-attained-times", times=said)
    return text("summary-attained", share=Percent(total, commitment))


def _distance_line(summary: Summary, commitment: int, notation: Notation) -> Text:
    """Return the distance to the commitment: the difference of the amounts as they are shown."""
    distance = summary.total - commitment
    shown = abs(notation.round(summary.total) - notation.round(commitment))
    amount = notation.show(shown or abs(distance))
    if not distance:
        return text("summary-met")
    if times(summary.total, commitment) is not None:
        return text("summary-over-amount", amount=amount)
    return text(
        f"summary-{distance_kind(summary, commitment)}", amount=amount, share=Percent(abs(distance), commitment)
    )


def distance_kind(summary: Summary, commitment: int) -> str:
    """Return the end of the text key for a total that is not the commitment.

    Nothing is left of a period that is over.
    """
    if summary.total > commitment:
        return "over"
    return "fell-short" if summary.is_over else "short"


def growth_lines(summary: Summary, notation: Notation) -> Sequence[Text]:
    """Return the growth against the period before, or why none is said.

    None if nothing was done in either.
    """
    total, then, before = summary.total, summary.previous_total, summary.previous
    if not total and not then:
        return ()
    if not summary.is_comparable:
        return (text("summary-incomparable", before=before, here=summary.unverified.services,
                     there=summary.previous_unverified.services),)  # fmt: skip
    if not then:
        return (text("summary-from-nothing", before=before),)
    if total == then:
        return (text("summary-unchanged", before=before),)
    if (said := times(total, then)) is not None:
        return (text("summary-grown-times", before=before, times=said, then=notation.show(then)),)
    key = "summary-grown" if total > then else "summary-shrunk"
    return (text(key, before=before, share=Percent(abs(total - then), then), then=notation.show(then)),)


def _joint_lines(summary: Summary, notation: Notation) -> Sequence[Text]:
    return (text("summary-joint", joint=notation.show(summary.joint)),) if summary.joint else ()


def has_centre_lines(summary: Summary) -> bool:
    centres = summary.centres or summary.active_centres or summary.cities_without_centre
    return summary.unit.kind is not UnitKind.CHARITY_CENTRE and bool(centres)


def _centre_lines(summary: Summary) -> Sequence[Text]:
    if not has_centre_lines(summary):
        return ()
    cities = Joined(summary.cities_without_centre, separator=text("dialogue-comma"))
    without = (text("summary-cities-without", cities=cities),) if summary.cities_without_centre else ()
    return (text("summary-centres", centres=summary.centres, active=summary.active_centres), *without)


def _verification_lines(summary: Summary, notation: Notation) -> Sequence[Text]:
    """Say if unverified services are included, and which ones were returned; nothing if there are none."""
    back = summary.returned
    returned = text("summary-returned", services=back.services, value=notation.show(back.value))
    beside = (returned,) if back.services else ()
    services, value = summary.unverified
    if not services:
        return (*((text("summary-verified-all"),) if summary.verified_only else ()), *beside)
    key = "summary-verified-only" if summary.verified_only else "summary-verified-and-waiting"
    return (text(key, services=services, value=notation.show(value)), *beside)


def cut_lines(cut: Cut[Any], summary: Summary) -> Joined:
    """List the parts of the total by the cut, with amounts and shares."""
    notation = summary_notation(summary)
    parts = summary.by(cut)
    values = [value for _, value in parts]
    figures = zip(parts, notation.split(summary.total, values), share_percents(values), strict=True)
    rows = (text("summary-domain", part=cut.label(key), value=shown, share=share) for (key, _), shown, share in figures)
    return Joined((summary_head(summary), text("summary-total", total=notation.show(summary.total)), *rows))
