"""The best points of all searches, and others between them to search on from.

A search that begins half way between two good points keeps what these agree on and
decides the rest anew: a memetic algorithm (Moscato 1989) among fractional points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.slotlp import Point
    from solver.slotpenalty import Rounded

SIZE = 4
FIRST = 5
"""Searches that begin somewhere else, before any begins between two points."""
BETWEEN = 0.75
"""Share of those that do, afterwards."""
NEAREST = 0.3
"""How far from either of the two, at least."""
SAME = 8.0
"""Points that differ by less in all are the same."""


class Elite:
    """The best points, the best first."""

    def __init__(self) -> None:
        self.best: list[Rounded] = []
        self.num_found = 0

    def add(self, found: Rounded) -> None:
        """Remember what a search has found, if it is good, and other than the rest."""
        self.num_found += 1
        ranked = sorted([*self.best, found], key=lambda each: -each.merit)
        self.best = []
        for each in ranked:
            if all(_distance(each, other) >= SAME for other in self.best):
                self.best.append(each)
        del self.best[SIZE:]

    def start(self, random: np.random.Generator) -> Point | None:
        """Return a point between two of the best; None: begin somewhere else."""
        is_early = self.num_found < FIRST or len(self.best) < 2  # noqa: PLR2004
        if is_early or random.random() >= BETWEEN:
            return None
        first, second = random.choice(len(self.best), size=2, replace=False)
        a, b = self.best[first].point, self.best[second].point
        share = random.uniform(NEAREST, 1 - NEAREST)
        between: Point = replace(
            a,
            x=share * a.x + (1 - share) * b.x,
            multipliers=share * a.multipliers + (1 - share) * b.multipliers,
        )
        return between


def _distance(one: Rounded, other: Rounded) -> float:
    return float(np.abs(one.point.x - other.point.x).sum())
