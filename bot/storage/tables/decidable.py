"""Columns of requests that wait for one decision (mixins)."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import foreign_key, primary_key

PENDING_STATE = "waiting"


class Decidable:
    """A request that waits and is decided once. `decided_by` is None until then, and where no person decided it."""

    id: Mapped[int] = primary_key()
    state: Mapped[str] = mapped_column(default=PENDING_STATE)
    decided_by: Mapped[int | None] = foreign_key("persons.id")
    decided_at: Mapped[datetime | None]


class ExpiringDecidable(Decidable):
    """A request that can be decided until `expires_at`. An expired one keeps the state «waiting»."""

    expires_at: Mapped[datetime]
