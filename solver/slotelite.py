"""The best points of all searches, and starts near them to search on from.

A search that begins at a good point looks for a better one near it; one that begins
half way between two keeps what these agree on and decides the rest anew: a memetic
algorithm (Moscato 1989) among fractional points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.slotlp import Point
    from solver.slotshakes import Rounded

SIZE = 4
FIRST = 6
"""Searches that begin somewhere else, before any begins near others' points."""
ANYWHERE, BETWEEN = 0.1, 0.15
"""Shares of those that do so afterwards, and of those that begin between two points;
the others begin at one."""
NEAREST = 0.3
"""How far from either of the two, at least."""
SAME = 0.08
"""Points that differ in a smaller share of both are the same: the better one stays, of
two as good the latter."""


class Elite:
    """The best points, the best first."""

    def __init__(self) -> None:
        self.best: list[Rounded] = []
        self.num_found = 0

    def add(self, found: Rounded) -> None:
        """Remember what a search has found, if it is good, and other than the rest."""
        self.num_found += 1
        ranked = sorted([found, *self.best], key=lambda each: -each.value)
        self.best = []
        for each in ranked:
            if all(_distance(each, other) >= SAME for other in self.best):
                self.best.append(each)
        del self.best[SIZE:]

    def start(self, random: np.random.Generator) -> Point | None:
        """Return one of the best, or one between two; None: begin somewhere else."""
        kind = random.random()
        if self.num_found < FIRST or not self.best or kind < ANYWHERE:
            return None
        order: list[int] = random.permutation(len(self.best)).tolist()
        first, *others = (self.best[n] for n in order)
        if not others or kind >= ANYWHERE + BETWEEN:
            return first.point
        a, b = first.point, others[0].point
        share = random.uniform(NEAREST, 1 - NEAREST)
        between: Point = replace(
            a,
            x=share * a.x + (1 - share) * b.x,
            multipliers=share * a.multipliers + (1 - share) * b.multipliers,
        )
        return between


def _distance(one: Rounded, other: Rounded) -> float:
    """Share of both points in which they differ."""
    a, b = one.point.x, other.point.x
    return float(np.abs(a - b).sum() / max(1.0, a.sum() + b.sum()))
