"""Result of an import of units: what becomes of each row, and why a row is invalid.

Knows the reasons and their texts, no table and no file.
"""

from dataclasses import dataclass

from bot.i18n.messages import Text
from bot.persian.names import MAX_NAME_LENGTH
from bot.relief.units.sheets import UnitColumn

ROW_ERRORS = frozenset(
    (
        "missing",
        "kind",
        "kind-under",
        "name",
        "phone",
        "parent",
        "parents",
        "body",
        "not-yours",
        "twice",
        "many",
        "state",
        "formula",
    )
)
"""Reasons of an invalid row. Others come from `units.attributes.InvalidAttribute`, and with `NAME_PREFIX` from the check of names."""
NAME_PREFIX = "name-"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidRow:
    """An invalid row. `column` is None if the fault is of the whole row; `reason` is the end of a text key."""

    number: int
    column: UnitColumn | None
    reason: str

    @property
    def explanation(self) -> Text:
        """The sentence that says the reason."""
        if self.reason.startswith(NAME_PREFIX):
            args = {"most": MAX_NAME_LENGTH} if self.reason == f"{NAME_PREFIX}long" else {}
            return Text(f"dialogue-{self.reason}", args)
        return Text(f"unit-row-{self.reason}" if self.reason in ROW_ERRORS else f"unit-fact-wrong-{self.reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The units of an import, by what becomes of them. Nothing was written if there are invalid rows."""

    opened: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged_count: int = 0
    invalid_rows: tuple[InvalidRow, ...] = ()

    @property
    def writes(self) -> bool:
        """True if it opens or changes a unit."""
        return bool(self.opened or self.changed)
