"""The catalogue of activities."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base, enum_check, primary_key
from bot.storage.tables.vocabulary import DOMAINS


class Activity(Base):
    """One kind of service.

    `kinds` and `beneficiaries` are words joined by commas, the usual first; 0 days: «already served» is never asked.
    """

    __tablename__ = "activities"
    __table_args__ = (
        enum_check("domain", *DOMAINS),
        CheckConstraint("served_again_after_days >= 0", name="served_again_after_days"),
    )

    id: Mapped[int] = primary_key()
    code: Mapped[str] = mapped_column(unique=True)
    domain: Mapped[str]
    short: Mapped[str]
    name: Mapped[str]
    kinds: Mapped[str]
    unit_of_measure: Mapped[str]
    beneficiaries: Mapped[str]
    served_again_after_days: Mapped[int]
    sensitive: Mapped[bool]
    search_words: Mapped[str]
    sort_key: Mapped[str]
