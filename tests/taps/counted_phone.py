"""A phone that counts what its owner does: presses, typed messages and files, from the instant that counting begins."""

from dataclasses import dataclass, field
from typing import Any

from tests.conversations.app import Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Presses, typed messages and files; a shared contact counts as a press."""

    taps: int = 0
    typings: int = 0
    files: int = 0

    def is_within(self, limit: "Effort") -> bool:
        return self.taps <= limit.taps and self.typings <= limit.typings and self.files <= limit.files

    def more_of(self, other: "Effort") -> "Effort":
        """Return the worse of two in each respect."""
        return Effort(
            taps=max(self.taps, other.taps),
            typings=max(self.typings, other.typings),
            files=max(self.files, other.files),
        )


@dataclass(slots=True, kw_only=True)
class CountedPhone(Phone):
    """`done` lists what was done since `begin`."""

    done: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        """Open the menu, and count from there."""
        await self.say("/menu")
        self.done.clear()

    @property
    def effort(self) -> Effort:
        return Effort(taps=self.done.count("press"), typings=self.done.count("say"), files=self.done.count("file"))

    async def _do(self, verb: str, told: str, **body: Any) -> None:
        self.done.append("file" if "data" in body else "press" if "contact" in str(body) else verb)
        await Phone._do(self, verb, told, **body)
