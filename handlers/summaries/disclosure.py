"""Published summaries: what a supervisor hands to benefactors, offices and the press."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.views import View, ViewRequest, act_button, view_button
from bot.i18n.messages import Day, Joined, Localizable, Text, enum_text, text
from bot.persian.periods import Period, previous_period
from bot.relief.ids import UnitId
from bot.relief.summaries.disclosure import (
    PublishedSummary,
    is_published,
    public_profile,
    publication_date,
    published_summary,
)
from bot.relief.vocabulary import Kind
from bot.reports.cards import CardImage
from bot.reports.spreadsheets import Sheet
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.summaries.figures import Notation, share_percents
from handlers.summaries.lines import amount_columns, attainment_line, share_columns
from handlers.summaries.periods import decode_period, encode_period


@dataclass(frozen=True, slots=True, kw_only=True)
class _SummaryRef:
    unit: UnitId
    period: Period

    @classmethod
    def parse(cls, args: tuple[str, ...]) -> "_SummaryRef":
        return cls(unit=UnitId(parse_id(args)), period=decode_period("".join(args[1:2])))

    @property
    def args(self) -> tuple[object, ...]:
        return self.unit, encode_period(self.period)


async def show_published_summary(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show a published summary as a message that can be forwarded."""
    ref = _SummaryRef.parse(request.args)
    if not is_published(ref.period, turn.today):
        day = publication_date(ref.period)
        ready = text("outside-unsettled", day=Day(day)) if day else text("outside-no-whole-month")
        before = view_button(text("summary-before"), "disclosure", ref.unit, encode_period(previous_period(ref.period)))
        return Screen(text=ready, buttons=((before, _back_button(ref)), *home_row()))
    summary = await _load_summary(turn, ref)
    files: ButtonRows = ((_card_button(ref), _xlsx_button(ref)),) if summary.services else ()
    return Screen(
        text=Joined((_head(summary), *_summary_lines(summary))), buttons=(*files, *home_row(_back_button(ref)))
    )


def _card_button(ref: _SummaryRef) -> Button:
    return act_button(text("outside-card"), "disclosure", "card", *ref.args)


def _xlsx_button(ref: _SummaryRef) -> Button:
    return act_button(text("outside-xlsx"), "disclosure", "xlsx", *ref.args)


def _back_button(ref: _SummaryRef) -> Button:
    return view_button(text("outside-back"), "summary", *ref.args)


async def _load_summary(turn: TurnContext, ref: _SummaryRef) -> PublishedSummary:
    return await published_summary(turn.caller(), ref.unit, ref.period)


def _head(summary: PublishedSummary) -> Text:
    return text("summary-head", unit=summary.unit.name, period=summary.period)


def _summary_lines(summary: PublishedSummary) -> Iterator[Localizable]:
    if summary.services:
        yield text("summary-total", total=_notation(summary).show(summary.total))
    yield from _detail_lines(summary)
    yield from _closing_lines(summary)


def _closing_lines(summary: PublishedSummary) -> Iterator[Localizable]:
    yield text("outside-settled", day=Day(summary.cutoff_date))
    yield text("outside-note")


def _notation(summary: PublishedSummary) -> Notation:
    return Notation.rounded(summary.total, summary.commitment or 0)


def _detail_lines(summary: PublishedSummary) -> Iterator[Localizable]:
    """Yield all but the total, which stands above."""
    if not summary.services:
        yield text("outside-nothing")
        return
    notation = _notation(summary)
    yield text("outside-served", services=summary.services, families=summary.families, people=summary.people)
    yield from _part_lines(summary, notation)
    if summary.withheld_domains:
        names = Joined(tuple(map(enum_text, summary.withheld_domains)), separator=text("dialogue-comma"))
        yield text("outside-fewer", domains=names)
    if summary.commitment:
        yield text("summary-commitment", commitment=notation.show(summary.commitment))
        yield attainment_line(summary.total, summary.commitment)


