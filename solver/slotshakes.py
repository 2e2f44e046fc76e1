"""Shake a point of a relaxation whose fractions are dear, and round what is reached.

A concave penalty, nothing where every pair is whole or not at all, is taken from what
the relaxation gains (Raghavachari 1969). A point from which no direction gains is found
by linear programs, each with the penalty as it slopes at the point before (successive
linearization, Mangasarian 1996; the DC algorithm of Pham Dinh and Le Thi 1997). A shake
is a random slope that leads away from a point, and what is reached from there is taken
if it is not much worse, and less and less so (iterated local search, Lourenço, Martin,
Stützle 2003; threshold accepting, Dueck, Scheuer 1990), while the penalty grows. Each
point is rounded as soon as little of it is not whole: what is whole is kept, and the
rest is planned exactly. The best of these plans counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.openmodel import OpenModel
from solver.slotlp import Relaxation
from solver.slotmodel import combined

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.ragged import BoolArray
    from solver.result import Assignment
    from solver.slotlp import Point
    from solver.slotmodel import SlotModel
    from solver.slotpenalty import SlotPenalty
    from solver.slotrows import FloatArray

MOST = 0.1
"""What a pair that is neither whole nor out costs at most, as a share of the mean gain
of a pair."""
GROWTH = 1.06
"""How the penalty grows where a search ends before anything could be rounded."""
LEAST_SHAKE, MOST_SHAKE = 1.0, 4.0
"""How strong a shake is, as a share of the penalty."""
WORSE = 1.25
"""How much worse a point may be that is taken, at first: a share of the mean gain."""
SHY, LITTLE, STRONGER, WEAKER = 1.0, 20.0, 1.1, 0.95
"""How much stronger shakes are at first, and at least; points that differ by less in
all make them stronger, and shakes that were of no use weaker."""
SAME = 8.0
"""Points differ by less in all: the search has settled."""
MOST_STEPS, STEPS_AHEAD = 20, 8
"""Steps until it has to; and it is given up where so many more like the last would not
make the point good enough."""
KEPT = 0.9
"""Part of a pair from which on the meeting is kept."""
FEW_PAIRS, FEW, MOST_PAIRS = 400, 0.05, 600
"""(option, slot) pairs that are planned exactly after a shake, and what share of all
these may be; and in the end."""
TOLERANCE = 2e-4
MOST_ITERATIONS = 5_000
QUICK_S, EXACT_S = 0.2, 2.0
UNITS_PER_ROUNDING = 1
ITERATIONS_PER_UNIT = 1_000
"""Iterations of relaxations that are charged as a unit of work."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the penalty grows in one search.

    Attributes
    ----------
    first, last : float
        What a pair that is neither whole nor out costs at first, and after the last
        shake: shares of the mean gain of a pair.
    shakes : int
        At most; soon another search leads to better points.
    """

    first: float
    last: float
    shakes: int


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """What a search has found.

    Attributes
    ----------
    plan : Assignment
        Without tables.
    point : Point
        The one that was rounded, of the model of everything.
    value : int
        Of the plan on the level; the larger, the better.
    """

    plan: Assignment
    point: Point
    value: int


class Shakes:
    """Moves from point to point of one model, as long as there is time."""

    def __init__(
        self,
        model: SlotModel,
        whole: SlotPenalty,
        random: np.random.Generator,
        budget: Budget,
    ) -> None:
        self.model, self.whole, self.unit = model, whole, whole.open.unit
        self.open = OpenModel(whole.problem, model)
        self.relaxation = Relaxation(model)
        self.is_pair = np.arange(len(model.gain)) < model.num_pairs
        self.random, self.budget = random, budget
        self.strength = SHY
        self.best: Rounded | None = None
        self._seen: set[bytes] = set()

    def run(self, point: Point, schedule: Schedule, goal: int | None) -> Rounded | None:
        """Return the best plan that a point was rounded to; None if there is none."""
        first, last, shakes = schedule.first, schedule.last, schedule.shakes
        for n in range(shakes):
            if self.budget.is_exhausted or self._has(goal):
                break
            spent = max(self.budget.share_used, n / shakes)
            penalty = first ** (1 - spent) * last**spent * self.unit
            worse = WORSE * self.unit * (1 - spent) * self.random.random()
            least = self.merit(point, penalty) - worse
            point = self._after_shake(point, least, penalty)
            self._charge()
        if self.best is None:
            self._round(self._mostly_whole(point, last * self.unit), EXACT_S)
        return self.best

    def _has(self, goal: int | None) -> bool:
        """Whether a plan is as good as any."""
        if goal is None or self.best is None:
            return False
        return self.best.value == self.whole.level.sense * goal

    def _after_shake(self, point: Point, least: float, penalty: float) -> Point:
        """Shake, and take what is reached if it is good enough."""
        after = self._shaken(point, least, penalty)
        if after is None:
            self.strength = max(SHY, self.strength * WEAKER)
            return point
        if float(np.abs(after.x - point.x).sum()) < LITTLE:
            self.strength *= STRONGER
        if self._num_open(after) <= min(FEW_PAIRS, FEW * self.model.num_pairs):
            self._round(after, QUICK_S)
        return after

    def merit(self, point: Point, penalty: float) -> float:
        """What a point gains, less what is not whole and what breaks rows costs."""
        model, x = self.model, point.x[self.is_pair]
        rows = model.matrix @ point.x
        excess = np.maximum(0, np.maximum(rows - model.upper, model.lower - rows))
        cost = np.maximum(np.abs(point.multipliers), penalty)
        gain = float(model.gain @ point.x) + model.constant
        return gain - float(cost @ excess) - penalty * float((x * (1 - x)).sum())

    def _shaken(self, point: Point, least: float, penalty: float) -> Point | None:
        """Go away from a point, at random, and on until points hardly differ.

        None if what is reached has less merit than ``least``, or time is over.
        """
        drawn = self.random.uniform(np.log(LEAST_SHAKE), np.log(MOST_SHAKE))
        strength = penalty * self.strength * np.exp(drawn)
        slope = self.random.standard_normal(len(self.is_pair)) * self.is_pair
        now = self._next(point, penalty, strength * slope)
        merit = 0.0
        for n in range(MOST_STEPS):
            if self.budget.is_exhausted:
                return None
            before, last = now, merit
            now = self._next(before, penalty)
            merit = self.merit(now, penalty)
            ahead = STEPS_AHEAD * (merit - last)
            if float(np.abs(now.x - before.x).sum()) < SAME or (
                n > 0 and merit + ahead < least
            ):
                break
        return now if merit >= least else None

    def _next(
        self, point: Point, penalty: float, slope: FloatArray | float = 0.0
    ) -> Point:
        """Return the best point as the penalty slopes here."""
        steep = penalty * (2 * point.x - 1) * self.is_pair
        gain = self.model.gain + steep + slope
        return self.relaxation.solve(
            gain,
            self.budget,
            start=point,
            tolerance=TOLERANCE,
            most_iterations=MOST_ITERATIONS,
        )

    def _charge(self) -> None:
        """Charge whole units for the iterations so far."""
        units, self.relaxation.iterations = divmod(
            self.relaxation.iterations, ITERATIONS_PER_UNIT
        )
        self.budget.charge(min(self.budget.work_left(), units))

    def _mostly_whole(self, point: Point, penalty: float) -> Point:
        """Let a growing penalty leave little to be planned, also if time is over."""
        while (
            self._num_open(point) > MOST_PAIRS
            and penalty < MOST * self.unit
            and not self.budget.is_exhausted
        ):
            penalty *= GROWTH
            point = self._next(point, penalty)
        return point

    def _num_open(self, point: Point) -> int:
        """Pairs that are left beside those that are whole."""
        return len(self.open.fitting(self._is_whole(point)))

    def _round(self, point: Point, seconds: float) -> None:
        """Keep what is whole, and plan the rest exactly; remember the best."""
        kept = self._is_whole(point)
        key = kept.tobytes()
        if key in self._seen:
            return
        self._seen.add(key)
        chosen, _ = self.open.completed(
            kept, np.zeros(len(self.is_pair)), self.budget, seconds, UNITS_PER_ROUNDING
        )
        if chosen is None:
            return
        plan = combined(self.whole.everything, self.model, chosen)
        value = self.whole.value(plan)
        if self.best is None or value > self.best.value:
            self.best = Rounded(plan, point, value)

    def _is_whole(self, point: Point) -> BoolArray:
        """bool[pairs]: what is kept."""
        whole: BoolArray = point.x[self.is_pair] > KEPT
        return whole
