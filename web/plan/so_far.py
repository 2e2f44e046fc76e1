"""What a run has reached so far, level by level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.level_words import level_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.store.schema_plans import ProgressRow

WISHES = "value"
"""As ``solver.Level`` calls it; so are the others."""
_AFTER_WISHES = ("waiting", "breaks")


@dataclass(frozen=True, slots=True)
class LevelNow:
    """The latest value and bound of a level; None where not known yet."""

    level: str
    value: int
    bound: int | None

    @property
    def counted(self) -> str:
        """What it counts."""
        return level_words(self.level)

    @property
    def is_best(self) -> bool:
        """Nothing better is possible there."""
        return self.value == self.bound


class SoFar:
    """The steps of a run, in order, seen by level."""

    def __init__(self, steps: Sequence[ProgressRow]) -> None:
        self._steps: dict[str, list[ProgressRow]] = {}
        for each in steps:
            if each.level is not None:
                self._steps.setdefault(each.level, []).append(each)

    def points(self, level: str) -> list[tuple[float, int | None, int | None]]:
        """Return seconds, value and bound of a level, in order."""
        return [(e.seconds, e.value, e.bound) for e in self._steps.get(level, ())]

    def now(self, level: str) -> LevelNow | None:
        """Return what a level has reached; None: nothing yet."""
        points = self.points(level)
        values = [value for _, value, _ in points if value is not None]
        bounds = [bound for _, _, bound in points if bound is not None]
        if not values:
            return None
        return LevelNow(level, values[-1], bounds[-1] if bounds else None)

    @property
    def wishes(self) -> LevelNow | None:
        """What wishes have reached."""
        return self.now(WISHES)

    @property
    def others(self) -> list[LevelNow]:
        """The other levels, in the order in which they were first reported."""
        found = [self.now(level) for level in self._steps if level != WISHES]
        return [each for each in found if each is not None]

    @property
    def drawn(self) -> str:
        """The level of the picture: wishes, until they cannot become better."""
        wishes = self.wishes
        if wishes is None or not wishes.is_best:
            return WISHES
        open_ones = (self.now(level) for level in _AFTER_WISHES)
        return next(
            (each.level for each in open_ones if each is not None and each.value),
            WISHES,
        )
