"""The tree of units. A unit that moves gets new ancestors from that day on; the old ones stay with the past."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base, enum_check, foreign_key, primary_key


class Unit(Base):
    __tablename__ = "units"
    __table_args__ = (
        enum_check(
            "kind",
            *(
                "country",
                "province",
                "county",
                "part",
                "rural_district",
                "village",
                "nomads",
                "city",
                "district",
            ),
            *("sub_district", "neighbourhood", "charity_centre", "relief_group", "relief_house"),
        ),
        CheckConstraint("closed_on >= opened_on", name="open_before_close"),
    )

    id: Mapped[int] = primary_key()
    parent_id: Mapped[int | None] = foreign_key("units.id", index=True)
    kind: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]
    phone: Mapped[str | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class UnitAncestor(Base):
    """One ancestor of a unit (closure table); a unit is its own ancestor at depth 0.

    `since` is the first day it holds, `until` the last; NULL holds still.
    """

    __tablename__ = "unit_ancestors"
    __table_args__ = (
        CheckConstraint("until >= since", name="since_before_until"),
        Index("ix_unit_ancestors_ancestor_id_unit_id", "ancestor_id", "unit_id"),
    )

    unit_id: Mapped[int] = foreign_key("units.id", primary_key=True)
    ancestor_id: Mapped[int] = foreign_key("units.id", primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    depth: Mapped[int]
    until: Mapped[date | None]


class UnitAttributeValue(Base):
    """One attribute of a unit, from its first day to its last. A changed value keeps its days."""

    __tablename__ = "unit_attribute_values"
    __table_args__ = (
        enum_check(
            "attribute",
            *("address", "licence", "licence_state", "licensed_on", "licensed_until"),
            *("iban", "card_reader", "ussd", "location", "merged_into"),
        ),
        CheckConstraint("until >= since", name="since_before_until"),
        Index(
            "uq_unit_attribute_values_current",
            *("unit_id", "attribute"),
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = primary_key()
    unit_id: Mapped[int] = foreign_key("units.id", index=True)
    attribute: Mapped[str]
    value: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    set_by: Mapped[int | None] = foreign_key("persons.id")