def _part_lines(summary: PublishedSummary, notation: Notation) -> Iterator[Localizable]:
    """Yield the kinds, and the domains with what has no single one: both add up to the total."""
    mixed = summary.unattributed
    kinds = {kind: value for kind, value in summary.by_kind if value}
    *amounts, mixed_amount = notation.split(summary.total, [*kinds.values(), mixed])
    yield amount_columns(map(enum_text, kinds), amounts)
    domains = {domain: value for domain, value in summary.by_domain if value}
    *shares, mixed_share = share_percents([*domains.values(), mixed])
    yield share_columns(map(enum_text, domains), shares)
    if mixed:
        yield text("outside-mixed", value=mixed_amount, share=mixed_share)


async def on_send_summary_card(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    ref = _SummaryRef.parse(args)
    summary = await _load_summary(turn, ref)
    card = CardImage(
        right_to_left=turn.locale == "fa",
        heading=turn.localize(text("outside-heading")),
        title=summary.unit.name,
        figure=turn.localize(_notation(summary).show(summary.total)) if summary.services else "",
        figure_caption=turn.localize(summary.period),
        lines=tuple(map(turn.localize, _detail_lines(summary))),
        note=" ".join(map(turn.localize, _closing_lines(summary))),
    )
    return Screen(
        text=text("outside-card-sent"),
        file=card,
        as_new_message=True,
        buttons=_follow_up_rows(_xlsx_button(ref), ref),
    )


async def on_send_summary_xlsx(turn: TurnContext, args: tuple[str, ...]) -> Screen:
    ref = _SummaryRef.parse(args)
    summary = await _load_summary(turn, ref)
    sheet = Sheet(
        rows=[[cell if isinstance(cell, int) else turn.localize(cell) for cell in row] for row in _table_rows(summary)],
        right_to_left=turn.locale == "fa",
        file_name=_file_name(turn, summary),
        sheet_name=turn.localize(text("outside-heading")),
        notes=tuple(map(turn.localize, _table_notes(summary))),
        notes_name=turn.localize(text("outside-notes")),
    )
    return Screen(
        text=text("outside-xlsx-sent"),
        file=sheet,
        as_new_message=True,
        buttons=_follow_up_rows(_card_button(ref), ref),
    )


def _follow_up_rows(other: Button, ref: _SummaryRef) -> ButtonRows:
    return ((other, _back_button(ref)), *home_row())


def _table_rows(summary: PublishedSummary) -> Iterator[tuple[Localizable, ...]]:
    """Yield the table: a row for each domain, a column for each kind.

    A withheld cell says that it is withheld, never whether there was something.
    """
    few = text("outside-few")
    kinds = tuple(text("outside-column-kind", kind=enum_text(kind)) for kind in Kind)
    yield text("outside-column-domain"), *kinds, text("outside-column-all")
    for domain, value in summary.by_domain:
        yield enum_text(domain), *(summary.by_domain_and_kind.get((domain, kind), few) for kind in Kind), value
    for domain in summary.withheld_domains:
        yield enum_text(domain), *(few for _ in Kind), few
    if summary.unattributed:
        yield text("outside-column-mixed"), *("" for _ in Kind), summary.unattributed
    yield text("outside-column-sum"), *(value for _, value in summary.by_kind), summary.total


def _table_notes(summary: PublishedSummary) -> Iterator[Localizable]:
    yield _head(summary)
    yield text("outside-unit-of-amounts")
    yield text("outside-note")
    yield text("outside-settled", day=Day(summary.cutoff_date))


def _file_name(turn: TurnContext, summary: PublishedSummary) -> str:
    return turn.localize(text("outside-file", unit=summary.unit.name, period=summary.period))


async def show_public_profile(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show the published summary of any unit to members of any other."""
    summary = await public_profile(turn.caller(), UnitId(parse_id(request.args)))
    back = view_button(text("unit-back"), "unit", summary.unit.id)
    return Screen(text=Joined((_head(summary), *_summary_lines(summary))), buttons=((back, *home_row()[0]),))


VIEWS = (
    View(
        name="disclosure",
        render=show_published_summary,
        acts={"card": on_send_summary_card, "xlsx": on_send_summary_xlsx},
        audited=True,
    ),
    View(name="public-profile", render=show_public_profile),
)
