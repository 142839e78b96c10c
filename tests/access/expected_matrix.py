"""Parser of the matrix in `agreed.txt`. It knows the table's words and nothing of the policy's code."""

from dataclasses import dataclass
from pathlib import Path

from bot.relief.access.policy import Action
from bot.relief.vocabulary import Role

TABLE = Path(__file__).parent / "agreed.txt"
PLACES = ("own", "below", "beside", "above", "none")
ANSWERS = ("yes", "mine", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `agreed` is yes, mine or -."""

    role: Role
    action: Action
    place: str
    agreed: str

    def __str__(self) -> str:
        return f"{self.role.value} {self.action.value} {self.place}"


def cells() -> list[Cell]:
    """Return every cell in the table's order. Raises ValueError if one is missing, double or unreadable."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    if lines[0] != ["role", "action", *PLACES]:
        raise ValueError(f"the table begins with {lines[0]}")
    rows = {(Role(role), Action(action)): answers for role, action, *answers in lines[1:]}
    missing = {(role, action) for role in Role for action in Action} - set(rows)
    if missing or len(rows) != len(lines) - 1:
        named = (
            ", ".join(sorted(f"{role.value} {action.value}" for role, action in missing)) or "some line is there twice"
        )
        raise ValueError(f"what was agreed is not written: {named}")
    return [
        Cell(role=role, action=action, place=place, agreed=_answer(said))
        for (role, action), answers in rows.items()
        for place, said in zip(PLACES, answers, strict=True)
    ]


def _answer(said: str) -> str:
    if said not in ANSWERS:
        raise ValueError(f"{said} is none of {ANSWERS}")
    return said
