"""What is measured: problems by profile and size, with what must be reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.generate.problems import generate_problem
from solver.levels import SELECT_LEVELS, Level

if TYPE_CHECKING:
    from b4h_scheduler.generate.problems import Profile
    from solver.problem import Problem

SEEDS = (101, 102, 103, 104, 105)
"""Never used for tuning."""
BREAKS = "fewest breaks"


class Suite(StrEnum):
    """How much is measured."""

    SMALL = "small"
    """Seconds: to see that measuring works."""
    STANDARD = "standard"
    """What the project promises, three quarters of an hour."""
    FULL = "full"
    """Also the largest and the hardest problems, two hours and a half."""


@dataclass(frozen=True, slots=True)
class Case:
    """One problem of the kernel, to be measured with several seeds.

    ``time_limit_s`` is given to the solve; ``peers_s`` to each peer (0: none).
    """

    profile: Profile
    participants: int
    wishes: int
    slots: int
    tables: int
    time_limit_s: float
    must: str = ""
    """What the project promises, in words."""
    peers_s: float = 0
    free_share: float = 0.4
    is_breaks: bool = False
    """Breaks are minimized instead of waiting and moves."""
    most_seeds: int = len(SEEDS)

    @property
    def title(self) -> str:
        """The name, and what is asked of it if that is not usual."""
        return f"{self.name}, {BREAKS}" if self.is_breaks else self.name

    @property
    def name(self) -> str:
        """Such as ``plain 250 / 2,500 / 28 / 90``."""
        sizes = (self.participants, self.wishes, self.slots, self.tables)
        share = f", {self.free_share:.0%}" if self.profile == "scattered" else ""
        return f"{self.profile} {' / '.join(f'{n:,}' for n in sizes)}{share}"

    def problem(self, seed: int) -> Problem:
        """Generate the problem."""
        problem = generate_problem(
            self.participants,
            self.wishes,
            self.slots,
            self.tables,
            profile=self.profile,
            seed=seed,
            free_share=self.free_share,
        )
        if not self.is_breaks:
            return problem
        levels = tuple(level for level in problem.levels if level in SELECT_LEVELS)
        return replace(problem, levels=(*levels, Level.BREAKS))


_TINY = (
    Case("scattered", 30, 120, 8, 10, 1, peers_s=1),
    Case("full", 30, 90, 8, 10, 1),
)
_STANDARD = (
    Case("plain", 80, 500, 16, 25, 10, peers_s=20),
    Case("full", 80, 500, 16, 25, 10),
    Case("plain", 250, 2_500, 28, 90, 10),
    Case("full", 250, 2_500, 28, 90, 15),
    Case(
        "plain", 1_000, 15_000, 36, 350, 20,
        "wishes within 0.02 % of the bound, select and timetable under 1 s",
    ),
    Case(
        "full", 1_000, 15_000, 36, 350, 40,
        "wishes within 0.02 % of the bound, select and timetable under 5 s",
    ),
    Case("scattered", 80, 500, 16, 25, 60, "proven in 60 s", peers_s=60),
    Case(
        "scattered", 250, 2_500, 28, 90, 60,
        "within 0.1 % of the slot LP bound in 60 s", peers_s=60,
    ),
    Case(
        "plain", 5_700, 100_000, 54, 900, 30,
        "wishes within 0.02 % of the bound, select and timetable under 4 s",
    ),
    Case(
        "full", 5_700, 100_000, 54, 900, 60,
        "wishes within 0.02 % of the bound, select and timetable under 20 s",
    ),
)  # fmt: skip
_LARGE = (
    Case(
        "plain", 5_700, 100_000, 54, 900, 64,
        "breaks under 1,500 after 60 s of polish", is_breaks=True,
    ),
    Case(
        "scattered", 250, 2_500, 28, 60, 180,
        "at least 0.999 of the best known, proven in 180 s", free_share=0.25,
    ),
    Case(
        "scattered", 1_000, 15_000, 36, 350, 60,
        "within 0.3 % of the slot LP bound in 60 s",
    ),
    Case(
        "plain", 57_000, 1_000_000, 54, 9_000, 180,
        "wishes within 0.05 %, select and timetable under 40 s, all under 360 s "
        "and 12 GB",
        most_seeds=2,
    ),
    Case("plain", 57, 1_000, 54, 9, 10),
    Case("plain", 570, 10_000, 54, 90, 20),
)  # fmt: skip
"""The last two show growth, with those of 100,000 and 1,000,000 wishes."""

SUITES: dict[Suite, tuple[Case, ...]] = {
    Suite.SMALL: _TINY,
    Suite.STANDARD: _STANDARD,
    Suite.FULL: (*_STANDARD, *_LARGE),
}
